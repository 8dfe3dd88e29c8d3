package io.flatbook.node;

/**
 * A majority of the cluster agrees on a state that differs from this node's.
 */
final class ReplicaDiffersException extends RuntimeException
{
    private static final long serialVersionUID = 1;

    ReplicaDiffersException(final String message)
    {
        // The place where it was found says nothing about its origin.
        super(message, null, false, false);
    }
}
