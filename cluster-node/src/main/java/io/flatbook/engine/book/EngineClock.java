package io.flatbook.engine.book;

/**
 * Engine time: the greatest timestamp seen. Time is data, nothing here reads a clock.
 */
public final class EngineClock
{
    private final long tickMs;
    private long timeMs;
    private long nextTickMs;
    private boolean started;

    /** A clock that has seen no entry. */
    public EngineClock(final long tickMs)
    {
        this.tickMs = tickMs;
        nextTickMs = tickMs;
    }

    /** Engine time in ms. */
    public long timeMs()
    {
        return timeMs;
    }

    /** Engine time of the next tick, ms. */
    public long nextTickMs()
    {
        return nextTickMs;
    }

    /** Moves time on and returns by how much; 0 for the first entry, which is no step. */
    public long advance(final long timestampMs)
    {
        final long stepMs = Math.max(0, timestampMs - timeMs);
        timeMs += stepMs;
        final boolean first = !started;
        started = true;
        return first ? 0 : stepMs;
    }

    /** Whether a tick is due. */
    public boolean isTickDue()
    {
        return timeMs >= nextTickMs;
    }

    /** The tick that was due has run. */
    public void ticked()
    {
        nextTickMs = timeMs - timeMs % tickMs + tickMs;
    }

    /** Restores the clock. */
    public void restore(final long restoredTimeMs, final long restoredNextTickMs, final boolean restoredStarted)
    {
        timeMs = restoredTimeMs;
        nextTickMs = restoredNextTickMs;
        started = restoredStarted;
    }

    /** Whether an entry has been seen. */
    public boolean started()
    {
        return started;
    }
}
