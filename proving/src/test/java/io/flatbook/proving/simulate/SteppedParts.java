package io.flatbook.proving.simulate;

import io.aeron.Aeron;
import io.aeron.RethrowingErrorHandler;
import io.aeron.archive.client.AeronArchive;
import io.aeron.driver.Configuration;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.NoOpLock;

/**
 * Makes parts of Aeron so that they run in steps, by the clock of a host.
 */
final class SteppedParts
{
    private SteppedParts()
    {
    }

    static MediaDriver.Context onHost(
        final MediaDriver.Context context, final Host host, final ErrorHandler errors)
    {
        return context
            .threadingMode(ThreadingMode.INVOKER)
            // With Aeron's default 40 MB of each driver are filled with zeros.
            .counterValuesBufferLength(Configuration.COUNTERS_VALUES_BUFFER_LENGTH_MIN)
            .nanoClock(host.nanoClock())
            .epochClock(host.epochClock())
            .errorHandler(errors);
    }

    static Aeron aeron(
        final String directory, final Host host, final Scheduler scheduler, final AgentInvoker driver,
        final String name, final ErrorHandler errors)
    {
        return Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(directory)
            .clientName(name)
            .nanoClock(host.nanoClock())
            .epochClock(host.epochClock())
            .useConductorAgentInvoker(true)
            .driverAgentInvoker(driver)
            .awaitingIdleStrategy(new SchedulerIdle(scheduler))
            .clientLock(NoOpLock.INSTANCE)
            .errorHandler(errors)
            .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE));
    }

    static AeronArchive.Context stepped(final AeronArchive.Context context, final Scheduler scheduler)
    {
        return context.idleStrategy(new SchedulerIdle(scheduler)).lock(NoOpLock.INSTANCE);
    }
}
