package io.flatbook.backup;

/**
 * A copy cannot be made or used; the message gives the reason, for a person.
 */
public final class BackupException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * @param message gives the reason.
     */
    public BackupException(final String message)
    {
        super(message);
    }

    /**
     * @param message gives the reason.
     * @param cause   of it.
     */
    public BackupException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
