package io.flatbook.wire;

import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * The time in datagrams: that of the wall clock at the start, advanced by the monotonic clock, so that a clock that is
 * set cuts nobody off. One that was wrong at the start is put right when something genuine comes whose time is that of
 * the wall clock since. For several threads.
 */
final class WireClock
{
    /** How far the clocks of those who share a ring may be apart. */
    static final long FRESH_MS = 30_000;

    /** How the time of a datagram compares with ours. */
    enum Verdict
    {
        FRESH,
        /** As the wall clock has it, not as we had it until now. */
        FRESH_BY_WALL,
        STALE,
        BEFORE_START
    }

    private final EpochClock wall;
    private final NanoClock monotonic;
    private final long startNs;
    private volatile long startMs;

    WireClock(final EpochClock wall, final NanoClock monotonic)
    {
        this.wall = wall;
        this.monotonic = monotonic;
        startNs = monotonic.nanoTime();
        startMs = wall.time();
    }

    long timeMs()
    {
        return startMs + uptimeMs();
    }

    /**
     * @param timeMs of a datagram, which proves nothing yet.
     */
    Verdict judge(final long timeMs)
    {
        final long uptimeMs = uptimeMs();
        final long ageMs = startMs + uptimeMs - timeMs;
        if (Math.abs(ageMs) <= FRESH_MS)
        {
            return ageMs <= uptimeMs ? Verdict.FRESH : Verdict.BEFORE_START;
        }
        final long wallAgeMs = wall.time() - timeMs;
        if (Math.abs(wallAgeMs) <= FRESH_MS)
        {
            return wallAgeMs <= uptimeMs ? Verdict.FRESH_BY_WALL : Verdict.BEFORE_START;
        }
        return Verdict.STALE;
    }

    /** Go by the wall clock as it is now. */
    void followWall()
    {
        startMs = wall.time() - uptimeMs();
    }

    /** Of the monotonic clock. */
    long nanoTime()
    {
        return monotonic.nanoTime();
    }

    private long uptimeMs()
    {
        return TimeUnit.NANOSECONDS.toMillis(monotonic.nanoTime() - startNs);
    }
}
