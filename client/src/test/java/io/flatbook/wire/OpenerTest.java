package io.flatbook.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class OpenerTest
{
    private static final int PORT = 20_001;
    private static final int LENGTH = 97;

    private final KeyRing keys = KeyRing.random();
    private long nowMs = 1_800_000_000_000L;
    private long monotonicMs = 5_000;
    private WireRing receiver = ring(keys);
    private final Sealer sealer = Sealer.forth(ring(keys));
    private final byte[] plain = new byte[LENGTH];

    OpenerTest()
    {
        new Random(1).nextBytes(plain);
    }

    @Test
    void opensOnceWhatWasSealed()
    {
        final byte[] datagram = seal();
        assertThat(datagram).hasSize(LENGTH + SealedWire.OVERHEAD);
        final UnsafeBuffer buffer = new UnsafeBuffer(datagram.clone());
        assertThat(receiver.forth().open(buffer, datagram.length, OpenerTest::isPort)).isEqualTo(LENGTH);
        final byte[] opened = new byte[LENGTH];
        buffer.getBytes(0, opened);
        assertThat(opened).isEqualTo(plain);
        assertThat(receiver.counters().opened()).isEqualTo(1);
        assertRefused(datagram, Refusal.REPLAYED);
    }

    @Test
    void refusesEachChangeOfABit()
    {
        final byte[] datagram = seal();
        for (int bit = 0; bit < datagram.length * Byte.SIZE; bit++)
        {
            final byte[] changed = datagram.clone();
            changed[bit >> 3] ^= (byte)(1 << (bit & 7));
            assertThat(open(changed, changed.length)).as("bit " + bit).isEqualTo(Opener.REFUSED);
        }
        assertThat(receiver.forth().senders()).isZero();
        assertThat(open(datagram, datagram.length)).isEqualTo(LENGTH);
    }

    @Test
    void refusesEachOtherLength()
    {
        final byte[] datagram = new byte[2 * LENGTH];
        final byte[] sealed = seal();
        System.arraycopy(sealed, 0, datagram, 0, sealed.length);
        for (int length = 0; length < datagram.length; length++)
        {
            assertThat(open(datagram.clone(), length)).as("length " + length)
                .isEqualTo(length == sealed.length ? LENGTH : Opener.REFUSED);
        }
    }

    @Test
    void leavesTheBufferAsItWasWhenItRefuses()
    {
        final byte[] datagram = seal();
        datagram[0] ^= 1;
        final byte[] before = datagram.clone();
        assertRefused(datagram, Refusal.TAG);
        assertThat(datagram).isEqualTo(before);
    }

    @Test
    void refusesWhatGoesTheOtherWay()
    {
        final byte[] datagram = seal();
        assertThat(receiver.back().open(new UnsafeBuffer(datagram), datagram.length, OpenerTest::isPort))
            .isEqualTo(Opener.REFUSED);
        assertThat(receiver.counters().refused(Refusal.TAG)).isEqualTo(1);
    }

    @Test
    void refusesWhatWasSealedForAnotherPort()
    {
        assertRefused(seal(PORT + 1), Refusal.PORT);
    }

    @Test
    void refusesWhatIsMoreThanThirtySecondsOld()
    {
        final byte[] atTheEdge = seal();
        final byte[] datagram = seal();
        pass(30_000);
        assertThat(open(atTheEdge, atTheEdge.length)).isEqualTo(LENGTH);
        pass(1);
        assertRefused(datagram, Refusal.STALE);
    }

    @Test
    void refusesWhoseClockIsMoreThanThirtySecondsAheadOrBehind()
    {
        pass(100_000);
        for (final long offMs : new long[]{30_001, -30_001, 3_600_000, -3_600_000})
        {
            nowMs += offMs;
            final Sealer other = Sealer.forth(ring(keys));
            nowMs -= offMs;
            assertRefused(seal(other, PORT), Refusal.STALE);
        }
    }

    @Test
    void aClockThatIsSetCutsNobodyOff()
    {
        pass(100_000);
        for (final long byMs : new long[]{3_600_000, -3_600_000})
        {
            nowMs += byMs;
            final byte[] datagram = seal();
            assertThat(open(datagram, datagram.length)).isEqualTo(LENGTH);
        }
    }

    @Test
    void aClockThatWasWrongAtTheStartIsPutRightBySomethingGenuine()
    {
        nowMs += 3_600_000;
        final WireRing wrong = ring(keys);
        final Sealer ofWrong = Sealer.forth(wrong);
        pass(100_000);
        nowMs -= 3_600_000;
        final byte[] forged = seal();
        forged[0] ^= 1;
        assertThat(wrong.forth().open(new UnsafeBuffer(forged), forged.length, OpenerTest::isPort))
            .isEqualTo(Opener.REFUSED);
        assertRefused(seal(ofWrong, PORT), Refusal.STALE);
        final byte[] genuine = seal();
        assertThat(wrong.forth().open(new UnsafeBuffer(genuine), genuine.length, OpenerTest::isPort)).isEqualTo(LENGTH);
        final byte[] datagram = seal(ofWrong, PORT);
        assertThat(open(datagram, datagram.length)).isEqualTo(LENGTH);
    }

    @Test
    void aReceiverThatStartedAnewRefusesWhatWasSentBefore()
    {
        final byte[] before = seal();
        pass(1);
        receiver = ring(keys);
        final byte[] after = seal();
        assertRefused(before, Refusal.BEFORE_START);
        assertThat(open(after, after.length)).isEqualTo(LENGTH);
        pass(1_000);
        assertRefused(before, Refusal.BEFORE_START);
    }

    @Test
    void refusesAKeyThatIsNotInTheRing()
    {
        receiver = ring(KeyRing.of(new WireKey(2, new byte[FrameCipher.KEY_LENGTH])));
        assertRefused(seal(), Refusal.KEY);
    }

    @Test
    void refusesAnotherKeyOfTheSameNumber()
    {
        receiver = ring(KeyRing.random());
        assertRefused(seal(), Refusal.TAG);
    }

    @Test
    void takesWhatComesOutOfOrder()
    {
        final byte[] first = seal();
        final byte[] second = seal();
        assertThat(open(second, second.length)).isEqualTo(LENGTH);
        assertThat(open(first, first.length)).isEqualTo(LENGTH);
        assertRefused(first, Refusal.REPLAYED);
        assertRefused(second, Refusal.REPLAYED);
    }

    @Test
    void takesNoMoreSendersThanItHasRoomForAndForgetsThoseThatAreGone()
    {
        final WireRing others = ring(keys);
        for (int i = 0; i < Opener.SENDERS_MAX; i++)
        {
            final byte[] datagram = seal(Sealer.forth(others), PORT);
            assertThat(open(datagram, datagram.length)).isEqualTo(LENGTH);
        }
        assertRefused(seal(Sealer.forth(others), PORT), Refusal.SENDERS);
        pass(2 * WireClock.FRESH_MS + 1_001);
        final byte[] datagram = seal(Sealer.forth(others), PORT);
        assertThat(open(datagram, datagram.length)).isEqualTo(LENGTH);
        assertThat(receiver.forth().senders()).isEqualTo(1);
    }

    @Test
    void sealsEachDatagramWithANonceOfItsOwn()
    {
        final byte[] one = seal();
        final byte[] other = seal();
        for (int i = 0; i < LENGTH; i += 8)
        {
            assertThat(new UnsafeBuffer(one).getLong(Math.min(i, LENGTH - 8)))
                .isNotEqualTo(new UnsafeBuffer(other).getLong(Math.min(i, LENGTH - 8)));
        }
    }

    private WireRing ring(final KeyRing ofKeys)
    {
        return new WireRing(ofKeys, SourceList.ANY, RingSettings.TERM_LENGTH_MAX, AesGcm::new,
            new WireClock(() -> nowMs, () -> TimeUnit.MILLISECONDS.toNanos(monotonicMs)));
    }

    private void pass(final long ms)
    {
        nowMs += ms;
        monotonicMs += ms;
    }

    private byte[] seal()
    {
        return seal(PORT);
    }

    private byte[] seal(final int port)
    {
        return seal(sealer, port);
    }

    private byte[] seal(final Sealer by, final int port)
    {
        final ByteBuffer sealed = by.seal(ByteBuffer.wrap(plain), port);
        final byte[] datagram = new byte[sealed.remaining()];
        sealed.get(datagram);
        return datagram;
    }

    private int open(final byte[] datagram, final int length)
    {
        return receiver.forth().open(new UnsafeBuffer(datagram), length, OpenerTest::isPort);
    }

    private void assertRefused(final byte[] datagram, final Refusal reason)
    {
        final long before = receiver.counters().refused(reason);
        assertThat(open(datagram, datagram.length)).isEqualTo(Opener.REFUSED);
        assertThat(receiver.counters().refused(reason)).isEqualTo(before + 1);
    }

    private static boolean isPort(final int port)
    {
        return PORT == port;
    }
}
