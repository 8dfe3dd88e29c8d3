package io.flatbook.node;

import java.util.List;

/**
 * Decides whether the cluster as a whole is short of disk space. One full disk of three is no reason to refuse
 * business: its node ends by itself, sooner or later, and the others go on. Two live nodes of which one is full count
 * as one: when that one ends, the cluster stops, and not even queries are answered.
 */
final class StorageQuorum
{
    private StorageQuorum()
    {
    }

    /**
     * @param hasRoom   whether this node has room.
     * @param standings of the other members; the last report of a silent one does not count.
     * @return true if some member is known to be full and fewer than a majority are known to have room.
     */
    static boolean isLow(final boolean hasRoom, final List<PeerStanding> standings)
    {
        int withRoom = hasRoom ? 1 : 0;
        boolean someFull = !hasRoom;
        for (final PeerStanding peer : standings)
        {
            withRoom += peer.isHeard() && peer.progress().hasRoom() ? 1 : 0;
            someFull |= peer.isHeard() && !peer.progress().hasRoom();
        }
        final int majority = (standings.size() + 1) / 2 + 1;
        return someFull && withRoom < majority;
    }
}
