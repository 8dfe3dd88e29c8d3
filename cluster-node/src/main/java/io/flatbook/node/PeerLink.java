package io.flatbook.node;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.exceptions.RegistrationException;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends replica reports to one other member. It never waits: what cannot be sent now is in the next report.
 */
final class PeerLink
{
    private final Aeron aeron;
    private final String channel;
    private final ErrorHandler errorHandler;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ReplicaReport.LENGTH_MAX]);
    private ExclusivePublication publication;
    private long registrationId = Aeron.NULL_VALUE;
    private boolean errorTold;

    /**
     * @param endpoint     of the other member, host and port; it need not be known to the network yet.
     * @param errorHandler notified of the first failure to reach it.
     */
    PeerLink(final Aeron aeron, final String endpoint, final ErrorHandler errorHandler)
    {
        this.aeron = aeron;
        this.errorHandler = errorHandler;
        channel = channel(endpoint);
    }

    static String channel(final String endpoint)
    {
        return "aeron:udp?endpoint=" + endpoint + "|term-length=64k";
    }

    void offer(final String clusterName, final ReplicaReport report)
    {
        if (null == publication || publication.isClosed())
        {
            open();
        }
        if (null != publication && publication.isConnected())
        {
            publication.offer(buffer, 0, report.encode(clusterName, buffer));
        }
    }

    private void open()
    {
        publication = null;
        try
        {
            if (Aeron.NULL_VALUE == registrationId)
            {
                registrationId = aeron.asyncAddExclusivePublication(channel, ReplicaMonitor.STREAM_ID);
            }
            publication = aeron.getExclusivePublication(registrationId);
            if (null != publication)
            {
                registrationId = Aeron.NULL_VALUE;
            }
        }
        catch (final RegistrationException ex)
        {
            registrationId = Aeron.NULL_VALUE;
            if (!errorTold)
            {
                errorTold = true;
                errorHandler.onError(ex);
            }
        }
    }
}
