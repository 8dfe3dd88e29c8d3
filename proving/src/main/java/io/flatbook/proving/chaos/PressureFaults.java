package io.flatbook.proving.chaos;

import io.aeron.cluster.client.AeronCluster;
import io.flatbook.client.Credentials;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.Queries;
import io.flatbook.client.RiskCommands;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.NotAsPromisedException;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.AccountsQueryEncoder;
import io.flatbook.sbe.AccountsReportDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.RejectReason;
import org.agrona.CloseHelper;
import org.agrona.ExpandableArrayBuffer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Much at once that is allowed: floods of queries, clients that stand still, entries that concern everybody. Nobody who
 * reads may lose a session by it, and little may be sent again.
 */
final class PressureFaults
{
    private static final long GAP_MAX_MS = 3_000;
    private static final String ASKER = "audit/auditor";
    private static final int ASKERS = 4;
    private static final int BURST = 1_000;
    private static final long FLOOD_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long QUIET_MS = 2_000;
    private static final long PAUSE_MS = 60_000;
    private static final long GUEST_COMMANDS = 60_000;
    private static final int SNAPSHOTS = 3;
    /** The pages of three nodes are work too, and what is measured is the snapshot. */
    private static final long LOOK_MS = 200;
    private static final long FUNDING_PPB = 100_000;

    private PressureFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(
            Fault.of("query-flood", "one principal asks bursts of 4,000 small queries, over and over",
                PressureFaults::queryFlood).gapMaxMs(GAP_MAX_MS).disturbsNobody(),
            Fault.of("client-paused", "SIGSTOP of a client for a minute while it sends",
                PressureFaults::clientPaused).gapMaxMs(GAP_MAX_MS).disturbsNobody(),
            Fault.of("snapshot-under-load", "snapshots one after the other of a book with many holders",
                PressureFaults::snapshots).gapMaxMs(GAP_MAX_MS).disturbsNobody(),
            Fault.of("mass-funding", "funding that all holders pay or get", PressureFaults::funding)
                .gapMaxMs(GAP_MAX_MS).disturbsNobody(),
            Fault.of("mass-settlement", "gains and losses of all holders are settled, then their instrument is",
                PressureFaults::settlement).gapMaxMs(GAP_MAX_MS).disturbsNobody(),
            Fault.of("mass-mark", "a mark that calls half of all holders, and one that lets them go",
                PressureFaults::marks).gapMaxMs(GAP_MAX_MS).disturbsNobody());
    }

    private static void queryFlood(final ChaosCluster rig, final RandomGenerator chance)
    {
        final List<RawSession> askers = new ArrayList<>();
        try (IntruderDriver stranger = new IntruderDriver(rig))
        {
            for (int i = 0; i < ASKERS; i++)
            {
                askers.add(RawSession.open(rig, stranger.aeron(), Credentials.of(ASKER, rig.keys().fileOf(ASKER))));
            }
            final long untilNs = System.nanoTime() + FLOOD_NS;
            long asked = 0;
            while (System.nanoTime() - untilNs < 0)
            {
                for (final RawSession asker : askers)
                {
                    asked += burst(asker, asked);
                }
            }
            long answered = 0;
            long busy = 0;
            for (final RawSession asker : askers)
            {
                asker.drain(QUIET_MS);
                answered += asker.answers();
                busy += asker.refusals(RejectReason.QUERY_BUSY);
            }
            rig.note(asked + " queries, " + answered + " answers, " + busy + " of them that it is too much");
            if (0 == busy)
            {
                throw new NotAsPromisedException(asked + " queries were not too much for anybody");
            }
        }
        finally
        {
            CloseHelper.quietCloseAll(askers);
        }
    }

    private static long burst(final RawSession asker, final long correlationId)
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final AccountsQueryEncoder query = new AccountsQueryEncoder();
        long sent = 0;
        for (int i = 0; i < BURST; i++)
        {
            query.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(1 + correlationId + i).after(AccountsQueryEncoder.afterNullValue());
            sent += asker.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + query.encodedLength()) ? 1 : 0;
            asker.poll();
        }
        asker.keepAlive();
        return sent;
    }

    private static void clientPaused(final ChaosCluster rig, final RandomGenerator chance)
        throws IOException, InterruptedException
    {
        final ForkedGateway gateway = ForkedGateway.admit(rig);
        gateway.run("", Map.of(), gateway.unknownFrom() + GUEST_COMMANDS, (client) ->
        {
            ChaosCluster.run("kill", "-STOP", Long.toString(client.pid()));
            final int before = gateway.answers();
            ChaosCluster.pass(PAUSE_MS);
            final int after = gateway.answers();
            ChaosCluster.run("kill", "-CONT", Long.toString(client.pid()));
            rig.note("after " + before + " answers the client stood still, " + (after - before) + " were on their way");
            if (after >= GUEST_COMMANDS)
            {
                throw new NotAsPromisedException("the client had sent everything before it stood still");
            }
        });
        gateway.check();
    }

    private static void snapshots(final ChaosCluster rig, final RandomGenerator chance)
    {
        HolderCrowd.gather(rig);
        final String operator = "ops/operator";
        try (IntruderDriver stranger = new IntruderDriver(rig);
            RawSession session = RawSession.open(
                rig, stranger.aeron(), Credentials.of(operator, rig.keys().fileOf(operator))))
        {
            for (int i = 1; i <= SNAPSHOTS; i++)
            {
                final long[] before = taken(rig);
                final AeronCluster cluster = session.cluster();
                final int number = i;
                ChaosCluster.await("the request for a snapshot to be sent", () ->
                    cluster.sendAdminRequestToTakeASnapshot(number));
                ChaosCluster.await("a snapshot of all nodes", () ->
                {
                    session.keepAlive();
                    session.poll();
                    ChaosCluster.pass(LOOK_MS);
                    final long[] now = taken(rig);
                    return now[0] > before[0] && now[1] > before[1] && now[2] > before[2];
                });
            }
        }
    }

    private static long[] taken(final ChaosCluster rig)
    {
        final long[] taken = new long[LocalCluster.MEMBERS];
        for (int member = 0; member < taken.length; member++)
        {
            taken[member] = rig.page(member).path("snapshots").asLong();
        }
        return taken;
    }

    private static void funding(final ChaosCluster rig, final RandomGenerator chance)
    {
        final HolderCrowd crowd = HolderCrowd.gather(rig);
        for (int i = 1; i <= 2; i++)
        {
            final long before = account(rig).collateral();
            crowd.send(GatewayCommands.applyFunding(crowd.instrument(), 0 == i % 2 ? FUNDING_PPB : -FUNDING_PPB, i));
            if (before == account(rig).collateral())
            {
                throw new NotAsPromisedException("funding number " + i + " moved nothing");
            }
        }
    }

    private static void settlement(final ChaosCluster rig, final RandomGenerator chance)
    {
        final HolderCrowd crowd = HolderCrowd.gather(rig);
        final long fallen = (HolderCrowd.MARK_TICKS + HolderCrowd.FALLEN_TICKS) / 2;
        crowd.mark(fallen);
        final long before = account(rig).collateral();
        try (FlatbookClient risk = GuestGateway.connect(rig, TradingFixture.RISK))
        {
            GuestGateway.accepted(risk, RiskCommands.settleVariation(crowd.instrument()));
            if (before == account(rig).collateral())
            {
                throw new NotAsPromisedException("the settlement of variation moved nothing");
            }
            GuestGateway.accepted(risk, RiskCommands.settleInstrument(crowd.instrument(), fallen));
        }
        ChaosCluster.await("the positions to be gone", () ->
            rig.page(rig.leader()).path("service").path("positions").asLong(Long.MAX_VALUE) < rig.holders());
    }

    private static void marks(final ChaosCluster rig, final RandomGenerator chance)
    {
        final HolderCrowd crowd = HolderCrowd.gather(rig);
        crowd.mark(HolderCrowd.FALLEN_TICKS);
        final AccountStatus called = account(rig).status();
        crowd.mark(HolderCrowd.MARK_TICKS);
        final AccountStatus released = account(rig).status();
        rig.note("a holder was " + called + ", then " + released);
        if (AccountStatus.LIQUIDATING != called || AccountStatus.HEALTHY != released)
        {
            throw new NotAsPromisedException(
                "a mark that calls made a holder " + called + ", one that lets go " + released);
        }
    }

    /** The first holder, who is long. */
    private static AccountsReportDecoder.AccountsDecoder account(final ChaosCluster rig)
    {
        try (FlatbookClient guest = GuestGateway.connect(rig, GuestGateway.PRINCIPAL))
        {
            return guest.query(Queries.account(HolderCrowd.FIRST_ACCOUNT), GuestGateway.TIMEOUT).accounts().next();
        }
    }
}
