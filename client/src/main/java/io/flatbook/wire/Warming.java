package io.flatbook.wire;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Seals and opens for nobody until the JVM has compiled the code: interpreted, a cipher takes a hundred times as long,
 * and the first heartbeats and elections would wait for it. Once in a process.
 */
final class Warming
{
    private static final int PORT = 1;
    private static final int FRAME_LENGTH_MIN = 32;
    private static final AtomicInteger WARMED = new AtomicInteger();

    private Warming()
    {
    }

    static void warm(final FrameCipher.Supplier ciphers, final int rounds)
    {
        if (WARMED.getAndAccumulate(rounds, Math::max) >= rounds)
        {
            return;
        }
        final WireRing ring = new WireRing(KeyRing.random(), SourceList.ANY, 0, ciphers,
            new WireClock(SystemEpochClock.INSTANCE, SystemNanoClock.INSTANCE));
        final Sealer sealer = Sealer.forth(ring);
        final ByteBuffer plain = ByteBuffer.allocateDirect(SealedWire.MTU_LENGTH);
        final UnsafeBuffer received = new UnsafeBuffer(new byte[SealedWire.MTU_LENGTH + Trailer.OVERHEAD]);
        for (int i = 0; i < rounds; i++)
        {
            plain.clear().limit(FRAME_LENGTH_MIN + i % (SealedWire.MTU_LENGTH - FRAME_LENGTH_MIN));
            final ByteBuffer sealed = sealer.seal(plain, PORT);
            final int length = sealed.remaining();
            received.putBytes(0, sealed, 0, length);
            ring.forth().open(received, length, (port) -> PORT == port);
        }
    }
}
