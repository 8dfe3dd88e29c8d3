package io.flatbook.ops.history;

/**
 * The file of a history cannot be read or written, or does not understand the question.
 */
public final class HistoryException extends IllegalStateException
{
    private static final long serialVersionUID = 1L;

    /**
     * Tells of a failure.
     *
     * @param message with the file.
     * @param cause   of it.
     */
    public HistoryException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
