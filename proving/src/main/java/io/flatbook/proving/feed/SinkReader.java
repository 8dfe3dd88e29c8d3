package io.flatbook.proving.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.history.History;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads back what a sink has, event by event: sequence, position, time and content in the same form for all of them,
 * and for the file that {@code log replay --events} writes.
 */
final class SinkReader
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> ENVELOPE =
        Set.of("eventSequence", "previousSequence", "logPosition", "index", "timestamp", "version");
    private static final int PAGE = 20_000;
    private static final Duration POLL = Duration.ofMillis(200);

    private SinkReader()
    {
    }

    /** Lines that {@code log replay} wrote. */
    static void replay(final Path file, final Consumer<String> events)
    {
        lines(file, events);
    }

    /** What a sink has. */
    static void sink(final String sink, final Path out, final Consumer<String> events)
    {
        switch (sink)
        {
            case "jsonl" ->
            {
                try (Stream<Path> files = Files.list(out))
                {
                    files.filter((file) -> file.toString().endsWith(".jsonl")).sorted()
                        .forEach((file) -> lines(file, events));
                }
                catch (final IOException ex)
                {
                    throw new UncheckedIOException(ex);
                }
            }
            case "parquet" -> rows(new History(out.resolve("waiting.duckdb")),
                "read_parquet('" + out + "/events/*/*.parquet', hive_partitioning = false)", events);
            default -> rows(new History(out), "events", events);
        }
    }

    /** What consumers see of a topic: only what was committed. */
    static void topic(
        final String topic, final Properties client, final Consumer<ConsumerRecord<String, String>> records)
    {
        final TopicPartition partition = new TopicPartition(topic, 0);
        final Properties settings = new Properties();
        settings.putAll(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (KafkaConsumer<String, String> consumer =
            new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer()))
        {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            final long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end)
            {
                consumer.poll(POLL).forEach(records);
            }
        }
    }

    /** A line of {@code --to jsonl}, or a record of a topic. */
    static String event(final String line)
    {
        try
        {
            final ObjectNode json = (ObjectNode)MAPPER.readTree(line);
            final String place = place(json.get("eventSequence"), json.get("logPosition"), json.get("timestamp"));
            json.remove(ENVELOPE);
            return place + json;
        }
        catch (final JsonProcessingException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static void lines(final Path file, final Consumer<String> events)
    {
        try (BufferedReader reader = Files.newBufferedReader(file))
        {
            for (String line = reader.readLine(); null != line; line = reader.readLine())
            {
                events.accept(event(line));
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** In pages, and not only by sequence: a page would hide a duplicate at its end otherwise. */
    private static void rows(final History history, final String from, final Consumer<String> events)
    {
        List<ObjectNode> page = List.of();
        long offset = 0;
        do
        {
            page = history.rows("SELECT event_sequence, log_position, time, body FROM " + from +
                " ORDER BY event_sequence, log_position, index LIMIT " + PAGE + " OFFSET " + offset);
            for (final ObjectNode row : page)
            {
                events.accept(place(row.get("eventSequence"), row.get("logPosition"), row.get("time")) +
                    row.get("body").asText());
            }
            offset += page.size();
        }
        while (!page.isEmpty());
    }

    private static String place(final JsonNode sequence, final JsonNode logPosition, final JsonNode time)
    {
        return sequence.asLong() + " " + logPosition.asLong() + " " + time.asText() + " ";
    }
}
