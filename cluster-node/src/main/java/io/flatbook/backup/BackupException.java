package io.flatbook.backup;

/**
 * A copy cannot be made or used; the message says why, for a person.
 */
public final class BackupException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * @param message says why.
     */
    public BackupException(final String message)
    {
        super(message);
    }

    /**
     * @param message says why.
     * @param cause   of it.
     */
    public BackupException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
