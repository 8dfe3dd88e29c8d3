package io.flatbook.node;

/**
 * A majority of the cluster agrees upon a state that is not this node's.
 */
final class ReplicaDiffersException extends RuntimeException
{
    private static final long serialVersionUID = 1;

    ReplicaDiffersException(final String message)
    {
        // Where it was found says nothing about where it came from.
        super(message, null, false, false);
    }
}
