package io.flatbook.ops.link;

/**
 * No leader answered in time.
 */
public final class NoLeaderException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * Constructs it.
     *
     * @param message what was tried.
     */
    public NoLeaderException(final String message)
    {
        super(message);
    }

    /**
     * Constructs it.
     *
     * @param message what was tried.
     * @param cause   of it.
     */
    public NoLeaderException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
