package io.flatbook.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import io.aeron.Publication;
import io.aeron.Subscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest
{
    private static final int STREAM = 30;

    @TempDir
    private Path directory;

    @Test
    void keysAreChangedUnderLoadWithoutARefusedDatagram() throws InterruptedException
    {
        final String one = TestKeys.line(1, 1);
        final String two = TestKeys.line(2, 2);
        final Path here = TestKeys.write(directory.resolve("here"), one);
        final Path there = TestKeys.write(directory.resolve("there"), one);
        try (Side sender = new Side(here); Side receiver = new Side(there))
        {
            final int port = Side.freePort();
            final String channel = "aeron:udp?endpoint=127.0.0.1:" + port;
            final Subscription subscription = receiver.aeron.addSubscription(channel, STREAM);
            final Publication publication = sender.aeron.addPublication(channel, STREAM);
            assertThat(Side.await(() -> publication.isConnected() && subscription.isConnected())).isTrue();

            final AtomicBoolean isChanging = new AtomicBoolean(true);
            final AtomicBoolean isWhole = new AtomicBoolean();
            final Thread load = new Thread(() ->
            {
                while (isChanging.get())
                {
                    Side.exchange(publication, subscription, 100);
                }
                isWhole.set(true);
            });
            load.start();
            for (final String[] lines : new String[][]{{one, two}, {two, one}, {two}})
            {
                change(sender, here, lines);
                change(receiver, there, lines);
            }
            final long opened = receiver.counters().opened();
            assertThat(Side.await(() -> receiver.counters().opened() > opened + 100)).isTrue();
            isChanging.set(false);
            load.join();

            assertThat(isWhole).isTrue();
            assertThat(sender.counters().refused() + receiver.counters().refused()).isZero();
            assertThat(sender.errors).isEmpty();
            assertThat(receiver.errors).isEmpty();
        }
    }

    private static void change(final Side side, final Path file, final String[] lines)
    {
        TestKeys.write(file, lines);
        final int first = Integer.parseInt(lines[0].substring(0, lines[0].indexOf(':')));
        assertThat(Side.await(() -> lines.length == side.wire.clientKeys().keyIds().length &&
            first == side.wire.clientKeys().keyIds()[0])).isTrue();
    }
}
