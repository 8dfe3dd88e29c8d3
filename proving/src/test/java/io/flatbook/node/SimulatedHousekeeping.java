package io.flatbook.node;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;

import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import io.flatbook.cluster.NodeSignals;
import org.agrona.concurrent.NanoClock;

/**
 * The housekeeping of a node as its own main makes it, called in steps. Nobody ends the cluster, whatever the log asks.
 */
public final class SimulatedHousekeeping
{
    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Housekeeping housekeeping;
    private final NanoClock clock;
    private long nextNs;
    private boolean isAttending;

    /**
     * Of a node whose parts run.
     *
     * @param contexts  of it.
     * @param consensus of its module, by whose clock of the day the age of a snapshot counts.
     * @param nanoClock of its host.
     * @param signals   of its service.
     * @param archive   makes what connects to its archive.
     * @param snapshot  asks for a snapshot on all nodes.
     */
    public SimulatedHousekeeping(
        final SimulatedContexts contexts,
        final ConsensusModule.Context consensus,
        final NanoClock nanoClock,
        final NodeSignals signals,
        final Supplier<AeronArchive.Context> archive,
        final BooleanSupplier snapshot)
    {
        clock = nanoClock;
        housekeeping = new Housekeeping(contexts.contexts(), consensus, nanoClock, consensus.epochClock(), signals,
            new Housekeeping.Requests()
            {
                @Override
                public AeronArchive.Context archive()
                {
                    return archive.get();
                }

                @Override
                public boolean snapshot()
                {
                    return snapshot.getAsBoolean();
                }

                @Override
                public boolean shutdown()
                {
                    return true;
                }
            });
    }

    /**
     * What the other members report.
     *
     * @param self    number of this member.
     * @param members in the cluster.
     * @param covered position that a member's snapshots cover; negative: nothing is heard of it.
     */
    public void hears(final int self, final int members, final IntToLongFunction covered)
    {
        housekeeping.knows(() ->
        {
            final List<PeerStanding> standings = new ArrayList<>();
            for (int member = 0; member < members; member++)
            {
                if (member != self)
                {
                    final long position = covered.applyAsLong(member);
                    standings.add(new PeerStanding(
                        member, 0 <= position, new MemberProgress(0, 0, Math.max(0, position), true), 0, false));
                }
            }
            return standings;
        });
    }

    /**
     * Position below which the node needs its log no more.
     *
     * @return position in bytes.
     */
    public long coveredPosition()
    {
        return housekeeping.coveredPosition();
    }

    /**
     * Whether it is not in the midst of something, and what it has deleted is marked as such.
     *
     * @return true if so.
     */
    public boolean isAtRest()
    {
        return !isAttending && housekeeping.isMarked();
    }

    @Override
    public String toString()
    {
        return (isAttending ? "in the midst of it" : "") + (housekeeping.isMarked() ? "" : " something is not marked");
    }

    /**
     * Does what is due.
     *
     * @return 0.
     */
    public int attend()
    {
        if (nextNs <= clock.nanoTime())
        {
            nextNs = clock.nanoTime() + INTERVAL_NS;
            isAttending = true;
            try
            {
                housekeeping.attend();
            }
            finally
            {
                isAttending = false;
            }
        }
        return 0;
    }
}
