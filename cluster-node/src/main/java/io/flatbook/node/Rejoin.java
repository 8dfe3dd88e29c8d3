package io.flatbook.node;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.aeron.cluster.ClusterBackup.SourceType;
import io.flatbook.backup.BackupException;
import io.flatbook.backup.FollowedLog;
import io.flatbook.backup.FollowerSettings;
import io.flatbook.backup.Incoming;
import io.flatbook.backup.LockedDirectory;
import io.flatbook.backup.LogCopy;
import io.flatbook.backup.LogFollower;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a member that lost its log back: fetches snapshot and log from the leader up to the present, before the node
 * runs. A member that comes back with an empty log may vote for a leader that lacks what only the lost disk and one
 * other had acknowledged; one that has everything committed never votes for such a leader.
 *
 * <p>The present is reached when the copy holds everything that the leader had recorded when it was asked, and
 * something that the leader committed only later: a leader that has lost its majority commits nothing more and is not
 * believed.
 */
final class Rejoin
{
    static final long ANSWER_TIMEOUT_MS = 60_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(Rejoin.class);
    private static final long PROGRESS_TIMEOUT_MS = 60_000;
    private static final long TOLD_INTERVAL_MS = 5_000;
    private static final long POLL_INTERVAL_MS = 50;
    private static final long SURELY_DEPOSED_MS = 2_000;

    private final NodeConfig config;
    private final long answerTimeoutMs;
    private final Function<FollowerSettings, LogCopy> launcher;
    private final NanoClock clock;
    private final Runnable pause;
    private LogCopy copy;
    private long toldNs;

    /**
     * @param launcher begins to fetch.
     * @param pause    waits a moment.
     */
    Rejoin(
        final NodeConfig config,
        final long answerTimeoutMs,
        final Function<FollowerSettings, LogCopy> launcher,
        final NanoClock clock,
        final Runnable pause)
    {
        this.config = config;
        this.answerTimeoutMs = answerTimeoutMs;
        this.launcher = launcher;
        this.clock = clock;
        this.pause = pause;
        toldNs = clock.nanoTime();
    }

    /**
     * Fetch all that is committed into the data directory of a node that does not run.
     *
     * @param config  of the node.
     * @param replace whether what is in the directory is moved aside; else it must be empty.
     * @throws BackupException if it cannot be done; the directory is then not fit for a node to start on.
     */
    static void run(final NodeConfig config, final boolean replace)
    {
        run(config, replace, () -> false);
    }

    /** As above, until it is asked to end. */
    static void run(final NodeConfig config, final boolean replace, final BooleanSupplier isAskedToEnd)
    {
        run(config, replace, ANSWER_TIMEOUT_MS, () -> pause(isAskedToEnd));
    }

    static void run(final NodeConfig config, final boolean replace, final long answerTimeoutMs)
    {
        run(config, replace, answerTimeoutMs, Rejoin::sleep);
    }

    private static void run(
        final NodeConfig config, final boolean replace, final long answerTimeoutMs, final Runnable pause)
    {
        new Rejoin(config, answerTimeoutMs, LogFollower::launch, SystemNanoClock.INSTANCE, pause).run(replace);
    }

    void run(final boolean replace)
    {
        final Endpoints endpoints = config.endpoints();
        if (1 == endpoints.members())
        {
            throw new BackupException("there is no other member to fetch the log from");
        }
        try (LockedDirectory directory = LockedDirectory.lock(config.directory()))
        {
            DirectoryOwner.check(config);
            final boolean isReplacing = directory.holdsAnything();
            if (isReplacing && !replace)
            {
                throw new BackupException(config.directory() + " is not empty: a node that has its log is " +
                    "started with run; with --replace what is there is moved aside");
            }
            final Incoming incoming = new Incoming(directory);
            try
            {
                fetch(incoming.begin(), endpoints.othersConsensus(config.memberId()));
            }
            catch (final RuntimeException ex)
            {
                // What is there stays what the node starts on; an empty directory is not to look like one.
                incoming.discard();
                throw ex;
            }
            final Path replaced = incoming.accept();
            if (null != replaced)
            {
                LOGGER.info("what was there is in {} now", replaced);
            }
        }
    }

    private void fetch(final Path incoming, final List<String> others)
    {
        final int member = config.memberId();
        copy = launcher.apply(new FollowerSettings(incoming, config.aeronDirectory(), others,
            config.endpoints().host(member), config.endpoints().rejoinPort(member), SourceType.LEADER, false,
            config.checksums(), config.segmentLength(), config.memberKeyFile(), 1));
        try (LogCopy closed = copy)
        {
            LOGGER.info("member {} asks {} for snapshot and log", member, others);
            await("no leader answers", answerTimeoutMs, () -> closed.followed().position() >= 0);
            final long askedNs = clock.nanoTime();
            final long target = copy.sourcePosition();
            if (target < 0)
            {
                throw new BackupException("the leader has no log");
            }
            awaitPosition(target);

            final long surelyMs = Math.max(
                SURELY_DEPOSED_MS, 2 * config.durationMs(Setting.HEARTBEAT_TIMEOUT_MS));
            await("time stands still", PROGRESS_TIMEOUT_MS,
                () -> clock.nanoTime() - askedNs >= TimeUnit.MILLISECONDS.toNanos(surelyMs));
            awaitPosition(copy.followed().position() + 1);
            final FollowedLog reached = copy.followed();
            LOGGER.info("member {} has the log up to position {} and the snapshot of position {}, fetched from " +
                "member {}", member, reached.position(), reached.snapshotPosition(), reached.member());
        }
    }

    private void awaitPosition(final long target)
    {
        long position = -1;
        while (position < target)
        {
            final long before = position;
            await("the log comes no further than position " + before + " of " + target, PROGRESS_TIMEOUT_MS,
                () -> copy.followed().position() > before);
            position = copy.followed().position();
            if (clock.nanoTime() - toldNs >= TimeUnit.MILLISECONDS.toNanos(TOLD_INTERVAL_MS))
            {
                toldNs = clock.nanoTime();
                LOGGER.info("the log is here up to position {} of {}", position, target);
            }
        }
    }

    private void await(final String otherwise, final long timeoutMs, final BooleanSupplier condition)
    {
        final long deadlineNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!condition.getAsBoolean())
        {
            if (clock.nanoTime() - deadlineNs >= 0)
            {
                final String problem = copy.followed().problem();
                throw new BackupException(otherwise + (problem.isEmpty() ? "" : ": " + problem));
            }
            pause.run();
        }
    }

    private static void pause(final BooleanSupplier isAskedToEnd)
    {
        if (isAskedToEnd.getAsBoolean())
        {
            throw new BackupException("it was asked to end");
        }
        sleep();
    }

    private static void sleep()
    {
        try
        {
            TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new BackupException("interrupted", ex);
        }
    }
}
