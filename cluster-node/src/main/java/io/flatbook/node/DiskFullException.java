package io.flatbook.node;

/**
 * The disk has not the room that a start takes.
 */
final class DiskFullException extends IllegalStateException
{
    private static final long serialVersionUID = 1L;

    DiskFullException(final String message)
    {
        super(message);
    }
}
