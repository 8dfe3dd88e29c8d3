package io.flatbook.ops.cli;

import io.aeron.cluster.ClusterBackup.SourceType;
import io.flatbook.backup.BackupException;
import io.flatbook.backup.BackupStatus;
import io.flatbook.backup.FollowedLog;
import io.flatbook.backup.LockedDirectory;
import io.flatbook.backup.LogFollower;
import io.flatbook.backup.MemberSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Makes a backup: the newest snapshot and the log, and the log as it grows, until it is stopped.
 */
@Command(name = "run", description = {"Follows the cluster into a directory: newest snapshot, log, and the log as it " +
    "grows.", "Run again on the same directory it goes on. It ends in order on SIGTERM and Ctrl-C. This host must be " +
    "on the members' allow-list like a member: it reaches their ports +2 and +5, and they reach its port."})
final class BackupRunCommand implements Callable<Integer>
{
    private static final long INTERVAL_MS = 1_000;
    private static final long PRINT_INTERVAL_MS = 10_000;
    private static final long ANSWER_MS = 60_000;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Directory of the backup, made if it is missing (0700).")
    private Path directory;

    @Mixin
    private FollowOptions follow;

    @Option(names = "--from-start", description = "Fetch the log from where the members' logs begin, not only from " +
        "the newest snapshot on.")
    private boolean fromStart;

    @Option(names = "--once", description = "End when all is here that the member had when it was asked; with 1 if " +
        "there is no room for it, or no member answers for a minute.")
    private boolean once;

    @Option(names = "--snapshots", paramLabel = "N", defaultValue = "3",
        description = "Newest snapshots that are kept; older ones are deleted (default: ${DEFAULT-VALUE}).")
    private int snapshots;

    private FollowedLog printed;
    private long printedMs;
    private long progressMs;
    private long beganMs;
    private long targetPosition = -1;

    @Override
    public Integer call()
    {
        return BackupCommand.withCliFailures(this::run);
    }

    private int run()
    {
        RootCommand.atLeast(1, "--snapshots", snapshots);
        final MemberSettings members = follow.members();
        try (OrderlyEnd end = new OrderlyEnd();
            LockedDirectory locked = locked(members);
            LogFollower follower = LogFollower.launch(
                follow.into(directory, members, SourceType.ANY, fromStart, snapshots)))
        {
            talk("backup of " + members.clusterName() + " into " + directory);
            printed = follower.followed();
            beganMs = nowMs();
            progressMs = BackupStatus.exists(locked.path()) ? BackupStatus.read(locked.path()).progressMs() : 0;
            while (!end.isEnding())
            {
                final FollowedLog followed = follower.followed();
                print(followed);
                status(followed, nowMs(), members).write(locked.path());
                if (once && isDone(follower, followed))
                {
                    break;
                }
                if (once)
                {
                    failIfNothingCanCome(follower, followed, members);
                }
                pause();
            }
            // Whoever asks from now on is told that nothing runs, without waiting for the silence that follows a kill.
            status(follower.followed(), 0, members).write(locked.path());
            return ExitCode.OK;
        }
    }

    private BackupStatus status(final FollowedLog followed, final long writtenMs, final MemberSettings members)
    {
        return new BackupStatus(followed, writtenMs, progressMs, members.clusterName(), members.checksums());
    }

    /** What is fetched would go on top of the log of a node or of another cluster, and destroy it. */
    private LockedDirectory locked(final MemberSettings members)
    {
        final LockedDirectory locked = LockedDirectory.lock(directory);
        try
        {
            if (!BackupStatus.exists(directory))
            {
                refuse(locked.holdsAnything(), "holds a log and is no backup");
                status(FollowedLog.NOTHING, 0, members).write(directory);
            }
            final String clusterName = BackupStatus.read(directory).clusterName();
            refuse(!members.clusterName().equals(clusterName), "is a backup of cluster " + clusterName +
                ", these are settings of " + members.clusterName());
            return locked;
        }
        catch (final CliException | BackupException ex)
        {
            locked.close();
            throw ex;
        }
    }

    private void refuse(final boolean isWrong, final String why)
    {
        if (isWrong)
        {
            throw new CliException(ExitCode.USAGE, directory + " " + why + ": name another directory");
        }
    }

    private boolean isDone(final LogFollower follower, final FollowedLog followed)
    {
        if (targetPosition < 0 && followed.connected())
        {
            targetPosition = follower.sourcePosition();
            talk("the log of member " + followed.member() + " ends at position " + targetPosition);
        }
        return targetPosition >= 0 && followed.position() >= targetPosition;
    }

    /** What follows for good waits until it can; who wants it once is told. */
    private void failIfNothingCanCome(
        final LogFollower follower, final FollowedLog followed, final MemberSettings members)
    {
        final String roomProblem = follower.roomProblem();
        if (!roomProblem.isEmpty())
        {
            throw new BackupException(roomProblem);
        }
        if (followed.member() < 0 && nowMs() - beganMs >= ANSWER_MS)
        {
            throw new BackupException("no member of " + members.clusterName() + " has answered for " +
                ANSWER_MS / 1_000 + " s" + (followed.problem().isEmpty() ? "" : ": " + followed.problem()));
        }
    }

    private void print(final FollowedLog followed)
    {
        final long nowMs = nowMs();
        final boolean isFirst = printed.position() < 0 && followed.position() >= 0;
        progressMs = followed.position() > printed.position() ? nowMs : progressMs;
        final boolean isNew = followed.snapshotPosition() != printed.snapshotPosition() ||
            !followed.problem().equals(printed.problem()) || followed.member() != printed.member();
        if (isFirst || isNew || nowMs - printedMs >= PRINT_INTERVAL_MS)
        {
            printedMs = nowMs;
            talk(known("log position ", followed.position(), "no log yet") +
                known(", snapshot of position ", followed.snapshotPosition(), ", no snapshot yet") +
                known(", from member ", followed.member(), ", no member answers yet") +
                (followed.problem().isEmpty() ? "" : "; not following: " + followed.problem()));
        }
        printed = followed;
    }

    private static String known(final String heading, final long number, final String otherwise)
    {
        return number < 0 ? otherwise : heading + number;
    }

    private static void pause()
    {
        try
        {
            TimeUnit.MILLISECONDS.sleep(INTERVAL_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new BackupException("interrupted", ex);
        }
    }

    private long nowMs()
    {
        return root().surroundings().epochMs().getAsLong();
    }

    private void talk(final String sentence)
    {
        root().surroundings().err().println(sentence);
        root().surroundings().err().flush();
    }

    private RootCommand root()
    {
        return (RootCommand)spec.root().userObject();
    }
}
