package io.flatbook.ops.feed;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;

/**
 * The two topics of a feed, and how far it is: the last record of the compacted one. Only what was committed counts.
 */
final class KafkaPlaces
{
    /** After the name of the topic of events. */
    static final String SUFFIX = ".place";

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long STEP = 100;

    private final String topic;
    private final Properties settings = new Properties();

    KafkaPlaces(final String topic, final Properties settings)
    {
        this.topic = topic;
        this.settings.putAll(settings);
        this.settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        this.settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        this.settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        this.settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    }

    static String text(final FeedPlace place)
    {
        return place.logPosition() + " " + place.sequence();
    }

    /** Makes what is missing, with as many replicas as the brokers give a topic by themselves. */
    void createTopics()
    {
        final NewTopic events = new NewTopic(topic, Optional.of(1), Optional.empty());
        // Compaction leaves the newest segment alone: a short one is read, not one of a week.
        final NewTopic places = new NewTopic(topic + SUFFIX, Optional.of(1), Optional.empty()).configs(Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(1024 * 1024)));
        try (Admin admin = Admin.create(settings))
        {
            admin.createTopics(List.of(events, places)).values().forEach((name, created) ->
            {
                try
                {
                    created.get();
                }
                catch (final ExecutionException ex)
                {
                    // Who may not make topics has them made by somebody else.
                    if (!(ex.getCause() instanceof TopicExistsException ||
                        ex.getCause() instanceof AuthorizationException))
                    {
                        throw new KafkaException(ex.getCause());
                    }
                }
                catch (final InterruptedException ex)
                {
                    Thread.currentThread().interrupt();
                    throw new KafkaException(ex);
                }
            });
        }
    }

    /** How far it is. A predecessor must have been ended. */
    FeedPlace last()
    {
        final TopicPartition events = new TopicPartition(topic, 0);
        final TopicPartition places = new TopicPartition(topic + SUFFIX, 0);
        try (KafkaConsumer<String, String> consumer =
            new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer()))
        {
            if (1 != consumer.partitionsFor(topic).size())
            {
                throw new IllegalStateException("events have one order: it must have one partition, not " +
                    consumer.partitionsFor(topic).size());
            }
            consumer.assign(List.of(places));
            final long begin = consumer.beginningOffsets(List.of(places)).get(places);
            final long end = consumer.endOffsets(List.of(places)).get(places);
            FeedPlace place = FeedPlace.NONE;
            // Back from the end, as far as a record is: markers of transactions have offsets too.
            for (long step = STEP, from = end; FeedPlace.NONE == place && begin < from; step *= 2)
            {
                from = Math.max(begin, end - step);
                consumer.seek(places, from);
                place = last(consumer, places, end);
            }
            if (FeedPlace.NONE == place && holdsRecords(consumer, events))
            {
                throw new IllegalStateException("it has records, and nothing in " + places.topic() +
                    " says how far the log was read: give the feed another topic");
            }
            return place;
        }
    }

    /** Whether it has records, or had: what a writer sent who died before its first commit does not count. */
    private static boolean holdsRecords(final KafkaConsumer<String, String> consumer, final TopicPartition partition)
    {
        consumer.assign(List.of(partition));
        final long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
        final long end = consumer.endOffsets(List.of(partition)).get(partition);
        final long startNs = System.nanoTime();
        boolean holds = 0 < begin;
        consumer.seek(partition, begin);
        while (!holds && consumer.position(partition) < end)
        {
            holds = !consumer.poll(POLL).isEmpty();
            checkPatience(partition, startNs);
        }
        return holds;
    }

    private static FeedPlace last(
        final KafkaConsumer<String, String> consumer, final TopicPartition partition, final long end)
    {
        FeedPlace place = FeedPlace.NONE;
        final long startNs = System.nanoTime();
        while (consumer.position(partition) < end)
        {
            for (final ConsumerRecord<String, String> each : consumer.poll(POLL))
            {
                final String[] numbers = each.value().split(" ");
                place = FeedPlace.endOf(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
            }
            checkPatience(partition, startNs);
        }
        return place;
    }

    private static void checkPatience(final TopicPartition partition, final long startNs)
    {
        if (System.nanoTime() - startNs > PATIENCE.toNanos())
        {
            throw new IllegalStateException(partition.topic() + " could not be read within a minute");
        }
    }
}
