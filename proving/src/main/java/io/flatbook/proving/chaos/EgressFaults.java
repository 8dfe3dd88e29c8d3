package io.flatbook.proving.chaos;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.SessionMessageHeaderEncoder;
import io.flatbook.client.ClientListener;
import io.flatbook.client.Credentials;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCommands;
import io.flatbook.ops.link.NotAsPromisedException;
import io.flatbook.sbe.CommandOutcomeEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Outcomes that no node has sent, at the ports of the clients: the trade that was booked shall look refused.
 */
final class EgressFaults
{
    private static final long GAP_MAX_MS = 3_000;
    private static final int EGRESS_STREAM = 102;
    private static final int TERM_LENGTH = 1 << 20;
    private static final int COMMANDS = 300;
    private static final int COMMANDS_WITH_KEY = 50;
    private static final int SESSIONS = 8;
    private static final int MESSAGE_LENGTH_MAX = 256;
    private static final int REFUSED_LEAST = 1_000;
    private static final long PAUSE_MS = 2;

    private EgressFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(Fault.of("forged-outcomes", "refusals that no node has sent, at every port of the clients, " +
            "without a key and with a wrong one: nobody believes them", EgressFaults::forgedOutcomes)
            .gapMaxMs(GAP_MAX_MS));
    }

    private static void forgedOutcomes(final ChaosCluster rig, final RandomGenerator chance) throws IOException
    {
        GuestGateway.admit(rig);
        final Keys others = new Keys(rig.directory().resolve("forged"), List.of());
        final long pid = ProcessHandle.current().pid();
        final Victim victim = new Victim();
        final long sessionId = nextSession(rig);
        final Set<Integer> portsBefore = UdpPorts.of(pid);
        try (FlatbookClient guest = rig.connect(GuestGateway.PRINCIPAL, victim);
            DriverCounters driver = new DriverCounters(rig.clientsDirectory());
            DatagramChannel channel = DatagramChannel.open())
        {
            final Forger forger = new Forger(channel, InetAddress.getByName(rig.clientHost()), sessionId, chance);
            final Set<Integer> ports = UdpPorts.of(pid);
            final long refusedBefore = driver.invalidPackets();
            forger.ports = ports;
            forger.wire = new WireForger(others.clientKeyFile(), WireForger.FORTH, chance);
            forger.isAlsoPlain = true;
            for (int i = 0; i < COMMANDS; i++)
            {
                deposit(guest, victim, forger, i);
            }
            final long refused = driver.invalidPackets() - refusedBefore;
            rig.note("the clients refused " + refused + " of " + forger.sent + " forged datagrams");
            if (refused < REFUSED_LEAST || 0 < driver.forgedImages() || 0 < victim.believed)
            {
                throw new NotAsPromisedException("the clients refused " + refused + " of " + forger.sent +
                    " forged datagrams, took " + driver.forgedImages() + " streams and believed " + victim.believed);
            }

            // At the guest's port only: what others believe is audited.
            final Set<Integer> own = new TreeSet<>(ports);
            own.removeAll(portsBefore);
            forger.ports = own;
            forger.wire = new WireForger(rig.keys().clientKeyFile(), WireForger.FORTH, chance);
            forger.isAlsoPlain = false;
            for (int i = 0; i < COMMANDS_WITH_KEY; i++)
            {
                deposit(guest, victim, forger, COMMANDS + i);
            }
            if (0 == driver.forgedImages())
            {
                throw new NotAsPromisedException("even with the clients' key no stream was taken: nothing was shown");
            }
            rig.note("with the clients' key " + victim.believed + " of " + COMMANDS_WITH_KEY + " were believed");
        }
    }

    private static void deposit(
        final FlatbookClient guest, final Victim victim, final Forger forger, final int number) throws IOException
    {
        final long id = guest.trySubmit(GatewayCommands.deposit(GuestGateway.ACCOUNT, 1, 1 + number));
        if (id < 0)
        {
            throw new NotAsPromisedException("the guest could not send: " + id);
        }
        forger.refuse(id);
        ChaosCluster.pass(PAUSE_MS);
        ChaosCluster.await("an outcome", () ->
        {
            guest.poll();
            return id <= victim.lastId;
        });
    }

    /** Number that the next session but one or two will have. */
    private static long nextSession(final ChaosCluster rig)
    {
        try (IntruderDriver stranger = new IntruderDriver(rig);
            RawSession onlooker = RawSession.open(rig, stranger.aeron(),
                Credentials.of(GuestGateway.PRINCIPAL, rig.keys().fileOf(GuestGateway.PRINCIPAL))))
        {
            return onlooker.cluster().clusterSessionId() + 1;
        }
    }

    /** Whoever shall believe it. */
    private static final class Victim implements ClientListener
    {
        private long lastId;
        private int believed;

        @Override
        public void onOutcome(
            final long commandId,
            final RejectReason reason,
            final RejectField field,
            final long detail,
            final long firstEventSequence)
        {
            lastId = commandId;
            believed += RejectReason.NONE == reason ? 0 : 1;
        }
    }

    /** Sends refusals of a command to ports, in a stream of its own for each. */
    private static final class Forger
    {
        private final DatagramChannel channel;
        private final InetAddress host;
        private final long firstSession;
        private final RandomGenerator chance;
        private Set<Integer> ports;
        private WireForger wire;
        private boolean isAlsoPlain;
        private long sent;

        private Forger(final DatagramChannel channel, final InetAddress host, final long firstSession,
            final RandomGenerator chance)
        {
            this.channel = channel;
            this.host = host;
            this.firstSession = firstSession;
            this.chance = chance;
        }

        private void refuse(final long commandId) throws IOException
        {
            final int streamSession = RawFrames.session(chance);
            send(RawFrames.setup(EGRESS_STREAM, streamSession, TERM_LENGTH));
            ChaosCluster.pass(1);
            final UnsafeBuffer message = new UnsafeBuffer(new byte[MESSAGE_LENGTH_MAX]);
            for (int i = 0; i < SESSIONS; i++)
            {
                final int length = refusal(message, firstSession + i, commandId);
                send(RawFrames.message(EGRESS_STREAM, streamSession, i, message, length));
            }
        }

        private void send(final byte[] frame) throws IOException
        {
            for (final int port : ports)
            {
                final InetSocketAddress target = new InetSocketAddress(host, port);
                if (isAlsoPlain)
                {
                    channel.send(ByteBuffer.wrap(frame), target);
                    sent++;
                }
                channel.send(ByteBuffer.wrap(wire.seal(frame, port)), target);
                sent++;
            }
        }

        private static int refusal(final UnsafeBuffer message, final long sessionId, final long commandId)
        {
            new SessionMessageHeaderEncoder()
                .wrapAndApplyHeader(message, 0, new io.aeron.cluster.codecs.MessageHeaderEncoder())
                .leadershipTermId(0).clusterSessionId(sessionId).timestamp(System.currentTimeMillis());
            final CommandOutcomeEncoder outcome = new CommandOutcomeEncoder()
                .wrapAndApplyHeader(message, AeronCluster.SESSION_HEADER_LENGTH, new MessageHeaderEncoder());
            outcome.commandId(commandId).reason(RejectReason.INSUFFICIENT_MARGIN).field(RejectField.NONE).detail(0)
                .firstEventSequence(0).duplicate(Switch.OFF).tradesCount(0);
            return AeronCluster.SESSION_HEADER_LENGTH + MessageHeaderEncoder.ENCODED_LENGTH + outcome.encodedLength();
        }
    }
}
