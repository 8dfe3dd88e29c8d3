package io.flatbook.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Datagrams of the sealed wire: the bytes as they are, and then a datagram that was sealed, changed by them bit for bit
 * and as much longer. Nothing but what was sealed is opened, and what is refused is left as it was.
 */
public final class WireFuzz implements Consumer<byte[]>
{
    private static final int PORT = 20_001;
    private static final int LENGTH = 97;
    private static final long NOW_MS = 1_800_000_000_000L;
    private static final long MONOTONIC_NS = TimeUnit.SECONDS.toNanos(5);

    private final KeyRing keys = KeyRing.random();
    private final WireRing receiver = ring();
    private final Sealer sealer = Sealer.forth(ring());

    @Override
    public void accept(final byte[] bytes)
    {
        if (Opener.REFUSED != open(bytes))
        {
            throw new AssertionError("opened what nobody sealed");
        }
        final ByteBuffer sealed = sealer.seal(ByteBuffer.wrap(new byte[LENGTH]), PORT);
        final int length = sealed.remaining();
        final byte[] datagram = new byte[Math.max(length, bytes.length)];
        sealed.get(datagram, 0, length);
        boolean isChanged = bytes.length > length;
        for (int i = 0; i < bytes.length; i++)
        {
            datagram[i] ^= bytes[i];
            isChanged |= 0 != bytes[i];
        }
        if ((isChanged ? Opener.REFUSED : LENGTH) != open(datagram))
        {
            throw new AssertionError(isChanged ? "opened what was changed" : "refused what was sealed");
        }
    }

    private WireRing ring()
    {
        return new WireRing(keys, SourceList.ANY, RingSettings.TERM_LENGTH_MAX, AesGcm::new,
            new WireClock(() -> NOW_MS, () -> MONOTONIC_NS));
    }

    private int open(final byte[] datagram)
    {
        final byte[] bytes = datagram.clone();
        final int opened =
            receiver.forth().open(new UnsafeBuffer(bytes), bytes.length, (port) -> PORT == port);
        if (Opener.REFUSED == opened && !Arrays.equals(bytes, datagram))
        {
            throw new AssertionError("changed what it refused");
        }
        return opened;
    }
}
