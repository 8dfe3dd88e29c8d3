package io.flatbook.proving.chaos;

import io.flatbook.ops.link.LocalCluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Starts nodes that ended again, as {@code scripts/node run} does: two seconds after the end, without limit, but not
 * after an end in order or one that somebody must look at. It keeps every end of a node that it looked after.
 */
final class Supervisor implements AutoCloseable
{
    /** The same as in {@code scripts/node} and its systemd unit. */
    static final Set<Integer> FINAL_EXITS = Set.of(0, 2, 4, 16, 17);

    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_MS = 50;

    private final LocalCluster cluster;
    private final boolean[] held = new boolean[LocalCluster.MEMBERS];
    private final long[] endedNs = new long[LocalCluster.MEMBERS];
    private final Process[] seen = new Process[LocalCluster.MEMBERS];
    private final List<End> ends = new ArrayList<>();
    private final Lookout lookout = new Lookout("supervisor", LOOK_MS, this::look);

    /**
     * Of a process that was not on hold.
     *
     * @param member   whose process it was.
     * @param exitCode 128 and the number of the signal if one ended it.
     */
    record End(int member, int exitCode)
    {
    }

    Supervisor(final LocalCluster cluster)
    {
        this.cluster = cluster;
        lookout.start();
    }

    /** Leaves a node alone, dead or alive, until it is released. */
    synchronized void hold(final int member)
    {
        held[member] = true;
    }

    /** Looks after a node again; if it has ended meanwhile, that was meant to be. */
    synchronized void release(final int member)
    {
        seen[member] = cluster.isAlive(member) ? seen[member] : cluster.node(member);
        held[member] = false;
        endedNs[member] = 0;
    }

    /** Ends of nodes that were not on hold, those included to which a strike sent a signal. */
    synchronized List<End> ends()
    {
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            keepEnd(member);
        }
        return List.copyOf(ends);
    }

    /** Why it has stopped to look after nodes; null if it has not. */
    String failure()
    {
        return lookout.failure();
    }

    @Override
    public void close()
    {
        lookout.close();
    }

    private void look()
    {
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            look(member);
        }
    }

    private synchronized void look(final int member)
    {
        final Process node = cluster.node(member);
        if (node.isAlive() || held[member])
        {
            return;
        }
        keepEnd(member);
        final long nowNs = System.nanoTime();
        if (0 == endedNs[member])
        {
            endedNs[member] = nowNs;
        }
        else if (nowNs - endedNs[member] >= PAUSE_NS && !FINAL_EXITS.contains(node.exitValue()))
        {
            endedNs[member] = 0;
            try
            {
                cluster.restart(member);
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
        }
    }

    private void keepEnd(final int member)
    {
        final Process node = cluster.node(member);
        if (!held[member] && !node.isAlive() && seen[member] != node)
        {
            seen[member] = node;
            ends.add(new End(member, node.exitValue()));
        }
    }
}
