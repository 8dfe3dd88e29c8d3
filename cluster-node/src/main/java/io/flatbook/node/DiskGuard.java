package io.flatbook.node;

import java.io.IOException;
import java.nio.file.Path;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the room on the disk of a node. Below the reserve there is none; there is some again only once a quarter
 * more than the reserve is free, so that a log that goes on growing a little does not make it flap.
 */
final class DiskGuard
{
    private static final Logger LOGGER = LoggerFactory.getLogger(DiskGuard.class);
    private static final long UNKNOWN = -1;

    private final int memberId;
    private final Path directory;
    private final long reserveBytes;
    private final DiskSpace space;
    private volatile long usableBytes = UNKNOWN;
    private volatile boolean hasRoom = true;

    /**
     * @param space measures the room.
     */
    DiskGuard(final NodeConfig config, final DiskSpace space)
    {
        this(config.memberId(), config.directory(), config.diskReserveBytes(), space);
    }

    /**
     * @param reserveBytes that are to stay free; 0: the node has room whatever is left.
     */
    DiskGuard(final int memberId, final Path directory, final long reserveBytes, final DiskSpace space)
    {
        this.memberId = memberId;
        this.directory = directory;
        this.reserveBytes = reserveBytes;
        this.space = space;
    }

    /** Whether the disk had room when it was last measured. May be asked by any thread. */
    boolean hasRoom()
    {
        return hasRoom;
    }

    /** Bytes that could be written when it was last measured; -1 if that is not known. May be asked by any thread. */
    long usableBytes()
    {
        return usableBytes;
    }

    /** Measure. A disk that cannot be measured has no room. */
    void measure()
    {
        long usable = UNKNOWN;
        try
        {
            usable = space.usableBytes(directory);
        }
        catch (final IOException ex)
        {
            if (hasRoom)
            {
                LOGGER.warn("the room on the disk of {} cannot be measured: {}", directory, ex.toString());
            }
        }
        usableBytes = usable;

        final long wanted = hasRoom ? reserveBytes : reserveBytes + reserveBytes / 4;
        final boolean had = hasRoom;
        hasRoom = 0 == reserveBytes || usable >= wanted;
        if (had && !hasRoom)
        {
            LOGGER.error("ALARM: the disk of node {} is short of space: {} bytes can still be written in {}, " +
                "diskReserve is {}", memberId, usable, directory, reserveBytes);
        }
        else if (!had && hasRoom)
        {
            LOGGER.info("the disk of node {} has room again, {} bytes: the alarm is over", memberId, usable);
        }
    }

    /**
     * Measure before a start, which needs room for the tail of a log, for mark files and for elections.
     *
     * @param leastBytes that it takes.
     * @throws DiskFullException if there are fewer.
     */
    void checkStart(final long leastBytes)
    {
        measure();
        if (usableBytes >= 0 && usableBytes < leastBytes)
        {
            throw new DiskFullException("only " + usableBytes + " bytes can still be written in " + directory +
                ", a start needs " + leastBytes + ": make room; nothing was changed");
        }
    }
}
