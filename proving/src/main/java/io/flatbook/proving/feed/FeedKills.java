package io.flatbook.proving.feed;

import io.flatbook.backup.BackupRestore;
import io.flatbook.backup.BackupStatus;
import io.flatbook.ops.FlatbookCommand;
import io.flatbook.ops.link.Ground;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.NotAsPromisedException;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Three nodes that take trades, a backup that follows them, and feeds that are killed and started again.
 */
public final class FeedKills implements AutoCloseable
{
    private static final String KAFKA = "kafka";
    private static final String HISTORY = "history";
    private static final int HEAP_MEGABYTES = 256;
    private static final int BACKUP_PORT = 8;
    private static final long PATIENCE_SECONDS = 90;
    private static final long POLL_MS = 50;
    private static final int LIFE_MS_MIN = 200;
    private static final int LIFE_MS_MAX = 2_500;
    private static final Map<String, String> SETTINGS = Map.of("logTermLength", "4m", "segmentLength", "4m");

    private final Path directory;
    private final List<String> sinks;
    private final Random chance;
    private final PrintStream talk;
    private final LocalCluster cluster;
    private final Map<String, Process> feeds = new TreeMap<>();
    private final KafkaBroker broker;
    private Process backup;

    /**
     * Starts nodes and backup.
     *
     * @param directory for everything that is written; its own name must be unique on this machine.
     * @param sinks     jsonl, duckdb, parquet, kafka; history for what {@code history follow} writes.
     * @param seed      of the moments of death.
     * @param talk      for progress.
     * @throws IOException if a process cannot be started.
     */
    public FeedKills(final Path directory, final List<String> sinks, final long seed, final PrintStream talk)
        throws IOException
    {
        this.directory = directory;
        this.sinks = sinks;
        this.talk = talk;
        chance = new Random(seed);
        cluster = LocalCluster.start(
            Ground.loopback(), Files.createDirectories(directory.resolve(directory.getFileName() + "-nodes")),
            "feeds", HEAP_MEGABYTES, SETTINGS);
        broker = sinks.contains(KAFKA) ? KafkaBroker.start(directory.resolve("broker")) : null;
        Files.writeString(directory.resolve("node.properties"), "clusterName=feeds\n" +
            "hosts=localhost,localhost,localhost\nsegmentLength=4m\nbasePort=" + cluster.port(0) + "\n");
        Files.writeString(directory.resolve("ops.properties"), "clusterName=feeds\nprincipal=ops/kills\n" +
            "ingressEndpoints=" + cluster.profile().ingressEndpoints() + "\nstatusUrls=" +
            String.join(",", cluster.profile().statusUrls()) + "\n");
    }

    /**
     * Kills every feed that many times under load, lets it finish, and compares.
     *
     * @param times that each feed is killed.
     * @return number of events that each sink has.
     * @throws IOException            if a process cannot be started.
     * @throws NotAsPromisedException if a sink differs from the replay of the log.
     */
    public long run(final int times) throws IOException
    {
        try (MarketLoad load = new MarketLoad(cluster.profile()))
        {
            backup = launch("backup", "backup", "run", backupDirectory().toString(), "--config",
                directory.resolve("node.properties").toString(), "--from-start",
                "--port", Integer.toString(cluster.port(0) + BACKUP_PORT));
            await("the backup follows", () -> BackupStatus.exists(backupDirectory()) &&
                0 < BackupStatus.read(backupDirectory()).followed().position());
            for (int i = 1; i <= times; i++)
            {
                live(i, load);
                if (i == (times + 1) / 2)
                {
                    once("cluster", "snapshot", "--profile", directory.resolve("ops.properties").toString());
                }
            }
            load.check();
        }
        end(backup);
        return compare();
    }

    /** One life of every feed, each of another length; the killer looks whether it wrote. */
    private void live(final int number, final MarketLoad load) throws IOException
    {
        final Map<String, Long> before = new TreeMap<>();
        for (final String sink : sinks)
        {
            before.put(sink, written(sink));
            feeds.put(sink, launch(sink, feed(sink)));
        }
        for (final String sink : sinks)
        {
            // Most of a short life is the start of the JVM: from its first event on chance decides.
            await(sink + " writes", () ->
            {
                load.check();
                return written(sink) > before.get(sink) || !feeds.get(sink).isAlive();
            });
            sleep(LIFE_MS_MIN + chance.nextInt(LIFE_MS_MAX - LIFE_MS_MIN) / sinks.size());
            if (!feeds.get(sink).isAlive())
            {
                throw new NotAsPromisedException("the feed to " + sink + " ended by itself: " + lastLine(sink));
            }
            feeds.remove(sink).destroyForcibly().onExit().join();
        }
        talk.println("killed " + number + " times");
    }

    /** What grows when it writes: bytes of all its lines, or the time of its DuckDB file. */
    private long written(final String sink)
    {
        final Path out = out(sink);
        try
        {
            if (KAFKA.equals(sink))
            {
                return broker.logLength(KAFKA);
            }
            if ("jsonl".equals(sink))
            {
                return length(out, ".jsonl");
            }
            final Path file = "parquet".equals(sink) ? out.resolve("waiting.duckdb") : out;
            return Files.exists(file) ? Files.getLastModifiedTime(file).toMillis() : 0;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Bytes of all files of a kind in a directory. */
    static long length(final Path directory, final String ending) throws IOException
    {
        if (!Files.exists(directory))
        {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory))
        {
            return files.filter((file) -> file.toString().endsWith(ending))
                .mapToLong((file) -> file.toFile().length()).sum();
        }
    }

    private long compare() throws IOException
    {
        final Path node = directory.resolve("restored");
        BackupRestore.restore(backupDirectory(), node);
        final Path replayed = directory.resolve("replayed.jsonl");
        once("log", "replay", node.toString(), "--from", "0",
            "--to-position", Long.toString(BackupStatus.read(backupDirectory()).followed().position()),
            "--events", replayed.toString());
        final List<String> expected = new ArrayList<>();
        SinkReader.replay(replayed, expected::add);
        for (final String sink : sinks)
        {
            final List<String> arguments = new ArrayList<>(List.of(feed(sink)));
            arguments.add("--once");
            once(arguments.toArray(String[]::new));
            final Iterator<String> next = expected.iterator();
            final Consumer<String> check = (event) ->
            {
                final String wanted = next.hasNext() ? next.next() : "nothing more";
                if (!wanted.equals(event))
                {
                    throw new NotAsPromisedException(sink + " has " + event + ", and the log " + wanted);
                }
            };
            if (KAFKA.equals(sink))
            {
                SinkReader.topic(KAFKA, broker.client(), (record) -> check.accept(SinkReader.event(record.value())));
            }
            else
            {
                SinkReader.sink(sink, out(sink), check);
            }
            if (next.hasNext())
            {
                throw new NotAsPromisedException(sink + " ends before " + next.next());
            }
        }
        return expected.size();
    }

    private String[] feed(final String sink)
    {
        if (HISTORY.equals(sink))
        {
            return new String[]{
                "history", "follow", "--history", out(sink).toString(), "--backup", backupDirectory().toString()};
        }
        final List<String> feed = new ArrayList<>(List.of("feed", "--to", sink, "--backup",
            backupDirectory().toString(), "--file-length", "1000000", "--file-events", "5000"));
        feed.addAll(KAFKA.equals(sink) ? List.of("--out", KAFKA, "--kafka", broker.clientFile().toString()) :
            List.of("--out", out(sink).toString()));
        return feed.toArray(String[]::new);
    }

    private Path out(final String sink)
    {
        return directory.resolve("duckdb".equals(sink) || HISTORY.equals(sink) ? sink + ".duckdb" : sink);
    }

    private Path backupDirectory()
    {
        return directory.resolve("backup");
    }

    private Process launch(final String log, final String... arguments) throws IOException
    {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
            "-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")),
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens", "java.base/java.util.zip=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), FlatbookCommand.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(log).toFile())).start();
    }

    private void once(final String... arguments) throws IOException
    {
        final Process started = launch("once", arguments);
        try
        {
            if (!started.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || 0 != started.exitValue())
            {
                throw new NotAsPromisedException(String.join(" ", arguments) + ": " + lastLine("once"));
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new NotAsPromisedException("interrupted");
        }
        finally
        {
            started.destroyForcibly();
        }
    }

    private Path log(final String name)
    {
        return directory.resolve(name + ".log");
    }

    private String lastLine(final String name) throws IOException
    {
        final List<String> lines = Files.readAllLines(log(name));
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    private static void await(final String what, final BooleanSupplier condition)
    {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() - startNs > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS))
            {
                throw new NotAsPromisedException("it did not come to this: " + what);
            }
            sleep(POLL_MS);
        }
    }

    private static void sleep(final long ms)
    {
        try
        {
            TimeUnit.MILLISECONDS.sleep(ms);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new NotAsPromisedException("interrupted");
        }
    }

    private static void end(final Process started)
    {
        started.destroy();
        try
        {
            if (!started.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
            {
                started.destroyForcibly();
            }
        }
        catch (final InterruptedException ex)
        {
            started.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all processes. */
    @Override
    public void close()
    {
        feeds.values().forEach(Process::destroyForcibly);
        if (null != backup)
        {
            end(backup);
        }
        if (null != broker)
        {
            broker.close();
        }
        cluster.close();
    }
}
