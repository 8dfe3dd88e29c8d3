package io.flatbook.ops.link;

/**
 * The cluster does not permit this principal what it asked for.
 */
public final class NotPermittedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * Constructs it.
     *
     * @param message who asked for what.
     */
    public NotPermittedException(final String message)
    {
        super(message);
    }

    /**
     * No session was opened for a principal. Nodes do not tell strangers why; their logs do.
     *
     * @param principal who asked, {@code role/name}.
     * @param cause     what the cluster said.
     * @return the exception.
     */
    static NotPermittedException notLetIn(final String principal, final Throwable cause)
    {
        return new NotPermittedException(principal + " is not let in (" + cause.getMessage() + "): its name or " +
            "secret is not known to the nodes, or it has too many sessions; the log of the leader says which");
    }
}
