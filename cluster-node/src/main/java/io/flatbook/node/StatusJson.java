package io.flatbook.node;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.flatbook.cluster.NodeStatus;
import io.flatbook.wire.KeyRing;
import io.flatbook.wire.Refusal;
import io.flatbook.wire.SealedWire;
import io.flatbook.wire.WireCounters;

/**
 * The document that {@code /status} answers: counters of the node, and what the service published last. Money and
 * positions are numbers, hashes are 16 hexadecimal digits.
 */
final class StatusJson
{
    private final StringBuilder builder = new StringBuilder(4096);

    /**
     * @param node      as seen by the process.
     * @param snapshots of the node.
     */
    StatusJson(final NodeCounters node, final SnapshotHistory snapshots)
    {
        open('{').text("cluster", node.clusterName()).number("member", node.memberId());
        text("role", node.role()).text("election", node.election()).text("module", node.module());
        number("leadershipTermId", node.leadershipTermId()).number("commitPosition", node.commitPosition());
        number("snapshots", node.snapshots()).number("errors", node.errors());
        number("snapshotPosition", snapshots.newestPosition());
        number("snapshotAgeMs", snapshots.newestAgeMs(System.currentTimeMillis()));
        flag("durable", node.durable());
    }

    StatusJson disk(final DiskGuard disk)
    {
        return flag("hasRoom", disk.hasRoom()).number("diskUsableBytes", disk.usableBytes());
    }

    /**
     * @param logPositions of the entries that are to be refused.
     */
    StatusJson refuseAt(final long[] logPositions)
    {
        return raw("refuseAt", Arrays.toString(logPositions));
    }

    StatusJson admission(final Admission admission)
    {
        return number("wrongAnswers", admission.wrongAnswers());
    }

    /**
     * @param wire that seals; null if there is none.
     */
    StatusJson wire(final SealedWire wire)
    {
        name("wire").open('{').flag("sealed", null != wire);
        if (null != wire)
        {
            ring("members", wire.memberKeys(), wire.memberCounters());
            ring("clients", wire.clientKeys(), wire.clientCounters());
        }
        return close('}');
    }

    private void ring(final String name, final KeyRing keys, final WireCounters counters)
    {
        name(name).open('{').raw("keys", Arrays.toString(keys.keyIds()));
        number("keysAgeMs", Math.max(0, System.currentTimeMillis() - keys.changedMs()));
        number("sealed", counters.sealed()).number("opened", counters.opened());
        flag("clockSuspect", counters.isRecent(Refusal.STALE)).flag("tagSuspect", counters.isRecent(Refusal.TAG));
        name("refused").open('{');
        for (final Refusal reason : Refusal.values())
        {
            number(reason.key(), counters.refused(reason));
        }
        close('}').close('}');
    }

    /**
     * @param peers     as compared by the monitor; empty in a cluster of one.
     * @param standings of the same members in the same order.
     * @param clocks    of the same members in the same order.
     */
    StatusJson peers(
        final List<PeerReplica> peers, final List<PeerStanding> standings, final List<PeerClock> clocks)
    {
        flag("replicasDiffer", peers.stream().anyMatch(PeerReplica::differs)).name("replicas").open('[');
        for (int i = 0; i < peers.size(); i++)
        {
            final PeerReplica peer = peers.get(i);
            separate().open('{').number("member", peer.member()).number("agreedPosition", peer.agreedPosition());
            flag("differs", peer.differs());
            if (peer.differs())
            {
                number("position", peer.position()).hash("ownHash", peer.ownHash());
                hash("peerHash", peer.peerHash());
            }
            standing(standings.get(i));
            clock(clocks.get(i));
            close('}');
        }
        return close(']');
    }

    private void standing(final PeerStanding standing)
    {
        final MemberProgress progress = standing.progress();
        flag("heard", standing.isHeard()).number("appliedPosition", progress.appliedPosition());
        number("commitPosition", progress.commitPosition()).number("coveredPosition", progress.coveredPosition());
        number("lagBytes", standing.lagBytes()).flag("lagging", standing.isLagging());
        flag("hasRoom", progress.hasRoom());
    }

    private void clock(final PeerClock clock)
    {
        number("clockSkewMs", clock.nodeSkewMs()).number("hostClockSkewMs", clock.hostSkewMs());
        flag("clockApart", clock.isApart());
    }

    /**
     * @param status as published by the service; null until it published for the first time.
     */
    StatusJson service(final NodeStatus status)
    {
        if (null == status)
        {
            return this;
        }
        name("service").open('{').text("role", status.role());
        number("leadershipTermId", status.leadershipTermId()).number("appliedPosition", status.logPosition());
        number("engineTimeMs", status.engineTimeMs()).number("engineVersion", status.engineVersion());
        number("knownVersion", status.engineVersionKnown());
        number("lastEventSequence", status.lastEventSequence());
        number("entriesUndecodable", status.entriesUndecodable()).number("sessions", status.sessions());
        number("accounts", status.accounts()).number("positions", status.positions());
        hash("stateHash", status.stateHash()).hash("replicaHash", status.replicaHash());

        flag("storageLow", status.isStorageLow()).raw("refusedPositions", status.refusedPositions().toString());
        name("hashes").open('[');
        for (final NodeStatus.PositionHash hash : status.replicaHashes())
        {
            separate().open('{').number("position", hash.logPosition());
            hash("replicaHash", hash.replicaHash()).close('}');
        }
        close(']');

        name("assets").open('[');
        for (final NodeStatus.AssetTotals totals : status.assets())
        {
            totals(totals);
        }
        return close(']').close('}');
    }

    /** Ends the document. */
    String document()
    {
        close('}');
        return builder.append('\n').toString();
    }

    private void totals(final NodeStatus.AssetTotals totals)
    {
        separate().open('{').number("id", totals.asset()).text("asset", totals.symbol());
        number("insuranceFund", totals.insuranceFund()).number("fees", totals.fees());
        number("rounding", totals.rounding()).number("houseDeficit", totals.houseDeficit());
        number("deposits", totals.deposits()).number("withdrawals", totals.withdrawals());
        flag("balanced", totals.isBalanced()).close('}');
    }

    private StatusJson text(final String name, final String text)
    {
        name(name);
        builder.append('"');
        for (int i = 0; i < text.length(); i++)
        {
            final char letter = text.charAt(i);
            if ('"' == letter || '\\' == letter || letter < ' ')
            {
                builder.append(String.format(Locale.ROOT, "\\u%04x", (int)letter));
            }
            else
            {
                builder.append(letter);
            }
        }
        builder.append('"');
        return this;
    }

    private StatusJson number(final String name, final long number)
    {
        return raw(name, Long.toString(number));
    }

    private StatusJson hash(final String name, final long hash)
    {
        return text(name, String.format(Locale.ROOT, "%016x", hash));
    }

    private StatusJson flag(final String name, final boolean flag)
    {
        return raw(name, Boolean.toString(flag));
    }

    private StatusJson raw(final String name, final String literal)
    {
        name(name);
        builder.append(literal);
        return this;
    }

    private StatusJson name(final String name)
    {
        separate();
        builder.append('"').append(name).append("\":");
        return this;
    }

    private StatusJson separate()
    {
        final char last = 0 == builder.length() ? '{' : builder.charAt(builder.length() - 1);
        if ('{' != last && '[' != last)
        {
            builder.append(',');
        }
        return this;
    }

    private StatusJson open(final char bracket)
    {
        builder.append(bracket);
        return this;
    }

    private StatusJson close(final char bracket)
    {
        builder.append(bracket);
        return this;
    }
}
