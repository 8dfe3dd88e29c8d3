package io.flatbook.node;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.Configuration;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.protocol.DataHeaderFlyweight;
import io.flatbook.archive.ArchiveAccess;
import io.flatbook.wire.SealedWire;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Turns the settings of a node into the contexts of Aeron's parts. Whatever is set here differs from Aeron's default
 * for a reason that the README of the module gives.
 */
final class NodeContexts
{
    static final int CLUSTER_ID = 0;

    private static final int TERM_LENGTH = 1024 * 1024;
    private static final String CONTROL_TERM_LENGTH = "64k";
    private static final int EGRESS_TERM_LENGTH = 1024 * 1024;
    private static final String EGRESS_LINGER = "5s";
    /** An eighth of it is the longest message, and so the block in which a snapshot is written. */
    private static final int SNAPSHOT_TERM_LENGTH = 4 * 1024 * 1024;
    private static final int IMAGES_PER_SESSION = 2;
    private static final int IMAGES_BESIDE = 32;
    private static final long SLEEP_NS = 1_000;
    private static final long BACKOFF_SPINS = 10;
    private static final long BACKOFF_YIELDS = 10;
    private static final long BACKOFF_PARK_LONGEST_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final NodeConfig config;
    private final NodeWatch watch;
    private final HostNames names;
    private final Admission admission;
    private final Endpoints endpoints;
    private final Path clusterDirectory;
    private final Path archiveDirectory;

    /**
     * @throws ConfigException if the settings do not say who may come in.
     */
    NodeContexts(final NodeConfig config, final NodeWatch watch)
    {
        this(config, watch, InetAddress::getByName);
    }

    NodeContexts(final NodeConfig config, final NodeWatch watch, final HostNames.Lookup lookup)
    {
        this.config = config;
        this.watch = watch;
        names = new HostNames(lookup, SystemNanoClock.INSTANCE);
        admission = new Admission(config, watch);
        endpoints = config.endpoints();
        clusterDirectory = config.directory().resolve("cluster");
        archiveDirectory = config.directory().resolve("archive");
    }

    NodeConfig config()
    {
        return config;
    }

    NodeWatch watch()
    {
        return watch;
    }

    Admission admission()
    {
        return admission;
    }

    Path clusterDirectory()
    {
        return clusterDirectory;
    }

    Path archiveDirectory()
    {
        return archiveDirectory;
    }

    /**
     * @param wire that seals; null for none.
     * @throws ConfigException if something is set for the driver that cannot be sealed.
     */
    MediaDriver.Context driver(final SealedWire wire)
    {
        final boolean dedicated = config.dedicatedThreads();
        names.learn(endpoints.hosts());
        final MediaDriver.Context context = new MediaDriver.Context()
            .aeronDirectoryName(config.aeronDirectory().toString())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(dedicated ? ThreadingMode.DEDICATED : ThreadingMode.SHARED)
            .sharedIdleStrategy(idle())
            .conductorIdleStrategy(idle())
            .senderIdleStrategy(idle())
            .receiverIdleStrategy(idle())
            .sharedThreadFactory(watch.threads("driver"))
            .conductorThreadFactory(watch.threads("driver-conductor"))
            .senderThreadFactory(watch.threads("driver-sender"))
            .receiverThreadFactory(watch.threads("driver-receiver"))
            .asyncExecutorThreadFactory(watch.threads("driver-names"))
            .nameResolver(names)
            .publicationTermBufferLength(TERM_LENGTH)
            .ipcTermBufferLength(TERM_LENGTH)
            .termBufferSparseFile(config.sparseTerms())
            .mtuLength(mtuLength())
            .socketRcvbufLength(config.socketBufferLength())
            .socketSndbufLength(config.socketBufferLength())
            .initialWindowLength(config.receiverWindowLength())
            .streamSessionLimit(IMAGES_PER_SESSION * config.sessionsMax() + IMAGES_BESIDE)
            .epochClock(SteadyClock.INSTANCE)
            .errorHandler(watch);
        if (null == wire)
        {
            if (null != context.resolverInterface() || null != context.resolverName())
            {
                throw new ConfigException("a node does not run the name resolver of the media driver: unset " +
                    "aeron.name.resolver.*");
            }
            return context;
        }
        try
        {
            return wire.install(context.receiverWildcardPortRange(endpoints.passingPorts(config.memberId())));
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ConfigException(ex.getMessage(), ex);
        }
    }

    /** The archive of this node, which takes requests of others over a gate only. */
    Archive.Context archive(final ArchiveAccess access)
    {
        final int member = config.memberId();
        final int syncLevel = config.durable() ? 1 : 0;
        // It would refuse a recording, and so end the node at its next snapshot or election, while there is still room.
        final long refuseBelowBytes = 0;
        final Archive.Context context = new Archive.Context()
            .aeronDirectoryName(config.aeronDirectory().toString())
            .archiveDir(archiveDirectory.toFile())
            .replicationChannel("aeron:udp?endpoint=" + endpoints.host(member) + ":0")
            .recordingEventsEnabled(false)
            .segmentFileLength(config.segmentLength())
            .lowStorageSpaceThreshold(refuseBelowBytes)
            .fileSyncLevel(syncLevel)
            .catalogFileSyncLevel(syncLevel)
            .threadingMode(config.dedicatedThreads() ? ArchiveThreadingMode.DEDICATED : ArchiveThreadingMode.SHARED)
            .epochClock(SteadyClock.INSTANCE)
            .idleStrategySupplier(this::idle)
            .threadFactory(watch.threads("archive"))
            .recorderThreadFactory(watch.threads("archive-recorder"))
            .replayerThreadFactory(watch.threads("archive-replayer"))
            .errorHandler(watch);
        return access.guard(context, endpoints.host(member)).recordChecksum(checksum()).replayChecksum(checksum());
    }

    /** Of what is recorded; null: none. */
    Checksum checksum()
    {
        return config.checksums() ? Checksums.crc32c() : null;
    }

    ConsensusModule.Context consensus(final ArchiveAccess access)
    {
        final int member = config.memberId();
        return new ConsensusModule.Context()
            .aeronDirectoryName(config.aeronDirectory().toString())
            .clusterDir(clusterDirectory.toFile())
            .clusterId(CLUSTER_ID)
            .clusterMemberId(member)
            .clusterMembers(endpoints.clusterMembers())
            .archiveContext(localArchive(access))
            .ingressChannel("aeron:udp?term-length=256k")
            .logChannel(logChannel())
            .egressChannel(egressChannel())
            .consensusChannel("aeron:udp?term-length=" + CONTROL_TERM_LENGTH)
            .replicationChannel("aeron:udp?endpoint=" + endpoints.host(member) + ":0")
            .fileSyncLevel(config.durable() ? 1 : 0)
            .leaderHeartbeatTimeoutNs(durationNs(Setting.HEARTBEAT_TIMEOUT_MS))
            .leaderHeartbeatIntervalNs(durationNs(Setting.HEARTBEAT_INTERVAL_MS))
            .electionTimeoutNs(durationNs(Setting.ELECTION_TIMEOUT_MS))
            .startupCanvassTimeoutNs(durationNs(Setting.STARTUP_TIMEOUT_MS))
            .sessionTimeoutNs(durationNs(Setting.SESSION_TIMEOUT_MS))
            .maxConcurrentSessions(config.sessionsMax())
            .authenticatorSupplier(admission::authenticator)
            .authorisationServiceSupplier(OpsAuthorization::new)
            .epochClock(SteadyClock.INSTANCE)
            .clusterClock(SteadyClock.INSTANCE)
            .idleStrategySupplier(this::idle)
            .threadFactory(watch.threads(NodeWatch.CONSENSUS_THREAD))
            .errorHandler(watch);
    }

    ClusteredServiceContainer.Context service(final ClusteredService service, final ArchiveAccess access)
    {
        return new ClusteredServiceContainer.Context()
            .aeronDirectoryName(config.aeronDirectory().toString())
            .clusterDir(clusterDirectory.toFile())
            .clusterId(CLUSTER_ID)
            .clusteredService(admission.registered(service))
            .archiveContext(localArchive(access))
            .snapshotChannel(snapshotChannel())
            .epochClock(SteadyClock.INSTANCE)
            .idleStrategySupplier(this::idle)
            .threadFactory(watch.threads("service"))
            .errorHandler(watch.ofService());
    }

    /** Connects to the archive of this node; the caller names the media driver. */
    static AeronArchive.Context localArchive(final ArchiveAccess access)
    {
        return access.own(new AeronArchive.Context()
            .controlRequestChannel("aeron:ipc?term-length=" + CONTROL_TERM_LENGTH)
            .controlResponseChannel("aeron:ipc?term-length=" + CONTROL_TERM_LENGTH));
    }

    /** Of all but the log: the network of clients may take shorter datagrams than that of members, but not loopback. */
    private int mtuLength()
    {
        final int mtuLength = Math.min(config.mtuLength(),
            config.isOnLoopback() ? NodeConfig.MTU_LENGTH_LOOPBACK : Configuration.MTU_LENGTH_DEFAULT);
        return config.isSealed() ? Math.min(SealedWire.MTU_LENGTH, mtuLength) : mtuLength;
    }

    /** What one frame to a client holds of the service's messages, in bytes. */
    int egressLength()
    {
        return mtuLength() - DataHeaderFlyweight.HEADER_LENGTH - AeronCluster.SESSION_HEADER_LENGTH;
    }

    /** Laid over what a client asks for, so that it is the node that says what its answers take of its memory. */
    private String egressChannel()
    {
        return "aeron:udp?term-length=" + EGRESS_TERM_LENGTH + "|mtu=" + mtuLength() + "|linger=" + EGRESS_LINGER +
            "|sparse=" + config.sparseTerms();
    }

    private String logChannel()
    {
        return "aeron:udp?term-length=" + config.logTermLength() +
            "|mtu=" + config.mtuLength() +
            "|fc=min,t:" + config.durationMs(Setting.FLOW_CONTROL_TIMEOUT_MS) + "ms";
    }

    /** Its frames go over the wire as they are when another member fetches the snapshot. */
    private String snapshotChannel()
    {
        return "aeron:ipc?alias=snapshot|term-length=" + Math.min(SNAPSHOT_TERM_LENGTH, config.segmentLength()) +
            "|mtu=" + config.mtuLength();
    }

    private long durationNs(final Setting setting)
    {
        return TimeUnit.MILLISECONDS.toNanos(config.durationMs(setting));
    }

    private IdleStrategy idle()
    {
        return switch (config.idle())
        {
            case "spin" -> BusySpinIdleStrategy.INSTANCE;
            case "sleep" -> new SleepingIdleStrategy(SLEEP_NS);
            default -> new BackoffIdleStrategy(BACKOFF_SPINS, BACKOFF_YIELDS, SLEEP_NS, BACKOFF_PARK_LONGEST_NS);
        };
    }
}
