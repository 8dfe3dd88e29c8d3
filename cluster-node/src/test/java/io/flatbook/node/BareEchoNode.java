package io.flatbook.node;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;

/**
 * Runs a node whose service answers each message with itself and does nothing else: what the clearing service is
 * compared with.
 */
final class BareEchoNode implements ClusteredService
{
    private Cluster cluster;

    public static void main(final String[] args)
    {
        Runtime.getRuntime().halt(ClearingNode.run(args, () -> new HostedService(new BareEchoNode(), () -> null)));
    }

    @Override
    public void onSessionMessage(
        final ClientSession session,
        final long timestamp,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Header header)
    {
        long result = null == session ? 0 : session.offer(buffer, offset, length);
        while (Publication.BACK_PRESSURED == result || Publication.ADMIN_ACTION == result)
        {
            cluster.idleStrategy().idle();
            result = session.offer(buffer, offset, length);
        }
    }

    @Override
    public void onStart(final Cluster startedCluster, final Image snapshotImage)
    {
        cluster = startedCluster;
    }

    @Override
    public void onSessionOpen(final ClientSession session, final long timestamp)
    {
    }

    @Override
    public void onSessionClose(final ClientSession session, final long timestamp, final CloseReason closeReason)
    {
    }

    @Override
    public void onTimerEvent(final long correlationId, final long timestamp)
    {
    }

    @Override
    public void onTakeSnapshot(final ExclusivePublication snapshotPublication)
    {
    }

    @Override
    public void onRoleChange(final Cluster.Role newRole)
    {
    }

    @Override
    public void onTerminate(final Cluster terminatedCluster)
    {
    }
}
