package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.backup.BackupException;
import io.flatbook.backup.BackupRestore;
import io.flatbook.backup.BackupStatus;
import io.flatbook.backup.FollowedLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;

/**
 * Verbs about backups of a cluster.
 */
@Command(name = "backup", description = "Backups of a cluster: made, watched, turned into a node's directory.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {BackupRunCommand.class, BackupCommand.Status.class, BackupCommand.Restore.class})
final class BackupCommand
{
    private BackupCommand()
    {
    }

    /**
     * How far a backup is.
     */
    @Command(name = "status", description = {"How far a backup is and how old that is.",
        "Exit code 10 if none runs, or it does not follow the log, or the log has not grown for --older-than."})
    static final class Status implements Callable<Integer>
    {
        private static final long SILENT_MS = 15_000;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "DIR", description = "Directory of the backup.")
        private Path directory;

        @Option(names = "--older-than", paramLabel = "TIME", defaultValue = "60s",
            description = "Age from which it is unhealthy, such as 30s or 5m (default: ${DEFAULT-VALUE}).")
        private String oldest;

        @Override
        public Integer call()
        {
            final RootCommand root = (RootCommand)spec.root().userObject();
            final long oldestMs = RootCommand.milliseconds("--older-than", oldest);
            final BackupStatus status = withCliFailures(() -> BackupStatus.read(directory));
            final FollowedLog followed = status.followed();
            final long nowMs = root.surroundings().epochMs().getAsLong();
            final boolean runs = nowMs - status.writtenMs() < SILENT_MS;
            final long ageMs = 0 == status.progressMs() ? -1 : Math.max(0, nowMs - status.progressMs());
            final ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.put("cluster", status.clusterName()).put("runs", runs).put("follows", runs && followed.connected());
            row.put("position", followed.position()).put("ageMs", ageMs).put("member", followed.member());
            row.put("snapshotPosition", followed.snapshotPosition());
            row.put("snapshotTime", 0 == followed.snapshotTimestampMs() ? "none" :
                Instant.ofEpochMilli(followed.snapshotTimestampMs()).toString());
            row.put("problem", followed.problem().isEmpty() ? "none" : followed.problem());
            root.answer().object("backup", row).end();
            final boolean isFresh = 0 <= ageMs && ageMs < oldestMs;
            return runs && followed.connected() && isFresh ? ExitCode.OK : ExitCode.UNHEALTHY;
        }
    }

    /**
     * A node's directory out of a backup.
     */
    @Command(name = "restore", description = {"Makes the data directory of a node out of a backup.",
        "Every checksum is verified. For a cluster whose nodes are all gone: restore the same backup for each of " +
        "them, then start them. A single member of a cluster that runs comes back by scripts/node rejoin instead: " +
        "from a backup that is behind, it could vote for a leader that is behind, too."})
    static final class Restore implements Callable<Integer>
    {
        @Spec
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "DIR", description = "Directory of a backup that does not run.")
        private Path directory;

        @Parameters(index = "1", paramLabel = "NODEDIR",
            description = "Data directory of a node: missing, or without a log.")
        private Path nodeDirectory;

        @Override
        public Integer call()
        {
            final RootCommand root = (RootCommand)spec.root().userObject();
            final BackupStatus status = withCliFailures(() -> BackupStatus.read(directory));
            final long snapshotPosition = withCliFailures(() -> BackupRestore.restore(directory, nodeDirectory));
            final ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.put("cluster", status.clusterName()).put("directory", nodeDirectory.toString());
            row.put("position", status.followed().position()).put("snapshotPosition", snapshotPosition);
            root.wholeAnswer().object("restored", row).end();
            return ExitCode.OK;
        }
    }

    static <T> T withCliFailures(final Callable<T> work)
    {
        try
        {
            return work.call();
        }
        catch (final BackupException ex)
        {
            throw new CliException(ExitCode.FAILURE, ex.getMessage());
        }
        catch (final RuntimeException ex)
        {
            throw ex;
        }
        catch (final Exception ex)
        {
            throw new CliException(ExitCode.FAILURE, ex.toString());
        }
    }
}
