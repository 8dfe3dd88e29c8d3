package io.flatbook.wire;

import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Opens what was sealed with the keys of one ring in one direction, for all endpoints of a driver: an endpoint that is
 * closed and opened again must not take what the former one took.
 */
final class Opener
{
    static final int REFUSED = -1;
    static final int SENDERS_MAX = 4096;

    private static final int SENDERS_SWEPT_FIRST = 64;
    /** Nothing that was sealed before a sender was heard last can be fresh then, whichever way the clocks are apart. */
    private static final long FORGOTTEN_NS = TimeUnit.MILLISECONDS.toNanos(2 * WireClock.FRESH_MS + 1_000);
    private static final int FRAME_LENGTH_MIN = 8;

    /** What is known of an endpoint that seals. State is made only after a tag of it was right. */
    private static final class Sender
    {
        private final ReplayWindow window = new ReplayWindow();
        private FrameCipher cipher;
        private WireKey key;
        private long heardNs;
    }

    private final WireRing ring;
    private final boolean isControl;
    private final Trailer trailer = new Trailer();
    private final byte[] sealedBytes = new byte[Trailer.PACKET_LENGTH_MAX];
    private final byte[] plainBytes = new byte[Trailer.PACKET_LENGTH_MAX];
    private final Long2ObjectHashMap<Sender> senders = new Long2ObjectHashMap<>();
    private FrameCipher spare;
    private int sweptAt = SENDERS_SWEPT_FIRST;

    Opener(final WireRing ring, final boolean isControl)
    {
        this.ring = ring;
        this.isControl = isControl;
        spare = ring.ciphers().newCipher();
    }

    /**
     * Opens a datagram where it lies.
     *
     * @param length in bytes.
     * @param ports  at which it may have been received.
     * @return length of the frame, now at offset 0; or {@link #REFUSED}, then the buffer is as it was.
     */
    synchronized int open(final MutableDirectBuffer buffer, final int length, final IntPredicate ports)
    {
        final int frameLength = length - Trailer.OVERHEAD;
        if (frameLength < FRAME_LENGTH_MIN || length > Trailer.PACKET_LENGTH_MAX)
        {
            return refuse(Refusal.LENGTH);
        }
        buffer.getBytes(length - Trailer.LENGTH, trailer.bytes);
        final WireKey key = find(trailer.keyId());
        if (null == key)
        {
            return refuse(Refusal.KEY);
        }
        if (!ports.test(trailer.port()))
        {
            return refuse(Refusal.PORT);
        }
        final WireClock.Verdict verdict = ring.clock().judge(trailer.timeMs());
        if (WireClock.Verdict.STALE == verdict)
        {
            return refuse(Refusal.STALE);
        }
        if (WireClock.Verdict.BEFORE_START == verdict)
        {
            return refuse(Refusal.BEFORE_START);
        }
        final int opened = open(buffer, frameLength, key);
        if (WireClock.Verdict.FRESH_BY_WALL == verdict && REFUSED != opened)
        {
            ring.clock().followWall();
        }
        return opened;
    }

    int senders()
    {
        return senders.size();
    }

    private int open(final MutableDirectBuffer buffer, final int frameLength, final WireKey key)
    {
        final long salt = trailer.salt();
        final long counter = trailer.counter();
        Sender sender = senders.get(salt);
        if (null != sender && !sender.window.isNew(counter))
        {
            return refuse(Refusal.REPLAYED);
        }
        final boolean isKnown = null != sender && sender.key == key;
        final FrameCipher cipher = isKnown ? sender.cipher : spare;
        if (!isKnown)
        {
            cipher.key(key.of(isControl, salt));
        }
        final int sealedLength = frameLength + FrameCipher.TAG_LENGTH;
        buffer.getBytes(0, sealedBytes, 0, sealedLength);
        if (!cipher.open(trailer.bytes, sealedBytes, sealedLength, plainBytes))
        {
            return refuse(Refusal.TAG);
        }
        if (null == sender)
        {
            sender = admit(salt);
            if (null == sender)
            {
                return refuse(Refusal.SENDERS);
            }
        }
        if (!isKnown)
        {
            spare = null == sender.cipher ? ring.ciphers().newCipher() : sender.cipher;
            sender.cipher = cipher;
            sender.key = key;
        }
        sender.window.add(counter);
        sender.heardNs = ring.clock().nanoTime();
        buffer.putBytes(0, plainBytes, 0, frameLength);
        ring.counters().onOpened();
        return frameLength;
    }

    /** When there are many senders, forgets those that can send nothing fresh any more. */
    private Sender admit(final long salt)
    {
        if (senders.size() >= sweptAt)
        {
            final long nowNs = ring.clock().nanoTime();
            senders.values().removeIf((known) -> nowNs - known.heardNs > FORGOTTEN_NS);
            sweptAt = Math.min(SENDERS_MAX, Math.max(SENDERS_SWEPT_FIRST, 2 * senders.size()));
        }
        if (senders.size() >= SENDERS_MAX)
        {
            return null;
        }
        final Sender sender = new Sender();
        senders.put(salt, sender);
        return sender;
    }

    private WireKey find(final int keyId)
    {
        for (final WireKey key : ring.keys().keys())
        {
            if (keyId == key.id())
            {
                return key;
            }
        }
        return null;
    }

    private int refuse(final Refusal reason)
    {
        ring.counters().onRefused(reason);
        return REFUSED;
    }
}
