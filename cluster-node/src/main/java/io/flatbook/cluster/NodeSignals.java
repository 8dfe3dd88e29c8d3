package io.flatbook.cluster;

import java.util.Arrays;
import java.util.Collection;

/**
 * What a node and its service say to each other outside the log. The node names the entries that operators want refused
 * and the length of a network frame to clients, both fixed before the start, and says whether the leader should stop
 * new business for lack of disk space. The first must be the same on all nodes, since the state depends on it; the last
 * takes effect only once it is in the log. The service gives its metrics, and says that the log asks for the end of the
 * cluster.
 */
public final class NodeSignals
{
    private static final int FRAME_LENGTH_DEFAULT = 1_024;
    private static final int FRAME_LENGTH_MAX = 32 * 1_024;

    private final ServiceMetrics metrics = new ServiceMetrics();
    private long[] refuseAt = new long[0];
    private int frameLength = FRAME_LENGTH_DEFAULT;
    private volatile boolean isStorageKnown;
    private volatile boolean isStorageLow;
    private volatile boolean isShutdownRequested;

    /**
     * @return what the service counts and times; always the same.
     */
    public ServiceMetrics metrics()
    {
        return metrics;
    }

    /**
     * Names the entries that are not to be applied. Before the start of the service.
     *
     * @param logPositions of the entries, as the line of a crash names them, in bytes.
     */
    public void refuseAt(final long... logPositions)
    {
        refuseAt = logPositions.clone();
        Arrays.sort(refuseAt);
    }

    /**
     * Gives what one frame to a client holds. Before the start of the service.
     *
     * @param bytes of the service's messages; without the headers of the transport and of the session.
     */
    public void frameLength(final int bytes)
    {
        frameLength = Math.min(bytes, FRAME_LENGTH_MAX);
    }

    int frameLength()
    {
        return frameLength;
    }

    /**
     * Says whether a majority of the nodes is short of disk space; nothing is changed before it is said. May be called
     * by any thread.
     *
     * @param low true if new business should be refused.
     */
    public void storageLow(final boolean low)
    {
        isStorageLow = low;
        isStorageKnown = true;
    }

    boolean findsStorage(final boolean low)
    {
        return isStorageKnown && low == isStorageLow;
    }

    /**
     * Says that the log asks for the end of the cluster. A node that replays the entry, or follows, does not say it.
     *
     * @param requested true if the entry at hand asks for it and this node leads.
     */
    void shutdown(final boolean requested)
    {
        if (requested)
        {
            isShutdownRequested = true;
        }
    }

    /**
     * Whether an entry of the log asks for the end of the cluster (CMD-13), which this node led when it was applied.
     * May be asked by any thread.
     *
     * @return true until {@link #shutdownDone()}.
     */
    public boolean isShutdownRequested()
    {
        return isShutdownRequested;
    }

    /**
     * The end was begun, or this node leads no more.
     */
    public void shutdownDone()
    {
        isShutdownRequested = false;
    }

    /**
     * @param refused the entries that the state up to a position has refused.
     * @throws RefusalMissedException if one that is to be refused is not among them.
     */
    void checkRefused(final long logPosition, final Collection<Long> refused)
    {
        for (final long position : refuseAt)
        {
            if (position <= logPosition && !refused.contains(position))
            {
                throw new RefusalMissedException(position, logPosition);
            }
        }
    }

    boolean refuses(final long logPosition)
    {
        return refuseAt.length > 0 && Arrays.binarySearch(refuseAt, logPosition) >= 0;
    }
}
