package io.flatbook.proving.feed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flatbook.ops.feed.FeedEvent;
import io.flatbook.ops.feed.FeedPlace;
import io.flatbook.ops.feed.KafkaTopic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A topic of a real broker, under the sink that writes into it. */
final class KafkaTopicTest
{
    private static final int EVENTS = 400;
    private static final int CRASHES = 8;
    private static final int ENTRY_MAX = 5;
    private static final int ENTRY_BYTES = 96;

    @TempDir
    private static Path directory;
    private static KafkaBroker broker;

    @BeforeAll
    static void startBroker() throws IOException
    {
        broker = KafkaBroker.start(directory.resolve("broker"));
    }

    @AfterAll
    static void endBroker()
    {
        broker.close();
    }

    @Test
    void hasEveryEventOnceAfterEveryCrash()
    {
        final long seed = System.nanoTime();
        System.out.println("KafkaTopicTest: seed " + seed);
        final Random chance = new Random(seed);
        final List<FeedEvent> all = events(EVENTS, chance);
        final List<KafkaTopic> dead = new ArrayList<>();
        for (int i = 0; i < CRASHES; i++)
        {
            final KafkaTopic topic = KafkaTopic.open("crashes", broker.client());
            dead.add(topic);
            // Committed here and there; what comes after that is sent, and never committed.
            write(topic, all, EVENTS * (i + 1) / (CRASHES + 1), chance);
            final int begun = (int)topic.place().sequence();
            all.subList(begun, begun + ENTRY_MAX).forEach(topic::event);
        }
        try (KafkaTopic topic = KafkaTopic.open("crashes", broker.client()))
        {
            write(topic, all, EVENTS, chance);
            topic.commit(all.get(EVENTS - 1).place().logPosition(), EVENTS);
        }
        dead.forEach(KafkaTopic::close);

        final List<String> keys = new ArrayList<>();
        final List<String> lines = new ArrayList<>();
        SinkReader.topic("crashes", broker.client(), (record) ->
        {
            keys.add(record.key());
            lines.add(record.value());
        });
        assertThat(lines).isEqualTo(all.stream().map((event) -> event.line().toString()).toList());
        assertThat(keys).doesNotHaveDuplicates().startsWith("96-0");
        try (KafkaTopic topic = KafkaTopic.open("crashes", broker.client()))
        {
            assertThat(topic.place()).isEqualTo(FeedPlace.endOf(all.get(EVENTS - 1).place().logPosition(), EVENTS));
        }
    }

    @Test
    void remembersHowFarALogWithoutEventsWasRead()
    {
        try (KafkaTopic topic = KafkaTopic.open("idle", broker.client()))
        {
            assertThat(topic.place()).isEqualTo(FeedPlace.NONE);
            topic.commit(5_000_000, 0);
        }
        try (KafkaTopic topic = KafkaTopic.open("idle", broker.client()))
        {
            assertThat(topic.place()).isEqualTo(FeedPlace.endOf(5_000_000, 0));
        }
    }

    @Test
    void whoOpensATopicTakesItFromWhoHadIt()
    {
        final List<FeedEvent> events = events(2, new Random(1));
        try (KafkaTopic first = KafkaTopic.open("taken", broker.client()))
        {
            first.event(events.get(0));
            try (KafkaTopic second = KafkaTopic.open("taken", broker.client()))
            {
                assertThat(second.place()).isEqualTo(FeedPlace.NONE);
                assertThatThrownBy(() -> first.commit(events.get(0).place().logPosition(), 1))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("topic taken");
            }
        }
    }

    @Test
    void refusesATopicOfSomebodyElse() throws Exception
    {
        try (Producer<String, String> producer =
            new KafkaProducer<>(broker.client(), new StringSerializer(), new StringSerializer()))
        {
            try (Admin admin = Admin.create(broker.client()))
            {
                admin.createTopics(List.of(new NewTopic("others", 1, (short)1))).all().get(1, TimeUnit.MINUTES);
            }
            producer.send(new ProducerRecord<>("others", "key", "value")).get(1, TimeUnit.MINUTES);
        }
        assertThatThrownBy(() -> KafkaTopic.open("others", broker.client()))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("it has records");
    }

    @Test
    void refusesATopicWithoutOneOrder() throws Exception
    {
        try (Admin admin = Admin.create(broker.client()))
        {
            admin.createTopics(List.of(new NewTopic("wide", 2, (short)1))).all().get(1, TimeUnit.MINUTES);
        }
        assertThatThrownBy(() -> KafkaTopic.open("wide", broker.client()))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("one partition, not 2");
    }

    @Test
    void thePageOfTheFeedNamesTheLibrary() throws IOException
    {
        assertThat(Files.readString(Path.of("..", "docs", "feed.md")))
            .contains("kafka-clients-" + AppInfoParser.getVersion() + ".jar");
    }

    /** Gives a topic what it has not, up to an event, and has it commit after some entries. */
    private static void write(final KafkaTopic topic, final List<FeedEvent> all, final int end, final Random chance)
    {
        for (int i = (int)topic.place().sequence(); i < end; i++)
        {
            final FeedPlace place = all.get(i).place();
            if (0 == place.index() && 0 < i && 0 == chance.nextInt(ENTRY_MAX))
            {
                topic.commit(all.get(i - 1).place().logPosition(), i);
            }
            topic.event(all.get(i));
        }
    }

    private static List<FeedEvent> events(final int count, final Random chance)
    {
        final List<FeedEvent> events = new ArrayList<>();
        long position = ENTRY_BYTES;
        int index = 0;
        for (int i = 1; i <= count; i++)
        {
            events.add(new FeedEvent(new FeedPlace(position, index, i), i, 1, "Deposited",
                JsonNodeFactory.instance.objectNode().put("event", "Deposited").put("amount", i + ".000001")));
            final boolean isLast = 0 == chance.nextInt(ENTRY_MAX);
            index = isLast ? 0 : index + 1;
            position += isLast ? ENTRY_BYTES : 0;
        }
        return events;
    }
}
