package io.flatbook.proving.simulate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

import io.aeron.Aeron;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusterBackup;
import io.aeron.cluster.ClusterBackup.SourceType;
import io.aeron.cluster.service.ClusterCounters;
import io.aeron.driver.MediaDriver;
import io.flatbook.backup.FollowerSettings;
import io.flatbook.backup.SimulatedFollower;
import io.flatbook.wire.SimulatedWire;
import org.agrona.ErrorHandler;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.NoOpLock;

/**
 * A backup host: it follows the cluster into a directory of its own, as {@code flatbook backup run} does, with Aeron's
 * cluster backup unmodified. It can be killed and started again.
 */
final class SimulatedBackup
{
    private static final int PORT = 20_908;
    private static final int SNAPSHOTS_KEPT = 2;
    private static final int SEGMENT_LENGTH = 4 * 1024 * 1024;

    private final Host host;
    private final Scheduler scheduler;
    private final Path directory;
    private final List<String> members;
    private final Function<IntPredicate, SimulatedWire> wire;
    private final int segmentLength;
    private final ErrorHandler errors;
    private final List<Scheduler.Task> tasks = new ArrayList<>();
    private SimulatedFollower follower;
    private int incarnation;

    /**
     * @param members consensus endpoints of the members.
     * @param wire    null if it is not sealed.
     */
    SimulatedBackup(
        final Host host, final Scheduler scheduler, final Path base, final List<String> members,
        final Function<IntPredicate, SimulatedWire> wire, final int segmentLength, final ErrorHandler errors)
    {
        this.host = host;
        this.scheduler = scheduler;
        directory = base.resolve("backup");
        this.members = members;
        this.wire = wire;
        this.segmentLength = Math.min(segmentLength, SEGMENT_LENGTH);
        this.errors = errors;
    }

    Path directory()
    {
        return directory;
    }

    /** Log position up to which it has the log; -1 while it does not run. */
    long position()
    {
        return null == follower ? -1 : follower.followed().position();
    }

    boolean isRunning()
    {
        return !tasks.isEmpty();
    }

    /** Starts it by a duty cycle of its host. */
    void start()
    {
        final Scheduler.Task[] task = new Scheduler.Task[1];
        task[0] = scheduler.add(host + " boot", host, () ->
        {
            scheduler.kill(task[0]);
            boot();
            return 1;
        });
        tasks.add(task[0]);
    }

    /** Nothing of it runs any more, as after kill -9. */
    void kill()
    {
        tasks.forEach(scheduler::kill);
        tasks.clear();
        host.crash();
        follower = null;
    }

    /** As the backup's own command does when it ends. */
    void writeStatus()
    {
        follower.writeStatus();
    }

    private void boot()
    {
        final Path shared = directory.resolveSibling("shm-backup-" + ++incarnation);
        final AgentInvoker[] drive = new AgentInvoker[1];
        final UnaryOperator<AeronArchive.Context> clients = (context) -> stepped(context).ownsAeronClient(true)
            .aeron(aeron(shared, drive[0], "snapshots"));
        final SimulatedFollower made = new SimulatedFollower(new FollowerSettings(directory, shared, members,
            host.addressText(), PORT, SourceType.ANY, false, true, segmentLength, null, SNAPSHOTS_KEPT), clients);
        final MediaDriver.Context context = made.driver();
        final MediaDriver driver = MediaDriver.launch(SimulatedNode.onHost(
            null == wire ? context : wire.apply((port) -> false).install(context), host, errors)
            .publicationTermBufferLength(256 * 1024)
            .ipcTermBufferLength(256 * 1024)
            .termBufferSparseFile(true));
        drive[0] = driver.sharedAgentInvoker();
        task("driver", drive[0]::invoke);
        final Archive archive = Archive.launch(made.archive()
            .threadingMode(ArchiveThreadingMode.INVOKER)
            .mediaDriverAgentInvoker(drive[0])
            .nanoClock(host.nanoClock())
            .epochClock(host.epochClock())
            .idleStrategySupplier(() -> new SchedulerIdle(scheduler))
            .errorHandler(errors));
        tasks.add(scheduler.addBound(host + " archive", host, archive.invoker()::invoke));
        final Aeron aeron = aeron(shared, drive[0], "backup");
        final ClusterBackup.Context fetching = made.backup();
        fetching.aeron(aeron)
            .errorCounter(ClusterCounters.allocateVersioned(aeron, new ExpandableArrayBuffer(), "Backup Errors",
                ClusterBackup.CLUSTER_BACKUP_ERROR_COUNT_TYPE_ID, 0, "1", "simulated"))
            .archiveContext(stepped(fetching.archiveContext()))
            .clusterArchiveContext(stepped(fetching.clusterArchiveContext()))
            .useAgentInvoker(true)
            .epochClock(host.epochClock())
            .idleStrategySupplier(() -> new SchedulerIdle(scheduler));
        task("backup", stepping(fetching));
        follower = made;
    }

    private IntSupplier stepping(final ClusterBackup.Context context)
    {
        final ClusterBackup[] launched = new ClusterBackup[1];
        return () ->
        {
            if (null == launched[0])
            {
                launched[0] = ClusterBackup.launch(context);
            }
            return launched[0].conductorAgentInvoker().invoke();
        };
    }

    private Aeron aeron(final Path shared, final AgentInvoker driver, final String name)
    {
        return SimulatedNode.aeron(shared.toString(), host, scheduler, driver, name, errors);
    }

    private AeronArchive.Context stepped(final AeronArchive.Context context)
    {
        return context.idleStrategy(new SchedulerIdle(scheduler)).lock(NoOpLock.INSTANCE);
    }

    private void task(final String name, final IntSupplier duty)
    {
        tasks.add(scheduler.add(host + " " + name, host, duty));
    }
}
