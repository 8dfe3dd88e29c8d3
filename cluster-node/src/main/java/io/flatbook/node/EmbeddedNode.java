package io.flatbook.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.aeron.Aeron;
import io.aeron.archive.Archive;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.flatbook.archive.ArchiveAccess;
import io.flatbook.archive.ArchiveGate;
import io.flatbook.archive.UncountedRecording;
import io.flatbook.backup.LockedDirectory;
import io.flatbook.cluster.NodeStatus;
import io.flatbook.metrics.AeronMetrics;
import io.flatbook.metrics.MetricSamples;
import io.flatbook.metrics.Page;
import io.flatbook.metrics.PageServer;
import io.flatbook.wire.SealedWire;
import org.agrona.CloseHelper;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * One member of a cluster: media driver, archive, consensus module, the clearing service and {@code /status}, in this
 * process. The data directory is locked while it runs.
 *
 * <p>{@link ClearingNode} runs one as a process; tests and gateway teams embed some.
 */
public final class EmbeddedNode implements AutoCloseable
{
    private final NodeConfig config;
    private final NodeWatch watch;
    private final HostedService hosted;
    private final DiskGuard disk;
    private final LockedDirectory lock;

    private Admission admission;
    private SealedWire wire;
    private MediaDriver driver;
    private Archive archive;
    private ArchiveGate gate;
    private ConsensusModule consensusModule;
    private ClusteredServiceContainer container;
    private Housekeeping housekeeping;
    private ReplicaMonitor monitor;
    private Readiness readiness;
    private NodeMetrics metrics;
    private PageServer pages;

    private EmbeddedNode(
        final NodeConfig config, final NodeWatch watch, final HostedService hosted, final DiskSpace space)
    {
        this.config = config;
        this.watch = watch;
        this.hosted = hosted;
        disk = new DiskGuard(config, space);
        lock = LockedDirectory.tryLock(config.directory());
        if (null == lock)
        {
            throw new DirectoryInUseException(config.directory());
        }
    }

    /**
     * Starts a node. Returns when its parts run, before it has found a leader.
     *
     * @param config  of the node.
     * @param hosted  what to replicate: a new service, not started before.
     * @param failure notified if the node fails later on. A failed node does nothing more; close it, but not by
     *                the thread that notifies.
     * @param stop    run if the cluster as a whole is shut down; the node is to be closed then.
     * @return the node that runs.
     * @throws DirectoryInUseException if another node runs in the data directory.
     * @throws ConfigException         if clients are to prove secrets and the node has none that it can use.
     */
    public static EmbeddedNode launch(
        final NodeConfig config,
        final HostedService hosted,
        final NodeFailure failure,
        final Runnable stop)
    {
        return launch(config, hosted, failure, stop, DiskSpace.OF_FILE_STORE);
    }

    /**
     * Starts a node as {@link #launch(NodeConfig, HostedService, NodeFailure, Runnable)} does, on a disk whose room the
     * caller tells.
     *
     * @param config  of the node.
     * @param hosted  what to replicate: a new service, not started before.
     * @param failure notified if the node fails later on.
     * @param stop    run if the cluster as a whole is shut down.
     * @param space   measures the room, asked twice a second by a thread of the node.
     * @return the node that runs.
     */
    public static EmbeddedNode launch(
        final NodeConfig config,
        final HostedService hosted,
        final NodeFailure failure,
        final Runnable stop,
        final DiskSpace space)
    {
        return launch(config, hosted, failure, stop, space, InetAddress::getByName);
    }

    /** As above, with names of hosts looked up by the caller. */
    static EmbeddedNode launch(
        final NodeConfig config,
        final HostedService hosted,
        final NodeFailure failure,
        final Runnable stop,
        final DiskSpace space,
        final HostNames.Lookup lookup)
    {
        final NodeWatch watch = new NodeWatch(failure, stop);
        EmbeddedNode node = null;
        try
        {
            final NodeContexts contexts = new NodeContexts(config, watch, lookup);
            node = new EmbeddedNode(config, watch, hosted, space);
            node.start(contexts);
            return node;
        }
        catch (final Throwable throwable)
        {
            watch.close();
            CloseHelper.quietClose(node);
            throw throwable;
        }
    }

    /**
     * @return its settings.
     */
    public NodeConfig config()
    {
        return config;
    }

    /**
     * @return port of {@code /status}, {@code /metrics}, {@code /livez} and {@code /readyz}.
     */
    public int statusPort()
    {
        return pages.port();
    }

    /**
     * @return what the consensus module counts now. Only while the node runs.
     */
    public NodeCounters counters()
    {
        return NodeCounters.read(config, consensusModule.context());
    }

    /**
     * @return what the service published last; null before the first time.
     */
    public NodeStatus status()
    {
        return hosted.status().get();
    }

    /** How the replicas of the other members compare with this one. */
    List<PeerReplica> peers()
    {
        return monitor.peers();
    }

    /** Whether the disk of this node has room. */
    boolean hasRoom()
    {
        return disk.hasRoom();
    }

    /** States of the other members, in order of member. */
    List<PeerStanding> standings()
    {
        return monitor.standings();
    }

    /**
     * Asks for a snapshot on all nodes. Only the leader takes the request; the snapshot is there when
     * {@link NodeCounters#snapshots()} has risen.
     *
     * @return whether the request was taken.
     */
    public boolean requestSnapshot()
    {
        return counters().isLeading() &&
            ClusterControl.ToggleState.SNAPSHOT.toggle(consensusModule.context().controlToggleCounter());
    }

    /**
     * Takes a snapshot and shuts the whole cluster down. Only the leader takes the request.
     *
     * @return whether the request was taken.
     */
    public boolean requestShutdown()
    {
        return counters().isLeading() &&
            ClusterControl.ToggleState.SHUTDOWN.toggle(consensusModule.context().controlToggleCounter());
    }

    /**
     * End the node in order: the service first, the media driver last. The cluster goes on if a majority is left.
     */
    @Override
    public void close()
    {
        watch.closing();
        CloseHelper.closeAll(
            pages, housekeeping, monitor, container, consensusModule, gate, archive, driver, wire, watch, lock);
    }

    private void start(final NodeContexts contexts)
    {
        disk.checkStart(config.diskStartBytes());
        StartCheck.heap(Runtime.getRuntime().maxMemory());
        StartCheck.ports(config);
        StartCheck.memory(config, DiskSpace.OF_FILE_STORE);
        hosted.signals().refuseAt(config.refuseAt());
        hosted.signals().metrics().clock(SteadyClock.INSTANCE);
        hosted.signals().frameLength(contexts.egressLength());
        StartCheck.directory(config.directory());
        DirectoryOwner.check(config);
        try
        {
            LockedDirectory.createOwnerOnly(contexts.clusterDirectory());
            LockedDirectory.createOwnerOnly(contexts.archiveDirectory());
            MarkFiles.release(contexts.clusterDirectory(), contexts.archiveDirectory());
            UncountedRecording.count(contexts.archiveDirectory());
            DamageCheck.catalog(contexts.archiveDirectory(), contexts.checksum());
            TornTail.cut(contexts.archiveDirectory(), contexts.checksum());
            DamageCheck.run(contexts.archiveDirectory(), contexts.clusterDirectory(), contexts.checksum());
            Files.createDirectories(config.aeronDirectory().getParent());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot prepare " + config.directory(), ex);
        }

        admission = contexts.admission();
        wire = NodeWire.of(config, watch);
        driver = MediaDriver.launch(contexts.driver(wire));
        closeToOthers(config.aeronDirectory());
        final ArchiveAccess access = new ArchiveAccess(null == wire ? null : wire.memberKeys());
        archive = Archive.launch(contexts.archive(access));
        gate = ArchiveGate.open(access, new Aeron.Context()
            .aeronDirectoryName(config.aeronDirectory().toString()).epochClock(SteadyClock.INSTANCE),
            config.endpoints().archiveControl(config.memberId()), watch.threads("archive-gate"), watch);
        consensusModule = ConsensusModule.launch(contexts.consensus(access));
        container = ClusteredServiceContainer.launch(contexts.service(hosted.service(), access));
        housekeeping = new Housekeeping(contexts, consensusModule.context(), SystemNanoClock.INSTANCE,
            SystemEpochClock.INSTANCE, hosted.signals(), housekeepingRequests(access));
        monitor = ReplicaMonitor.launch(config, watch, hosted, disk, housekeeping::coveredPosition);
        housekeeping.start(monitor::standings);
        final LogPositions positions =
            new LogPositions(container.context().aeron(), consensusModule.context().logStreamId());
        readiness = new Readiness(watch::isRunning, this::counters, () -> null != status(), positions::applied);
        metrics = new NodeMetrics(config, readiness, positions, wire);
        pages = servePages();
    }

    private Housekeeping.Requests housekeepingRequests(final ArchiveAccess access)
    {
        return new Housekeeping.Requests()
        {
            @Override
            public AeronArchive.Context archive()
            {
                return archiveClient(access);
            }

            @Override
            public boolean snapshot()
            {
                return disk.hasRoom() && requestSnapshot();
            }

            @Override
            public boolean shutdown()
            {
                return requestShutdown();
            }
        };
    }

    /** By the clock of the driver, which nobody sets. */
    private AeronArchive.Context archiveClient(final ArchiveAccess access)
    {
        return NodeContexts.localArchive(access).ownsAeronClient(true).aeron(Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(config.aeronDirectory().toString())
            .epochClock(SteadyClock.INSTANCE)));
    }

    private PageServer servePages()
    {
        try
        {
            return new PageServer(config.statusHost(), config.statusPort(),
                config.endpoints().host(config.memberId()), Map.of(
                "/status", (accept) -> watch.isRunning() ? Page.Content.json(statusDocument()) : null,
                "/metrics", (accept) -> watch.isRunning() ? Page.Content.metrics(metricSamples(), accept) : null,
                "/livez", (accept) -> verdict(readiness.live()),
                "/readyz", (accept) -> verdict(readiness.ready())));
        }
        catch (final IOException ex)
        {
            throw new PortTakenException(
                "/status cannot be served on " + config.statusHost() + " at TCP port " + config.statusPort(), ex);
        }
    }

    private static Page.Content verdict(final Readiness.Verdict verdict)
    {
        return Page.Content.verdict(verdict.isWell(), verdict.sentence());
    }

    /** The driver makes a new directory at each start, open to readers. Traffic in it is clear text. */
    private static void closeToOthers(final Path directory)
    {
        try
        {
            LockedDirectory.createOwnerOnly(directory);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot close " + directory + " to others", ex);
        }
    }

    private String statusDocument()
    {
        return new StatusJson(counters(), housekeeping.history())
            .disk(disk)
            .refuseAt(config.refuseAt())
            .admission(admission)
            .wire(wire)
            .peers(monitor.peers(), monitor.standings(), monitor.clocks())
            .service(status())
            .document();
    }

    private MetricSamples metricSamples()
    {
        final MetricSamples samples = new MetricSamples();
        metrics.collect(samples, counters(), housekeeping.history(), disk, admission.wrongAnswers());
        NodeMetrics.collect(samples, monitor.peers(), monitor.standings(), monitor.clocks());
        BookMetrics.collect(samples, hosted.signals().metrics(), status());
        JvmMetrics.collect(samples);
        AeronMetrics.collect(driver.context().countersManager(), samples);
        return samples;
    }
}
