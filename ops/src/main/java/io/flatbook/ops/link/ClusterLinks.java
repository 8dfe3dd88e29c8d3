package io.flatbook.ops.link;

import io.flatbook.client.FlatbookClient;
import io.flatbook.client.NoAnswerException;

import java.time.Duration;

/**
 * Opens links to clusters through the client. All links share one media driver, that of the profile or one of our own.
 */
public final class ClusterLinks implements BookLink.Opener, SnapshotRequests, AutoCloseable
{
    /** How often, at least, the client tries within the time that the caller gives it. */
    private static final int ATTEMPTS = 2;
    private static final int QUESTIONS = 8;
    private static final long PAUSE_MS = 100;

    private OwnDriver driver;
    private boolean isClosed;
    private ReplicaBook replica;

    /**
     * Constructs it; nothing is started before the first link.
     */
    public ClusterLinks()
    {
    }

    @Override
    public BookLink open(
        final Profile profile, final String principal, final long eventsFrom, final long timeoutMs)
    {
        return open(profile, principal, null, eventsFrom, timeoutMs, false);
    }

    @Override
    public BookLink openToRead(
        final Profile profile, final String principal, final long eventsFrom, final long timeoutMs)
    {
        return null == profile.replica() ? open(profile, principal, null, eventsFrom, timeoutMs, true) :
            openReplica(profile, eventsFrom, timeoutMs);
    }

    @Override
    public synchronized void prepare(final Profile profile)
    {
        if (!isClosed && null == profile.replica())
        {
            driverDirectory(profile);
        }
    }

    /** Who only asks shares one replica; who takes events has one of his own, which begins where his events do. */
    private BookLink openReplica(final Profile profile, final long eventsFrom, final long timeoutMs)
    {
        if (BookLink.NO_EVENTS != eventsFrom)
        {
            return new ReplicaLink(ReplicaBook.open(profile, eventsFrom), true, timeoutMs);
        }
        if (null == replica || !replica.isAlive())
        {
            replica = ReplicaBook.open(profile, eventsFrom);
        }
        return new ReplicaLink(replica, false, timeoutMs);
    }

    /**
     * Opens a link for somebody who gave the secret, not the file that holds it, without events.
     *
     * @param profile   where the cluster is; its own secret is not used.
     * @param principal who asks and sends, {@code role/name}.
     * @param secret    {@code version:hex}; null for none, if the nodes do not ask for proof.
     * @param onlyReads whether no command will be sent: then it takes over from nobody (ONCE-2).
     * @param timeoutMs for each answer, in milliseconds.
     * @return the link, connected.
     * @throws NoLeaderException        when no leader answers in time.
     * @throws NotPermittedException    when the cluster does not let it in.
     * @throws IllegalArgumentException if this is no secret.
     */
    public BookLink openWith(final Profile profile, final String principal, final String secret,
        final boolean onlyReads, final long timeoutMs)
    {
        final Profile withoutSecret = profile.askedBy(principal, null).reading(null);
        return open(withoutSecret, principal, secret, BookLink.NO_EVENTS, timeoutMs, onlyReads);
    }

    @Override
    public void request(final Profile profile, final long timeoutMs)
    {
        SnapshotSession.request(profile, driverDirectory(profile), timeoutMs);
    }

    @Override
    public synchronized void close()
    {
        isClosed = true;
        if (null != replica)
        {
            replica.close();
            replica = null;
        }
        if (null != driver)
        {
            driver.close();
            driver = null;
        }
    }

    private BookLink open(final Profile profile, final String principal, final String secret, final long eventsFrom,
        final long timeoutMs, final boolean onlyReads)
    {
        final ClusterLink.Events events = new ClusterLink.Events(principal);
        final FlatbookClient.Context context = new FlatbookClient.Context()
            .clusterName(profile.clusterName())
            .ingressEndpoints(profile.ingressEndpoints())
            .aeronDirectoryName(driverDirectory(profile))
            .connectTimeout(Duration.ofMillis(timeoutMs))
            .reconnect(Duration.ofMillis(timeoutMs / ATTEMPTS + 1), Duration.ofMillis(PAUSE_MS))
            .answerTimeout(Duration.ofMillis(timeoutMs / QUESTIONS + 1))
            .onlyReads(onlyReads)
            .receiveEvents(BookLink.NO_EVENTS != eventsFrom)
            .eventsFrom(Math.max(0, eventsFrom))
            .listener(events);
        final int slash = principal.indexOf('/');
        final String name = principal.substring(slash + 1);
        switch (slash < 0 ? "" : principal.substring(0, slash))
        {
            case "gateway" -> context.gateway(name);
            case "risk" -> context.risk(name);
            case "ops" -> context.ops(name);
            case "audit" -> context.audit(name);
            default -> throw new IllegalArgumentException(
                "principal " + principal + ": must be gateway/NAME, risk/NAME, ops/NAME or audit/NAME");
        }
        if (null != profile.egressChannel())
        {
            context.egressChannel(profile.egressChannel());
        }
        if (null != profile.secretFile())
        {
            context.secretFile(profile.secretFile());
        }
        if (null != secret)
        {
            context.secret(secret);
        }
        try
        {
            return new ClusterLink(FlatbookClient.connect(context), principal, events, timeoutMs);
        }
        catch (final NoAnswerException ex)
        {
            throw NoAnswerCause.noLeader(profile, ex);
        }
    }

    /** Whoever comes first starts the driver, and the other waits for it. */
    private synchronized String driverDirectory(final Profile profile)
    {
        if (null != profile.aeronDirectory())
        {
            return profile.aeronDirectory();
        }
        if (null == driver)
        {
            driver = OwnDriver.launch(null, profile.transportKeyFile());
        }
        return driver.aeronDirectoryName();
    }
}
