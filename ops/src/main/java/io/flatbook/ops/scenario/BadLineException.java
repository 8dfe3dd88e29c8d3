package io.flatbook.ops.scenario;

/**
 * A line of a scenario that cannot be read. The message names file, line and field.
 */
public final class BadLineException extends Exception
{
    private static final long serialVersionUID = 1L;

    BadLineException(final String file, final int line, final String field, final String problem)
    {
        super(file + ":" + line + ": " + (null == field ? "" : field + ": ") + problem);
    }
}
