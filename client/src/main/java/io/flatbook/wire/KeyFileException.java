package io.flatbook.wire;

/**
 * A file of keys cannot be used. The message names the file and holds no key.
 */
public final class KeyFileException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    KeyFileException(final String message)
    {
        super(message);
    }

    KeyFileException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
