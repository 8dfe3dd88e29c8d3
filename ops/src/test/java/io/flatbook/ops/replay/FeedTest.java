package io.flatbook.ops.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.engine.EngineView;
import io.flatbook.ops.cli.ExitCode;
import io.flatbook.ops.feed.BackupLog;
import io.flatbook.ops.feed.EventSink;
import io.flatbook.ops.feed.FeedEvent;
import io.flatbook.ops.feed.FeedPlace;
import io.flatbook.ops.feed.JsonLines;
import io.flatbook.ops.history.History;
import io.flatbook.ops.history.HistorySink;
import io.flatbook.ops.history.ParquetFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Feeds of what a node wrote, against the events of a replay of its log.
 */
final class FeedTest
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int CRASHES_MAX = 200;
    private static final long FILE_LENGTH = 2_000;

    @TempDir
    private Path temporary;
    private OfflineCli cli;
    private Path node;
    private List<JsonNode> expected;

    @BeforeEach
    void replay() throws IOException
    {
        cli = new OfflineCli(temporary);
        node = new GoldenDirectory(ReleasedVersion.all().get(0)).node(temporary.resolve("node"));
        final Path events = temporary.resolve("events.jsonl");
        assertThat(cli.run("log", "replay", node.toString(), "--events", events.toString())).isEqualTo(ExitCode.OK);
        expected = lines(events);
        expected.forEach((event) -> ((ObjectNode)event).remove("previousSequence"));
    }

    @Test
    void jsonLinesAreTheSameAfterEveryCrash() throws IOException
    {
        final Path whole = temporary.resolve("whole");
        assertThat(cli.run("feed", "--to", "jsonl", "--out", whole.toString(), "--file-length", "2000", "--node-dir",
            node.toString())).as(cli.err()).isEqualTo(ExitCode.OK);
        final Path torn = temporary.resolve("torn");
        final Random chance = new Random(chance("jsonl"));
        crash(() -> JsonLines.open(torn, FILE_LENGTH), chance, () -> tear(torn, chance));

        assertThat(files(torn)).isEqualTo(files(whole)).hasSizeGreaterThan(2);
        final List<JsonNode> written = new ArrayList<>();
        for (final String file : files(whole))
        {
            assertThat(Files.readString(torn.resolve(file))).isEqualTo(Files.readString(whole.resolve(file)));
            written.addAll(lines(whole.resolve(file)));
        }
        long position = -1;
        int index = 0;
        for (final JsonNode event : written)
        {
            index = position == event.path("logPosition").asLong() ? index + 1 : 0;
            position = event.path("logPosition").asLong();
            assertThat(event.path("index").asInt()).as("%s", event).isEqualTo(index);
            assertThat(event.path("version").asInt()).isEqualTo(1);
            ((ObjectNode)event).remove(Set.of("index", "version"));
        }
        assertThat(written).isEqualTo(expected);
    }

    @Test
    void aHistoryHasEveryEventOnceAfterEveryCrash() throws IOException
    {
        final Path file = temporary.resolve("history.duckdb");
        final Random chance = new Random(chance("duckdb"));
        crash(() -> HistorySink.open(file, (sentence) -> { }), chance, () -> { });
        spoil(file, chance, Integer.MAX_VALUE);
        try (HistorySink anew = HistorySink.open(file, (sentence) -> { }))
        {
            assertThat(anew.remark()).contains("is damaged", "history.duckdb.damaged");
            assertThat(anew.place()).isEqualTo(FeedPlace.START);
        }
        crash(() -> HistorySink.open(file, (sentence) -> { }), chance, () -> { });

        assertThat(events(new History(file), "events")).isEqualTo(expected);
        assertThat(Files.readString(Path.of("/proc/self/maps"))).as("a process that is killed leaves no library behind")
            .contains("libduckdb_java").doesNotContainPattern("libduckdb_java[0-9]+\\.so\n");
        assertThat(cli.run("history", "report", "run", "1", "--history", file.toString(), "-o", "json"))
            .as(cli.err()).isEqualTo(ExitCode.OK);
        final JsonNode report = MAPPER.readTree(cli.out());
        assertThat(report.path("run").get(0).path("deficit").asText()).isEqualTo("1000");
        assertThat(report.path("waterfall").get(4).path("left").asText()).isEqualTo("0");
        assertThat(report.path("counterparties")).hasSize(1);
        assertThat(report.has("policies")).isFalse();
        assertThat(cli.run("history", "report", "run", "1", "--history", file.toString(), "-o", "json", "--node-dir",
            node.toString())).as(cli.err()).isEqualTo(ExitCode.OK);
        assertThat(MAPPER.readTree(cli.out()).path("policies")).hasSize(4).allSatisfy((rules) ->
            assertThat(rules.path("deficit").asText()).isEqualTo("1000.00"));
        assertThat(cli.run("history", "report", "account", "1001", "--history", file.toString()))
            .isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("STATEMENT", "PositionOffset", "1,003,000");
        assertThat(cli.run("history", "report", "run", "77", "--history", file.toString()))
            .isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli.run("history", "sql", "nonsense", "--history", file.toString())).isEqualTo(ExitCode.FAILURE);
        final Path copy = temporary.resolve("copy.csv");
        assertThat(cli.run("history", "sql", "COPY runs TO '" + copy + "'", "--history", file.toString()))
            .isEqualTo(ExitCode.FAILURE);
        assertThat(cli.err()).contains("the question: wants one SELECT, which changes nothing");
        assertThat(copy).doesNotExist();
    }

    @Test
    void parquetFilesHaveEveryEventOnceAfterEveryCrash() throws IOException
    {
        final Path out = temporary.resolve("parquet");
        final Random chance = new Random(chance("parquet"));
        crash(() -> ParquetFiles.open(out, 10, (sentence) -> { }), chance,
            () -> spoil(out.resolve("waiting.duckdb"), chance, 8192));

        assertThat(events(new History(out.resolve("waiting.duckdb")),
            "read_parquet('" + out + "/events/*/*.parquet', hive_partitioning = false)")).isEqualTo(expected);
    }

    /** A day that is over has the fund and the accounts as the book had them then, also if it is told twice. */
    @Test
    void parquetFilesAndHistoryHaveTheFundOfEveryDayOnce()
    {
        final Path out = temporary.resolve("days");
        final Path history = temporary.resolve("days.duckdb");
        final List<String> funds = new ArrayList<>();
        LogReplay.of(node).run(new ReplayListener()
        {
            @Override
            public void onStart(final EngineView engine)
            {
                book = engine;
            }

            private EngineView book;
            private long days;

            @Override
            public void onEntry(final EntryKind kind, final long logPosition, final long timestampMs,
                final long engineTimeMs, final long stateHash, final long replicaHash)
            {
                if (0 < book.book().assetCount() && days < 3)
                {
                    final LocalDate day = LocalDate.of(2025, 10, 10).plusDays(days++);
                    try (ParquetFiles files = ParquetFiles.open(out, 10, (sentence) -> { }))
                    {
                        files.dayEnded(day, book);
                        files.dayEnded(day, book);
                        files.commit(logPosition, 0);
                    }
                    try (HistorySink sink = HistorySink.open(history, (sentence) -> { }))
                    {
                        sink.dayEnded(day, book);
                        sink.commit(logPosition, 0);
                        sink.dayEnded(day, book);
                        sink.commit(logPosition, 0);
                    }
                    funds.add(day + " " + AssetTotals.of(book.book()).get(0).insuranceFund());
                }
            }
        });
        final String select = "SELECT day, (insurance_fund * 100)::BIGINT AS fund FROM ";
        assertThat(Stream.of(
            new History(out.resolve("waiting.duckdb")).rows(select + "read_parquet('" + out +
                "/asset_days/*/*.parquet', hive_partitioning = true) ORDER BY day"),
            new History(history).rows(select + "asset_days ORDER BY day"))
            .map((rows) -> rows.stream().map((row) -> row.get("day").asText() + " " + row.get("fund").asText())
                .toList())).hasSize(2).allSatisfy((days) -> assertThat(days).hasSize(3).isEqualTo(funds));
    }

    @Test
    void refusesAnotherLog() throws IOException
    {
        final Path out = temporary.resolve("ahead");
        try (JsonLines lines = JsonLines.open(out, FILE_LENGTH))
        {
            lines.commit(1_000_000_000, 0);
        }
        assertThat(cli.run("feed", "--to", "jsonl", "--out", out.toString(), "--node-dir", node.toString()))
            .isEqualTo(ExitCode.FAILURE);
        assertThat(cli.err()).contains("this is not the log");
    }

    @Test
    void saysThatItWaitsForABackup() throws InterruptedException
    {
        final Path nowhere = temporary.resolve("nowhere");
        final Thread feed = new Thread(() ->
            cli.run("feed", "--to", "jsonl", "--out", temporary.resolve("out").toString(), "--backup",
                nowhere.toString()));
        feed.start();
        try
        {
            await().untilAsserted(() ->
                assertThat(cli.err()).contains(nowhere + " holds no backup yet: the feed waits for it"));
            assertThat(feed.isAlive()).isTrue();
        }
        finally
        {
            feed.interrupt();
            feed.join();
        }
    }

    @Test
    void settingsOfKafkaGoWithKafkaOnly()
    {
        assertThat(cli.run("feed", "--to", "kafka", "--out", "events", "--node-dir", node.toString()))
            .isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("feed", "--to", "jsonl", "--out", temporary.resolve("none").toString(), "--kafka", "file",
            "--node-dir", node.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(temporary.resolve("none")).doesNotExist();
    }

    /** Fills a sink that dies again and again after a few events, until one is not given any more. */
    private void crash(final Supplier<EventSink> opener, final Random chance, final Runnable damage)
    {
        boolean isDone = false;
        for (int crashes = 0; !isDone && crashes < CRASHES_MAX; crashes++)
        {
            final EventSink sink = opener.get();
            final Dying dying = new Dying(sink, 1 + chance.nextInt(20), chance);
            try
            {
                isDone = 0 == BackupLog.ofNode(node, () -> false).into(dying);
            }
            catch (final DeathException ex)
            {
                assertThat(dying.lifetime).isZero();
            }
            sink.close();
            if (!isDone)
            {
                damage.run();
            }
        }
        assertThat(isDone).isTrue();
    }

    private static final class DeathException extends RuntimeException
    {
        private static final long serialVersionUID = 1L;
    }

    /** Commits now and then, and dies. */
    private static final class Dying implements EventSink
    {
        private final EventSink sink;
        private final Random chance;
        private int lifetime;

        private Dying(final EventSink sink, final int lifetime, final Random chance)
        {
            this.sink = sink;
            this.lifetime = lifetime;
            this.chance = chance;
        }

        @Override
        public FeedPlace place()
        {
            return sink.place();
        }

        @Override
        public void event(final FeedEvent event)
        {
            // The entry before this one is complete if this is the first event of another.
            if (0 == event.place().index() && chance.nextBoolean())
            {
                sink.commit(event.place().logPosition() - 1, event.place().sequence() - 1);
            }
            if (0 == --lifetime)
            {
                throw new DeathException();
            }
            sink.event(event);
        }

        @Override
        public void commit(final long logPosition, final long sequence)
        {
            sink.commit(logPosition, sequence);
        }

        @Override
        public void close()
        {
            sink.close();
        }
    }

    /** Leaves half a line at the end of the newest file, as a process that was killed in a write. */
    private static void tear(final Path directory, final Random chance)
    {
        try
        {
            final List<String> files = files(directory);
            if (!files.isEmpty())
            {
                Files.writeString(directory.resolve(files.get(files.size() - 1)),
                    "{\"logPosition\":77,\"index\":0,\"eventSequence\":".substring(0, 1 + chance.nextInt(40)),
                    StandardOpenOption.APPEND);
            }
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }

    /** Writes over a stretch behind the headers, as a process that was killed in a checkpoint. */
    private static void spoil(final Path file, final Random chance, final int lengthMax)
    {
        final int headers = 3 * 4096;
        try (RandomAccessFile spoilt = new RandomAccessFile(file.toFile(), "rw"))
        {
            final int length = (int)spoilt.length() - headers;
            final int offset = lengthMax < length ? chance.nextInt(length - lengthMax) : 0;
            spoilt.seek(headers + offset);
            spoilt.write(new byte[Math.min(length, lengthMax)]);
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private static List<JsonNode> events(final History history, final String from) throws IOException
    {
        final List<JsonNode> events = new ArrayList<>();
        for (final ObjectNode row : history.rows("SELECT * FROM " + from + " ORDER BY event_sequence"))
        {
            final ObjectNode event = (ObjectNode)MAPPER.readTree(row.get("body").asText());
            event.set("eventSequence", row.get("eventSequence"));
            event.set("logPosition", row.get("logPosition"));
            event.put("timestamp", row.get("time").asText());
            events.add(MAPPER.readTree(event.toString()));
        }
        return events;
    }

    private static List<JsonNode> lines(final Path file) throws IOException
    {
        final List<JsonNode> lines = new ArrayList<>();
        for (final String line : Files.readAllLines(file))
        {
            lines.add(MAPPER.readTree(line));
        }
        return lines;
    }

    private static List<String> files(final Path directory) throws IOException
    {
        try (Stream<Path> files = Files.list(directory))
        {
            return files.map((file) -> file.getFileName().toString()).filter((name) -> name.endsWith(".jsonl")).sorted()
                .toList();
        }
    }

    private static long chance(final String of)
    {
        final long seed = System.nanoTime();
        System.out.println("FeedTest " + of + ": seed " + seed);
        return seed;
    }
}
