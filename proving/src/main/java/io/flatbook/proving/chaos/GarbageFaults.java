package io.flatbook.proving.chaos;

import io.flatbook.client.Command;
import io.flatbook.client.Credentials;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.RiskCommands;
import io.flatbook.client.RiskSettings;
import io.flatbook.client.Trade;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.NotAsPromisedException;
import io.flatbook.sbe.RejectReason;
import org.agrona.CloseHelper;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Bytes that are no messages: at every port of every node, and inside a session.
 */
final class GarbageFaults
{
    private static final long GAP_MAX_MS = 3_000;
    private static final int[] UDP_PORTS = {1, 2, 3, 4, 5, 7};
    private static final int ROUNDS = 600;
    private static final int LENGTH_MAX = 1_500;
    private static final int ROUNDS_BETWEEN_PAUSES = 10;
    private static final long PAUSE_MS = 20;
    private static final int CONNECTIONS_OPEN = 20;
    private static final int FLIPS_MAX = 8;
    private static final int MESSAGES = 3_000;
    private static final int MESSAGES_BETWEEN_POLLS = 20;
    private static final int MESSAGE_LENGTH_MAX = 4_000;
    private static final int HEADER_LENGTH = 8;

    private GarbageFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(
            Fault.of("garbage-datagrams", "random, cut and mutated frames at every port of every node, without a key",
                GarbageFaults::garbageDatagrams).gapMaxMs(GAP_MAX_MS),
            Fault.of("garbage-in-session", "random bytes, cut and mutated messages, unknown templates and versions, " +
                "impossible lengths, in sessions that were let in and are closed for it",
                GarbageFaults::garbageInSession)
                .gapMaxMs(GAP_MAX_MS).inQuick());
    }

    private static void garbageDatagrams(final ChaosCluster rig, final RandomGenerator chance) throws IOException
    {
        final List<byte[]> frames = FrameTap.framesOfASession(rig);
        final long[] before = new long[LocalCluster.MEMBERS];
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            before[member] = DriverCounters.invalidPackets(rig.memoryDirectory(member));
        }
        final List<Socket> open = new ArrayList<>();
        try (DatagramChannel channel = DatagramChannel.open())
        {
            for (int round = 0; round < ROUNDS; round++)
            {
                for (int member = 0; member < LocalCluster.MEMBERS; member++)
                {
                    final InetAddress host = InetAddress.getByName(rig.ingressHost(member));
                    for (final int port : UDP_PORTS)
                    {
                        final byte[] datagram = chance.nextBoolean() ? random(chance) :
                            mutated(frames.get(chance.nextInt(frames.size())), chance);
                        channel.send(ByteBuffer.wrap(datagram),
                            new InetSocketAddress(host, rig.cluster().port(member) + port));
                    }
                }
                if (0 == round % ROUNDS_BETWEEN_PAUSES)
                {
                    ChaosCluster.pass(PAUSE_MS);
                    connectToStatus(rig, chance, round, open);
                }
            }
        }
        finally
        {
            CloseHelper.quietCloseAll(open);
        }
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            if (DriverCounters.invalidPackets(rig.memoryDirectory(member)) - before[member] < ROUNDS)
            {
                throw new NotAsPromisedException("node " + member + " counted hardly any invalid packet");
            }
            if (rig.page(member).isMissingNode())
            {
                throw new NotAsPromisedException("node " + member + " no longer tells its status");
            }
        }
    }

    /** Garbage for the status page; some connections stay open without a request. */
    private static void connectToStatus(
        final ChaosCluster rig, final RandomGenerator chance, final int round, final List<Socket> open)
        throws IOException
    {
        final int number = round / ROUNDS_BETWEEN_PAUSES;
        final URI url = URI.create(rig.cluster().profile().statusUrls().get(number % LocalCluster.MEMBERS));
        final Socket socket = new Socket(url.getHost(), url.getPort());
        open.add(socket);
        if (CONNECTIONS_OPEN < number)
        {
            final OutputStream out = socket.getOutputStream();
            out.write(random(chance));
            socket.close();
        }
    }

    private static void garbageInSession(final ChaosCluster rig, final RandomGenerator chance)
    {
        GuestGateway.admit(rig);
        try (IntruderDriver stranger = new IntruderDriver(rig))
        {
            for (final String principal : List.of(GuestGateway.PRINCIPAL, "audit/auditor"))
            {
                try (RawSession session = RawSession.open(
                    rig, stranger.aeron(), Credentials.ofNewInstance(principal, rig.keys().fileOf(principal))))
                {
                    send(session, chance);
                    ChaosCluster.await("the end of the session of " + principal + " for its garbage", () ->
                    {
                        session.poll();
                        return session.isClosed();
                    });
                    if (0 == session.refusals(RejectReason.MALFORMED))
                    {
                        throw new NotAsPromisedException(
                            "garbage of " + principal + " was answered with " + session.refusals());
                    }
                }
            }
        }
    }

    private static void send(final RawSession session, final RandomGenerator chance)
    {
        final List<byte[]> samples = samples();
        for (int i = 0; i < MESSAGES && !session.isClosed(); i++)
        {
            final byte[] message = garbled(samples.get(chance.nextInt(samples.size())), chance);
            final UnsafeBuffer buffer = new UnsafeBuffer(message);
            if (0 == chance.nextInt(FLIPS_MAX))
            {
                session.sendBare(buffer, message.length);
            }
            else
            {
                session.send(buffer, message.length);
            }
            if (0 == i % MESSAGES_BETWEEN_POLLS)
            {
                session.poll();
                ChaosCluster.pass(1);
            }
        }
    }

    private static byte[] garbled(final byte[] sample, final RandomGenerator chance)
    {
        final byte[] message = sample.clone();
        final ByteBuffer header = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        switch (chance.nextInt(7))
        {
            case 0 -> header.putShort(0, (short)chance.nextInt());
            case 1 -> header.putShort(2, (short)chance.nextInt());
            case 2 -> header.putShort(4, (short)chance.nextInt());
            case 3 -> header.putShort(6, (short)(1 + chance.nextInt(Short.MAX_VALUE)));
            case 4 ->
            {
                return Arrays.copyOf(message, chance.nextInt(message.length));
            }
            case 5 ->
            {
                final byte[] bytes = Arrays.copyOf(message, HEADER_LENGTH + chance.nextInt(MESSAGE_LENGTH_MAX));
                final byte[] noise = new byte[bytes.length - HEADER_LENGTH];
                chance.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, HEADER_LENGTH, noise.length);
                return bytes;
            }
            default ->
            {
                return mutated(message, chance);
            }
        }
        return message;
    }

    /** Commands of all kinds under ids that nobody waits for: what a mutation makes of them may be in order. */
    private static List<byte[]> samples()
    {
        final Trade trade = new Trade().tradeId(1).instrument(1)
            .buyer(GuestGateway.ACCOUNT).seller(GuestGateway.OTHER_ACCOUNT)
            .quantityLots(1).priceTicks(50_000);
        final List<byte[]> samples = new ArrayList<>();
        for (final Command command : List.of(
            GatewayCommands.registerTrade(trade),
            GatewayCommands.registerTrades(List.of(trade, trade)),
            GatewayCommands.deposit(GuestGateway.ACCOUNT, 1, 1),
            GatewayCommands.updateMarkPrices(1L << 40, new int[]{1, 2}, new long[]{50_000, 50_000}, 2),
            RiskSettings.defineAsset("EUR", 2),
            RiskCommands.propose(RiskCommands.fundInsurance(1, 1)),
            RiskCommands.fundInsurance(GuestGateway.ASSET, 1)))
        {
            final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
            final byte[] message = new byte[command.encode(buffer, 0, 1L << 40)];
            buffer.getBytes(0, message);
            samples.add(message);
        }
        return samples;
    }

    private static byte[] random(final RandomGenerator chance)
    {
        final byte[] bytes = new byte[chance.nextInt(LENGTH_MAX)];
        chance.nextBytes(bytes);
        return bytes;
    }

    private static byte[] mutated(final byte[] original, final RandomGenerator chance)
    {
        final int shift = chance.nextInt(4);
        final int length = 0 == shift ? chance.nextInt(original.length) :
            1 == shift ? original.length + chance.nextInt(LENGTH_MAX) : original.length;
        final byte[] bytes = Arrays.copyOf(original, Math.max(1, length));
        for (int flips = 1 + chance.nextInt(FLIPS_MAX); 0 < flips; flips--)
        {
            bytes[chance.nextInt(bytes.length)] ^= (byte)(1 << chance.nextInt(Byte.SIZE));
        }
        return bytes;
    }
}
