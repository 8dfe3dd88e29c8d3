package io.flatbook.ops.console;

/**
 * Others ask for more than is done at a time.
 */
final class BusyException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    BusyException(final String message)
    {
        super(message);
    }
}
