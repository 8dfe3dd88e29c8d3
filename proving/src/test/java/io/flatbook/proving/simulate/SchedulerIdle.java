package io.flatbook.proving.simulate;

import org.agrona.concurrent.IdleStrategy;

/**
 * Waits by letting the scheduler run everything else.
 */
final class SchedulerIdle implements IdleStrategy
{
    private final Scheduler scheduler;

    SchedulerIdle(final Scheduler scheduler)
    {
        this.scheduler = scheduler;
    }

    @Override
    public void idle(final int workCount)
    {
        if (workCount <= 0)
        {
            scheduler.idle();
        }
    }

    @Override
    public void idle()
    {
        scheduler.idle();
    }

    @Override
    public void reset()
    {
        // It keeps no state.
    }
}
