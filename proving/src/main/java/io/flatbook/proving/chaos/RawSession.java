package io.flatbook.proving.chaos;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.Header;
import io.aeron.security.CredentialsSupplier;
import io.flatbook.client.BundleReader;
import io.flatbook.client.Seal;
import io.flatbook.sbe.CommandOutcomeDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.QueryRefusedDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.SessionReportDecoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A session below the client: it sends whatever an attacker likes, and counts what it is answered.
 */
final class RawSession implements EgressListener, AutoCloseable
{
    private static final long OFFER_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long CONNECT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_NS = 200_000;
    private static final int OPEN_ATTEMPTS_MAX = 20;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final BundleReader bundles = new BundleReader(this::onOne);
    private final Map<RejectReason, Integer> refusals = new EnumMap<>(RejectReason.class);
    private final ExpandableArrayBuffer sealed = new ExpandableArrayBuffer();
    private final AeronCluster cluster;
    private final Seal seal;
    private long answers;
    private long lastCommandId;

    private RawSession(final AeronCluster.Context context)
    {
        cluster = AeronCluster.connect(context.egressListener(this));
        seal = Seal.of(context.credentialsSupplier());
    }

    /** Settings of a session over some Aeron client. */
    static AeronCluster.Context context(
        final ChaosCluster rig, final Aeron aeron, final CredentialsSupplier credentials)
    {
        return new AeronCluster.Context()
            .aeron(aeron)
            .ownsAeronClient(false)
            .ingressChannel("aeron:udp?term-length=64k")
            .ingressEndpoints(rig.cluster().profile().ingressEndpoints())
            .egressChannel(rig.egressChannel("64k"))
            .messageTimeoutNs(CONNECT_NS)
            .credentialsSupplier(credentials)
            .errorHandler((ex) ->
            {
                // What matters ends the session, and that is seen.
            });
    }

    /** Opens a session that is let in; tries again while there is no leader. */
    static RawSession open(final ChaosCluster rig, final Aeron aeron, final CredentialsSupplier credentials)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new RawSession(context(rig, aeron, credentials));
            }
            catch (final AeronException ex)
            {
                if (OPEN_ATTEMPTS_MAX == attempt)
                {
                    throw ex;
                }
                ChaosCluster.pass(TimeUnit.SECONDS.toMillis(1));
            }
        }
    }

    /** Sends bytes as a message of this session, with its seal. Returns whether they were taken. */
    boolean send(final DirectBuffer buffer, final int length)
    {
        sealed.putBytes(0, buffer, 0, length);
        return sendBare(sealed, null == seal ? length : seal.append(sealed, 0, length));
    }

    /** Sends bytes as they are. Returns whether they were taken. */
    boolean sendBare(final DirectBuffer buffer, final int length)
    {
        final long deadlineNs = System.nanoTime() + OFFER_NS;
        while (!cluster.isClosed() && System.nanoTime() - deadlineNs < 0)
        {
            final long result = cluster.offer(buffer, 0, length);
            if (0 < result)
            {
                return true;
            }
            if (Publication.MAX_POSITION_EXCEEDED == result)
            {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        return false;
    }

    /** Takes what has come. */
    int poll()
    {
        return cluster.isClosed() ? 0 : cluster.pollEgress();
    }

    /** Takes everything that comes until nothing has come for a while. */
    void drain(final long quietMs)
    {
        long quietSinceNs = System.nanoTime();
        while (!cluster.isClosed() && System.nanoTime() - quietSinceNs < TimeUnit.MILLISECONDS.toNanos(quietMs))
        {
            final long before = answers;
            cluster.pollEgress();
            if (before != answers)
            {
                quietSinceNs = System.nanoTime();
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    void keepAlive()
    {
        if (!cluster.isClosed())
        {
            cluster.sendKeepAlive();
        }
    }

    AeronCluster cluster()
    {
        return cluster;
    }

    boolean isClosed()
    {
        return cluster.isClosed();
    }

    /** Answers to what was sent, refusals among them. */
    long answers()
    {
        return answers;
    }

    /** Refusals of commands, queries and bytes, for this reason. */
    int refusals(final RejectReason reason)
    {
        return refusals.getOrDefault(reason, 0);
    }

    Map<RejectReason, Integer> refusals()
    {
        return refusals;
    }

    /** As the cluster reported last. */
    long lastCommandId()
    {
        return lastCommandId;
    }

    @Override
    public void onMessage(
        final long clusterSessionId,
        final long timestamp,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Header ignored)
    {
        bundles.read(buffer, offset, length);
    }

    private void onOne(final DirectBuffer buffer, final int offset, final int length)
    {
        final int templateId = header.wrap(buffer, offset).templateId();
        switch (templateId)
        {
            case SessionReportDecoder.TEMPLATE_ID ->
            {
                final SessionReportDecoder report = new SessionReportDecoder().wrapAndApplyHeader(
                    buffer, offset, header);
                lastCommandId = report.lastCommandId();
                if (RejectReason.NONE != report.reason())
                {
                    refused(report.reason());
                }
            }
            case QueryRefusedDecoder.TEMPLATE_ID -> refused(
                new QueryRefusedDecoder().wrapAndApplyHeader(buffer, offset, header).reason());
            case CommandOutcomeDecoder.TEMPLATE_ID -> refused(
                new CommandOutcomeDecoder().wrapAndApplyHeader(buffer, offset, header).reason());
            default -> count(templateId);
        }
    }

    @Override
    public void close()
    {
        cluster.close();
    }

    private void refused(final RejectReason reason)
    {
        answers++;
        refusals.merge(reason, 1, Integer::sum);
    }

    private void count(final int templateId)
    {
        if (templateId >= SessionReportDecoder.TEMPLATE_ID)
        {
            answers++;
        }
    }
}
