package io.flatbook.ops.feed;

import io.flatbook.backup.BackupException;
import io.flatbook.backup.BackupStatus;
import io.flatbook.ops.replay.LogReplay;
import io.flatbook.ops.replay.ReplayResult;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Where a feed gets its events: the log in the directory of a backup, which grows while the backup runs and holds only
 * what is committed; or the log of a node that does not run, or of a copy of one.
 */
public final class BackupLog
{
    private static final long PAUSE_MS = 200;

    private final Path directory;
    private final boolean isNode;
    private final boolean follows;
    private final BooleanSupplier isEnding;
    private long[] refuseAt = new long[0];
    private volatile long position = -1;

    private BackupLog(
        final Path directory, final boolean isNode, final boolean follows, final BooleanSupplier isEnding)
    {
        this.directory = directory;
        this.isNode = isNode;
        this.follows = follows;
        this.isEnding = isEnding;
    }

    /**
     * The log of a backup, running or not.
     *
     * @param directory of the backup.
     * @param follows   whether to wait for more at its end.
     * @param isEnding  asked all the time whether to end.
     * @return the log.
     */
    public static BackupLog ofBackup(final Path directory, final boolean follows, final BooleanSupplier isEnding)
    {
        return new BackupLog(directory, false, follows, isEnding);
    }

    /**
     * The log of a node that does not run.
     *
     * @param directory of the node, or of a copy.
     * @param isEnding  asked all the time whether to end.
     * @return the log.
     */
    public static BackupLog ofNode(final Path directory, final BooleanSupplier isEnding)
    {
        return new BackupLog(directory, true, false, isEnding);
    }

    /**
     * Does not apply entries that operators had refused: see {@link LogReplay#refuseAt}.
     *
     * @param positions of the entries, in bytes.
     * @return this.
     */
    public BackupLog refuseAt(final long... positions)
    {
        refuseAt = positions.clone();
        return this;
    }

    /**
     * Gives a sink what it has not, until the log ends or, if it is followed, until it is to end.
     *
     * @param sink to fill; it is not closed.
     * @return number of events that it was given.
     * @throws IllegalStateException if the log no longer reaches back to the sink's place, or is another one.
     */
    public long into(final EventSink sink)
    {
        if (!isNode && !awaitLog())
        {
            return 0;
        }
        final EventFeed feed = new EventFeed(sink, isEnding, this::awaitsMore);
        final LogReplay replay = LogReplay.of(directory).refuseAt(refuseAt);
        if (!isNode)
        {
            replay.following(() -> position);
        }
        if (FeedPlace.NONE != sink.place())
        {
            replay.fromBefore(sink.place().logPosition());
        }
        final ReplayResult result = replay.run(feed);
        feed.commit();
        if (!isEnding.getAsBoolean() && result.logPosition() < sink.place().logPosition())
        {
            throw new IllegalStateException("the log ends at position " + result.logPosition() +
                ", before what was written already: this is not the log that the former events were made from");
        }
        return feed.givenEvents();
    }

    /** Waits until a backup has come as far as to be of use. */
    private boolean awaitLog()
    {
        boolean goesOn = true;
        while (goesOn && position < 0)
        {
            if (BackupStatus.exists(directory))
            {
                position = BackupStatus.read(directory).followed().position();
            }
            else if (!follows)
            {
                throw new BackupException(directory + " holds no backup");
            }
            goesOn = position >= 0 || follows && pause();
        }
        return position >= 0;
    }

    private boolean awaitsMore()
    {
        if (!follows)
        {
            return false;
        }
        final long before = position;
        boolean goesOn = true;
        while (goesOn && before == position)
        {
            goesOn = pause();
            position = Math.max(position, BackupStatus.read(directory).followed().position());
        }
        return goesOn;
    }

    private boolean pause()
    {
        try
        {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            return !isEnding.getAsBoolean();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
