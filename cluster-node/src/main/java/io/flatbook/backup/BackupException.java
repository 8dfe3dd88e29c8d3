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
     * @param message says what cannot be done.
     * @param cause   is the reason; it is told too, if the message does not.
     */
    public BackupException(final String message, final Throwable cause)
    {
        super(message + reason(message, cause), cause);
    }

    private static String reason(final String message, final Throwable cause)
    {
        final String told = cause.getMessage();
        return null == told || message.contains(told) ? "" : ": " + cause.getClass().getSimpleName() + ": " + told;
    }
}
