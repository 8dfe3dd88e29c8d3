package io.flatbook.node;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether a node lives, and whether it is ready: what {@code /livez} and {@code /readyz} answer, each with a sentence.
 *
 * <p>It lives if all of its threads run: the end of one is its failure. It is ready if it lives and does not end, its
 * election is closed, its consensus module is active (neither suspended, taking a snapshot nor ending), its service has
 * started, and the service has applied what was committed when the look began, for which it gets half a second.
 */
final class Readiness
{
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PAUSE_MS = 5;

    private final BooleanSupplier isRunning;
    private final Supplier<NodeCounters> counters;
    private final BooleanSupplier hasStarted;
    private final LongSupplier appliedPosition;

    /**
     * @param isRunning       false once a thread has ended, or the end of the node has begun.
     * @param counters        of the consensus module.
     * @param hasStarted      whether the service has published for the first time.
     * @param appliedPosition of the service now, in bytes of the log.
     */
    Readiness(
        final BooleanSupplier isRunning,
        final Supplier<NodeCounters> counters,
        final BooleanSupplier hasStarted,
        final LongSupplier appliedPosition)
    {
        this.isRunning = isRunning;
        this.counters = counters;
        this.hasStarted = hasStarted;
        this.appliedPosition = appliedPosition;
    }

    /**
     * @param isWell   whether the answer is yes.
     * @param sentence that says why, or why not.
     */
    record Verdict(boolean isWell, String sentence)
    {
    }

    Verdict live()
    {
        return isRunning.getAsBoolean() ? new Verdict(true, "all threads of the node run") :
            new Verdict(false, "a thread of the node has ended, or the node is ending");
    }

    /** Takes up to half a second if the service is behind. */
    Verdict ready()
    {
        final Verdict live = live();
        if (!live.isWell)
        {
            return live;
        }
        final NodeCounters seen = counters.get();
        if (!seen.isServing())
        {
            return new Verdict(false, "the node does not serve: its election is " + seen.election() +
                ", its consensus module " + seen.module());
        }
        if (!hasStarted.getAsBoolean())
        {
            return new Verdict(false, "the node does not serve: its state machine has not started");
        }
        final long behind = behind(seen.commitPosition());
        return behind > 0 ?
            new Verdict(false, "the node is " + behind + " bytes of log behind what was committed when it was asked") :
            new Verdict(true, "the node serves as " + seen.role());
    }

    /** Bytes that the service has not applied of what was committed, when patience has ended. */
    private long behind(final long committed)
    {
        final long startNs = System.nanoTime();
        long behind = committed - appliedPosition.getAsLong();
        while (behind > 0 && System.nanoTime() - startNs < PATIENCE_NS)
        {
            try
            {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
                return behind;
            }
            behind = committed - appliedPosition.getAsLong();
        }
        return behind;
    }
}
