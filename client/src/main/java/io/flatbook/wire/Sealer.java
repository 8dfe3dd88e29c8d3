package io.flatbook.wire;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;

/**
 * Seals the datagrams of one endpoint in one direction. Endpoints belong to one agent of the driver; it locks all the
 * same, since using a nonce twice would be so bad.
 */
final class Sealer
{
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LENGTH_FIRST = 2048;

    private final WireRing ring;
    private final boolean isControl;
    private final WireClock clock;
    private final FrameCipher cipher;
    private final Trailer trailer = new Trailer();
    private final long salt = RANDOM.nextLong();
    private byte[] plainBytes = new byte[0];
    private byte[] sealedBytes;
    private ByteBuffer sealed;
    private WireKey key;
    private long counter;

    private Sealer(final WireRing ring, final boolean isControl)
    {
        this.ring = ring;
        this.isControl = isControl;
        clock = ring.clock();
        cipher = ring.ciphers().newCipher();
        trailer.salt(salt);
        grow(LENGTH_FIRST);
    }

    /** Of what publishers send. */
    static Sealer forth(final WireRing ring)
    {
        return new Sealer(ring, false);
    }

    /** Of what subscribers send back. */
    static Sealer back(final WireRing ring)
    {
        return new Sealer(ring, true);
    }

    /**
     * @param plain between its position and limit; not changed: it may be a view of a term buffer.
     * @param port  to which it will be sent.
     * @return the sealed datagram, valid until the next call.
     */
    synchronized ByteBuffer seal(final ByteBuffer plain, final int port)
    {
        final int length = plain.remaining();
        if (length > plainBytes.length)
        {
            grow(length);
        }
        if (counter >= Trailer.COUNTER_END)
        {
            throw new IllegalStateException("the nonces of an endpoint are used up");
        }
        final WireKey current = ring.keys().keys()[0];
        if (current != key)
        {
            key = current;
            cipher.key(current.of(isControl, salt));
            trailer.keyId(current.id());
        }
        trailer.port(port);
        trailer.timeMs(clock.timeMs());
        trailer.counter(counter++);

        plain.get(plain.position(), plainBytes, 0, length);
        cipher.seal(trailer.bytes, plainBytes, length, sealedBytes);
        sealed.clear();
        sealed.put(sealedBytes, 0, length + FrameCipher.TAG_LENGTH).put(trailer.bytes).flip();
        ring.counters().onSealed();
        return sealed;
    }

    private void grow(final int length)
    {
        plainBytes = new byte[length];
        sealedBytes = new byte[length + FrameCipher.TAG_LENGTH];
        sealed = BufferUtil.allocateDirectAligned(length + Trailer.OVERHEAD, BitUtil.CACHE_LINE_LENGTH);
    }
}
