package io.flatbook.proving.chaos;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Random and mutated datagrams, sealed with a wrong key or none, at each port of running nodes. How many at each port
 * is the system property {@code flatbook.wire.datagrams}.
 */
final class StormFaults
{
    private static final long GAP_MAX_MS = 3_000;
    private static final int SENT_TO_EACH_PORT = Integer.getInteger("flatbook.wire.datagrams", 5_000);
    private static final int ROUNDS_BETWEEN_PAUSES = 16;
    private static final int ROUNDS_BETWEEN_LOOKS = 1_024;
    private static final int LENGTH_MAX = 1_500;
    private static final int FLIPS_MAX = 8;
    private static final int GIGABYTE = 1 << 30;
    private static final int[] STREAMS = {101, 108, 100, 10, 20, 102};

    private StormFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(Fault.of("datagram-storm", "random and mutated datagrams, sealed with a wrong key or none, at " +
            "each port of each node: no image, no memory, no line of a log, but a counter",
            StormFaults::datagramStorm).gapMaxMs(GAP_MAX_MS).inQuick());
    }

    private static void datagramStorm(final ChaosCluster rig, final RandomGenerator chance) throws IOException
    {
        final List<byte[]> genuine = FrameTap.framesOfASession(rig);
        final Keys others = new Keys(rig.directory().resolve("forged"), List.of());
        final WireForger forth = new WireForger(others.clientKeyFile(), WireForger.FORTH, chance);
        final WireForger control = new WireForger(others.clientKeyFile(), WireForger.CONTROL, chance);
        try (Footprints footprints = new Footprints(rig); Barrage barrage = new Barrage(rig, footprints))
        {
            final long beganNs = System.nanoTime();
            for (int round = 0; round < SENT_TO_EACH_PORT; round++)
            {
                for (final Barrage.Target target : barrage.targets())
                {
                    final byte[] tapped = genuine.get(chance.nextInt(genuine.size()));
                    barrage.send(target, datagram(
                        chance, tapped, target.port(), chance.nextBoolean() ? forth : control));
                }
                if (0 == round % ROUNDS_BETWEEN_PAUSES)
                {
                    barrage.pace();
                }
                if (0 == round % ROUNDS_BETWEEN_LOOKS)
                {
                    footprints.look();
                }
            }
            barrage.pace();
            final long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
            final long sent = (long)SENT_TO_EACH_PORT * barrage.targets().size();
            rig.note(SENT_TO_EACH_PORT + " datagrams at each of " + barrage.targets().size() + " ports in " + tookMs +
                " ms, " + sent * 1_000 / Math.max(1, tookMs) + " a second");
            barrage.checkRefused(rig);
            footprints.checkNothingLeft();
        }
    }

    private static byte[] datagram(
        final RandomGenerator chance, final byte[] genuine, final int port, final WireForger wrong)
    {
        return switch (chance.nextInt(8))
        {
            case 0 -> random(chance);
            case 1 -> flipped(genuine, chance);
            case 2 -> Arrays.copyOf(genuine, chance.nextInt(genuine.length));
            case 3 -> Arrays.copyOf(genuine, genuine.length + 1 + chance.nextInt(LENGTH_MAX));
            // Flipped and for this port, so that it is not refused before its tag is looked at.
            case 4 -> flipped(sentTo(genuine, port), chance);
            case 5 -> genuine;
            case 6 -> frame(chance);
            default -> wrong.seal(frame(chance), port);
        };
    }

    private static byte[] random(final RandomGenerator chance)
    {
        final byte[] bytes = new byte[chance.nextInt(LENGTH_MAX)];
        chance.nextBytes(bytes);
        return bytes;
    }

    private static byte[] flipped(final byte[] genuine, final RandomGenerator chance)
    {
        final byte[] bytes = genuine.clone();
        for (int flips = 1 + chance.nextInt(FLIPS_MAX); 0 < flips; flips--)
        {
            bytes[chance.nextInt(bytes.length)] ^= (byte)(1 << chance.nextInt(Byte.SIZE));
        }
        return bytes;
    }

    private static byte[] sentTo(final byte[] genuine, final int port)
    {
        final byte[] bytes = genuine.clone();
        ByteBuffer.wrap(bytes).putShort(
            bytes.length - WireForger.TRAILER_LENGTH + WireForger.PORT_OFFSET, (short)port);
        return bytes;
    }

    private static byte[] frame(final RandomGenerator chance)
    {
        final int streamId = STREAMS[chance.nextInt(STREAMS.length)];
        final int sessionId = RawFrames.session(chance);
        return switch (chance.nextInt(4))
        {
            case 0 -> RawFrames.setup(streamId, sessionId, GIGABYTE);
            case 1 ->
            {
                final UnsafeBuffer message = new UnsafeBuffer(random(chance));
                yield RawFrames.message(streamId, sessionId, 0, message, message.capacity());
            }
            case 2 -> RawFrames.status(streamId, sessionId);
            default -> RawFrames.nak(streamId, sessionId);
        };
    }
}
