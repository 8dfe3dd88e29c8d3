package io.flatbook.ops.feed;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

import java.time.Duration;
import java.util.Properties;

/**
 * Writes events into a topic of Kafka, in transactions: what entries of the log caused, and how far the log was read,
 * are written both or neither. The latter goes into a compacted topic of one record, so it stays when the events have
 * expired. A second process that writes to the same topic takes over, and the first one fails with its next commit.
 */
public final class KafkaTopic implements EventSink
{
    private static final long IDLE_BYTES = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PARTITION = 0;

    private final String topic;
    private final KafkaProducer<String, String> producer;
    private FeedPlace place;
    private boolean isInTransaction;

    private KafkaTopic(final String topic, final KafkaProducer<String, String> producer, final FeedPlace place)
    {
        this.topic = topic;
        this.producer = producer;
        this.place = place;
    }

    /**
     * Opens a topic, which is made with one partition if it is missing.
     *
     * @param topic    for the events; that of the place has {@value KafkaPlaces#SUFFIX} after its name.
     * @param settings of the client, at least {@code bootstrap.servers}.
     * @return the sink, to be closed.
     * @throws IllegalStateException if the broker cannot be used, the topic has more than one partition, or it has
     *                               events and nothing says how far the log was read.
     */
    public static KafkaTopic open(final String topic, final Properties settings)
    {
        KafkaProducer<String, String> producer = null;
        try
        {
            final KafkaPlaces places = new KafkaPlaces(topic, settings);
            places.createTopics();
            final Properties own = new Properties();
            own.putAll(settings);
            own.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "flatbook-feed-" + topic);
            own.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
            own.put(ProducerConfig.ACKS_CONFIG, "all");
            own.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "20");
            producer = new KafkaProducer<>(own, new StringSerializer(), new StringSerializer());
            // Ends what a predecessor left open, and the predecessor: only then the place is known.
            producer.initTransactions();
            return new KafkaTopic(topic, producer, places.last());
        }
        catch (final KafkaException | IllegalStateException ex)
        {
            if (null != producer)
            {
                producer.close(PATIENCE);
            }
            throw failed(topic, ex);
        }
    }

    @Override
    public FeedPlace place()
    {
        return place;
    }

    @Override
    public void event(final FeedEvent event)
    {
        try
        {
            begin();
            producer.send(new ProducerRecord<>(topic, PARTITION,
                event.place().logPosition() + "-" + event.place().index(), event.line().toString()));
        }
        catch (final KafkaException | IllegalStateException ex)
        {
            throw failed(topic, ex);
        }
    }

    @Override
    public void commit(final long logPosition, final long sequence)
    {
        // Entries without events come many times a second, and cost nothing to read again.
        if (!isInTransaction && logPosition - place.logPosition() < IDLE_BYTES)
        {
            return;
        }
        try
        {
            begin();
            final FeedPlace reached = FeedPlace.endOf(logPosition, sequence);
            producer.send(new ProducerRecord<>(
                topic + KafkaPlaces.SUFFIX, PARTITION, topic, KafkaPlaces.text(reached)));
            producer.commitTransaction();
            isInTransaction = false;
            place = reached;
        }
        catch (final KafkaException | IllegalStateException ex)
        {
            throw failed(topic, ex);
        }
    }

    /** What was not committed is not seen: the next producer ends it. */
    @Override
    public void close()
    {
        producer.close(isInTransaction ? Duration.ZERO : PATIENCE);
    }

    private void begin()
    {
        if (!isInTransaction)
        {
            producer.beginTransaction();
            isInTransaction = true;
        }
    }

    private static IllegalStateException failed(final String topic, final RuntimeException ex)
    {
        final Throwable cause = null == ex.getCause() ? ex : ex.getCause();
        return new IllegalStateException("topic " + topic + ": " + cause.getMessage(), ex);
    }
}
