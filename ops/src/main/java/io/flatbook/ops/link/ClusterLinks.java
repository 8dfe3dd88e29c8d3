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
        return open(profile, principal, eventsFrom, timeoutMs, false);
    }

    @Override
    public BookLink openToRead(
        final Profile profile, final String principal, final long eventsFrom, final long timeoutMs)
    {
        return open(profile, principal, eventsFrom, timeoutMs, true);
    }

    @Override
    public void request(final Profile profile, final long timeoutMs)
    {
        SnapshotSession.request(profile, driverDirectory(profile), timeoutMs);
    }

    @Override
    public void close()
    {
        if (null != driver)
        {
            driver.close();
            driver = null;
        }
    }

    private BookLink open(
        final Profile profile, final String principal, final long eventsFrom, final long timeoutMs,
        final boolean onlyReads)
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
        try
        {
            return new ClusterLink(FlatbookClient.connect(context), principal, events, timeoutMs);
        }
        catch (final NoAnswerException ex)
        {
            throw new NoLeaderException(
                "no leader answers at " + profile.ingressEndpoints() + NoAnswerCause.of(profile), ex);
        }
    }

    private String driverDirectory(final Profile profile)
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
