package io.flatbook.client;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.Publication;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.exceptions.DriverTimeoutException;
import io.aeron.logbuffer.Header;
import io.aeron.security.AuthenticationException;
import io.aeron.security.CredentialsSupplier;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

import java.io.File;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The session with the cluster: opens it, keeps it alive, follows leader changes and opens a new one whenever it is
 * closed, until the client itself is closed. Nothing here blocks but the start of the media driver and of Aeron.
 *
 * <p>AeronCluster closes itself when no leader appears in time and never comes back, so it is thrown away and built
 * anew. While it merely waits for a leader its offers are refused and its egress must be polled on.
 */
final class ClusterConnection implements CommandStream.Sender, EgressListener, AutoCloseable
{
    /** Receives what happens to the session, from inside {@link #poll}. */
    interface Owner
    {
        void onSessionOpened();

        void onSessionLost();

        void onAwaitingLeader();

        void onNewLeader();

        void onMessage(DirectBuffer buffer, int offset, int length);

        void onConnectionError(Throwable cause);
    }

    private static final int ADMIN_ACTION_ATTEMPTS = 3;
    private static final int REFUSALS_COUNTED_MAX = 6;
    /** A driver shows every second that it lives. Aeron's own patience, and so its longest calls, would be 10 s. */
    private static final long EXTERNAL_DRIVER_TIMEOUT_MS = 4_000;

    private final FlatbookClient.Context context;
    private final Owner owner;
    private final Instance instance;
    private final AtomicReference<Throwable> transportError = new AtomicReference<>();
    private final ExpandableArrayBuffer sealed = new ExpandableArrayBuffer();
    private final LeadershipTerm term = new LeadershipTerm();
    private EmbeddedDriver driver;
    private Aeron aeron;
    private AeronCluster.AsyncConnect connecting;
    private AeronCluster cluster;
    private CredentialsSupplier credentials;
    private Seal seal;
    private boolean awaitingLeader;
    private boolean closed;
    private int refusals;
    private long retryAtNs;
    private long keepAliveAtNs;

    ClusterConnection(
        final FlatbookClient.Context context, final Instance instance, final long nowNs, final Owner owner)
    {
        this.instance = instance;
        this.context = context;
        this.owner = owner;
        retryAtNs = nowNs;
    }

    boolean isOpen()
    {
        return null != cluster;
    }

    int leaderMemberId()
    {
        return null == cluster ? Aeron.NULL_VALUE : cluster.leaderMemberId();
    }

    /** Whether the message that is being delivered was sent by a leader that another has followed. */
    boolean isFromFormerLeader()
    {
        return term.isFormer();
    }

    int poll(final long nowNs)
    {
        if (closed)
        {
            return 0;
        }
        final Throwable error = transportError.getAndSet(null);
        if (null != error)
        {
            owner.onConnectionError(error);
        }
        if (null != aeron && aeron.isClosed())
        {
            dropTransport(nowNs);
        }
        if (null != cluster)
        {
            return pollSession(nowNs);
        }
        if (null != connecting)
        {
            return pollConnecting(nowNs);
        }
        if (0 <= nowNs - retryAtNs)
        {
            beginConnect(nowNs);
            return 1;
        }
        return 0;
    }

    @Override
    public boolean send(final DirectBuffer buffer, final int offset, final int length)
    {
        if (null == cluster || cluster.isClosed())
        {
            return false;
        }
        if (null == seal)
        {
            return offer(buffer, offset, length);
        }
        sealed.putBytes(0, buffer, offset, length);
        return offer(sealed, 0, seal.append(sealed, 0, length));
    }

    @Override
    public void onMessage(
        final long clusterSessionId,
        final long timestamp,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Header header)
    {
        term.onMessage(buffer, offset);
        owner.onMessage(buffer, offset, length);
    }

    @Override
    public void onNewLeader(
        final long clusterSessionId,
        final long leadershipTermId,
        final int leaderMemberId,
        final String ingressEndpoints)
    {
        awaitingLeader = false;
        term.onLeader(leadershipTermId);
        owner.onNewLeader();
    }

    @Override
    public void close()
    {
        closed = true;
        CloseHelper.quietCloseAll(connecting, cluster, aeron, driver);
        connecting = null;
        cluster = null;
        aeron = null;
        driver = null;
    }

    private boolean offer(final DirectBuffer buffer, final int offset, final int length)
    {
        for (int i = 0; i < ADMIN_ACTION_ATTEMPTS; i++)
        {
            final long result = cluster.offer(buffer, offset, length);
            if (Publication.ADMIN_ACTION != result)
            {
                return 0 < result;
            }
        }
        return false;
    }

    private void beginConnect(final long nowNs)
    {
        try
        {
            if (null == aeron)
            {
                launchTransport();
            }
            credentials = context.credentials(instance);
            connecting = AeronCluster.asyncConnect(new AeronCluster.Context()
                .aeron(aeron)
                .ownsAeronClient(false)
                .ingressChannel(context.ingressChannel)
                .ingressEndpoints(context.ingressEndpoints)
                .egressChannel(context.egressChannel)
                .messageTimeoutNs(context.attemptTimeout.toNanos())
                .idleStrategy(context.idleStrategy)
                .credentialsSupplier(credentials)
                .errorHandler(transportError::set)
                .egressListener(this));
        }
        catch (final RuntimeException ex)
        {
            failed(nowNs, ex);
        }
    }

    private void launchTransport()
    {
        if (null != context.transport)
        {
            aeron = context.transport.get();
            return;
        }
        final Aeron.Context aeronContext = new Aeron.Context().errorHandler(transportError::set);
        if (context.embeddedDriver)
        {
            driver = new EmbeddedDriver(context.transportKeyFile, transportError::set);
            aeronContext.aeronDirectoryName(driver.directoryName()).epochClock(driver::timeMs);
        }
        else
        {
            useExternalDriver(aeronContext);
        }
        aeron = Aeron.connect(aeronContext);
    }

    /** Aeron would wait inside of its connect for a driver that does not live. */
    private void useExternalDriver(final Aeron.Context aeronContext)
    {
        if (null != context.aeronDirectoryName)
        {
            aeronContext.aeronDirectoryName(context.aeronDirectoryName);
        }
        final String directory = aeronContext.aeronDirectoryName();
        if (!CommonContext.isDriverActive(new File(directory), EXTERNAL_DRIVER_TIMEOUT_MS, Objects::requireNonNull))
        {
            throw new DriverTimeoutException("no media driver lives in " + directory);
        }
        aeronContext.driverTimeoutMs(EXTERNAL_DRIVER_TIMEOUT_MS);
    }

    private int pollConnecting(final long nowNs)
    {
        try
        {
            cluster = connecting.poll();
        }
        catch (final RuntimeException ex)
        {
            failed(nowNs, ex);
            return 1;
        }
        if (null == cluster)
        {
            return 0;
        }
        connecting = null;
        seal = Seal.of(credentials);
        term.onSession(cluster.leadershipTermId());
        refusals = 0;
        awaitingLeader = false;
        keepAliveAtNs = nowNs + context.keepAliveInterval.toNanos();
        owner.onSessionOpened();
        return 1;
    }

    private int pollSession(final long nowNs)
    {
        int workCount = cluster.pollEgress();
        if (cluster.isClosed())
        {
            cluster = null;
            retryAtNs = nowNs;
            owner.onSessionLost();
            return workCount + 1;
        }
        if (!awaitingLeader && cluster.ingressPublication().isClosed())
        {
            awaitingLeader = true;
            owner.onAwaitingLeader();
        }
        if (0 <= nowNs - keepAliveAtNs)
        {
            // This is also how AeronCluster notices that its leader is gone, or that a new one can be reached.
            final long intervalNs = context.keepAliveInterval.toNanos();
            keepAliveAtNs = nowNs + (cluster.sendKeepAlive() ? intervalNs : intervalNs >> 2);
            workCount++;
        }
        return workCount;
    }

    private void failed(final long nowNs, final RuntimeException cause)
    {
        CloseHelper.quietClose(connecting);
        connecting = null;
        if (null == aeron)
        {
            CloseHelper.quietClose(driver);
            driver = null;
        }
        // Twice as long after each refusal: a wrong secret does not become right, and each try is a line in a log.
        refusals = cause instanceof AuthenticationException ? Math.min(refusals + 1, REFUSALS_COUNTED_MAX) : 0;
        retryAtNs = nowNs + (context.reconnectInterval.toNanos() << Math.max(0, refusals - 1));
        owner.onConnectionError(cause);
    }

    private void dropTransport(final long nowNs)
    {
        final boolean wasOpen = null != cluster;
        CloseHelper.quietCloseAll(connecting, cluster, aeron, driver);
        connecting = null;
        cluster = null;
        aeron = null;
        driver = null;
        retryAtNs = nowNs;
        if (wasOpen)
        {
            owner.onSessionLost();
        }
    }
}
