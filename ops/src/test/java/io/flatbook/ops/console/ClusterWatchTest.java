package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

final class ClusterWatchTest
{
    private static final String NO_NUMBER = "flatbook_commit_seconds_bucket{le=\"soon\"} 1\n";

    private final BlockingQueue<ObjectNode> seen = new LinkedBlockingQueue<>();

    /** Nobody would notice that it has ended: the cards stay as they were. */
    @Test
    void aPageThatCannotBeReadIsSaidAndTheNextIsReadAgain() throws InterruptedException
    {
        final EngineGround ground = new EngineGround();
        final AtomicInteger looks = new AtomicInteger();
        try (ClusterWatch watch = new ClusterWatch(ground::pages, pages -> "healthy", 1, seen::add,
            url -> 2 == looks.incrementAndGet() ? NO_NUMBER : "", new LeaderLatency()))
        {
            watch.start();
            assertThat(next().path("verdict").asText()).isEqualTo("healthy");
            final ObjectNode unread = next();
            assertThat(unread.path("verdict").asText()).startsWith("the pages of the nodes cannot be read: ");
            assertThat(unread.path("nodes")).as("as they were seen before").hasSize(3);
            assertThat(next().path("verdict").asText()).isEqualTo("healthy");
        }
    }

    private ObjectNode next() throws InterruptedException
    {
        final ObjectNode next = seen.poll(1, TimeUnit.MINUTES);
        assertThat(next).isNotNull();
        return next;
    }
}
