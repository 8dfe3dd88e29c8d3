package io.flatbook.client;

/**
 * The cluster did not answer in time: no session could be opened, or a query was not answered.
 */
public final class NoAnswerException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    NoAnswerException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
