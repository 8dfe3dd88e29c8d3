package io.flatbook.proving.chaos;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.security.AuthenticationException;
import io.aeron.security.CredentialsSupplier;
import io.aeron.security.NullCredentialsSupplier;
import io.flatbook.client.Credentials;
import io.flatbook.ops.link.NotAsPromisedException;
import io.flatbook.sbe.EventsQueryEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.PositionsQueryEncoder;
import org.agrona.CloseHelper;
import org.agrona.ExpandableArrayBuffer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Clients that are let in, or want to be, and behave badly.
 */
final class ClientFaults
{
    private static final long GAP_MAX_MS = 3_000;
    private static final int STUCK_SESSIONS = 6;
    private static final int STUCK_CONSUMERS = 10;
    private static final long STUCK_LEAST_MS = 4_000;
    private static final long STUCK_MOST_MS = 8_000;
    private static final long QUERY_PAUSE_MS = 2;
    private static final long KEEP_ALIVE_EVERY = 256;
    private static final int FLOOD = 200;
    private static final int PRINCIPAL_SESSIONS_MAX = 8;
    private static final long FLOOD_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE_NS = 500_000;
    private static final long QUIET_MS = 1_000;
    private static final String STUCK = "audit/auditor";
    private static final String STUCK_TOO = "ops/operator";

    private ClientFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(
            Fault.of("stuck-client", "six sessions ask for all positions and events and never take an answer",
                (rig, chance) -> stuck(rig, chance, STUCK_SESSIONS)).gapMaxMs(GAP_MAX_MS).disturbsNobody().inQuick(),
            Fault.of("stuck-consumers", "ten sessions of two principals ask for all positions and events and never " +
                "take an answer", (rig, chance) -> stuck(rig, chance, STUCK_CONSUMERS))
                .gapMaxMs(GAP_MAX_MS).disturbsNobody(),
            Fault.of("session-flood", "hundreds of sessions are asked for at once: without a secret, with one, and " +
                "without an answer to the challenge", ClientFaults::sessionFlood).gapMaxMs(GAP_MAX_MS));
    }

    private static void stuck(final ChaosCluster rig, final RandomGenerator chance, final int sessions)
    {
        final List<RawSession> stuck = new ArrayList<>();
        try (IntruderDriver stranger = new IntruderDriver(rig))
        {
            for (int i = 0; i < sessions; i++)
            {
                final String principal = i < STUCK_SESSIONS ? STUCK : STUCK_TOO;
                stuck.add(RawSession.open(
                    rig, stranger.aeron(), Credentials.of(principal, rig.keys().fileOf(principal))));
            }
            final long untilNs = System.nanoTime() +
                TimeUnit.MILLISECONDS.toNanos(chance.nextLong(STUCK_LEAST_MS, STUCK_MOST_MS));
            long asked = 0;
            for (long turn = 0; System.nanoTime() - untilNs < 0; turn++)
            {
                for (final RawSession session : stuck)
                {
                    asked += ask(session, turn) ? 1 : 0;
                }
                ChaosCluster.pass(QUERY_PAUSE_MS);
            }
            long answered = 0;
            for (final RawSession session : stuck)
            {
                session.drain(QUIET_MS);
                answered += session.answers();
            }
            if (answered >= asked || asked < sessions * KEEP_ALIVE_EVERY)
            {
                throw new NotAsPromisedException("the clients were not stuck: " + answered + " answers to " + asked +
                    " queries");
            }
        }
        finally
        {
            CloseHelper.quietCloseAll(stuck);
        }
    }

    private static boolean ask(final RawSession session, final long turn)
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final MessageHeaderEncoder header = new MessageHeaderEncoder();
        if (0 == turn)
        {
            final EventsQueryEncoder events = new EventsQueryEncoder().wrapAndApplyHeader(buffer, 0, header);
            events.correlationId(1).from(1);
            return session.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + events.encodedLength());
        }
        if (0 == turn % KEEP_ALIVE_EVERY)
        {
            session.keepAlive();
        }
        final PositionsQueryEncoder positions = new PositionsQueryEncoder().wrapAndApplyHeader(buffer, 0, header);
        positions.correlationId(1 + turn)
            .account(PositionsQueryEncoder.accountNullValue())
            .instrument(PositionsQueryEncoder.instrumentNullValue())
            .afterAccount(PositionsQueryEncoder.afterAccountNullValue())
            .afterInstrument(PositionsQueryEncoder.afterInstrumentNullValue());
        return session.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + positions.encodedLength());
    }

    private static void sessionFlood(final ChaosCluster rig, final RandomGenerator chance)
    {
        GuestGateway.admit(rig);
        try (IntruderDriver stranger = new IntruderDriver(rig))
        {
            final Flood without = new Flood(rig, stranger, (i) -> new NullCredentialsSupplier());
            without.run();
            if (0 < without.opened.size() || 0 == without.refused)
            {
                throw new NotAsPromisedException("without a secret " + without);
            }
            final Flood with = new Flood(rig, stranger, (i) ->
                Credentials.of(GuestGateway.PRINCIPAL, rig.keys().fileOf(GuestGateway.PRINCIPAL)));
            with.run();
            final int opened = with.opened.size();
            with.close();
            if (0 == opened || PRINCIPAL_SESSIONS_MAX < opened || 0 == with.refused)
            {
                throw new NotAsPromisedException("of " + PRINCIPAL_SESSIONS_MAX + " sessions of one principal " +
                    opened + " were opened, " + with);
            }
            final AtomicInteger challenges = new AtomicInteger();
            final Flood halfWay = new Flood(rig, stranger, (i) -> new HalfWay(i, challenges));
            halfWay.run();
            rig.note(challenges + " challenges were not answered");
            if (0 < halfWay.opened.size() || 0 == challenges.get())
            {
                throw new NotAsPromisedException("without an answer to " + challenges + " challenges " + halfWay);
            }
            // The client goes on asking while those that never answered hold their places, ten seconds at most.
            GuestGateway.connect(rig, STUCK).close();
        }
    }

    /** Credentials of the right form, and no answer to the challenge. */
    private record HalfWay(int number, AtomicInteger challenges) implements CredentialsSupplier
    {
        @Override
        public byte[] encodedCredentials()
        {
            final byte[] principal = ("gateway/nobody-" + number).getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(53 + principal.length).put((byte)2).putInt(1).put(new byte[48])
                .put(principal).array();
        }

        @Override
        public byte[] onChallenge(final byte[] encodedChallenge)
        {
            challenges.incrementAndGet();
            throw new IllegalStateException("stays without an answer");
        }
    }

    /** Many sessions asked for at once. */
    private static final class Flood implements AutoCloseable
    {
        private final List<AeronCluster.AsyncConnect> asking = new ArrayList<>();
        private final List<AeronCluster> opened = new ArrayList<>();
        private int refused;
        private int failed;

        private Flood(final ChaosCluster rig, final IntruderDriver stranger, final Supply credentials)
        {
            for (int i = 0; i < FLOOD; i++)
            {
                asking.add(AeronCluster.asyncConnect(
                    RawSession.context(rig, stranger.aeron(), credentials.of(i))));
            }
        }

        /** Makes credentials for each session. */
        @FunctionalInterface
        private interface Supply
        {
            CredentialsSupplier of(int number);
        }

        private void run()
        {
            final long deadlineNs = System.nanoTime() + FLOOD_NS;
            while (!asking.isEmpty() && System.nanoTime() - deadlineNs < 0)
            {
                asking.removeIf(this::isOver);
                opened.forEach(AeronCluster::sendKeepAlive);
                LockSupport.parkNanos(PAUSE_NS);
            }
            CloseHelper.quietCloseAll(asking);
        }

        private boolean isOver(final AeronCluster.AsyncConnect each)
        {
            try
            {
                final AeronCluster session = each.poll();
                if (null == session)
                {
                    return false;
                }
                opened.add(session);
                return true;
            }
            catch (final AuthenticationException ex)
            {
                refused++;
            }
            catch (final RuntimeException ex)
            {
                failed++;
            }
            each.close();
            return true;
        }

        @Override
        public void close()
        {
            CloseHelper.quietCloseAll(opened);
        }

        @Override
        public String toString()
        {
            return opened.size() + " sessions were opened, " + refused + " refused, " + failed +
                " failed otherwise, " + asking.size() + " unanswered";
        }
    }
}
