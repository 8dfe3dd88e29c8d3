package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The page that people look at all the time: totals, rates, funds and alarms, and their course since the console
 * started.
 */
final class OverviewPage
{
    private static final int RUNS_SHOWN = 5;
    private static final int HISTORY_MAX = 3_600;
    private static final long MS_PER_SECOND = 1_000;
    private static final long RATE_WINDOW_MS = 5_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final List<String> ASSET = List.of("asset", "collateral", "insuranceFund", "houseDeficit", "fees",
        "rounding", "defaultRunsOn", "withdrawalsOn");
    private static final List<String> INSTRUMENT = List.of("instrument", "kind", "status", "mark", "openInterest",
        "suspect", "held");

    private final RunLog log;
    private final LeaderLatency latency;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final ArrayNode funds = JsonNodeFactory.instance.arrayNode();

    private record Sample(long epochMs, long events, long trades)
    {
    }

    OverviewPage(final RunLog log, final LeaderLatency latency)
    {
        this.log = log;
        this.latency = latency;
    }

    /**
     * Looks around.
     *
     * @param book    that is asked.
     * @param epochMs time of day.
     * @return the page.
     */
    ObjectNode look(final Book book, final long epochMs)
    {
        final long beginNs = System.nanoTime();
        final List<ObjectNode> assets = book.rows(book.reader().assets());
        final long roundTripMs = (System.nanoTime() - beginNs) / NS_PER_MS;
        final List<ObjectNode> instruments = book.rows(book.reader().instruments());
        final ObjectNode page = JsonNodeFactory.instance.objectNode();
        final ArrayNode alarms = page.putArray("alarms");
        final WireRow audit = audit(book, alarms);
        assets.forEach(asset -> alarms(alarms, asset));
        instruments.stream().filter(instrument -> instrument.path("suspect").asBoolean()).forEach(instrument ->
            alarms.add("a mark of " + instrument.path("instrument").asText() + " is held (MARK-3)"));
        page.set("figures", TableJson.figures(figures(audit, epochMs, roundTripMs)));
        page.set("assets", TableJson.of(chosen(assets, ASSET)));
        page.set("instruments", TableJson.of(chosen(instruments, INSTRUMENT)));
        final List<ObjectNode> runs = log.rows(book);
        page.set("runs", TableJson.of(runs.subList(0, Math.min(RUNS_SHOWN, runs.size()))));
        page.put("eventSequence", null == audit ? 0 : audit.required("eventSequence"));
        sampleFunds(assets, epochMs);
        return BookPoller.stamped(page, book).put("ageMs", Math.max(0, epochMs - book.reader().timestampMs()));
    }

    /**
     * Balances of the funds as they were seen.
     *
     * @return an array of time in seconds and a balance for each asset.
     */
    ArrayNode fundHistory()
    {
        return funds.deepCopy();
    }

    /** Totals of the last asset, after those of all were looked at; null without assets. */
    private static WireRow audit(final Book book, final ArrayNode alarms)
    {
        final List<WireMessage> queries = new ArrayList<>();
        book.catalog().assets().forEach(asset ->
            queries.add(book.query("AuditQuery").with("asset", (long)asset.id())));
        WireRow audit = null;
        for (final List<WireMessage> reports : book.reader().askAll(queries))
        {
            audit = reports.get(0).row();
            if (!audit.isOn("balanced") || !audit.isOn("quantitySumZero"))
            {
                alarms.add("the book is not balanced in " +
                    book.catalog().asset((int)audit.required("asset")).symbol());
            }
        }
        return audit;
    }

    private void sampleFunds(final List<ObjectNode> assets, final long epochMs)
    {
        final ObjectNode sample = JsonNodeFactory.instance.objectNode();
        assets.forEach(asset -> sample.set(asset.path("asset").asText(), asset.get("insuranceFund")));
        sample.put("seconds", epochMs / MS_PER_SECOND);
        funds.add(sample);
        if (HISTORY_MAX < funds.size())
        {
            funds.remove(0);
        }
    }

    private ObjectNode figures(final WireRow audit, final long epochMs, final long roundTripMs)
    {
        samples.addLast(new Sample(epochMs, log.events(), log.trades()));
        while (RATE_WINDOW_MS < epochMs - samples.peekFirst().epochMs())
        {
            samples.removeFirst();
        }
        final Sample first = samples.peekFirst();
        final long passedMs = epochMs - first.epochMs();
        final ObjectNode figures = JsonNodeFactory.instance.objectNode();
        figures.set("tradesPerSecond", rate(log.trades() - first.trades(), passedMs));
        figures.set("eventsPerSecond", rate(log.events() - first.events(), passedMs));
        if (null != audit)
        {
            figures.set("accounts", number(audit.required("accounts")));
            figures.set("positions", number(audit.required("positions")));
            figures.set("events", number(audit.required("eventSequence")));
        }
        figures.set("defaultRunsSeen", number(log.runs()));
        figures.set("queryMs", number(roundTripMs));
        latency.putInto(figures);
        return figures;
    }

    private static Figure number(final long value)
    {
        return Figure.of(Figure.Unit.NUMBER, Long.toString(value));
    }

    private static Figure rate(final long count, final long passedMs)
    {
        return Figure.of(Figure.Unit.NUMBER, passedMs <= 0 ? "0" : BigDecimal.valueOf(count * MS_PER_SECOND)
            .divide(BigDecimal.valueOf(passedMs), 0, RoundingMode.HALF_EVEN).toPlainString());
    }

    private static void alarms(final ArrayNode alarms, final ObjectNode asset)
    {
        final String symbol = asset.path("asset").asText();
        if (0 < new BigDecimal(asset.path("houseDeficit").asText()).signum())
        {
            alarms.add("the house has a deficit of " + Figure.shown(asset.get("houseDeficit")) + ' ' + symbol);
        }
        if (!asset.path("defaultRunsOn").asBoolean(true))
        {
            alarms.add("default runs in " + symbol + " are switched off");
        }
        if (!asset.path("withdrawalsOn").asBoolean(true))
        {
            alarms.add("withdrawals of " + symbol + " are switched off");
        }
    }

    private static List<ObjectNode> chosen(final List<ObjectNode> rows, final List<String> names)
    {
        final List<ObjectNode> chosen = new ArrayList<>();
        for (final ObjectNode row : rows)
        {
            final ObjectNode only = row.objectNode();
            names.stream().filter(row::has).forEach(name -> only.set(name, row.get(name)));
            chosen.add(only);
        }
        return chosen;
    }
}
