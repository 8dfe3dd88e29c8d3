package io.flatbook.node;

/**
 * A setting that cannot be: unknown, malformed, out of range or at odds with another. The message names it, where it
 * comes from, and what would do.
 */
public final class ConfigException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    ConfigException(final String message)
    {
        super(message);
    }

    ConfigException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
