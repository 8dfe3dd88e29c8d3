package io.flatbook.node;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Compares the clocks of the other members with those of this node. Nothing that the state machine does depends on it:
 * it is for people, who see a wrong clock before a change of leader moves the time of the cluster.
 *
 * <p>A report that was long on its way makes its sender seem late, and nothing makes one seem early. So of the last
 * reports the one counts that says the latest time. Pure: times are given.
 */
final class ClockComparison
{
    /** Reports come twice a second. */
    static final int REPORTS = 8;

    private final long boundMs;
    private final Consumer<PeerClock> listener;
    private final List<Peer> peers = new ArrayList<>();

    /** The last skews of one other member. */
    private static final class Peer
    {
        private final long[] nodeSkewsMs = new long[REPORTS];
        private final long[] hostSkewsMs = new long[REPORTS];
        private long reports;
        private PeerClock clock;

        private Peer(final int member)
        {
            clock = new PeerClock(member, 0, 0, false);
        }
    }

    /**
     * @param memberId of this node.
     * @param members  of the cluster, this one included.
     * @param boundMs  milliseconds that clocks may be apart.
     * @param listener notified when a member's clocks come to be apart, and when they no longer are.
     */
    ClockComparison(final int memberId, final int members, final long boundMs, final Consumer<PeerClock> listener)
    {
        this.boundMs = boundMs;
        this.listener = listener;
        for (int member = 0; member < members; member++)
        {
            if (member != memberId)
            {
                peers.add(new Peer(member));
            }
        }
    }

    /**
     * A report of another member. One in the name of this node or of no member is ignored.
     *
     * @param member that reported.
     * @param theirs when it sent the report.
     * @param own    when it arrived.
     */
    void heard(final int member, final MemberClocks theirs, final MemberClocks own)
    {
        for (final Peer peer : peers)
        {
            if (peer.clock.member() == member)
            {
                final int at = (int)(peer.reports++ % REPORTS);
                peer.nodeSkewsMs[at] = theirs.nodeMs() - own.nodeMs();
                peer.hostSkewsMs[at] = theirs.hostMs() - own.hostMs();
                judge(peer);
            }
        }
    }

    /** In order of member; a member that was not heard yet has no skew. */
    List<PeerClock> clocks()
    {
        return peers.stream().map((peer) -> peer.clock).toList();
    }

    private void judge(final Peer peer)
    {
        final boolean wasApart = peer.clock.isApart();
        final int count = (int)Math.min(peer.reports, REPORTS);
        final long nodeSkewMs = latest(peer.nodeSkewsMs, count);
        final long hostSkewMs = latest(peer.hostSkewsMs, count);
        final boolean isApart = REPORTS == count &&
            (Math.abs(nodeSkewMs) > boundMs || Math.abs(hostSkewMs) > boundMs);
        peer.clock = new PeerClock(peer.clock.member(), nodeSkewMs, hostSkewMs, isApart);
        if (wasApart != isApart)
        {
            listener.accept(peer.clock);
        }
    }

    private static long latest(final long[] skewsMs, final int count)
    {
        long latest = skewsMs[0];
        for (int i = 1; i < count; i++)
        {
            latest = Math.max(latest, skewsMs[i]);
        }
        return latest;
    }
}
