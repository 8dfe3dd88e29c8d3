package io.flatbook.archive;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

import io.aeron.Aeron;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/**
 * Takes the requests of other hosts to the archive of this node and hands them on, each stream of requests by itself.
 * Aeron's archive takes a request in the name of any session from anybody, and the numbers of sessions are consecutive:
 * so the gate passes only requests in the name of the session that the same stream opened. The archive answers and
 * replays directly.
 */
public final class ArchiveGate implements Agent, AutoCloseable
{
    private static final long IDLE_MS = 1;

    private final ArchiveAccess access;
    private final Aeron aeron;
    private final Subscription requests;
    private final Map<Long, GatePassage> passages = new HashMap<>();
    private final AgentRunner runner;

    private ArchiveGate(
        final ArchiveAccess access,
        final Aeron.Context context,
        final String endpoint,
        final ThreadFactory threads,
        final ErrorHandler errors)
    {
        this.access = access;
        aeron = Aeron.connect(context.useConductorAgentInvoker(true).errorHandler(errors)
            .subscriberErrorHandler(errors));
        runner = new AgentRunner(new SleepingMillisIdleStrategy(IDLE_MS), errors, null, this);
        try
        {
            requests = aeron.addSubscription("aeron:udp?endpoint=" + endpoint,
                AeronArchive.Configuration.controlStreamId());
            AgentRunner.startOnThread(runner, threads);
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietClose(aeron);
            throw ex;
        }
    }

    /**
     * Opens the gate of an archive that runs.
     *
     * @param access   of the archive.
     * @param context  of an Aeron client for the media driver of the node.
     * @param endpoint at which requests are taken, host and port.
     * @param threads  makes the one of the gate.
     * @param errors   receives what goes wrong.
     * @return the gate.
     */
    public static ArchiveGate open(
        final ArchiveAccess access,
        final Aeron.Context context,
        final String endpoint,
        final ThreadFactory threads,
        final ErrorHandler errors)
    {
        return new ArchiveGate(access, context, endpoint, threads, errors);
    }

    @Override
    public int doWork()
    {
        int workCount = aeron.conductorAgentInvoker().invoke();
        for (final Image image : requests.images())
        {
            final GatePassage passage = passages.get(image.correlationId());
            if (null != passage)
            {
                workCount += passage.poll();
            }
            else if (!image.isClosed())
            {
                passages.put(image.correlationId(), new GatePassage(access, aeron, image));
                workCount++;
            }
        }
        if (!passages.isEmpty())
        {
            passages.values().removeIf(GatePassage::isOver);
        }
        return workCount;
    }

    @Override
    public String roleName()
    {
        return "archive-gate";
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(runner, aeron);
    }
}
