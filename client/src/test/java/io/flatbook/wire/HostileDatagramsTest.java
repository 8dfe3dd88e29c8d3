package io.flatbook.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.aeron.Publication;
import io.aeron.Subscription;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random and mutated datagrams, sealed with a wrong key or none, at both ends of a stream that is in use. How many is
 * set by {@code flatbook.wire.datagrams}.
 */
class HostileDatagramsTest
{
    private static final int STREAM = 30;
    private static final int PACKETS = Integer.getInteger("flatbook.wire.datagrams", 20_000);
    private static final int BURST = 16;
    private static final int PACKET_LENGTH_MAX = 1_500;
    private static final int MEBIBYTE = 1024 * 1024;

    @TempDir
    private Path directory;

    @Test
    void leaveNoImageNoMemoryAndNoErrorButACounter() throws Exception
    {
        final Path keys = TestKeys.write(directory.resolve("keys"), TestKeys.line(1, 1));
        final Path others = TestKeys.write(directory.resolve("others"), TestKeys.line(1, 2));
        final long seed = System.nanoTime();
        try (Mirror mirror = new Mirror(); Side sender = new Side(keys); Side receiver = new Side(keys))
        {
            final int port = Side.freePort();
            mirror.listen(port);
            final Subscription subscription =
                receiver.aeron.addSubscription("aeron:udp?endpoint=127.0.0.1:" + port, STREAM);
            final Publication publication = sender.aeron.addPublication(
                "aeron:udp?interface=127.0.0.1|endpoint=127.0.0.2:" + port, STREAM);
            assertThat(Side.await(() -> publication.isConnected() && subscription.isConnected())).isTrue();
            Side.exchange(publication, subscription, 200);

            final long bytes = receiver.imageBytes();
            final int counters = receiver.counterCount();
            final Sealer stranger = Sealer.forth(ring(others));
            final List<Mirror.Tapped> genuine = mirror.tapped();
            final Random random = new Random(seed);
            final long beganNs = System.nanoTime();
            long sent = 0;
            for (int i = 0; i < PACKETS; i++)
            {
                final Mirror.Tapped tapped = genuine.get(random.nextInt(genuine.size()));
                final byte[] datagram = hostile(random, tapped.bytes(), stranger, port);
                mirror.sendLike(tapped, datagram);
                sent++;
                if (0 == sent % BURST || PACKETS == sent)
                {
                    final long all = sent;
                    Side.await(() -> receiver.counters().refused() + sender.counters().refused() >= all);
                }
            }
            Side.exchange(publication, subscription, 200);

            final long refused = receiver.counters().refused() + sender.counters().refused();
            System.out.printf("%,d of %,d hostile datagrams refused, %,d a second; seed %d%n", refused, sent,
                sent * 1_000_000_000 / (System.nanoTime() - beganNs), seed);
            assertThat(refused).as("refused, seed %d", seed).isEqualTo(sent);
            assertThat(sender.counters().refused()).as("refused by the sender, seed %d", seed).isPositive();
            assertThat(subscription.imageCount()).as("seed " + seed).isEqualTo(1);
            assertThat(receiver.imageBytes()).isEqualTo(bytes);
            assertThat(receiver.counterCount()).isEqualTo(counters);
            assertThat(receiver.errors).isEmpty();
            assertThat(sender.errors).isEmpty();
        }
    }

    @Test
    void whatWasRecordedOpensNothingAfterARestart() throws Exception
    {
        final Path keys = TestKeys.write(directory.resolve("keys"), TestKeys.line(1, 1));
        final int port = Side.freePort();
        final List<Mirror.Tapped> recorded;
        try (Mirror mirror = new Mirror(); Side sender = new Side(keys); Side receiver = new Side(keys))
        {
            mirror.listen(port);
            final Subscription subscription =
                receiver.aeron.addSubscription("aeron:udp?endpoint=127.0.0.1:" + port, STREAM);
            final Publication publication = sender.aeron.addPublication(
                "aeron:udp?interface=127.0.0.1|endpoint=127.0.0.2:" + port, STREAM);
            assertThat(Side.await(() -> publication.isConnected() && subscription.isConnected())).isTrue();
            Side.exchange(publication, subscription, 100);
            recorded = mirror.tapped();
        }
        try (Side receiver = new Side(keys); Frames frames = new Frames())
        {
            final Subscription subscription =
                receiver.aeron.addSubscription("aeron:udp?endpoint=127.0.0.1:" + port, STREAM);
            long sent = 0;
            for (final Mirror.Tapped tapped : recorded)
            {
                if (port == tapped.port())
                {
                    final long all = ++sent;
                    frames.send(tapped.bytes(), tapped.bytes().length, port);
                    assertThat(Side.await(() -> receiver.counters().refused(Refusal.BEFORE_START) == all)).isTrue();
                }
            }
            assertThat(sent).isGreaterThan(20);
            assertThat(subscription.imageCount()).isZero();
            assertThat(receiver.counters().opened()).isZero();
        }
    }

    @Test
    void whoHasAKeyGetsNoTermsThatAreTooLongAndNoMoreImagesThanAStreamMayHave() throws Exception
    {
        final Path keys = TestKeys.write(directory.resolve("keys"), TestKeys.line(1, 1));
        try (Side receiver = new Side(keys, MEBIBYTE, ""); Frames frames = new Frames())
        {
            final int port = Side.freePort();
            final Subscription subscription =
                receiver.aeron.addSubscription("aeron:udp?endpoint=127.0.0.1:" + port, STREAM);
            final Sealer insider = Sealer.forth(ring(keys));
            for (final int termLength : new int[]{2 * MEBIBYTE, 1024 * MEBIBYTE, MEBIBYTE + 1, 0, -1, 32 * 1024})
            {
                frames.send(insider.seal(Frames.setup(STREAM, termLength, termLength), port), port);
            }
            assertThat(Side.await(() -> 6 == receiver.counters().refused(Refusal.SETUP))).isTrue();
            assertThat(subscription.imageCount()).isZero();

            for (int session = 1; session <= 20; session++)
            {
                final int images = Math.min(4, session);
                frames.send(insider.seal(Frames.setup(STREAM, session, 64 * 1024), port), port);
                assertThat(Side.await(() -> images == subscription.imageCount())).isTrue();
            }
            assertThat(Side.await(() -> 16 == receiver.counters().refused(Refusal.SESSIONS))).isTrue();
            assertThat(subscription.imageCount()).isEqualTo(4);
            assertThat(receiver.errors).isEmpty();
        }
    }

    @Test
    void takesFromAllowedSourcesOnly() throws Exception
    {
        final Path keys = TestKeys.write(directory.resolve("keys"), TestKeys.line(1, 1));
        try (Side receiver = new Side(keys, MEBIBYTE, "127.0.0.2"); Frames frames = new Frames())
        {
            final int port = Side.freePort();
            final Subscription subscription =
                receiver.aeron.addSubscription("aeron:udp?endpoint=127.0.0.1:" + port, STREAM);
            final Sealer insider = Sealer.forth(ring(keys));
            frames.send(insider.seal(Frames.setup(STREAM, 1, 64 * 1024), port), port);
            assertThat(Side.await(() -> 1 == receiver.counters().refused(Refusal.SOURCE))).isTrue();
            assertThat(receiver.counters().opened()).isZero();
            assertThat(subscription.imageCount()).isZero();
        }
    }

    private static WireRing ring(final Path keys)
    {
        return new WireRing(new RingSettings("aKeyFile", keys), AesGcm::new,
            new WireClock(SystemEpochClock.INSTANCE, SystemNanoClock.INSTANCE));
    }

    private static byte[] hostile(
        final Random random, final byte[] genuine, final Sealer stranger, final int port) throws IOException
    {
        final byte[] datagram = genuine.clone();
        switch (random.nextInt(7))
        {
            case 0:
                return Arrays.copyOf(datagram, random.nextInt(datagram.length));
            case 1:
                datagram[random.nextInt(datagram.length)] ^= (byte)(1 << random.nextInt(8));
                return datagram;
            case 2:
                random.nextBytes(datagram);
                return datagram;
            case 3:
                final byte[] noise = new byte[random.nextInt(PACKET_LENGTH_MAX)];
                random.nextBytes(noise);
                return noise;
            case 4:
                final ByteBuffer sealed = stranger.seal(Frames.setup(STREAM, random.nextInt(), MEBIBYTE), port);
                final byte[] others = new byte[sealed.remaining()];
                sealed.get(others);
                return others;
            case 5:
                final byte[] setup = new byte[Frames.setup(STREAM, 1, MEBIBYTE).capacity()];
                Frames.setup(STREAM, random.nextInt(), MEBIBYTE).get(setup);
                return setup;
            default:
                return datagram;
        }
    }
}
