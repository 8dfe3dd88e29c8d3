package io.flatbook.wire;

/**
 * A file of keys cannot be used. The message begins with the setting and the file, and holds no key.
 */
public final class KeyFileException extends IllegalArgumentException
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
