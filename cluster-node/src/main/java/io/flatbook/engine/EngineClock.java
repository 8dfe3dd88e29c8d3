package io.flatbook.engine;

/**
 * Engine time: the greatest timestamp seen. Time is data, nothing here reads a clock.
 */
final class EngineClock
{
    private final long tickMs;
    private long timeMs;
    private long nextTickMs;
    private boolean started;

    EngineClock(final long tickMs)
    {
        this.tickMs = tickMs;
        nextTickMs = tickMs;
    }

    /** Engine time in ms. */
    long timeMs()
    {
        return timeMs;
    }

    long nextTickMs()
    {
        return nextTickMs;
    }

    /** Moves time on and returns by how much; 0 for the first entry, which is no step. */
    long advance(final long timestampMs)
    {
        final long stepMs = Math.max(0, timestampMs - timeMs);
        timeMs += stepMs;
        final boolean first = !started;
        started = true;
        return first ? 0 : stepMs;
    }

    boolean isTickDue()
    {
        return timeMs >= nextTickMs;
    }

    void ticked()
    {
        nextTickMs = timeMs - timeMs % tickMs + tickMs;
    }

    void restore(final long restoredTimeMs, final long restoredNextTickMs, final boolean restoredStarted)
    {
        timeMs = restoredTimeMs;
        nextTickMs = restoredNextTickMs;
        started = restoredStarted;
    }

    boolean started()
    {
        return started;
    }
}
