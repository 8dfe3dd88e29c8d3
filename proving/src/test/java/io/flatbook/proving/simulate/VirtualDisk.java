package io.flatbook.proving.simulate;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The disk under the recordings of a node: it can be slow, full, or lose power in the midst of a write. A write that is
 * under way then is kept up to the end of a page, as pages of a file reach a disk one by one; the archive syncs each
 * write before it tells of it, so nothing before that one is lost, unless the disk lies.
 */
final class VirtualDisk
{
    private static final int PAGE_LENGTH = 4096;
    private static final Map<Path, VirtualDisk> BY_DIRECTORY = new TreeMap<>();

    private final Path directory;
    private final Scheduler scheduler;
    private final SplittableRandom random;
    private final Counts counts;
    private Lie lie;
    private boolean hasLost;
    private Runnable powerCut;
    private boolean isFull;
    private long slowestNs;
    private long busyUntilNs;

    VirtualDisk(final Path directory, final Scheduler scheduler, final SplittableRandom random, final Counts counts)
    {
        this.directory = directory;
        this.scheduler = scheduler;
        this.random = random;
        this.counts = counts;
        BY_DIRECTORY.put(directory, this);
    }

    /** Null if it is on none. */
    static VirtualDisk of(final File file)
    {
        VirtualDisk disk = null;
        for (Path path = file.toPath(); null == disk && null != path; path = path.getParent())
        {
            disk = BY_DIRECTORY.get(path);
        }
        return disk;
    }

    /** The next write that reaches into another page is not finished. */
    void cutPower(final Runnable deed)
    {
        powerCut = deed;
    }

    /** From now on what it confirms is gone when the power fails. */
    void lie()
    {
        lie = new Lie(directory);
    }

    /**
     * Its node was killed by a power cut: a disk that lied does not have what it confirmed.
     *
     * @param chance of what is gone.
     */
    void powerFailed(final SplittableRandom chance)
    {
        if (null != lie)
        {
            counts.add("disk writes confirmed and lost", lie.lose(chance));
            counts.add("disks that lost everything", Files.exists(directory) ? 0 : 1);
            counts.add("disks that lied");
            lie = null;
            hasLost = true;
        }
    }

    /** Whether what was confirmed is gone. */
    boolean hasLost()
    {
        return hasLost;
    }

    /** Its content was fetched again. */
    void restored()
    {
        hasLost = false;
    }

    void full(final boolean newIsFull)
    {
        isFull = newIsFull;
    }

    /** From now on a write and its sync take so long at most; 0: no time. */
    void slow(final long newSlowestNs)
    {
        slowestNs = newSlowestNs;
    }

    void mend()
    {
        powerCut = null;
        isFull = false;
        slowestNs = 0;
    }

    /** What waits for a write that was asked for does nothing else. */
    boolean isBusy()
    {
        return scheduler.nowNs() < busyUntilNs;
    }

    int write(final Path path, final FileChannel file, final ByteBuffer bytes, final long position)
        throws IOException
    {
        if (isFull)
        {
            counts.add("disk writes refused, full");
            throw new IOException("No space left on device");
        }
        final long pageEnd = (position / PAGE_LENGTH + 1) * PAGE_LENGTH;
        final long end = position + bytes.remaining();
        if (null != lie)
        {
            lie.wrote(path, position, bytes.remaining());
        }
        if (null != powerCut && pageEnd < end)
        {
            final int pages = (int)((end - pageEnd - 1) / PAGE_LENGTH + 1);
            bytes.limit(bytes.position() + (int)(pageEnd - position) + PAGE_LENGTH * random.nextInt(pages));
            file.write(bytes, position);
            counts.add("disk writes torn");
            final Runnable deed = powerCut;
            powerCut = null;
            deed.run();
            throw new Scheduler.KilledError();
        }
        if (0 < slowestNs)
        {
            counts.add("disk writes slow");
            busyUntilNs = scheduler.nowNs() + random.nextLong(slowestNs);
        }
        return file.write(bytes, position);
    }
}
