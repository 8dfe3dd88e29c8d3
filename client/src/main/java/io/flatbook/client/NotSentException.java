package io.flatbook.client;

/**
 * A command was not given an id and not sent: it is certain that it was not applied.
 */
public final class NotSentException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /** A negative constant of the client. */
    private final long why;

    NotSentException(final long why)
    {
        super(text(why));
        this.why = why;
    }

    /**
     * The reason as the {@code try…} methods give it: {@link FlatbookClient#NOT_CONNECTED},
     * {@link FlatbookClient#BACK_PRESSURED}, {@link FlatbookClient#FENCED} or {@link FlatbookClient#CLOSED}.
     *
     * @return a negative constant.
     */
    public long why()
    {
        return why;
    }

    private static String text(final long why)
    {
        if (FlatbookClient.NOT_CONNECTED == why)
        {
            return "not sent: no session with the cluster yet";
        }
        if (FlatbookClient.BACK_PRESSURED == why)
        {
            return "not sent: too many commands wait for their outcome";
        }
        if (FlatbookClient.FENCED == why)
        {
            return "not sent: a newer session of this principal has taken over";
        }
        return "not sent: the client is closed";
    }
}
