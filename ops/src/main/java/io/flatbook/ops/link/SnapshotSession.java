package io.flatbook.ops.link;

import io.aeron.Aeron;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.cluster.codecs.AdminRequestType;
import io.aeron.cluster.codecs.AdminResponseCode;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.Header;
import io.aeron.security.AuthenticationException;
import io.flatbook.client.Credentials;
import org.agrona.DirectBuffer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A session of an ops principal that asks for one snapshot. Commands and queries are the client's affair; this is a
 * request to the cluster itself, which never enters the log.
 */
final class SnapshotSession implements EgressListener
{
    /** A driver shows every second that it lives. */
    private static final long DRIVER_TIMEOUT_MS = 4_000;
    private static final long CORRELATION_ID = 1;
    private static final long PAUSE_NS = 1_000_000;
    private static final String DEFAULT_EGRESS = "aeron:udp?endpoint=localhost:0";
    /** A node with a sealed wire takes no stream whose terms are longer than its setting clientTermLengthMax. */
    private static final String INGRESS = "aeron:udp?term-length=64k";

    private final String principal;
    private AdminResponseCode code;
    private String refusal;

    private SnapshotSession(final String principal)
    {
        this.principal = principal;
    }

    static void request(final Profile profile, final String aeronDirectory, final long timeoutMs)
    {
        final String principal = principal(profile);
        final SnapshotSession session = new SnapshotSession(principal);
        final AeronCluster.Context context = new AeronCluster.Context()
            .ownsAeronClient(false)
            .ingressChannel(INGRESS)
            .ingressEndpoints(profile.ingressEndpoints())
            .egressChannel(null == profile.egressChannel() ? DEFAULT_EGRESS : profile.egressChannel())
            .messageTimeoutNs(TimeUnit.MILLISECONDS.toNanos(timeoutMs))
            .credentialsSupplier(Credentials.of(principal, profile.secretFile()))
            .errorHandler(ex ->
            {
                // What matters ends the session, and that is reported.
            })
            .egressListener(session);
        try (Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDirectory)
            .driverTimeoutMs(DRIVER_TIMEOUT_MS));
            AeronCluster cluster = AeronCluster.connect(context.aeron(aeron)))
        {
            session.ask(cluster, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs));
        }
        catch (final AuthenticationException ex)
        {
            throw NotPermittedException.notLetIn(principal, ex);
        }
        catch (final AeronException ex)
        {
            throw NoAnswerCause.noLeader(profile, ex);
        }
    }

    @Override
    public void onMessage(final long clusterSessionId, final long timestamp, final DirectBuffer buffer,
        final int offset, final int length, final Header header)
    {
        // Session reports are of no interest here.
    }

    @Override
    public void onAdminResponse(final long clusterSessionId, final long correlationId,
        final AdminRequestType requestType, final AdminResponseCode responseCode, final String message,
        final DirectBuffer payload, final int payloadOffset, final int payloadLength)
    {
        if (CORRELATION_ID == correlationId)
        {
            code = responseCode;
            refusal = message;
        }
    }

    private void ask(final AeronCluster cluster, final long deadlineNs)
    {
        boolean isSent = false;
        while (null == code)
        {
            if (System.nanoTime() - deadlineNs > 0 || cluster.isClosed())
            {
                throw new NoLeaderException("no leader answered the request for a snapshot");
            }
            isSent = isSent || cluster.sendAdminRequestToTakeASnapshot(CORRELATION_ID);
            if (0 == cluster.pollEgress())
            {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
        if (AdminResponseCode.UNAUTHORISED_ACCESS == code)
        {
            throw new NotPermittedException(principal + " may not ask for a snapshot");
        }
        if (AdminResponseCode.OK != code)
        {
            throw new IllegalStateException("the leader takes no snapshot: " + code + " " + refusal);
        }
    }

    private static String principal(final Profile profile)
    {
        if (profile.principal().startsWith("ops/"))
        {
            return profile.principal();
        }
        if (null != profile.secretFile())
        {
            throw new NotPermittedException(
                "only ops/NAME may ask for a snapshot, and the profile speaks for " + profile.principal());
        }
        return "ops/" + profile.principal().substring(profile.principal().indexOf('/') + 1);
    }
}
