package io.flatbook.node;

/**
 * What a start needs of the node's log, its newest snapshot or the lists of them is not as it was written.
 */
final class DamagedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    DamagedException(final String message)
    {
        super(message);
    }

    DamagedException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
