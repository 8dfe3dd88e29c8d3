package io.flatbook.node;

import java.util.ArrayList;
import java.util.List;

import io.flatbook.cluster.NodeStatus.PositionHash;

/**
 * Compares the replica hashes of this node with those of the others, at equal positions of the log. Pure: no clock, no
 * I/O; holds only what each member reported last.
 *
 * <p>Two that differ cannot tell which of them is wrong: that is an alarm. If a majority of the cluster agrees against
 * this node, this node is. A member that reports nothing, or nothing about a position known here, does not differ.
 */
final class ReplicaComparison
{
    private final int memberId;
    private final int majority;
    private final ReplicaListener listener;
    private final Peer[] peers;
    private List<PositionHash> own = List.of();
    private boolean isOdd;

    /** What one other member reported last, and what was found about it. */
    private static final class Peer
    {
        private PeerReplica found;
        private long incarnation;
        private List<PositionHash> hashes = List.of();
        private boolean hasStartedAgain;

        private Peer(final int member)
        {
            found = PeerReplica.unknown(member);
        }
    }

    /**
     * @param memberId of this node.
     * @param members  of the cluster, this one included.
     * @param listener notified of each finding once.
     */
    ReplicaComparison(final int memberId, final int members, final ReplicaListener listener)
    {
        this.memberId = memberId;
        this.listener = listener;
        majority = members / 2 + 1;
        peers = new Peer[members];
        for (int member = 0; member < members; member++)
        {
            peers[member] = new Peer(member);
        }
    }

    /**
     * What this node has now.
     *
     * @param hashes oldest first.
     */
    void own(final List<PositionHash> hashes)
    {
        own = hashes;
        findMajority();
        for (final Peer peer : peers)
        {
            compare(peer);
        }
    }

    /**
     * What another member reported. A report of this node or of no member is ignored.
     *
     * @param report of it.
     */
    void reported(final ReplicaReport report)
    {
        if (report.member() < 0 || report.member() >= peers.length || report.member() == memberId)
        {
            return;
        }

        final Peer peer = peers[report.member()];
        peer.hasStartedAgain |= peer.incarnation != report.incarnation();
        peer.incarnation = report.incarnation();
        peer.hashes = report.hashes();
        findMajority();
        compare(peer);
    }

    /** How each other member compares, in order. */
    List<PeerReplica> peers()
    {
        final List<PeerReplica> replicas = new ArrayList<>();
        for (final Peer peer : peers)
        {
            if (peer.found.member() != memberId)
            {
                replicas.add(peer.found);
            }
        }
        return List.copyOf(replicas);
    }

    private void compare(final Peer peer)
    {
        long agreedPosition = peer.found.agreedPosition();
        PositionHash differing = null;
        long ownHash = 0;
        for (final PositionHash pair : own)
        {
            final PositionHash other = at(pair.logPosition(), peer.hashes);
            if (null != other && other.replicaHash() == pair.replicaHash())
            {
                agreedPosition = Math.max(agreedPosition, pair.logPosition());
            }
            else if (null != other && null == differing)
            {
                differing = other;
                ownHash = pair.replicaHash();
            }
        }
        judge(peer, agreedPosition, differing, ownHash);
    }

    /** Equal hashes after different ones prove nothing about what was answered in between: only a new start does. */
    private void judge(
        final Peer peer, final long agreedPosition, final PositionHash differing, final long ownHash)
    {
        final PeerReplica before = peer.found;
        final boolean clears = null == differing && before.differs() && peer.hasStartedAgain &&
            agreesFrom(before.position(), peer);
        if (null != differing)
        {
            peer.hasStartedAgain = false;
        }

        if (null != differing && !before.differs())
        {
            peer.found = new PeerReplica(before.member(), agreedPosition, true, differing.logPosition(), ownHash,
                differing.replicaHash());
            listener.replicaDiffered(peer.found);
        }
        else if (before.differs() && !clears)
        {
            peer.found = new PeerReplica(before.member(), agreedPosition, true, before.position(), before.ownHash(),
                before.peerHash());
        }
        else
        {
            peer.found = new PeerReplica(before.member(), agreedPosition, false, 0, 0, 0);
        }
        if (clears)
        {
            listener.replicaAgreedAgain(peer.found);
        }
    }

    /** Whether some position from the one given on is known of both; asked when no known one differs. */
    private boolean agreesFrom(final long position, final Peer peer)
    {
        for (final PositionHash pair : own)
        {
            if (pair.logPosition() >= position && null != at(pair.logPosition(), peer.hashes))
            {
                return true;
            }
        }
        return false;
    }

    private void findMajority()
    {
        for (int i = 0; i < own.size() && !isOdd; i++)
        {
            final PositionHash mine = own.get(i);
            for (int member = 0; member < peers.length && !isOdd; member++)
            {
                final PositionHash other = at(mine.logPosition(), peers[member].hashes);
                if (null != other && other.replicaHash() != mine.replicaHash())
                {
                    againstMe(mine, other);
                }
            }
        }
    }

    private void againstMe(final PositionHash mine, final PositionHash other)
    {
        final List<Integer> agreeing = new ArrayList<>();
        for (int member = 0; member < peers.length; member++)
        {
            final PositionHash pair = at(other.logPosition(), peers[member].hashes);
            if (null != pair && pair.replicaHash() == other.replicaHash())
            {
                agreeing.add(member);
            }
        }
        if (agreeing.size() >= majority)
        {
            isOdd = true;
            listener.ownReplicaIsOdd(mine.logPosition(), mine.replicaHash(), other.replicaHash(), agreeing);
        }
    }

    private static PositionHash at(final long position, final List<PositionHash> hashes)
    {
        for (int i = hashes.size() - 1; i >= 0; i--)
        {
            if (hashes.get(i).logPosition() == position)
            {
                return hashes.get(i);
            }
        }
        return null;
    }
}
