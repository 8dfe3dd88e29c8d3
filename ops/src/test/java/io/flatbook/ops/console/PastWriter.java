package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flatbook.engine.EngineView;
import io.flatbook.ops.feed.EventText;
import io.flatbook.ops.feed.FeedEvent;
import io.flatbook.ops.feed.FeedPlace;
import io.flatbook.ops.history.HistorySink;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Writes histories. As a process of its own it writes one transaction after the other into one, as a process does that
 * follows a cluster.
 */
final class PastWriter
{
    private static final long START_MS = 1_760_130_964_000L;
    private static final long STEP_MS = 100;
    private static final int ENTRY_BYTES = 96;

    private PastWriter()
    {
    }

    /**
     * Writes.
     *
     * @param args file, number of transactions, each of one event.
     */
    public static void main(final String[] args)
    {
        try (HistorySink sink = HistorySink.open(Path.of(args[0]), (sentence) -> { }))
        {
            for (long i = 1; i <= Long.parseLong(args[1]); i++)
            {
                sink.event(new FeedEvent(new FeedPlace(i * ENTRY_BYTES, 0, i), START_MS + i * STEP_MS, 1,
                    "InsuranceFundChanged", JsonNodeFactory.instance.objectNode().put("event", "InsuranceFundChanged")
                    .put("asset", "USDC").put("amount", "1").put("insuranceFund", Long.toString(i))));
                sink.commit(i * ENTRY_BYTES, i);
            }
        }
    }

    /**
     * Writes events that were seen, all in one transaction, and the book as it is at the end of the day.
     */
    static void write(final Path file, final List<WireMessage> events, final EngineView engine)
    {
        final EventText text = new EventText();
        try (HistorySink sink = HistorySink.open(file, (sentence) -> { }))
        {
            long position = 0;
            long sequence = 0;
            int index = 0;
            for (final WireMessage event : events)
            {
                final WireRow header = event.header();
                text.learn(event);
                index = header.required("logPosition") == position ? index + 1 : 0;
                position = header.required("logPosition");
                sequence = header.required("eventSequence");
                sink.event(new FeedEvent(new FeedPlace(position, index, sequence), header.required("timestampMs"), 1,
                    event.name(), text.json(event)));
            }
            sink.dayEnded(LocalDate.now(ZoneOffset.UTC), engine);
            sink.commit(position, sequence);
        }
    }
}
