package io.flatbook.node;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Keeps what the other members report about themselves, and finds those that are silent or far behind. Pure: time is
 * given, in nanoseconds of a clock that never goes back.
 */
final class PeerWatch
{
    /** After this long without a report a member is silent: it reports twice a second. */
    static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(3);

    /** For this long a member may be behind before it lags; a start or a pause is over by then. */
    static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    private final long lagAlarmLength;
    private final LagListener listener;
    private final List<Peer> peers = new ArrayList<>();

    /** The last report of one other member, and since when it has had a problem. */
    private static final class Peer
    {
        private final int member;
        private MemberProgress progress = MemberProgress.UNKNOWN;
        private long heardNs;
        private long rightNs;
        private boolean wasHeard;
        private PeerStanding standing;

        private Peer(final int member, final long nowNs)
        {
            this.member = member;
            rightNs = nowNs;
            standing = new PeerStanding(member, false, progress, 0, false);
        }

        private boolean isHeard(final long nowNs)
        {
            return wasHeard && nowNs - heardNs < SILENCE_NS;
        }
    }

    /**
     * @param memberId       of this node.
     * @param members        of the cluster, this one included.
     * @param lagAlarmLength bytes that a member may be behind.
     * @param nowNs          time of the start; nobody lags before there was time to be heard.
     * @param listener       notified of each finding once.
     */
    PeerWatch(
        final int memberId,
        final int members,
        final long lagAlarmLength,
        final long nowNs,
        final LagListener listener)
    {
        this.lagAlarmLength = lagAlarmLength;
        this.listener = listener;
        for (int member = 0; member < members; member++)
        {
            if (member != memberId)
            {
                peers.add(new Peer(member, nowNs));
            }
        }
    }

    /**
     * A report of another member. One in the name of this node or of no member is ignored.
     *
     * @param member   that reported.
     * @param progress of it.
     * @param nowNs    time now.
     */
    void heard(final int member, final MemberProgress progress, final long nowNs)
    {
        for (final Peer peer : peers)
        {
            if (peer.member == member)
            {
                peer.progress = progress;
                peer.heardNs = nowNs;
                peer.wasHeard = true;
            }
        }
    }

    /**
     * Judge the others again.
     *
     * @param appliedPosition of this node.
     * @param nowNs           time now.
     * @return their states, in order of member.
     */
    List<PeerStanding> standings(final long appliedPosition, final long nowNs)
    {
        final List<PeerStanding> standings = new ArrayList<>();
        for (final Peer peer : peers)
        {
            judge(peer, appliedPosition, nowNs);
            standings.add(peer.standing);
        }
        return List.copyOf(standings);
    }

    private void judge(final Peer peer, final long appliedPosition, final long nowNs)
    {
        final boolean isHeard = peer.isHeard(nowNs);
        final long lagBytes = peer.wasHeard ? Math.max(0, appliedPosition - peer.progress.appliedPosition()) : 0;
        if (isHeard && lagBytes <= lagAlarmLength)
        {
            peer.rightNs = nowNs;
        }
        final boolean lagged = peer.standing.isLagging();
        final boolean lags = nowNs - peer.rightNs >= PATIENCE_NS;
        peer.standing = new PeerStanding(peer.member, isHeard, peer.progress, lagBytes, lags);
        if (lags && !lagged)
        {
            listener.memberLags(peer.standing);
        }
        else if (lagged && !lags)
        {
            listener.memberCaughtUp(peer.standing);
        }
    }
}
