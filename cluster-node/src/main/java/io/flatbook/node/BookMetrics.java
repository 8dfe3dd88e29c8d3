package io.flatbook.node;

import java.util.List;

import io.flatbook.cluster.NodeStatus;
import io.flatbook.cluster.ServiceMetrics;
import io.flatbook.metrics.MetricFamily;
import io.flatbook.metrics.MetricSamples;

/**
 * What the service counts, times and publishes. Accounts are no labels, and of assets and instruments only the first
 * few are: reports and the console have all of them.
 */
final class BookMetrics
{
    /** Assets by label. */
    static final int ASSETS_MAX = 5;

    private static final int DECIMAL = 10;

    private static final MetricFamily COMMANDS = MetricFamily.counter("flatbook_commands", "",
        "Commands in the log, by what became of them: accepted, rejected (for what they ask), repeated (was in the " +
        "log before) or refused (before the gate, without taking an id).", "outcome");
    private static final MetricFamily QUERIES = MetricFamily.counter("flatbook_queries", "",
        "Queries in the log, by what became of them: answered, refused, or busy (its principal had spent its budget).",
        "outcome");
    private static final MetricFamily FORGED = MetricFamily.counter("flatbook_messages_forged", "",
        "Messages in the log that were not sealed with the key of their session.");
    private static final MetricFamily UNDECODABLE = MetricFamily.counter("flatbook_entries_undecodable", "",
        "Messages in the log that could not be decoded.");
    private static final MetricFamily APPLY = MetricFamily.durations("flatbook_apply_seconds",
        "Time that the state machine took for a message of a session; those replayed at the start included.");
    private static final MetricFamily COMMIT = MetricFamily.durations("flatbook_commit_seconds",
        "Time from the leader's append of a message to its log until its service began with it, for which a majority " +
        "must have it. To the millisecond; only what this node appended as leader.");
    private static final MetricFamily EVENTS = MetricFamily.counter("flatbook_events", "",
        "Events of the book since its beginning, up to a second ago.");
    private static final MetricFamily SESSIONS = MetricFamily.gauge("flatbook_sessions", "", "Sessions open.");
    private static final MetricFamily ACCOUNTS = MetricFamily.gauge("flatbook_accounts", "", "Accounts open.");
    private static final MetricFamily POSITIONS = MetricFamily.gauge("flatbook_positions", "", "Positions open.");
    private static final MetricFamily ENGINE_TIME = MetricFamily.gauge("flatbook_engine_time_seconds", "seconds",
        "Engine time at the last tick, in seconds since 1970.");
    private static final MetricFamily VERSION = MetricFamily.gauge("flatbook_engine_version", "",
        "Version of the engine's behavior that is active.");
    private static final MetricFamily VERSION_KNOWN = MetricFamily.gauge("flatbook_engine_version_known", "",
        "Newest version of the engine's behavior that this binary knows.");
    private static final MetricFamily STORAGE_LOW = MetricFamily.gauge("flatbook_storage_low", "",
        "1 while new business is refused because too few disks of the cluster have room.");
    private static final MetricFamily REFUSED = MetricFamily.gauge("flatbook_entries_refused", "",
        "Entries of the log that operators had refused.");
    private static final MetricFamily ASSETS = MetricFamily.gauge("flatbook_assets", "",
        "Assets defined; the first " + ASSETS_MAX + " have metrics of their own.");
    private static final MetricFamily IN_DEFICIT = MetricFamily.gauge("flatbook_assets_in_deficit", "",
        "Assets with a house deficit.");
    private static final MetricFamily FUND = MetricFamily.gauge("flatbook_insurance_fund", "",
        "Insurance fund, in whole units of the asset.", "asset");
    private static final MetricFamily DEFICIT = MetricFamily.gauge("flatbook_house_deficit", "",
        "House deficit, in whole units of the asset.", "asset");
    private static final MetricFamily OPEN_INTEREST = MetricFamily.gauge("flatbook_open_interest_lots", "",
        "Lots of all long positions, of the first " + NodeStatus.INSTRUMENTS_MAX + " instruments.", "instrument");

    private BookMetrics()
    {
    }

    static List<MetricFamily> families()
    {
        return List.of(COMMANDS, QUERIES, FORGED, UNDECODABLE, APPLY, COMMIT, EVENTS, SESSIONS, ACCOUNTS, POSITIONS,
            ENGINE_TIME, VERSION, VERSION_KNOWN, STORAGE_LOW, REFUSED, ASSETS, IN_DEFICIT, FUND, DEFICIT,
            OPEN_INTEREST);
    }

    /**
     * @param status as published last; null before the first time, then there is less.
     */
    static void collect(final MetricSamples samples, final ServiceMetrics counted, final NodeStatus status)
    {
        samples.set(COMMANDS, counted.count(ServiceMetrics.Count.COMMANDS_ACCEPTED), "accepted");
        samples.set(COMMANDS, counted.count(ServiceMetrics.Count.COMMANDS_REJECTED), "rejected");
        samples.set(COMMANDS, counted.count(ServiceMetrics.Count.COMMANDS_REPEATED), "repeated");
        samples.set(COMMANDS, counted.count(ServiceMetrics.Count.COMMANDS_REFUSED), "refused");
        samples.set(QUERIES, counted.count(ServiceMetrics.Count.QUERIES_ANSWERED), "answered");
        samples.set(QUERIES, counted.count(ServiceMetrics.Count.QUERIES_REFUSED), "refused");
        samples.set(QUERIES, counted.count(ServiceMetrics.Count.QUERIES_BUSY), "busy");
        samples.set(FORGED, counted.count(ServiceMetrics.Count.MESSAGES_FORGED));
        counted.apply().collect(samples, APPLY);
        counted.commit().collect(samples, COMMIT);
        if (null == status)
        {
            return;
        }
        samples.set(UNDECODABLE, status.entriesUndecodable());
        samples.set(EVENTS, status.lastEventSequence());
        samples.set(SESSIONS, status.sessions());
        samples.set(ACCOUNTS, status.accounts());
        samples.set(POSITIONS, status.positions());
        samples.set(ENGINE_TIME, status.engineTimeMs() / 1e3);
        samples.set(VERSION, status.engineVersion());
        samples.set(VERSION_KNOWN, status.engineVersionKnown());
        samples.set(STORAGE_LOW, status.isStorageLow());
        samples.set(REFUSED, status.refusedPositions().size());
        money(samples, status);
    }

    private static void money(final MetricSamples samples, final NodeStatus status)
    {
        final List<NodeStatus.AssetTotals> assets = status.assets();
        samples.set(ASSETS, assets.size());
        samples.set(IN_DEFICIT, assets.stream().filter((asset) -> asset.houseDeficit() > 0).count());
        assets.stream().limit(ASSETS_MAX).forEach((asset) ->
        {
            final double unit = Math.pow(DECIMAL, asset.scale());
            samples.set(FUND, asset.insuranceFund() / unit, asset.symbol());
            samples.set(DEFICIT, asset.houseDeficit() / unit, asset.symbol());
        });
        status.instruments().forEach((instrument) ->
            samples.set(OPEN_INTEREST, instrument.openInterestLots(), instrument.symbol()));
    }
}
