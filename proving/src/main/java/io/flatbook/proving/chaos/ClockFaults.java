package io.flatbook.proving.chaos;

import io.flatbook.ops.link.LocalCluster;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Wall clocks that are set while nodes run.
 */
final class ClockFaults
{
    private static final long STEP_SECONDS = TimeUnit.HOURS.toSeconds(1);
    private static final long LEAST_MS = 4_000;
    private static final long MOST_MS = 10_000;
    private static final long ANSWERS_MEANWHILE = 200;
    private static final long GAP_MAX_MS = 3_000;
    private static final int ALL = -1;
    private static final int PAGE_TIMEOUT_MS = 500;
    private static final long TOLERANCE_MS = 60_000;

    private ClockFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(
            of("clock-leader", "The leader's wall clock is set by an hour, and back", (rig, chance) ->
                set(rig, rig.leader(), chance)).gapMaxMs(GAP_MAX_MS),
            of("clock-follower", "A follower's wall clock is set by an hour, and back", (rig, chance) ->
                set(rig, rig.follower(chance), chance)).gapMaxMs(GAP_MAX_MS),
            of("clock-all", "All wall clocks are set by an hour, and back", (rig, chance) ->
                set(rig, ALL, chance)).gapMaxMs(GAP_MAX_MS).inQuick(),
            of("clock-restart-leader", "The leader's wall clock is set by an hour, it is killed and starts again",
                (rig, chance) -> setAndKill(rig, rig.leader(), chance)).nodesMayEnd(Fault.KILLED),
            of("clock-restart-all", "All wall clocks are set by an hour, all nodes are killed and start again",
                (rig, chance) -> setAndKill(rig, ALL, chance)).nodesMayEnd(Fault.KILLED),
            of("clock-gateway", "A gateway's wall clock is set by an hour, and back, in the middle of its commands",
                ClockFaults::setOfGateway).gapMaxMs(GAP_MAX_MS));
    }

    private static Fault of(final String name, final String what, final Fault.Strike strike)
    {
        return Fault.of(name, what, strike).needs(Need.CLOCKS);
    }

    private static void set(final ChaosCluster rig, final int only, final RandomGenerator chance) throws IOException
    {
        final long seconds = step(chance);
        set(rig, only, seconds);
        awaitClocks(rig, only, seconds);
        meanwhile(rig, chance);
        set(rig, only, 0);
        awaitClocks(rig, only, 0);
        meanwhile(rig, chance);
    }

    /** A node takes the time of its wall clock when it starts. */
    private static void setAndKill(
        final ChaosCluster rig, final int only, final RandomGenerator chance) throws IOException
    {
        final long seconds = step(chance);
        set(rig, only, seconds);
        kill(rig, only);
        awaitClocks(rig, only, seconds);
        meanwhile(rig, chance);
        if (ALL == only && 0 < seconds)
        {
            awaitStep(rig);
        }
        set(rig, only, 0);
        kill(rig, only);
        awaitClocks(rig, only, 0);
        meanwhile(rig, chance);
    }

    private static void setOfGateway(final ChaosCluster rig, final RandomGenerator chance)
        throws IOException, InterruptedException
    {
        final ClockGround clocks = rig.ground(ClockGround.class);
        final long seconds = step(chance);
        final Map<String, String> environment = clocks.environment(ClockGround.GATEWAY);
        final ForkedGateway guest = ForkedGateway.admit(rig);
        guest.run("", environment, Long.MAX_VALUE, (gateway) ->
        {
            clocks.set(ClockGround.GATEWAY, seconds);
            ChaosCluster.await("the gateway's clock to be set", () -> isOff(guest.clockOffMs(), seconds));
            awaitAnswers(guest, chance);
            clocks.set(ClockGround.GATEWAY, 0);
            ChaosCluster.await("the gateway's clock to be set back", () -> isOff(guest.clockOffMs(), 0));
            awaitAnswers(guest, chance);
            gateway.destroyForcibly();
        });
        guest.run("", environment, guest.unknownFrom() + ANSWERS_MEANWHILE, (gateway) -> { });
        guest.check();
    }

    private static void awaitAnswers(final ForkedGateway guest, final RandomGenerator chance)
    {
        ChaosCluster.pass(chance.nextLong(LEAST_MS, MOST_MS));
        final long target = guest.answers() + ANSWERS_MEANWHILE;
        ChaosCluster.await("answers to the gateway", () -> target <= guest.answers());
    }

    private static long step(final RandomGenerator chance)
    {
        return chance.nextBoolean() ? STEP_SECONDS : -STEP_SECONDS;
    }

    private static void kill(final ChaosCluster rig, final int only)
    {
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            if (ALL == only || member == only)
            {
                rig.cluster().kill(member);
            }
        }
    }

    private static void meanwhile(final ChaosCluster rig, final RandomGenerator chance)
    {
        ChaosCluster.pass(chance.nextLong(LEAST_MS, MOST_MS));
        rig.awaitAnswers(ANSWERS_MEANWHILE);
    }

    /** The HTTP server of a node dates its answers by its wall clock. */
    private static void awaitClocks(final ChaosCluster rig, final int only, final long seconds)
    {
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            final String url = rig.cluster().profile().statusUrls().get(member);
            final long expectedSeconds = ALL == only || member == only ? seconds : 0;
            ChaosCluster.await("node " + member + " to have its clock off by " + expectedSeconds + " s", () ->
                isOff(dateMs(url) - System.currentTimeMillis(), expectedSeconds));
        }
        rig.note("clocks are seen to be off by " + seconds + " s");
    }

    /** Date of an answer in milliseconds; 0 if there is none. */
    private static long dateMs(final String url)
    {
        try
        {
            final URLConnection connection = URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(PAGE_TIMEOUT_MS);
            connection.setReadTimeout(PAGE_TIMEOUT_MS);
            final long dateMs = connection.getDate();
            ((HttpURLConnection)connection).disconnect();
            return dateMs;
        }
        catch (final IOException ignore)
        {
            return 0;
        }
    }

    private static boolean isOff(final long offMs, final long seconds)
    {
        return Math.abs(offMs - TimeUnit.SECONDS.toMillis(seconds)) < TOLERANCE_MS;
    }

    /** The engine takes its time from the log, and that from the leader's clock; it never goes back. */
    private static void awaitStep(final ChaosCluster rig)
    {
        final long expectedMs = System.currentTimeMillis() + TimeUnit.SECONDS.toMillis(STEP_SECONDS) / 2;
        ChaosCluster.await("the engine to take the new time", () ->
            expectedMs <= rig.page(rig.leader()).path("service").path("engineTimeMs").asLong());
    }

    private static void set(final ChaosCluster rig, final int only, final long seconds) throws IOException
    {
        final ClockGround clocks = rig.ground(ClockGround.class);
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            if (ALL == only || member == only)
            {
                clocks.set(member, seconds);
            }
        }
    }
}
