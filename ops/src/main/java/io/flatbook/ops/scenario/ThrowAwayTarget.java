package io.flatbook.ops.scenario;

import io.flatbook.ops.link.ClusterLinks;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.NoLeaderException;
import io.flatbook.ops.wire.WireMessage;
import org.agrona.CloseHelper;

import java.util.List;

/**
 * Runs scenarios on a cluster of three processes that lives as long as this object.
 */
public final class ThrowAwayTarget implements ScenarioTarget
{
    private static final long TIMEOUT_MS = 30_000;
    private static final List<String> DEADLINES = List.of("deadline", "expiresMs", "oldDeadline", "newDeadline");

    private final LocalCluster cluster;
    private final ClusterLinks links = new ClusterLinks();
    private final LinkedTarget target;

    /**
     * Starts the cluster.
     */
    public ThrowAwayTarget()
    {
        cluster = LocalCluster.start();
        target = new LinkedTarget(links, cluster.profile(), TIMEOUT_MS, () -> 0);
    }

    @Override
    public Reply submit(final String principal, final WireMessage command)
    {
        try
        {
            final Reply reply = target.submit(principal, command);
            reply.events().forEach(ThrowAwayTarget::timeFromZero);
            return reply;
        }
        catch (final NoLeaderException ex)
        {
            throw new NoLeaderException(ex.getMessage() + "\n" + cluster.lastLines(), ex);
        }
    }

    /**
     * Gives deadlines as on an engine whose time is 0, since time here is that of the wall clock.
     */
    private static void timeFromZero(final WireMessage event)
    {
        final long timestampMs = event.header().required("timestampMs");
        for (final String name : DEADLINES)
        {
            if (event.row().value(name) instanceof Long deadlineMs)
            {
                event.row().put(name, deadlineMs - timestampMs);
            }
        }
    }

    @Override
    public List<WireMessage> ask(final String principal, final WireMessage query)
    {
        return target.ask(principal, query);
    }

    @Override
    public List<WireMessage> advanceTo(final long timestampMs)
    {
        return target.advanceTo(timestampMs);
    }

    @Override
    public long firstNumber()
    {
        return 1;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(target, links, cluster);
    }
}
