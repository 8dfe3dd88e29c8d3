package io.flatbook.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.aeron.AeronCounters;
import org.agrona.concurrent.status.CountersReader;

/**
 * What Aeron counts, as metrics: the driver, archives and members of clusters that share one Aeron directory. Counters
 * of single streams and sessions are left out, or only their number is given, so that the number of series does not
 * grow with what connects.
 */
public final class AeronMetrics
{
    private static final double UNITS = 1;
    private static final double NANOS = 1e9;
    private static final int NO_ID = -1;
    private static final int FIRST_OF_CLUSTER = AeronCounters.CLUSTER_CONSENSUS_MODULE_STATE_TYPE_ID;
    private static final String[] NO_LABEL = {};

    /** How several counters of one kind become one value. */
    private enum Fold
    {
        /** Their sum. */
        SUM,
        /** The largest. */
        MAX,
        /** How many there are. */
        COUNT
    }

    /**
     * Where the values of a metric are found.
     *
     * @param family   exported.
     * @param typeId   of the counters.
     * @param systemId of the one counter, if it is the driver's own, else {@link #NO_ID}.
     * @param fold     of several.
     * @param divisor  from the counter's unit to the metric's.
     */
    private record Source(MetricFamily family, int typeId, int systemId, Fold fold, double divisor)
    {
        boolean isOfCluster()
        {
            return typeId >= FIRST_OF_CLUSTER;
        }
    }

    private static final List<Source> SOURCES = sources();

    private AeronMetrics()
    {
    }

    /**
     * @return all metrics that there can be, in the order in which they are exported.
     */
    public static List<MetricFamily> families()
    {
        return SOURCES.stream().map(Source::family).toList();
    }

    /**
     * Reads the counters. What an Aeron directory does not have, such as an archive's, is left out; what a driver has
     * none of, such as images, is 0.
     *
     * @param counters of a media driver.
     * @param samples  take the values.
     */
    public static void collect(final CountersReader counters, final MetricSamples samples)
    {
        final List<Map<Integer, Double>> values = new ArrayList<>();
        SOURCES.forEach((source) -> values.add(
            Fold.COUNT == source.fold ? new TreeMap<>(Map.of(0, 0.0)) : new TreeMap<>()));
        counters.forEach((counterId, typeId, key, label) ->
        {
            for (int i = 0; i < SOURCES.size(); i++)
            {
                final Source source = SOURCES.get(i);
                if (source.typeId == typeId && (NO_ID == source.systemId || key.getInt(0) == source.systemId))
                {
                    final int group = source.isOfCluster() ? key.getInt(0) : 0;
                    values.get(i).merge(group, Fold.COUNT == source.fold ? 1 : (double)counters.getCounterValue(
                        counterId), Fold.MAX == source.fold ? Math::max : Double::sum);
                }
            }
        });
        for (int i = 0; i < SOURCES.size(); i++)
        {
            final Source source = SOURCES.get(i);
            values.get(i).forEach((cluster, value) -> samples.set(source.family, value / source.divisor,
                source.isOfCluster() ? new String[]{Integer.toString(cluster)} : NO_LABEL));
        }
    }

    private static List<Source> sources()
    {
        final List<Source> sources = new ArrayList<>();
        addTraffic(sources);
        addDriver(sources);
        addArchive(sources);
        addCluster(sources);
        return List.copyOf(sources);
    }

    private static void addTraffic(final List<Source> sources)
    {
        system(sources, AeronCounters.SYSTEM_COUNTER_ID_BYTES_SENT, "aeron_sent_bytes", "bytes",
            "Bytes sent by the media driver.");
        system(sources, AeronCounters.SYSTEM_COUNTER_ID_BYTES_RECEIVED, "aeron_received_bytes", "bytes",
            "Bytes received by the media driver.");
        system(sources, AeronCounters.SYSTEM_COUNTER_ID_NAK_MESSAGES_SENT, "aeron_naks_sent", "",
            "Requests sent to send again what was lost on the way here.");
        system(sources, AeronCounters.SYSTEM_COUNTER_ID_NAK_MESSAGES_RECEIVED, "aeron_naks_received", "",
            "Requests received to send again what was lost on the way from here.");
        system(sources, AeronCounters.SYSTEM_COUNTER_ID_RETRANSMITS_SENT, "aeron_retransmits", "",
            "Times that something was sent again.");
        system(sources, AeronCounters.SYSTEM_COUNTER_ID_RETRANSMITTED_BYTES, "aeron_retransmitted_bytes", "bytes",
            "Bytes sent again.");
        system(sources, AeronCounters.SYSTEM_COUNTER_ID_LOSS_GAP_FILLS, "aeron_loss_gap_fills", "",
            "Gaps that an unreliable stream passed over: data lost for good.");
        system(sources, AeronCounters.SYSTEM_COUNTER_ID_FLOW_CONTROL_UNDER_RUNS, "aeron_flow_control_under_runs", "",
            "Datagrams dropped because they came before the window of their receiver.");
        system(sources, AeronCounters.SYSTEM_COUNTER_ID_FLOW_CONTROL_OVER_RUNS, "aeron_flow_control_over_runs", "",
            "Datagrams dropped because they came behind the window of their receiver.");
        system(sources, AeronCounters.SYSTEM_COUNTER_ID_SENDER_FLOW_CONTROL_LIMITS, "aeron_sender_flow_control_limits",
            "", "Times that a sender had to wait for its receivers.");
        system(sources, AeronCounters.SYSTEM_COUNTER_ID_INVALID_PACKETS, "aeron_invalid_packets", "",
            "Datagrams dropped because they were not frames of Aeron.");
        system(sources, AeronCounters.SYSTEM_COUNTER_ID_SHORT_SENDS, "aeron_short_sends", "",
            "Datagrams that the operating system did not take whole.");
        system(sources, AeronCounters.SYSTEM_COUNTER_ID_IMAGES_REJECTED, "aeron_images_rejected", "",
            "Streams of senders that a receiver rejected.");
    }

    private static void addDriver(final List<Source> sources)
    {
        system(sources, AeronCounters.SYSTEM_COUNTER_ID_ERRORS, "aeron_errors", "",
            "Errors of the media driver; its error log has them.");
        system(sources, AeronCounters.SYSTEM_COUNTER_ID_CLIENT_TIMEOUTS, "aeron_client_timeouts", "",
            "Clients of the media driver that it took for dead.");
        system(sources, AeronCounters.SYSTEM_COUNTER_ID_UNBLOCKED_PUBLICATIONS, "aeron_unblocked_publications", "",
            "Publications freed from a client that died while it wrote.");
        system(sources, AeronCounters.SYSTEM_COUNTER_ID_FREE_FAILS, "aeron_free_fails", "",
            "Resources that could not be freed.");
        gauge(sources, AeronCounters.DRIVER_SYSTEM_COUNTER_TYPE_ID,
            AeronCounters.SYSTEM_COUNTER_ID_BYTES_CURRENTLY_MAPPED, Fold.SUM, UNITS, "aeron_mapped_bytes", "bytes",
            "Memory mapped by the media driver.");
        cycle(sources, AeronCounters.SYSTEM_COUNTER_ID_CONDUCTOR_MAX_CYCLE_TIME, "conductor");
        cycle(sources, AeronCounters.SYSTEM_COUNTER_ID_SENDER_MAX_CYCLE_TIME, "sender");
        cycle(sources, AeronCounters.SYSTEM_COUNTER_ID_RECEIVER_MAX_CYCLE_TIME, "receiver");
        gauge(sources, AeronCounters.DRIVER_PUBLISHER_POS_TYPE_ID, NO_ID, Fold.COUNT, UNITS, "aeron_publications", "",
            "Publications that are open.");
        gauge(sources, AeronCounters.DRIVER_RECEIVER_POS_TYPE_ID, NO_ID, Fold.COUNT, UNITS, "aeron_images", "",
            "Streams of senders that are received over the network.");
        gauge(sources, AeronCounters.DRIVER_HEARTBEAT_TYPE_ID, NO_ID, Fold.COUNT, UNITS, "aeron_clients", "",
            "Clients of the media driver.");
    }

    private static void addArchive(final List<Source> sources)
    {
        counter(sources, AeronCounters.ARCHIVE_ERROR_COUNT_TYPE_ID, UNITS, "aeron_archive_errors", "",
            "Errors of the archive.");
        gauge(sources, AeronCounters.ARCHIVE_CONTROL_SESSIONS_TYPE_ID, NO_ID, Fold.SUM, UNITS,
            "aeron_archive_control_sessions", "", "Sessions that ask the archive for something.");
        gauge(sources, AeronCounters.ARCHIVE_RECORDING_SESSION_COUNT_TYPE_ID, NO_ID, Fold.SUM, UNITS,
            "aeron_archive_recordings", "", "Streams that are being recorded.");
        gauge(sources, AeronCounters.ARCHIVE_REPLAY_SESSION_COUNT_TYPE_ID, NO_ID, Fold.SUM, UNITS,
            "aeron_archive_replays", "", "Recordings that are being replayed.");
        counter(sources, AeronCounters.ARCHIVE_RECORDER_TOTAL_WRITE_BYTES_TYPE_ID, UNITS,
            "aeron_archive_written_bytes", "bytes", "Bytes written to recordings.");
        counter(sources, AeronCounters.ARCHIVE_RECORDER_TOTAL_WRITE_TIME_TYPE_ID, NANOS,
            "aeron_archive_write_seconds", "seconds", "Time that writing to recordings took.");
        counter(sources, AeronCounters.ARCHIVE_REPLAYER_TOTAL_READ_BYTES_TYPE_ID, UNITS,
            "aeron_archive_read_bytes", "bytes", "Bytes read from recordings.");
        longest(sources, AeronCounters.ARCHIVE_RECORDER_MAX_WRITE_TIME_TYPE_ID, "aeron_archive_write_longest_seconds",
            "Longest write to a recording since the start.");
        longest(sources, AeronCounters.ARCHIVE_MAX_CYCLE_TIME_TYPE_ID, "aeron_archive_cycle_longest_seconds",
            "Longest turn of a thread of the archive since the start.");
    }

    private static void addCluster(final List<Source> sources)
    {
        state(sources, AeronCounters.CLUSTER_CONSENSUS_MODULE_STATE_TYPE_ID, "aeron_cluster_module_state", "",
            "State of the consensus module: 0 starting, 1 active, 2 suspended, 3 taking a snapshot, 4 to 6 ending.");
        state(sources, AeronCounters.CLUSTER_NODE_ROLE_TYPE_ID, "aeron_cluster_role", "",
            "Role of the member: 0 follower, 1 candidate, 2 leader.");
        state(sources, AeronCounters.CLUSTER_ELECTION_STATE_TYPE_ID, "aeron_cluster_election_state", "",
            "State of the election; 17 is closed.");
        state(sources, AeronCounters.CLUSTER_LEADERSHIP_TERM_ID_TYPE_ID, "aeron_cluster_leadership_term", "",
            "Number of the leadership term.");
        state(sources, AeronCounters.CLUSTER_COMMIT_POSITION_TYPE_ID, "aeron_cluster_commit_position_bytes", "bytes",
            "Position of the log that a majority has.");
        counter(sources, AeronCounters.CLUSTER_ELECTION_COUNT_TYPE_ID, UNITS, "aeron_cluster_elections", "",
            "Elections that the member took part in.");
        counter(sources, AeronCounters.CLUSTER_SNAPSHOT_COUNTER_TYPE_ID, UNITS, "aeron_cluster_snapshots", "",
            "Snapshots taken.");
        counter(sources, AeronCounters.CLUSTER_CONSENSUS_MODULE_ERROR_COUNT_TYPE_ID, UNITS,
            "aeron_cluster_module_errors", "", "Errors of the consensus module.");
        counter(sources, AeronCounters.CLUSTER_CLUSTERED_SERVICE_ERROR_COUNT_TYPE_ID, UNITS,
            "aeron_cluster_service_errors", "", "Errors of the services.");
        counter(sources, AeronCounters.CLUSTER_CLIENT_TIMEOUT_COUNT_TYPE_ID, UNITS, "aeron_cluster_client_timeouts",
            "", "Sessions that the cluster closed because their client was silent.");
        longest(sources, AeronCounters.CLUSTER_MAX_CYCLE_TIME_TYPE_ID, "aeron_cluster_module_cycle_longest_seconds",
            "Longest turn of the consensus module since the start.");
        longest(sources, AeronCounters.CLUSTER_CLUSTERED_SERVICE_MAX_CYCLE_TIME_TYPE_ID,
            "aeron_cluster_service_cycle_longest_seconds", "Longest turn of a service since the start.");
        longest(sources, AeronCounters.CLUSTER_TOTAL_MAX_SNAPSHOT_DURATION_TYPE_ID,
            "aeron_cluster_snapshot_longest_seconds", "Longest snapshot since the start.");
    }

    private static void system(
        final List<Source> sources, final int systemId, final String name, final String unit, final String help)
    {
        sources.add(new Source(MetricFamily.counter(name, unit, help),
            AeronCounters.DRIVER_SYSTEM_COUNTER_TYPE_ID, systemId, Fold.SUM, UNITS));
    }

    private static void cycle(final List<Source> sources, final int systemId, final String agent)
    {
        gauge(sources, AeronCounters.DRIVER_SYSTEM_COUNTER_TYPE_ID, systemId, Fold.MAX, NANOS,
            "aeron_" + agent + "_cycle_longest_seconds", "seconds",
            "Longest turn of the media driver's " + agent + " since the start.");
    }

    private static void counter(final List<Source> sources, final int typeId, final double divisor, final String name,
        final String unit, final String help)
    {
        sources.add(new Source(MetricFamily.counter(name, unit, help, labels(typeId)),
            typeId, NO_ID, Fold.SUM, divisor));
    }

    private static void longest(final List<Source> sources, final int typeId, final String name, final String help)
    {
        gauge(sources, typeId, NO_ID, Fold.MAX, NANOS, name, "seconds", help);
    }

    private static void state(
        final List<Source> sources, final int typeId, final String name, final String unit, final String help)
    {
        gauge(sources, typeId, NO_ID, Fold.MAX, UNITS, name, unit, help);
    }

    private static void gauge(final List<Source> sources, final int typeId, final int systemId, final Fold fold,
        final double divisor, final String name, final String unit, final String help)
    {
        sources.add(new Source(MetricFamily.gauge(name, unit, help, labels(typeId)), typeId, systemId, fold, divisor));
    }

    private static String[] labels(final int typeId)
    {
        return typeId >= FIRST_OF_CLUSTER ? new String[]{"cluster"} : NO_LABEL;
    }
}
