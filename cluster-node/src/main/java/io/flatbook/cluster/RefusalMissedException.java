package io.flatbook.cluster;

/**
 * The service was to refuse an entry that its snapshot holds as applied: what was done cannot be undone, and the nodes
 * that refuse it would differ from this one.
 */
public final class RefusalMissedException extends IllegalStateException
{
    private static final long serialVersionUID = 1L;

    RefusalMissedException(final long logPosition, final long snapshotPosition)
    {
        super("the entry at log position " + logPosition + " is to be refused, but the snapshot at position " +
            snapshotPosition + " holds it as applied: the positions must be given alike on all nodes, and before " +
            "a snapshot covers them");
    }
}
