package io.flatbook.proving.simulate;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

import io.flatbook.backup.BackupException;
import io.flatbook.backup.FollowerSettings;
import io.flatbook.backup.LogCopy;
import io.flatbook.node.SimulatedContexts;
import io.flatbook.wire.SimulatedWire;
import org.agrona.ErrorHandler;

/**
 * Brings a member back that lost its disk, as {@code scripts/node rejoin --replace} does: what it lacks is fetched from
 * the others before it runs.
 */
final class SimulatedRejoin
{
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Host host;
    private final Scheduler scheduler;
    private final Function<IntPredicate, SimulatedWire> wire;
    private final int segmentLength;
    private final ErrorHandler errors;
    private final Counts counts;
    private final Consumer<Scheduler.Task> tasks;

    /**
     * @param wire          null if it is not sealed.
     * @param segmentLength longest file of the log.
     * @param tasks         is given each duty cycle of what fetches.
     */
    SimulatedRejoin(
        final Host host, final Scheduler scheduler, final Function<IntPredicate, SimulatedWire> wire,
        final int segmentLength, final ErrorHandler errors, final Counts counts,
        final Consumer<Scheduler.Task> tasks)
    {
        this.host = host;
        this.scheduler = scheduler;
        this.wire = wire;
        this.segmentLength = segmentLength;
        this.errors = errors;
        this.counts = counts;
        this.tasks = tasks;
    }

    /**
     * Called by a duty cycle that can wait; returns when all is there. An operator tries again if it fails.
     *
     * @param contexts of the node, each with memory of its own for a driver.
     */
    void run(final Supplier<SimulatedContexts> contexts)
    {
        while (!hasFetched(contexts.get()))
        {
            scheduler.sleep(RETRY_NS);
        }
        counts.add("members rejoined");
    }

    private boolean hasFetched(final SimulatedContexts contexts)
    {
        try
        {
            contexts.rejoin(this::launch, host.nanoClock(), () -> scheduler.sleep(POLL_NS));
            return true;
        }
        catch (final BackupException ex)
        {
            counts.add("rejoins that failed: " + ex.getMessage().replaceAll("[0-9]+", "#").replace('\n', ' '));
            return false;
        }
    }

    private LogCopy launch(final FollowerSettings settings)
    {
        return new FollowerParts(host, scheduler, new FollowerSettings(settings.directory(), settings.aeronDirectory(),
            settings.consensusEndpoints(), settings.listenHost(), settings.listenPort(), settings.source(),
            settings.fromStart(), settings.checksums(), Math.min(segmentLength, settings.segmentLength()),
            settings.memberKeyFile(), settings.snapshotsKept()), wire, errors, tasks);
    }
}
