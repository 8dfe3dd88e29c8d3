package io.flatbook.proving.chaos;

import io.aeron.Publication;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.MessageHeaderEncoder;
import io.aeron.cluster.codecs.SessionMessageHeaderEncoder;
import io.aeron.security.CredentialsSupplier;
import io.flatbook.client.Command;
import io.flatbook.client.Credentials;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.RiskCommands;
import io.flatbook.client.Seal;
import io.flatbook.ops.link.NotAsPromisedException;
import org.agrona.ExpandableArrayBuffer;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Messages under the number of somebody else's session. Aeron takes them from whoever has the clients' key of the wire,
 * let in or not, and the numbers are small and easily guessed; what makes them harmless is that they lack the seal of
 * the session.
 */
final class ForgeryFaults
{
    private static final long GAP_MAX_MS = 3_000;
    private static final int SESSIONS_BEFORE = 64;
    private static final int SESSIONS_AFTER = 8;
    private static final long UNUSED_ID = 1L << 40;
    private static final long QUIET_MS = 1_500;
    private static final int INGRESS_STREAM = 101;
    private static final int AMOUNT_MAX = 1_000;
    private static final long OFFER_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_NS = 200_000;

    private ForgeryFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(Fault.of("forged-messages", "commands under the number of sessions of others, from a gateway " +
            "that is let in and from somebody who is not but has the clients' key", ForgeryFaults::forgedMessages)
            .gapMaxMs(GAP_MAX_MS).inQuick());
    }

    private static void forgedMessages(final ChaosCluster rig, final RandomGenerator chance)
    {
        GuestGateway.admit(rig);
        final CredentialsSupplier credentials = Credentials.ofNewInstance(
            GuestGateway.PRINCIPAL, rig.keys().fileOf(GuestGateway.PRINCIPAL));
        try (IntruderDriver stranger = new IntruderDriver(rig);
            FlatbookClient risk = GuestGateway.connect(rig, TradingFixture.RISK);
            RawSession guest = RawSession.open(rig, stranger.aeron(), credentials);
            Publication outside = stranger.aeron().addPublication(
                "aeron:udp?term-length=64k|endpoint=" + rig.ingressEndpoint(rig.leader()), INGRESS_STREAM))
        {
            final long nextId = risk.submit(fund(1), GuestGateway.TIMEOUT).commandId() + 1;
            final long account = TradingFixture.firstAccountId(chance.nextInt(Workload.GATEWAYS.size()));
            final long ownId = guest.cluster().clusterSessionId();
            final Seal own = Seal.of(credentials);
            for (final Publication each : List.of(guest.cluster().ingressPublication(), outside))
            {
                for (long id = Math.max(0, ownId - SESSIONS_BEFORE); id < ownId + SESSIONS_AFTER; id++)
                {
                    final Seal seal = id == ownId || chance.nextBoolean() ? null : own;
                    forge(each, guest, id, fund(1 + chance.nextInt(AMOUNT_MAX)), nextId, seal);
                    forge(each, guest, id, GatewayCommands.withdraw(account, 1, nextId), nextId, seal);
                }
                forge(each, guest, ownId, fund(1), UNUSED_ID, own);
            }
            ChaosCluster.await("answers to the two messages with the seal of their session", () ->
            {
                guest.poll();
                return 2 <= guest.answers();
            });
            guest.drain(QUIET_MS);
            if (2 != guest.answers())
            {
                throw new NotAsPromisedException("of the forged messages 2 had the seal of their session, but " +
                    guest.answers() + " were answered");
            }
            checkUntouched(rig, stranger, nextId);
            if (nextId != risk.submit(fund(1), GuestGateway.TIMEOUT).commandId())
            {
                throw new NotAsPromisedException("somebody took command id " + nextId + " of " + TradingFixture.RISK);
            }
        }
    }

    /** What the cluster itself says of the owner's commands, to a session that has sent none. */
    private static void checkUntouched(final ChaosCluster rig, final IntruderDriver stranger, final long nextId)
    {
        try (RawSession onlooker = RawSession.open(
            rig, stranger.aeron(), Credentials.of(TradingFixture.RISK, rig.keys().fileOf(TradingFixture.RISK))))
        {
            ChaosCluster.await("a report to a session of " + TradingFixture.RISK, () ->
            {
                onlooker.poll();
                return 0 < onlooker.lastCommandId();
            });
            if (nextId - 1 != onlooker.lastCommandId())
            {
                throw new NotAsPromisedException("forged commands of " + TradingFixture.RISK + " were applied up to " +
                    onlooker.lastCommandId() + ", its own end at " + (nextId - 1));
            }
        }
    }

    private static Command fund(final long minorUnits)
    {
        return RiskCommands.fundInsurance(GuestGateway.ASSET, minorUnits);
    }

    private static void forge(final Publication publication, final RawSession session, final long sessionId,
        final Command command, final long commandId, final Seal seal)
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final int offset = AeronCluster.SESSION_HEADER_LENGTH;
        int length = command.encode(buffer, offset, commandId);
        if (null != seal)
        {
            length = seal.append(buffer, offset, length);
        }
        final long deadlineNs = System.nanoTime() + OFFER_NS;
        do
        {
            new SessionMessageHeaderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .leadershipTermId(session.cluster().leadershipTermId()).clusterSessionId(sessionId).timestamp(0);
            if (0 < publication.offer(buffer, 0, offset + length))
            {
                return;
            }
            session.poll();
            LockSupport.parkNanos(PAUSE_NS);
        }
        while (System.nanoTime() - deadlineNs < 0);
        throw new NotAsPromisedException("no forged message could be sent");
    }
}
