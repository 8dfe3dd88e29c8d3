package io.flatbook.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.exceptions.RegistrationException;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an Aeron must pass that is put in the place of this one: for each shape of channel nothing plain crosses the
 * wire, and a setup that is not sealed leaves no image.
 */
class ChannelShapesTest
{
    private static final int STREAM = 30;
    private static final int STRANGER = 4711;
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int SETUPS = 50;

    @TempDir
    private Path directory;

    /** A channel between two drivers, by way of a mirror. */
    enum Shape
    {
        UNICAST
        {
            @Override
            void open(final Link link) throws InterruptedException
            {
                link.port = Side.freePort();
                link.mirror.listen(link.port);
                link.subscribe("aeron:udp?endpoint=127.0.0.1:" + link.port);
                link.publish("aeron:udp?interface=127.0.0.1|endpoint=127.0.0.2:" + link.port);
            }
        },
        WILDCARD_PORT
        {
            @Override
            void open(final Link link) throws InterruptedException
            {
                link.subscribe("aeron:udp?endpoint=127.0.0.1:0");
                assertThat(Side.await(() -> !link.subscription.localSocketAddresses().isEmpty())).isTrue();
                final String address = link.subscription.localSocketAddresses().get(0);
                link.port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
                link.mirror.listen(link.port);
                link.publish("aeron:udp?interface=127.0.0.1|endpoint=127.0.0.2:" + link.port);
            }
        },
        DYNAMIC_DESTINATIONS
        {
            @Override
            void open(final Link link) throws InterruptedException
            {
                final int control = Side.freePort();
                link.port = Side.freePort();
                link.mirror.listen(control);
                link.publish("aeron:udp?control=127.0.0.1:" + control + "|control-mode=dynamic|fc=min");
                link.subscribe("aeron:udp?endpoint=127.0.0.1:" + link.port + "|control=127.0.0.2:" + control +
                    "|control-mode=dynamic");
            }
        },
        /** As the log of a cluster: the leader adds followers, each of which adds where it listens. */
        MANUAL_DESTINATIONS
        {
            @Override
            void open(final Link link) throws InterruptedException
            {
                link.port = Side.freePort();
                link.mirror.listen(link.port);
                link.subscribe("aeron:udp?control-mode=manual");
                link.subscription.addDestination("aeron:udp?endpoint=127.0.0.1:" + link.port);
                link.publish("aeron:udp?control-mode=manual|control=127.0.0.1:" + Side.freePort() + "|fc=min,t:5s");
                link.publication.addDestination("aeron:udp?endpoint=127.0.0.2:" + link.port);
            }
        };

        abstract void open(Link link) throws InterruptedException;
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void nothingPlainCrossesTheWireAndAStrangersSetupLeavesNoImage(final Shape shape)
        throws IOException, InterruptedException
    {
        final Path keys = TestKeys.write(directory.resolve("keys"), TestKeys.line(1, 1));
        try (Link link = new Link(keys); Frames frames = new Frames())
        {
            shape.open(link);
            link.awaitConnected();
            Side.exchange(link.publication, link.subscription, 500);

            final long bytes = link.receiver.imageBytes();
            final ByteBuffer setup = Frames.setup(STREAM, STRANGER, MEBIBYTE);
            for (int i = 0; i < SETUPS; i++)
            {
                frames.send(setup, link.port);
            }
            assertThat(Side.await(() -> link.receiver.counters().refused(Refusal.LENGTH) >= SETUPS)).isTrue();
            Side.exchange(link.publication, link.subscription, 50);

            assertThat(link.subscription.imageCount()).isEqualTo(1);
            assertThat(link.receiver.imageBytes()).isEqualTo(bytes);
            assertThat(link.receiver.counters().refused()).isEqualTo(SETUPS);
            assertThat(link.sender.counters().refused()).isZero();
            assertThat(link.sender.counters().opened()).isPositive();
            assertThat(link.mirror.tapped()).hasSizeGreaterThan(100).noneMatch(Mirror.Tapped::isPlain);
            link.assertNoErrors();
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void thePlainWireShowsThatTapAndSetupWouldBeNoticed(final Shape shape) throws IOException, InterruptedException
    {
        try (Link link = new Link(null); Frames frames = new Frames())
        {
            shape.open(link);
            link.awaitConnected();
            Side.exchange(link.publication, link.subscription, 100);
            frames.send(Frames.setup(STREAM, STRANGER, MEBIBYTE), link.port);
            assertThat(Side.await(() -> 2 == link.subscription.imageCount())).isTrue();
            assertThat(link.mirror.tapped()).isNotEmpty().allMatch(Mirror.Tapped::isPlain);
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void whoHasAnotherKeyOfTheSameNumberIsNotConnected(final Shape shape) throws InterruptedException
    {
        final Path keys = TestKeys.write(directory.resolve("keys"), TestKeys.line(1, 1));
        final Path others = TestKeys.write(directory.resolve("others"), TestKeys.line(1, 2));
        try (Link link = new Link(keys, others))
        {
            shape.open(link);
            assertThat(Side.await(() -> link.publication.isConnected() || link.subscription.isConnected(),
                TimeUnit.SECONDS.toNanos(2))).isFalse();
            assertThat(link.sender.counters().opened() + link.receiver.counters().opened()).isZero();
            assertThat(link.sender.counters().refused(Refusal.TAG) + link.receiver.counters().refused(Refusal.TAG))
                .isPositive();
            assertThat(link.receiver.imageBytes()).isZero();
            link.assertNoErrors();
        }
    }

    @Test
    void multicastIsRefused()
    {
        final Path keys = TestKeys.write(directory.resolve("keys"), TestKeys.line(1, 1));
        try (Side side = new Side(keys))
        {
            final String channel = "aeron:udp?endpoint=224.20.30.39:24326|interface=localhost";
            assertThatThrownBy(() -> side.aeron.addPublication(channel, STREAM))
                .isInstanceOf(RegistrationException.class).hasMessageContaining("multicast");
            assertThatThrownBy(() -> side.aeron.addSubscription(channel, STREAM))
                .isInstanceOf(RegistrationException.class).hasMessageContaining("multicast");
        }
    }

    /** Two drivers, a publication at one and a subscription at the other. */
    private static final class Link implements AutoCloseable
    {
        final Mirror mirror = new Mirror();
        final Side sender;
        final Side receiver;
        Publication publication;
        Subscription subscription;
        int port;

        Link(final Path keys)
        {
            this(keys, keys);
        }

        Link(final Path sendersKeys, final Path receiversKeys)
        {
            sender = new Side(sendersKeys);
            receiver = new Side(receiversKeys);
        }

        void publish(final String channel)
        {
            publication = sender.aeron.addPublication(channel, STREAM);
        }

        void subscribe(final String channel)
        {
            subscription = receiver.aeron.addSubscription(channel, STREAM);
        }

        void awaitConnected()
        {
            assertThat(Side.await(() -> publication.isConnected() && subscription.isConnected())).isTrue();
        }

        void assertNoErrors()
        {
            assertThat(sender.errors).isEmpty();
            assertThat(receiver.errors).isEmpty();
        }

        @Override
        public void close()
        {
            CloseHelper.closeAll(sender, receiver, mirror);
        }
    }
}
