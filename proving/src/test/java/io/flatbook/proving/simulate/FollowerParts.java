package io.flatbook.proving.simulate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

import io.aeron.Aeron;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusterBackup;
import io.aeron.cluster.service.ClusterCounters;
import io.aeron.driver.MediaDriver;
import io.flatbook.backup.FollowedLog;
import io.flatbook.backup.FollowerSettings;
import io.flatbook.backup.LogCopy;
import io.flatbook.backup.SimulatedFollower;
import io.flatbook.wire.SimulatedWire;
import org.agrona.ErrorHandler;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.AgentInvoker;

/**
 * What follows the log of a cluster into a directory, in parts: media driver, archive and Aeron's cluster backup,
 * unmodified, each a duty cycle of the scheduler.
 */
final class FollowerParts implements LogCopy
{
    private final Host host;
    private final Scheduler scheduler;
    private final ErrorHandler errors;
    private final Path shared;
    private final Consumer<Scheduler.Task> tasks;
    private final List<Part> parts = new ArrayList<>();
    private final SimulatedFollower follower;
    private final Aeron aeron;
    private AgentInvoker drive;

    /** A duty cycle that can come to its end in order. */
    private static final class Part
    {
        private final IntSupplier duty;
        private final Runnable end;
        private boolean isEnding;
        private boolean hasEnded;

        private Part(final IntSupplier duty, final Runnable end)
        {
            this.duty = duty;
            this.end = end;
        }

        private int step()
        {
            if (isEnding && !hasEnded)
            {
                end.run();
                hasEnded = true;
            }
            return hasEnded ? 0 : duty.getAsInt();
        }
    }

    /**
     * Starts it, in the midst of a duty cycle of the host's.
     *
     * @param wire  null if it is not sealed.
     * @param tasks is given each duty cycle.
     */
    FollowerParts(
        final Host host, final Scheduler scheduler, final FollowerSettings settings,
        final Function<IntPredicate, SimulatedWire> wire, final ErrorHandler errors,
        final Consumer<Scheduler.Task> tasks)
    {
        this.host = host;
        this.scheduler = scheduler;
        this.errors = errors;
        this.tasks = tasks;
        shared = settings.aeronDirectory();
        final UnaryOperator<AeronArchive.Context> clients = (context) -> SteppedParts.stepped(context, scheduler)
            .ownsAeronClient(true).aeron(aeron("snapshots"));
        follower = new SimulatedFollower(settings, clients);
        final MediaDriver.Context context = follower.driver();
        final MediaDriver driver = MediaDriver.launch(SteppedParts.onHost(
            null == wire ? context : wire.apply((port) -> false).install(context), host, errors)
            .publicationTermBufferLength(256 * 1024)
            .ipcTermBufferLength(256 * 1024)
            .termBufferSparseFile(true));
        drive = driver.sharedAgentInvoker();
        final Part driving = new Part(drive::invoke, driver::close);
        tasks.accept(scheduler.add(host + " driver", host, driving::step));
        final Archive archive = Archive.launch(follower.archive()
            .threadingMode(ArchiveThreadingMode.INVOKER)
            .mediaDriverAgentInvoker(drive)
            .nanoClock(host.nanoClock())
            .epochClock(host.epochClock())
            .idleStrategySupplier(() -> new SchedulerIdle(scheduler))
            .errorHandler(errors));
        final Part recording = new Part(archive.invoker()::invoke, archive::close);
        tasks.accept(scheduler.addBound(host + " archive", host, recording::step));
        aeron = aeron("backup");
        parts.add(fetching());
        parts.add(recording);
        parts.add(driving);
    }

    SimulatedFollower follower()
    {
        return follower;
    }

    @Override
    public FollowedLog followed()
    {
        return follower.followed();
    }

    @Override
    public long sourcePosition()
    {
        return follower.sourcePosition();
    }

    /** Called by a duty cycle that can wait: each part ends by its own. */
    @Override
    public void close()
    {
        for (final Part part : parts)
        {
            part.isEnding = true;
            while (!part.hasEnded)
            {
                scheduler.idle();
            }
        }
    }

    private Part fetching()
    {
        final ClusterBackup.Context context = follower.backup();
        context.aeron(aeron)
            .errorCounter(ClusterCounters.allocateVersioned(aeron, new ExpandableArrayBuffer(), "Backup Errors",
                ClusterBackup.CLUSTER_BACKUP_ERROR_COUNT_TYPE_ID, 0, "1", "simulated"))
            .archiveContext(SteppedParts.stepped(context.archiveContext(), scheduler))
            .clusterArchiveContext(SteppedParts.stepped(context.clusterArchiveContext(), scheduler))
            .useAgentInvoker(true)
            .epochClock(host.epochClock())
            .idleStrategySupplier(() -> new SchedulerIdle(scheduler));
        final ClusterBackup[] launched = new ClusterBackup[1];
        final Part part = new Part(() ->
        {
            if (null == launched[0])
            {
                launched[0] = ClusterBackup.launch(context);
            }
            return launched[0].conductorAgentInvoker().invoke();
        },
        () ->
        {
            if (null != launched[0])
            {
                launched[0].close();
            }
            aeron.close();
        });
        tasks.accept(scheduler.add(host + " backup", host, part::step));
        return part;
    }

    private Aeron aeron(final String name)
    {
        return SteppedParts.aeron(shared.toString(), host, scheduler, drive, name, errors);
    }
}
