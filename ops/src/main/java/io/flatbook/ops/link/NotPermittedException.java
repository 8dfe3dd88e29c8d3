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
}
