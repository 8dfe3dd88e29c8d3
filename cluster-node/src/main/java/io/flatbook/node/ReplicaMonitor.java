package io.flatbook.node;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.cluster.service.ClusterCounters;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.flatbook.cluster.NodeStatus;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.status.CountersReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the other members the replica hashes of this node and its state, receives theirs, and has them compared: on a
 * thread of its own and never through the log. The odd one out fails its node; any other difference, a member that is
 * silent or far behind, and a full disk are alarms in the log of the process and in {@code /status}. It signals the
 * service whether storage is low on a majority, and the service brings that into the log.
 */
final class ReplicaMonitor implements Agent, ReplicaListener, LagListener, AutoCloseable
{
    static final int STREAM_ID = 120;

    private static final Logger LOGGER = LoggerFactory.getLogger(ReplicaMonitor.class);
    private static final long REPORT_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long TELLING_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long IDLE_MS = 20;
    private static final int FRAGMENTS_MAX = 32;

    private final String clusterName;
    private final int memberId;
    private final NodeWatch watch;
    private final HostedService hosted;
    private final DiskGuard disk;
    private final LongSupplier coveredPosition;
    private final ReplicaComparison comparison;
    private final PeerWatch peerWatch;
    private final ClockComparison clockComparison;
    private final long incarnation = ThreadLocalRandom.current().nextLong();
    private final FragmentHandler handler = new FragmentAssembler(this::onFragment);
    private final PeerLink[] links;
    private final Aeron aeron;
    private final Subscription subscription;
    private AgentRunner runner;
    private final long startNs = System.nanoTime();
    private long reportedNs = startNs;
    private boolean wasStorageLow;
    private String odd;
    private long oddNs;
    private volatile List<PeerReplica> peers;
    private volatile List<PeerStanding> standings;
    private volatile List<PeerClock> clocks;

    private ReplicaMonitor(
        final NodeConfig config,
        final NodeWatch watch,
        final HostedService hosted,
        final DiskGuard disk,
        final LongSupplier coveredPosition)
    {
        this.watch = watch;
        this.hosted = hosted;
        this.disk = disk;
        this.coveredPosition = coveredPosition;
        clusterName = config.clusterName();
        memberId = config.memberId();
        final Endpoints endpoints = config.endpoints();
        comparison = new ReplicaComparison(memberId, endpoints.members(), this);
        peers = comparison.peers();
        peerWatch = new PeerWatch(memberId, endpoints.members(), config.lagAlarmLength(), reportedNs, this);
        standings = peerWatch.standings(0, reportedNs);
        clockComparison = new ClockComparison(
            memberId, endpoints.members(), config.durationMs(Setting.CLOCK_ALARM_MS), this::clockJudged);
        clocks = clockComparison.clocks();
        if (1 == endpoints.members())
        {
            links = new PeerLink[0];
            aeron = null;
            subscription = null;
            return;
        }

        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(config.aeronDirectory().toString())
            .useConductorAgentInvoker(true)
            .epochClock(SteadyClock.INSTANCE)
            .errorHandler(watch)
            .subscriberErrorHandler(watch));
        links = new PeerLink[endpoints.members() - 1];
        try
        {
            subscription = aeron.addSubscription(PeerLink.channel(endpoints.replicas(memberId)), STREAM_ID);
            for (int member = 0, i = 0; member < endpoints.members(); member++)
            {
                if (member != memberId)
                {
                    links[i++] = new PeerLink(aeron, endpoints.replicas(member), watch);
                }
            }
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietClose(aeron);
            throw ex;
        }
    }

    /**
     * Starts to watch and compare; in a cluster of one there is nothing to compare.
     *
     * @param config          of the node, whose media driver runs.
     * @param watch           notified if this node is the odd one.
     * @param hosted          publishes its hashes, and is signaled whether storage is low.
     * @param disk            of this node.
     * @param coveredPosition of the log, below which this node no longer needs it; asked twice a second.
     */
    static ReplicaMonitor launch(
        final NodeConfig config,
        final NodeWatch watch,
        final HostedService hosted,
        final DiskGuard disk,
        final LongSupplier coveredPosition)
    {
        final ReplicaMonitor monitor = new ReplicaMonitor(config, watch, hosted, disk, coveredPosition);
        monitor.runner = new AgentRunner(new SleepingMillisIdleStrategy(IDLE_MS), watch, null, monitor);
        AgentRunner.startOnThread(monitor.runner, watch.threads("replica-monitor"));
        return monitor;
    }

    /** How the others compare. May be called by any thread. */
    List<PeerReplica> peers()
    {
        return peers;
    }

    /** States of the others, in order of member. May be called by any thread. */
    List<PeerStanding> standings()
    {
        return standings;
    }

    /** Clocks of the others, in order of member. May be called by any thread. */
    List<PeerClock> clocks()
    {
        return clocks;
    }

    @Override
    public String roleName()
    {
        return "replica-monitor";
    }

    @Override
    public int doWork()
    {
        final int fragments = null == aeron ? 0 : hear();
        final long nowNs = System.nanoTime();
        if (nowNs - reportedNs >= REPORT_INTERVAL_NS)
        {
            reportedNs = nowNs;
            disk.measure();
            final NodeStatus current = hosted.status().get();
            if (null != current)
            {
                report(current, nowNs);
            }
        }
        endIfOdd(nowNs);
        return fragments;
    }

    private int hear()
    {
        aeron.conductorAgentInvoker().invoke();
        if (aeron.isClosed())
        {
            watch.fail("the monitor of replicas lost the media driver", null);
            return 0;
        }
        return subscription.poll(handler, FRAGMENTS_MAX);
    }

    @Override
    public void onClose()
    {
        CloseHelper.quietClose(aeron);
    }

    @Override
    public void close()
    {
        CloseHelper.close(runner);
    }

    @Override
    public void replicaDiffered(final PeerReplica peer)
    {
        publish();
        LOGGER.error("ALARM: the states of node {} and of this node, {}, differ at log position {}: {} there, {} here",
            peer.member(), memberId, peer.position(), hex(peer.peerHash()), hex(peer.ownHash()));
    }

    @Override
    public void replicaAgreedAgain(final PeerReplica peer)
    {
        publish();
        LOGGER.info("node {} has started again and agrees with this node, {}, at log position {}: the alarm is over",
            peer.member(), memberId, peer.agreedPosition());
    }

    @Override
    public void memberLags(final PeerStanding peer)
    {
        if (peer.isHeard())
        {
            LOGGER.error("ALARM: node {} is {} bytes of log behind this node, {}: it has applied up to position {}",
                peer.member(), peer.lagBytes(), memberId, peer.progress().appliedPosition());
        }
        else
        {
            LOGGER.error("ALARM: node {} is silent; this node, {}, last heard of it at log position {}",
                peer.member(), memberId, peer.progress().appliedPosition());
        }
    }

    @Override
    public void memberCaughtUp(final PeerStanding peer)
    {
        LOGGER.info("node {} is heard again and {} bytes of log behind this node, {}: the alarm is over",
            peer.member(), peer.lagBytes(), memberId);
    }

    @Override
    public void ownReplicaIsOdd(
        final long position, final long ownHash, final long majorityHash, final List<Integer> members)
    {
        if (null == odd)
        {
            odd = "its state differs at log position " + position + ": " + hex(ownHash) + " here, " +
                hex(majorityHash) + " on nodes " + members;
            oddNs = System.nanoTime();
        }
    }

    private void clockJudged(final PeerClock peer)
    {
        if (peer.isApart())
        {
            LOGGER.error("ALARM: the clocks of node {} and of this node, {}, are apart: there the node is {} ms " +
                "ahead, its machine {} ms", peer.member(), memberId, peer.nodeSkewMs(), peer.hostSkewMs());
        }
        else
        {
            LOGGER.info("the clocks of node {} and of this node, {}, are together again: the alarm is over",
                peer.member(), memberId);
        }
    }

    /** An odd replica ends when the others had time to hear of it: they are to raise an alarm. */
    private void endIfOdd(final long nowNs)
    {
        if (null != odd && nowNs - oddNs >= TELLING_NS)
        {
            watch.fail(odd, new ReplicaDiffersException(odd));
        }
    }

    private void report(final NodeStatus current, final long nowNs)
    {
        if (null != aeron)
        {
            final MemberProgress progress = new MemberProgress(
                current.logPosition(), commitPosition(), coveredPosition.getAsLong(), disk.hasRoom());
            final ReplicaReport report = new ReplicaReport(
                memberId, incarnation, progress, MemberClocks.now(), current.replicaHashes());
            for (final PeerLink link : links)
            {
                link.offer(clusterName, report);
            }
        }
        comparison.own(current.replicaHashes());
        publish();
        standings = peerWatch.standings(current.logPosition(), nowNs);
        storage(current);
    }

    /** Storage is not judged before the other members had time to report. */
    private void storage(final NodeStatus current)
    {
        if (0 == links.length || reportedNs - startNs >= PeerWatch.SILENCE_NS)
        {
            hosted.signals().storageLow(StorageQuorum.isLow(disk.hasRoom(), standings));
        }
        if (current.isStorageLow() != wasStorageLow)
        {
            wasStorageLow = current.isStorageLow();
            if (wasStorageLow)
            {
                LOGGER.error("ALARM: new business is refused with STORAGE_LOW: too few disks of the cluster have room");
            }
            else
            {
                LOGGER.info("new business is taken again: enough disks of the cluster have room");
            }
        }
    }

    /** By this agent's own client of the media driver: the consensus module may end at any time. */
    private long commitPosition()
    {
        final CountersReader counters = aeron.countersReader();
        final int counterId = ClusterCounters.find(
            counters, AeronCounters.CLUSTER_COMMIT_POSITION_TYPE_ID, NodeContexts.CLUSTER_ID);
        return Aeron.NULL_VALUE == counterId ? 0 : Math.max(0, counters.getCounterValue(counterId));
    }

    private void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        final ReplicaReport report = ReplicaReport.decode(clusterName, buffer, offset, length);
        if (null != report)
        {
            comparison.reported(report);
            peerWatch.heard(report.member(), report.progress(), System.nanoTime());
            clockComparison.heard(report.member(), report.clocks(), MemberClocks.now());
            clocks = clockComparison.clocks();
            publish();
        }
    }

    private void publish()
    {
        peers = comparison.peers();
    }

    private static String hex(final long hash)
    {
        return String.format(Locale.ROOT, "%016x", hash);
    }
}
