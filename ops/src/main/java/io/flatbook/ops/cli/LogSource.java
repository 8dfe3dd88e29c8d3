package io.flatbook.ops.cli;

import io.flatbook.backup.BackupRestore;
import io.flatbook.ops.replay.LogReplay;
import org.agrona.IoUtil;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Options that choose the log to read.
 */
final class LogSource
{
    @ArgGroup(multiplicity = "0..1")
    private Directory directory = new Directory();

    @Option(names = "--refuse-at", paramLabel = "P", split = ",",
        description = "Entries that operators had refused and that no snapshot in the directory knows of.")
    private long[] refuseAt = new long[0];

    @Option(names = "--to-position", paramLabel = "P", description = "Look no further than this position.")
    private Long toPosition;

    /**
     * Where the log is.
     */
    static final class Directory
    {
        @Option(names = "--node-dir", paramLabel = "DIR", description = OfflineCommand.DIRECTORY)
        private Path node;

        @Option(names = "--backup", paramLabel = "DIR", description = "Directory of a backup that does not run.")
        private Path backup;

        @Option(names = "--scenario", paramLabel = "FILE",
            description = "No log, but a scenario, which an engine in this process runs.")
        private Path scenario;
    }

    /** Whether a log or a scenario is named. */
    boolean isGiven()
    {
        return null != directory.node || null != directory.backup || null != directory.scenario;
    }

    /** The scenario instead of a log, or null. */
    Path scenario()
    {
        if (null != directory.scenario && (null != toPosition || 0 < refuseAt.length))
        {
            throw ofALogOnly(null != toPosition ? "--to-position" : "--refuse-at");
        }
        return directory.scenario;
    }

    /** What is wrong with an option that would have no effect on a scenario. */
    static CliException ofALogOnly(final String option)
    {
        return new CliException(ExitCode.USAGE, option + ": with --scenario there is no log");
    }

    /** Does something with a replay of the log; what a backup is unpacked into is deleted afterwards. */
    <T> T with(final Function<LogReplay, T> work)
    {
        return withReplays((replays) -> work.apply(replays.get()));
    }

    /** The same for what needs several replays of the log. */
    <T> T withReplays(final Function<Supplier<LogReplay>, T> work)
    {
        if (null != directory.node)
        {
            return withCliFailures(() -> work.apply(() -> replay(directory.node)));
        }
        if (null == directory.backup)
        {
            throw new CliException(ExitCode.USAGE, null == directory.scenario ?
                "which log? give --node-dir or --backup" :
                "--scenario: this verb reads a log: give --node-dir or --backup");
        }
        Path unpacked = null;
        try
        {
            unpacked = Files.createTempDirectory("flatbook-backup");
            final Path node = unpacked.resolve("node");
            return withCliFailures(() ->
            {
                BackupRestore.restore(directory.backup, node);
                return work.apply(() -> replay(node));
            });
        }
        catch (final IOException ex)
        {
            throw new CliException(ExitCode.FAILURE, "the backup cannot be unpacked: " + ex.getMessage());
        }
        finally
        {
            if (null != unpacked)
            {
                IoUtil.delete(unpacked.toFile(), true);
            }
        }
    }

    private static <T> T withCliFailures(final Callable<T> work)
    {
        try
        {
            return BackupCommand.withCliFailures(work);
        }
        catch (final NoSuchElementException ex)
        {
            throw new CliException(ExitCode.NOT_FOUND, ex.getMessage());
        }
    }

    private LogReplay replay(final Path node)
    {
        final LogReplay replay = LogReplay.of(node).refuseAt(refuseAt);
        return null == toPosition ? replay :
            replay.toPosition(RootCommand.atLeast(0, "--to-position", toPosition));
    }
}
