package io.flatbook.proving.simulate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;

import io.aeron.Aeron;
import io.aeron.archive.Archive;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.ConsensusModuleVersion;
import io.aeron.cluster.service.ClusterCounters;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.cluster.service.SteppedService;
import io.aeron.cluster.service.Cluster;
import io.aeron.driver.MediaDriver;
import io.aeron.archive.ArchiveThreadingMode;
import io.flatbook.cluster.ClearingService;
import io.flatbook.cluster.NodeStatus;
import io.flatbook.engine.UnknownVersionException;
import io.flatbook.node.SimulatedContexts;
import io.flatbook.node.SimulatedHousekeeping;
import io.flatbook.twin.Swarm;
import io.flatbook.wire.SimulatedWire;
import org.agrona.ErrorHandler;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.AgentInvoker;

/**
 * A node in parts: media driver, archive, consensus module and service, each a duty cycle of the scheduler. What it
 * writes to its directory outlives it.
 */
final class SimulatedNode
{
    static final int SHORT_LENGTH = 64 * 1024;
    private static final int RESTARTS_PER_COLLECTION = 2;

    private final int member;
    private final Host host;
    private final Scheduler scheduler;
    private final Path directory;
    private final String hosts;
    private final SplittableRandom random;
    private final ErrorHandler errors;
    private final Bug bug;
    private final VirtualDisk disk;
    private final Function<IntPredicate, SimulatedWire> wire;
    private final Counts counts;
    private final List<Scheduler.Task> tasks = new ArrayList<>();
    private ClearingService service;
    private AgentInvoker agent;
    private RoleWatch role;
    private ConsensusModule consensus;
    private int incarnation;
    private boolean isBooting;
    private boolean isRejoining;
    private boolean hasRejoined;
    private boolean isDiskFull;
    private int installed = InstalledVersion.OLD;
    private final boolean purges;
    private IntToLongFunction covered = (other) -> -1;
    private House housekeeping;

    SimulatedNode(
        final int member, final List<Host> members, final Plan plan, final Scheduler scheduler,
        final SplittableRandom random, final ErrorHandler errors, final Counts counts,
        final Function<IntPredicate, SimulatedWire> wire)
    {
        this.member = member;
        this.scheduler = scheduler;
        this.random = random;
        this.errors = (throwable) ->
        {
            isDiskFull |= throwable instanceof final ArchiveException ex &&
                ArchiveException.STORAGE_SPACE == ex.errorCode();
            if (isUnknownVersion(throwable))
            {
                counts.add("nodes stopped at a version they do not know");
                return;
            }
            errors.onError(throwable);
        };
        bug = plan.bug();
        this.counts = counts;
        host = members.get(member);
        hosts = String.join(",", members.stream().map(Host::addressText).toList());
        directory = plan.directory().resolve("node-" + member);
        disk = new VirtualDisk(directory, scheduler, random.split(), counts);
        this.wire = wire;
        purges = plan.operations().contains(Operation.PURGE);
    }

    /** @param newCovered what the snapshots of another member cover, as this one hears it; negative: it is silent. */
    void hears(final IntToLongFunction newCovered)
    {
        covered = newCovered;
    }

    /** Whether its directory is as it would leave it. */
    boolean isAtRest()
    {
        return !purges || 0 <= coveredPosition() && housekeeping.isAtRest();
    }

    String restlessness()
    {
        return host + ": " + housekeeping;
    }

    /** Log position below which it needs its log no more; -1 while it does not say. */
    long coveredPosition()
    {
        return !isUp() || null == housekeeping ? -1 : housekeeping.coveredPosition();
    }

    Host host()
    {
        return host;
    }

    VirtualDisk disk()
    {
        return disk;
    }

    int member()
    {
        return member;
    }

    Path directory()
    {
        return directory;
    }

    boolean isRunning()
    {
        return isBooting || !tasks.isEmpty();
    }

    boolean isLeader()
    {
        return isUp() && null != role && Cluster.Role.LEADER == role.role();
    }

    /** Of the service; null before its first tick. */
    NodeStatus status()
    {
        return isUp() ? service.status() : null;
    }

    /** Its parts are those of a node. */
    private boolean isUp()
    {
        return !isBooting && !isRejoining && !tasks.isEmpty();
    }

    /** Whether what is in its directory was fetched from the others. */
    boolean hasRejoined()
    {
        return hasRejoined;
    }

    /** What the binary knows with which it starts the next time. */
    void install(final int version)
    {
        installed = version;
    }

    int installed()
    {
        return installed;
    }

    private boolean isUnknownVersion(final Throwable throwable)
    {
        Throwable link = throwable;
        while (null != link && !(link instanceof UnknownVersionException))
        {
            link = link.getCause();
        }
        return null != link && InstalledVersion.OLD == host.version();
    }

    /** Its start is under way. */
    void booting()
    {
        isBooting = true;
    }

    /** Runs in the midst of a duty cycle of the host's. */
    void start()
    {
        forgetFormer();
        host.version(installed);
        final String aeronDirectory = driverDirectory(++incarnation).toString();
        final SimulatedContexts contexts = contexts(aeronDirectory);
        if (disk.hasLost() && (Bug.LIE_BELIEVED != bug || !contexts.isWhole()))
        {
            rejoin();
            return;
        }
        isDiskFull = false;
        contexts.prepare(Bug.TORN_TAIL_KEPT != bug);
        final MediaDriver driver = MediaDriver.launch(SteppedParts.onHost(
            null == wire ? contexts.driver() : contexts.driver(wire), host, errors)
            .publicationTermBufferLength(256 * 1024)
            .ipcTermBufferLength(256 * 1024));
        final AgentInvoker driverInvoker = driver.sharedAgentInvoker();
        task("driver", driverInvoker::invoke);
        final Archive archive = Archive.launch(segmented(contexts.archive())
            .threadingMode(ArchiveThreadingMode.INVOKER)
            .mediaDriverAgentInvoker(driverInvoker)
            .nanoClock(host.nanoClock())
            .epochClock(host.epochClock())
            .idleStrategySupplier(() -> new SchedulerIdle(scheduler))
            .errorHandler(errors));
        tasks.add(scheduler.addBound(host + " archive", host,
            () -> disk.isBusy() ? 0 : archive.invoker().invoke()));
        service = new ClearingService(Swarm.limits());
        role = new RoleWatch(bug.around(service, member), counts);
        final Aeron serviceAeron = aeron(aeronDirectory, driverInvoker, "service");
        final ClusteredServiceContainer.Context container = contexts.service(role, service);
        agent = SteppedService.of(container
            .aeron(serviceAeron)
            .archiveContext(stepped(container.archiveContext()))
            .nanoClock(host.nanoClock())
            .epochClock(host.epochClock())
            .idleStrategySupplier(() -> new SchedulerIdle(scheduler))
            .errorHandler(errors), errors);
        task("service", started(agent));
        final Aeron consensusAeron = aeron(aeronDirectory, driverInvoker, "consensus");
        final ConsensusModule.Context context = contexts.consensus();
        context.aeron(consensusAeron)
            .errorCounter(ClusterCounters.allocateVersioned(consensusAeron, new ExpandableArrayBuffer(),
                "Cluster Errors", ConsensusModule.Configuration.CONSENSUS_MODULE_ERROR_COUNT_TYPE_ID, 0,
                ConsensusModuleVersion.VERSION, "simulated"))
            .archiveContext(stepped(context.archiveContext()))
            .useAgentInvoker(true)
            .random(new Random(random.nextLong()))
            .epochClock(host.epochClock())
            .clusterClock(new HostClusterClock(host))
            .idleStrategySupplier(() -> new SchedulerIdle(scheduler))
            .errorHandler(errors);
        if (purges)
        {
            context.logChannel(context.logChannel().replaceFirst("term-length=[^|]*", "term-length=" + SHORT_LENGTH));
            keepHouse(contexts, context, driverInvoker, aeronDirectory);
        }
        task("consensus", consensus(context));
        isBooting = false;
    }

    private void rejoin()
    {
        isBooting = false;
        isRejoining = true;
        final SimulatedRejoin rejoin = new SimulatedRejoin(
            host, scheduler, wire, purges ? SHORT_LENGTH : Integer.MAX_VALUE, errors, counts, tasks::add);
        task("rejoin", () ->
        {
            rejoin.run(() -> contexts(driverDirectory(++incarnation).toString()));
            tasks.forEach(scheduler::kill);
            tasks.clear();
            disk.restored();
            isRejoining = false;
            hasRejoined = true;
            start();
            return 1;
        });
    }

    /** So that the log of a short run has more than one file. */
    private Archive.Context segmented(final Archive.Context context)
    {
        return purges ? context.segmentFileLength(SHORT_LENGTH) : context;
    }

    private void keepHouse(
        final SimulatedContexts contexts, final ConsensusModule.Context context, final AgentInvoker driver,
        final String aeronDirectory)
    {
        final Supplier<AeronArchive.Context> archiveClient = () -> stepped(contexts.archiveClient())
            .ownsAeronClient(true)
            .aeron(aeron(aeronDirectory, driver, "housekeeping"));
        housekeeping = new House(() -> new SimulatedHousekeeping(contexts, context, host.nanoClock(),
            service.signals(), archiveClient, this::requestSnapshot), member, covered, errors);
        task("housekeeping", () -> null == consensus ? 0 : housekeeping.attend());
    }

    /**
     * What the driver before had in shared memory is gone, as after a restart of the machine. Nobody unmaps it, since
     * nothing of a killed node runs: the mappings end when the collector finds them.
     */
    private void forgetFormer()
    {
        final Path former = driverDirectory(incarnation);
        if (Files.exists(former))
        {
            IoUtil.delete(former.toFile(), false);
            if (0 == incarnation % RESTARTS_PER_COLLECTION)
            {
                System.gc();
            }
        }
    }

    private Path driverDirectory(final int number)
    {
        return directory.resolveSibling("shm-" + member + '-' + number);
    }

    private SimulatedContexts contexts(final String aeronDirectory)
    {
        return new SimulatedContexts(MemberPorts.settings(member, hosts, directory, aeronDirectory, purges));
    }

    /** Nothing of it runs any more, as after kill -9; its files stay as they are. */
    void kill()
    {
        tasks.forEach(scheduler::kill);
        tasks.clear();
        host.crash();
        isRejoining = false;
        consensus = null;
    }

    /** Whether it has ended by itself, as a process does whose consensus module or service stops. */
    boolean hasEnded()
    {
        return isUp() &&
            (isDiskFull || agent.isClosed() || null != consensus && consensus.conductorAgentInvoker().isClosed());
    }

    /** Asks the leader's consensus module for a snapshot on all nodes. */
    boolean requestSnapshot()
    {
        return isLeader() && null != consensus &&
            ClusterControl.ToggleState.SNAPSHOT.toggle(consensus.context().controlToggleCounter());
    }

    private Aeron aeron(final String aeronDirectory, final AgentInvoker driver, final String name)
    {
        return SteppedParts.aeron(aeronDirectory, host, scheduler, driver, name, errors);
    }

    private AeronArchive.Context stepped(final AeronArchive.Context context)
    {
        return SteppedParts.stepped(context, scheduler);
    }

    private IntSupplier started(final AgentInvoker agent)
    {
        return () ->
        {
            if (!agent.isStarted())
            {
                agent.start();
            }
            return agent.invoke();
        };
    }

    private IntSupplier consensus(final ConsensusModule.Context context)
    {
        final ConsensusModule[] launched = new ConsensusModule[1];
        return () ->
        {
            if (null == launched[0])
            {
                launched[0] = ConsensusModule.launch(context);
                consensus = launched[0];
            }
            return launched[0].conductorAgentInvoker().invoke();
        };
    }

    private void task(final String name, final IntSupplier duty)
    {
        tasks.add(scheduler.add(host + " " + name, host, duty));
    }
}
