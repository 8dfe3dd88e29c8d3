package io.flatbook.ops.feed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Instant;

/**
 * An event of the feed. See {@code docs/feed.md}.
 *
 * @param place       its key.
 * @param timestampMs engine time at which it happened, ms since 1970.
 * @param version     of the schema that it was encoded with.
 * @param name        of its message in the schema.
 * @param body        its name and fields, as {@code events tail} prints them.
 */
public record FeedEvent(FeedPlace place, long timestampMs, int version, String name, ObjectNode body)
{
    /**
     * The event as an object of its own, with its key.
     *
     * @return one line of {@code --to jsonl}.
     */
    public ObjectNode line()
    {
        final ObjectNode line = JsonNodeFactory.instance.objectNode()
            .put("logPosition", place.logPosition())
            .put("index", place.index())
            .put("eventSequence", place.sequence())
            .put("timestamp", Instant.ofEpochMilli(timestampMs).toString())
            .put("version", version);
        line.setAll(body);
        return line;
    }
}
