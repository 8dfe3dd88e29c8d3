package io.flatbook.ops.cli;

import io.flatbook.backup.PropertyFile;
import io.flatbook.ops.feed.EventSink;
import io.flatbook.ops.feed.JsonLines;
import io.flatbook.ops.feed.KafkaTopic;
import io.flatbook.ops.history.HistorySink;
import io.flatbook.ops.history.ParquetFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes every event once and in order.
 */
@Command(name = "feed", description = {
    "Writes every event of the cluster once and in order, and goes on where it was when it is started again.",
    "It reads the log that a backup has fetched, and asks nothing of the cluster. Each event has a key: the position " +
    "of its entry in the log, and its index there. The format: docs/feed.md."})
final class FeedCommand extends OfflineCommand
{
    @Mixin
    private FeedSource source;

    @Option(names = "--to", required = true, paramLabel = "SINK",
        description = {"jsonl: files of JSON lines. parquet: Parquet files by day. duckdb: a history (see `history`).",
            "kafka: a topic, in transactions; needs kafka-clients beside the program (docs/feed.md)."})
    private Sink to;

    @Option(names = "--out", required = true, paramLabel = "PATH",
        description = "Directory of the files, made if it is missing; the file for duckdb; the topic for kafka.")
    private Path out;

    @Option(names = "--file-length", paramLabel = "BYTES",
        description = "jsonl: bytes after which a file is full (default: 67108864).")
    private long fileLength = JsonLines.FILE_LENGTH;

    @Option(names = "--file-events", paramLabel = "N",
        description = "parquet: events after which a file is full (default: 1000000); a day has a file of its own.")
    private long fileEvents = ParquetFiles.EVENTS_PER_FILE;

    @Option(names = "--kafka", paramLabel = "FILE",
        description = "kafka: settings of the Kafka client (.properties): bootstrap.servers, and how to log in.")
    private Path kafka;

    /**
     * Where events go.
     */
    enum Sink
    {
        /** Files of JSON lines. */
        jsonl,
        /** Parquet files by day. */
        parquet,
        /** A file of DuckDB. */
        duckdb,
        /** A topic of Kafka. */
        kafka
    }

    @Override
    int run()
    {
        RootCommand.atLeast(1, "--file-length", fileLength);
        RootCommand.atLeast(1, "--file-events", fileEvents);
        if ((Sink.kafka == to) != (null != kafka))
        {
            throw new CliException(ExitCode.USAGE, "--kafka FILE and --to kafka go together");
        }
        return source.into(this, this::open);
    }

    private EventSink open()
    {
        return switch (to)
        {
            case jsonl -> JsonLines.open(out, fileLength);
            case parquet -> ParquetFiles.open(out, fileEvents, this::talk);
            case duckdb -> HistorySink.open(out, this::talk);
            case kafka -> openKafka();
        };
    }

    private EventSink openKafka()
    {
        ConsoleCommand.logComplaintsOnly();
        try
        {
            return KafkaTopic.open(out.toString(), PropertyFile.read(kafka));
        }
        catch (final IOException ex)
        {
            throw CliException.unreadable(kafka, ex);
        }
        catch (final NoClassDefFoundError ex)
        {
            throw new CliException(ExitCode.FAILURE,
                "--to kafka needs kafka-clients in the directory lib beside flatbook-ops.jar (docs/feed.md)");
        }
    }
}
