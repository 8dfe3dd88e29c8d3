package io.flatbook.node;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.flatbook.metrics.AeronMetrics;
import io.flatbook.metrics.MetricFamily;
import io.flatbook.metrics.MetricSamples;
import io.flatbook.wire.SealedWire;
import io.flatbook.wire.WireCounters;

/**
 * What {@code /metrics} of a node answers: its place in the cluster and how the others compare with it, the book, Aeron
 * and the JVM. At most 200 series, whatever the book holds; {@code docs/metrics.md} lists them.
 */
final class NodeMetrics
{
    private static final double MS_PER_S = TimeUnit.SECONDS.toMillis(1);
    private static final Path UDP_COUNTS = Path.of("/proc/self/net/snmp");
    private static final String UDP_DROPS = "RcvbufErrors";

    private static final MetricFamily NODE = MetricFamily.gauge("flatbook_node_info", "",
        "Always 1; the labels say who this is.", "cluster", "member");
    private static final MetricFamily READY = MetricFamily.gauge("flatbook_ready", "",
        "1 if the node is ready, as /readyz answers.");
    private static final MetricFamily ROLE = MetricFamily.gauge("flatbook_role", "",
        "1 for the role that the node has: leader, follower or candidate.", "role");
    private static final MetricFamily TERM = MetricFamily.gauge("flatbook_leadership_term", "",
        "Number of the leadership term, from 0.");
    private static final MetricFamily APPENDED = MetricFamily.gauge("flatbook_log_appended_position_bytes", "bytes",
        "Position up to which the node has the log.");
    private static final MetricFamily COMMITTED = MetricFamily.gauge("flatbook_log_commit_position_bytes", "bytes",
        "Position up to which the node knows a majority to have the log.");
    private static final MetricFamily APPLIED = MetricFamily.gauge("flatbook_log_applied_position_bytes", "bytes",
        "Position up to which the node's state machine has applied the log.");
    private static final MetricFamily ERRORS = MetricFamily.counter("flatbook_errors", "",
        "Errors counted by the node's consensus module; its log has them.");
    private static final MetricFamily SNAPSHOTS = MetricFamily.counter("flatbook_snapshots", "",
        "Snapshots taken since the start.");
    private static final MetricFamily SNAPSHOT_AGE = MetricFamily.gauge("flatbook_snapshot_age_seconds", "seconds",
        "Age of the newest snapshot that the node could start from; of the process, if there is none.");
    private static final MetricFamily SNAPSHOT_POSITION = MetricFamily.gauge("flatbook_snapshot_position_bytes",
        "bytes", "Position of the log at which that snapshot was taken; 0 if there is none.");
    private static final MetricFamily DISK = MetricFamily.gauge("flatbook_disk_usable_bytes", "bytes",
        "Bytes that can still be written where the node has its log.");
    private static final MetricFamily ROOM = MetricFamily.gauge("flatbook_disk_has_room", "",
        "1 if the disk has more room than the setting diskReserve keeps.");
    private static final MetricFamily WRONG_ANSWERS = MetricFamily.counter("flatbook_wrong_answers", "",
        "Answers to challenges that did not prove a secret.");
    private static final MetricFamily SEALED = MetricFamily.counter("flatbook_wire_sealed", "",
        "Datagrams sealed with the keys of a ring.", "ring");
    private static final MetricFamily OPENED = MetricFamily.counter("flatbook_wire_opened", "",
        "Datagrams received that were genuine.", "ring");
    private static final MetricFamily REFUSED = MetricFamily.counter("flatbook_wire_refused", "",
        "Datagrams refused, for any reason; /status has the reasons.", "ring");
    private static final MetricFamily UDP = MetricFamily.counter("flatbook_host_udp_receive_buffer_errors", "",
        "Datagrams that the host dropped because the buffer of a socket, of whatever process, was full; missing if " +
        "the system does not say.");
    private static final MetricFamily DIFFERS = MetricFamily.gauge("flatbook_replica_differs", "",
        "1 if the state of another member was found to differ from this node's.", "member");
    private static final MetricFamily AGREED = MetricFamily.gauge("flatbook_replica_agreed_position_bytes", "bytes",
        "Newest position at which the states were found equal; -1: none yet.", "member");
    private static final MetricFamily HEARD = MetricFamily.gauge("flatbook_member_heard", "",
        "1 if another member has reported within three seconds.", "member");
    private static final MetricFamily LAG = MetricFamily.gauge("flatbook_member_lag_bytes", "bytes",
        "Bytes of log by which another member is behind this node.", "member");
    private static final MetricFamily LAGGING = MetricFamily.gauge("flatbook_member_lagging", "",
        "1 if another member has been silent, or behind by more than lagAlarmLength, for five seconds.", "member");
    private static final MetricFamily CLOCK = MetricFamily.gauge("flatbook_member_clock_offset_seconds", "seconds",
        "By how much the clock by which another member counts is ahead of this node's.", "member");
    private static final MetricFamily APART = MetricFamily.gauge("flatbook_member_clock_apart", "",
        "1 if a clock of another member is further away than clockAlarmMs.", "member");

    private final NodeConfig config;
    private final Readiness readiness;
    private final LogPositions positions;
    private final SealedWire wire;

    /**
     * @param wire that seals; null if there is none.
     */
    NodeMetrics(
        final NodeConfig config, final Readiness readiness, final LogPositions positions, final SealedWire wire)
    {
        this.config = config;
        this.readiness = readiness;
        this.positions = positions;
        this.wire = wire;
    }

    /** All metrics that a node can export, in the order of {@code docs/metrics.md}. */
    static List<MetricFamily> families()
    {
        return Stream.of(
            List.of(NODE, READY, ROLE, TERM, APPENDED, COMMITTED, APPLIED, ERRORS, SNAPSHOTS, SNAPSHOT_AGE,
                SNAPSHOT_POSITION, DISK, ROOM, WRONG_ANSWERS, SEALED, OPENED, REFUSED, UDP),
            List.of(DIFFERS, AGREED, HEARD, LAG, LAGGING, CLOCK, APART),
            BookMetrics.families(), JvmMetrics.families(), AeronMetrics.families()).flatMap(List::stream).toList();
    }

    /** The node itself; the other parts are collected by those who have them. */
    void collect(
        final MetricSamples samples,
        final NodeCounters counters,
        final SnapshotHistory snapshots,
        final DiskGuard disk,
        final long wrongAnswers)
    {
        samples.set(NODE, 1, config.clusterName(), Integer.toString(config.memberId()));
        samples.set(READY, readiness.ready().isWell());
        for (final String role : List.of("LEADER", "FOLLOWER", "CANDIDATE"))
        {
            samples.set(ROLE, role.equals(counters.role()), role.toLowerCase(Locale.ROOT));
        }
        samples.set(TERM, counters.leadershipTermId());
        samples.set(APPENDED, positions.appended());
        samples.set(COMMITTED, counters.commitPosition());
        samples.set(APPLIED, positions.applied());
        samples.set(ERRORS, counters.errors());
        samples.set(SNAPSHOTS, counters.snapshots());
        snapshot(samples, snapshots, System.currentTimeMillis());
        samples.set(DISK, disk.usableBytes());
        samples.set(ROOM, disk.hasRoom());
        samples.set(WRONG_ANSWERS, wrongAnswers);
        if (null != wire)
        {
            ring(samples, "members", wire.memberCounters());
            ring(samples, "clients", wire.clientCounters());
        }
        udp(samples);
    }

    /** The other members; the lists are in the same order. */
    static void collect(
        final MetricSamples samples,
        final List<PeerReplica> peers,
        final List<PeerStanding> standings,
        final List<PeerClock> clocks)
    {
        for (int i = 0; i < peers.size(); i++)
        {
            final String member = Integer.toString(peers.get(i).member());
            samples.set(DIFFERS, peers.get(i).differs(), member);
            samples.set(AGREED, peers.get(i).agreedPosition(), member);
            samples.set(HEARD, standings.get(i).isHeard(), member);
            samples.set(LAG, standings.get(i).lagBytes(), member);
            samples.set(LAGGING, standings.get(i).isLagging(), member);
            samples.set(CLOCK, clocks.get(i).nodeSkewMs() / MS_PER_S, member);
            samples.set(APART, clocks.get(i).isApart(), member);
        }
    }

    /** A node that never took one is to raise the alert of old snapshots as well. */
    private static void snapshot(final MetricSamples samples, final SnapshotHistory snapshots, final long nowMs)
    {
        final long ageMs = snapshots.newestAgeMs(nowMs);
        samples.set(SNAPSHOT_AGE,
            (ageMs >= 0 ? ageMs : nowMs - ManagementFactory.getRuntimeMXBean().getStartTime()) / MS_PER_S);
        samples.set(SNAPSHOT_POSITION, Math.max(0, snapshots.newestPosition()));
    }

    private static void ring(final MetricSamples samples, final String ring, final WireCounters counters)
    {
        samples.set(SEALED, counters.sealed(), ring);
        samples.set(OPENED, counters.opened(), ring);
        samples.set(REFUSED, counters.refused(), ring);
    }

    /** Two lines begin with "Udp:", the names and the values. Another operating system has no such file. */
    private static void udp(final MetricSamples samples)
    {
        try
        {
            final List<String> lines = Files.readAllLines(UDP_COUNTS).stream()
                .filter((line) -> line.startsWith("Udp:")).toList();
            final int column = List.of(lines.get(0).split(" ")).indexOf(UDP_DROPS);
            samples.set(UDP, Long.parseLong(lines.get(1).split(" ")[column]));
        }
        catch (final IOException | RuntimeException ignore)
        {
            // Then it is not exported.
        }
    }
}
