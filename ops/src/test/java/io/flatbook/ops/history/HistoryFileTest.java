package io.flatbook.ops.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.feed.FeedEvent;
import io.flatbook.ops.feed.FeedPlace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HistoryFileTest
{
    private static final long POSITION = 96;
    private static final long PATIENCE_S = 60;

    @TempDir
    private Path directory;

    @Test
    void settingsInAPathAreNotGivenToTheDriver()
    {
        final Path other = directory.resolve("h;threads=1");
        assertThatThrownBy(() -> new HistoryFile(other)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(other + ": the path of a history cannot have a semicolon");
    }

    /** Some are special to addresses, and to SQL. */
    @ParameterizedTest
    @ValueSource(strings = {"h?read_only=true", "o'clock \"x\" #1 %41.duckdb", ":memory:"})
    void aFileMayHaveAnyOtherName(final String name)
    {
        final Path path = directory.resolve(name);
        assertThat(new HistoryFile(path).create()).isEqualTo(FeedPlace.NONE);
        assertThat(events(new HistoryFile(path))).isZero();
        assertThat(path).isRegularFile();
        assertThat(directory.toFile().list()).containsExactly(name);
    }

    /** Whoever dies between the rows and the place in the log, or after it, must leave neither. */
    @Test
    void rowsAndPlaceAreWrittenTogetherOrNotAtAll()
    {
        final HistoryFile file = new HistoryFile(directory.resolve("history.duckdb"));
        final HistoryRows rows = new HistoryRows();
        rows.add(new FeedEvent(new FeedPlace(POSITION, 0, 1), 1_000, 1, "AccountOpened",
            JsonNodeFactory.instance.objectNode().put("event", "AccountOpened")));
        assertThat(file.create()).isEqualTo(FeedPlace.NONE);

        assertThatThrownBy(() -> file.write((connection, statement) ->
        {
            rows.write(connection, statement, POSITION, 1);
            throw new SQLException("it died");
        })).isInstanceOf(HistoryException.class).hasMessageContaining("it died");
        assertThat(file.create()).isEqualTo(FeedPlace.NONE);
        assertThat(events(file)).isZero();

        file.write((connection, statement) ->
        {
            rows.write(connection, statement, POSITION, 1);
            return null;
        });
        assertThat(file.create()).isEqualTo(FeedPlace.endOf(POSITION, 1));
        assertThat(events(file)).isEqualTo(1);
    }

    /** A tick and a lot of 10^-15 and 10^15 coins make a minor unit of an asset with as few as no decimals. */
    @Test
    void pricesAndQuantitiesOfTinyAndHugeUnitsAreExact()
    {
        final HistoryFile file = new HistoryFile(directory.resolve("history.duckdb"));
        final HistoryRows rows = new HistoryRows();
        final ObjectNode marks = JsonNodeFactory.instance.objectNode();
        marks.putArray("marks").addObject().put("instrument", "TINY").put("mark", "0.000000000000123456");
        rows.add(new FeedEvent(new FeedPlace(POSITION, 0, 1), 1_000, 1, "MarkPricesUpdated", marks));
        final ObjectNode offset = JsonNodeFactory.instance.objectNode().put("run", 1).put("instrument", "TINY")
            .put("counterparty", 2).put("counterpartyQuantity", "-123000000000000000").put("quantity",
            "23000000000000000.000000000000000001").put("mark", "0.000000000000123456");
        rows.add(new FeedEvent(new FeedPlace(POSITION, 1, 2), 1_000, 1, "PositionOffset", offset));
        file.create();
        file.write((connection, statement) ->
        {
            rows.write(connection, statement, POSITION, 2);
            return null;
        });

        final History history = new History(file.file());
        assertThat(history.rows("SELECT mark FROM marks")).first()
            .hasToString("{\"mark\":\"0.000000000000123456\"}");
        assertThat(history.rows("SELECT mark, quantity FROM offsets")).first().hasToString(
            "{\"mark\":\"0.000000000000123456\",\"quantity\":\"23000000000000000.000000000000000001\"}");
        assertThat(new HistoryReports(history).run(1).get("positions")).first().hasToString(
            "{\"instrument\":\"TINY\",\"account\":2,\"before\":\"-123000000000000000\"," +
            "\"after\":\"-99999999999999999.999999999999999999\"}");
    }

    /** The driver runs each statement of a text, and a history that is open to read lets them write other files. */
    @ParameterizedTest
    @ValueSource(strings = {"COPY marks TO 'FILE'", "SELECT 1; COPY marks TO 'FILE'", "EXPORT DATABASE 'FILE'",
        "ATTACH 'FILE'", "SELECT 1) TO 'FILE'; COPY (SELECT 2", "SELECT 1; SELECT 2", "SET threads = 1", "",
        "nonsense"})
    void whatDoesMoreThanAskIsRefused(final String text)
    {
        final HistoryFile file = new HistoryFile(directory.resolve("history.duckdb"));
        file.create();
        final Path other = directory.resolve("other");

        assertThatThrownBy(() -> new History(file.file()).checkQuestion(text.replace("FILE", other.toString())))
            .isInstanceOf(HistoryException.class).hasMessageStartingWith("the question: ");
        assertThat(directory.toFile().list()).containsExactly("history.duckdb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 'it''s' FROM marks;", "WITH x AS (SELECT 1 AS a) SELECT * FROM x", "FROM offsets",
        "SHOW TABLES", "DESCRIBE runs", "SELECT * FROM read_parquet('days/*/*.parquet')"})
    void whatAsksIsNotRefused(final String text)
    {
        final HistoryFile file = new HistoryFile(directory.resolve("history.duckdb"));
        file.create();

        new History(file.file()).checkQuestion(text);
    }

    /** Else `history follow` would end, and the history with it, because somebody asks for long. */
    @Test
    void aWriterWaitsForAReaderAsLongAsThatReadsAndTellsForWhom() throws Exception
    {
        final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        final HistoryFile file = new HistoryFile(directory.resolve("history.duckdb"), told::add, 1);
        file.create();
        final Process reader = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp", System.getProperty("java.class.path"), FileHolder.class.getName(), file.file().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try
        {
            assertThat(reader.getInputStream().read()).as("it has locked the file").isEqualTo(FileHolder.LOCKED);
            final CompletableFuture<FeedPlace> written = CompletableFuture.supplyAsync(() ->
            {
                file.reached(FeedPlace.endOf(POSITION, 7));
                return file.create();
            });
            for (int i = 0; i < 3; i++)
            {
                assertThat(told.poll(PATIENCE_S, TimeUnit.SECONDS)).startsWith(file.file() + " has been read for 0 ")
                    .contains("by another program (PID " + reader.pid() + ")");
            }
            assertThat(written).isNotDone();

            reader.getOutputStream().close();
            assertThat(written.get(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo(FeedPlace.endOf(POSITION, 7));
        }
        finally
        {
            reader.destroyForcibly().waitFor();
        }
    }

    /** Else nothing could be written to it when there is room again, until somebody removed what is there. */
    @ParameterizedTest
    @ValueSource(longs = {0, 4_096, 10_000})
    void aFileThatCouldNotBeMadeOnAFullDiskIsMadeWhenThereIsRoom(final long room) throws Exception
    {
        final Path path = directory.resolve("history.duckdb");
        final Process maker = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp", System.getProperty("java.class.path"), HistoryMaker.class.getName(), path.toString(),
            Long.toString(room)).redirectErrorStream(true).start();
        final String told = new String(maker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(maker.waitFor()).as(told).isPositive();
        assertThat(told).contains("Could not write file").contains("File too large");
        assertThat(path).doesNotExist();

        try (HistorySink sink = HistorySink.open(path, (sentence) -> { }))
        {
            assertThat(sink.place()).isEqualTo(FeedPlace.NONE);
        }
    }

    /** What another program made is no history that is damaged. */
    @Test
    void leavesAFileAloneThatIsNoHistoryWhateverItsName() throws IOException
    {
        final Path other = Files.writeString(directory.resolve("checksums-of-corrupt-files.txt"), "0 of 12\n");
        assertThatThrownBy(() -> HistorySink.open(other, (sentence) -> { })).isInstanceOf(HistoryException.class)
            .hasMessageContaining("not a valid DuckDB database file");
        assertThat(other).hasContent("0 of 12");
    }

    /** America/New_York has no 02:30 on the day on which its clocks go forward. */
    @Test
    void timesAreInUtcWhereverTheHostIs()
    {
        final TimeZone ofHost = TimeZone.getDefault();
        try
        {
            for (final String zone : List.of("America/New_York", "Asia/Kolkata", "UTC"))
            {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                final HistoryFile file = new HistoryFile(directory.resolve(zone.replace('/', '-')));
                final HistoryRows rows = new HistoryRows();
                final long timeMs = Instant.parse("2025-03-09T02:30:00.123Z").toEpochMilli();
                rows.add(new FeedEvent(new FeedPlace(POSITION, 0, 1), timeMs, 1, "AccountOpened",
                    JsonNodeFactory.instance.objectNode()));
                file.create();
                file.write((connection, statement) ->
                {
                    rows.write(connection, statement, POSITION, 1);
                    return null;
                });

                assertThat(new History(file.file()).rows(
                    "SELECT time, time::DATE AS day, time::TIMESTAMPTZ AS instant FROM events"))
                    .first().hasToString("{\"time\":\"2025-03-09T02:30:00.123Z\",\"day\":\"2025-03-09\"," +
                        "\"instant\":\"2025-03-09T02:30:00.123Z\"}");
                assertThat(new HistoryReports(new History(file.file())).day(LocalDate.of(2025, 3, 9)).get("events"))
                    .hasSize(1);
            }
        }
        finally
        {
            TimeZone.setDefault(ofHost);
        }
    }

    private static long events(final HistoryFile file)
    {
        return new History(file.file()).rows("SELECT count(*) AS count FROM events").get(0).get("count").asLong();
    }
}
