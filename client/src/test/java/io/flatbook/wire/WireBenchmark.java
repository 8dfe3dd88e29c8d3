package io.flatbook.wire;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.aeron.Publication;
import io.aeron.Subscription;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the sealed wire costs, in pairs: first a datagram alone, then a stream between two drivers of this process,
 * plain and sealed by turns. Of shared machines the ratio counts, not the figure.
 */
final class WireBenchmark
{
    private static final int ROUNDS = 5;
    private static final int PACKETS = 10_000;
    private static final int STREAM = 30;
    private static final int PORT = 1;
    private static final long PAIR_NS = 3_000_000_000L;
    private static final int POLLED = 64;
    private static final double NS_PER_SECOND = 1e9;

    private WireBenchmark()
    {
    }

    /**
     * Print the tables.
     *
     * @param arguments none.
     * @throws IOException if a file of keys cannot be made.
     */
    public static void main(final String[] arguments) throws IOException
    {
        final Path directory = Files.createTempDirectory("flatbook-wire-");
        final Path keys = TestKeys.write(directory.resolve("keys"), TestKeys.line(1, 1));
        try
        {
            System.out.println("| frame, bytes | seal, ns | open, ns | refuse a wrong tag, ns |");
            System.out.println("|---|---|---|---|");
            for (final int length : new int[]{100, SealedWire.MTU_LENGTH, 8192})
            {
                datagram(length, ROUNDS);
                System.out.println(datagram(length, ROUNDS));
            }
            System.out.println();
            System.out.println("| message, bytes | plain, messages/s | sealed, messages/s | sealed / plain |");
            System.out.println("|---|---|---|---|");
            for (final int length : new int[]{100, 1344})
            {
                System.out.println(stream(length, keys));
            }
        }
        finally
        {
            Files.delete(keys);
            Files.delete(directory);
        }
    }

    private static String datagram(final int length, final int rounds)
    {
        final long[][] ns = new long[3][rounds];
        final ByteBuffer plain = ByteBuffer.allocateDirect(length);
        final UnsafeBuffer[] sealed = new UnsafeBuffer[PACKETS];
        for (int round = 0; round < rounds; round++)
        {
            final WireRing ring = new WireRing(KeyRing.random(), SourceList.ANY, 0, AesGcm::new,
                new WireClock(SystemEpochClock.INSTANCE, SystemNanoClock.INSTANCE));
            final Sealer sealer = Sealer.forth(ring);
            final long beganNs = cpuNs();
            for (int i = 0; i < sealed.length; i++)
            {
                sealer.seal(plain, PORT);
            }
            ns[0][round] = cpuNs() - beganNs;
            for (int i = 0; i < sealed.length; i++)
            {
                final ByteBuffer datagram = sealer.seal(plain, PORT);
                sealed[i] = new UnsafeBuffer(new byte[datagram.remaining()]);
                sealed[i].putBytes(0, datagram, datagram.remaining());
            }
            ns[2][round] = open(ring, sealed, 1);
            ns[1][round] = open(ring, sealed, 0);
            for (final long[] kind : ns)
            {
                kind[round] /= sealed.length;
            }
        }
        return "| " + length + " | " + median(ns[0]) + " | " + median(ns[1]) + " | " + median(ns[2]) + " |";
    }

    private static long open(final WireRing ring, final UnsafeBuffer[] sealed, final int damage)
    {
        final long beganNs = cpuNs();
        for (final UnsafeBuffer datagram : sealed)
        {
            datagram.putByte(0, (byte)(datagram.getByte(0) ^ damage));
            ring.forth().open(datagram, datagram.capacity(), (port) -> PORT == port);
            if (0 != damage)
            {
                datagram.putByte(0, (byte)(datagram.getByte(0) ^ damage));
            }
        }
        return cpuNs() - beganNs;
    }

    private static String stream(final int length, final Path keys)
    {
        final long[] plain = new long[ROUNDS];
        final long[] sealed = new long[ROUNDS];
        rate(length, null);
        rate(length, keys);
        for (int round = 0; round < ROUNDS; round++)
        {
            plain[round] = rate(length, null);
            sealed[round] = rate(length, keys);
        }
        return String.format("| %d | %,d | %,d | %.2f |", length, median(plain), median(sealed),
            (double)median(sealed) / median(plain));
    }

    private static long rate(final int length, final Path keys)
    {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[length]);
        final long[] taken = {0};
        try (Side sender = new Side(keys); Side receiver = new Side(keys))
        {
            final String channel = "aeron:udp?mtu=" + SealedWire.MTU_LENGTH + "|endpoint=127.0.0.1:" + Side.freePort();
            final Subscription subscription = receiver.aeron.addSubscription(channel, STREAM);
            final Publication publication = sender.aeron.addPublication(channel, STREAM);
            if (!Side.await(() -> publication.isConnected() && subscription.isConnected()))
            {
                throw new IllegalStateException("not connected");
            }
            final long beganNs = System.nanoTime();
            while (System.nanoTime() - beganNs < PAIR_NS)
            {
                for (int i = 0; i < POLLED && publication.offer(message, 0, length) > 0; i++)
                {
                    Thread.onSpinWait();
                }
                subscription.poll((buffer, offset, bytes, header) -> taken[0]++, POLLED);
            }
            return (long)(taken[0] * NS_PER_SECOND / (System.nanoTime() - beganNs));
        }
    }

    private static long cpuNs()
    {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long median(final long[] numbers)
    {
        final long[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
