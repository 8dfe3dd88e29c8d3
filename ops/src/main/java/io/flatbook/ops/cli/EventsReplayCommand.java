package io.flatbook.ops.cli;

import io.aeron.cluster.ClusterBackup.SourceType;
import io.flatbook.backup.BackupException;
import io.flatbook.backup.FollowedLog;
import io.flatbook.backup.LockedDirectory;
import io.flatbook.backup.LogFollower;
import io.flatbook.ops.replay.LogReplay;
import org.agrona.IoUtil;
import org.agrona.concurrent.AgentTerminationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Gives events that the cluster no longer retains: the log of a follower is fetched, and replayed in this process.
 */
@Command(name = "replay", description = {
    "Prints events that the cluster no longer retains, as JSON lines, as 'events tail' does, up to the present.",
    "The log is fetched from the archive of a follower, and replayed in this process: no query is asked, nothing " +
    "comes into the log, and the leader is not read from. The last line on standard error says where a client goes on.",
    "This host must be on the members' allow-list, as a backup host is. --profile is not looked at.",
    "Exit code 1 if the members no longer have the log that is wanted, or none that follows answers."})
final class EventsReplayCommand extends OfflineCommand
{
    private static final long LOOK_MS = 50;
    private static final long STILL_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int SNAPSHOTS_KEPT = 3;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = {
        "Directory of a backup that does not run, made if it is missing: what it lacks is fetched, and stays for the " +
        "next time. Left out: all is fetched, and removed in the end."})
    private Path directory;

    @Option(names = "--from", required = true, paramLabel = "N", description = "First event wanted, at least 1.")
    private long from;

    @Option(names = "--venue", paramLabel = "V", defaultValue = "0",
        description = "Only events addressed to this venue's gateways; 0: all (default: ${DEFAULT-VALUE}).")
    private int venue;

    @Mixin
    private FollowOptions follow;

    @Override
    int run()
    {
        RootCommand.atLeast(1, "--from", from);
        RootCommand.atLeast(0, "--venue", venue);
        return BackupCommand.withCliFailures(() ->
        {
            if (null != directory)
            {
                return replay(directory);
            }
            final Path own = Files.createTempDirectory("flatbook-events-");
            try
            {
                return replay(own);
            }
            finally
            {
                IoUtil.delete(own.toFile(), true);
            }
        });
    }

    private int replay(final Path copy)
    {
        try (LockedDirectory locked = LockedDirectory.lock(copy);
            LogFollower follower = LogFollower.launch(
                follow.into(locked.path(), follow.members(), SourceType.FOLLOWER, true, SNAPSHOTS_KEPT)))
        {
            fetch(follower);
        }
        final EventLines lines = new EventLines(surroundings().out());
        try
        {
            LogReplay.of(copy).events(from, venue).run(lines);
        }
        catch (final AgentTerminationException | UncheckedIOException ex)
        {
            throw new CliException(ExitCode.FAILURE, ex.getMessage());
        }
        surroundings().flush();
        talk(lines.count() + " events; go on with event " + (Math.max(from - 1, lines.lastSequence()) + 1));
        return ExitCode.OK;
    }

    /** Waits until all is here that the member had when it first answered. */
    private void fetch(final LogFollower follower)
    {
        long targetPosition = -1;
        long position = -1;
        long movedNs = System.nanoTime();
        while (targetPosition < 0 || position < targetPosition)
        {
            final FollowedLog followed = follower.followed();
            movedNs = followed.position() > position ? System.nanoTime() : movedNs;
            position = Math.max(position, followed.position());
            if (targetPosition < 0 && followed.connected())
            {
                targetPosition = follower.sourcePosition();
                talk("the log of member " + followed.member() + " ends at position " + targetPosition);
            }
            if (System.nanoTime() - movedNs > STILL_NS || !NodesCommand.pause(LOOK_MS))
            {
                throw new BackupException("no log came for a minute, it is here up to position " + position +
                    (followed.problem().isEmpty() ? "" : ": " + followed.problem()));
            }
        }
    }
}
