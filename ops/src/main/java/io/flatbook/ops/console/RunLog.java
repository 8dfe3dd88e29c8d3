package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.risk.OffsetPrices;
import io.flatbook.ops.risk.OffsetSentences;
import io.flatbook.ops.risk.RunSentences;
import io.flatbook.ops.risk.RunStories;
import io.flatbook.ops.risk.RunStory;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.wire.WireMessage;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What events have reported since the console began to look: default runs, and who did what. It belongs to the poller's
 * thread, and forgets the oldest.
 */
final class RunLog
{
    private static final int RUNS_MAX = 100;
    private static final int ACTS_MAX = 1_000;
    private static final int TOLD_MAX = 20;
    private static final List<String> LAYERS = List.of("ownAccounts", "fund", "surcharge", "haircut", "houseDeficit");
    private static final List<String> FIGURES = List.of("deficit", "ownAccounts", "fund", "surcharge", "haircut",
        "houseDeficit", "closeOutFee", "debt", "legsLeft", "fundAfter");

    private final RunStories stories = new RunStories(RUNS_MAX);
    private final Deque<ObjectNode> acts = new ArrayDeque<>();
    private long trades;
    private long events;

    void take(final Book book, final WireMessage event)
    {
        events++;
        if ("TradeRegistered".equals(event.name()))
        {
            trades++;
        }
        stories.take(event);
        if (event.row().value("principal") instanceof String principal && !principal.isEmpty())
        {
            remember(book, event, principal);
        }
    }

    long trades()
    {
        return trades;
    }

    long events()
    {
        return events;
    }

    int runs()
    {
        return stories.all().size();
    }

    /**
     * Runs that were seen, newest first.
     */
    List<ObjectNode> rows(final Book book)
    {
        final List<ObjectNode> rows = new ArrayList<>();
        for (final RunStory story : stories.all().descendingMap().values())
        {
            if (null != story.started())
            {
                rows.add(row(book, story));
            }
        }
        return rows;
    }

    /**
     * One run: its sentences, waterfall and legs.
     *
     * @throws NotFoundException if it was not seen.
     */
    ObjectNode run(final Book book, final long run)
    {
        final RunStory story = stories.of(run);
        if (null == story)
        {
            throw new NotFoundException("run " + run + " was not seen since the console started");
        }
        final ObjectNode page = JsonNodeFactory.instance.objectNode().put("run", run);
        page.set("started", book.event(story.started()));
        page.set("offsets", TableJson.of(story.offsets().stream().map(book::event).toList()));
        page.set("collected", TableJson.of(story.collected().stream().map(book::event).toList()));
        page.set("haircuts", TableJson.of(story.haircuts().stream().map(book::event).toList()));
        if (story.isWhole())
        {
            final ObjectNode completed = book.event(story.completed());
            page.set("completed", completed);
            page.set("waterfall", TableJson.of(waterfall(completed)));
            sentences(page, book, story);
        }
        return page;
    }

    /**
     * Who did what, newest first.
     */
    List<ObjectNode> acts()
    {
        return new ArrayList<>(acts);
    }

    private static ObjectNode row(final Book book, final RunStory story)
    {
        final ObjectNode row = JsonNodeFactory.instance.objectNode().put("run", story.run());
        row.set("time", Figure.time(story.started().header().required("timestampMs")));
        row.put("account", story.started().row().required("account"));
        row.put("state", null == story.completed() ? "runs" : "completed");
        row.put("offsets", story.offsets().size());
        if (null != story.completed())
        {
            final ObjectNode completed = book.event(story.completed());
            FIGURES.stream().filter(completed::has).forEach(name -> row.set(name, completed.get(name)));
        }
        return row.put("logPosition", story.started().header().required("logPosition"));
    }

    /**
     * Who pays a deficit, layer by layer.
     *
     * @param completed a run that is over, or planned.
     */
    static List<ObjectNode> waterfall(final ObjectNode completed)
    {
        final List<ObjectNode> rows = new ArrayList<>();
        final Figure deficit = (Figure)completed.get("deficit");
        BigDecimal left = new BigDecimal(deficit.asText());
        for (final String layer : LAYERS)
        {
            final BigDecimal pays = new BigDecimal(completed.get(layer).asText());
            left = left.subtract(pays);
            final ObjectNode row = JsonNodeFactory.instance.objectNode().put("layer", Figure.heading(layer, null));
            row.set("pays", completed.get(layer));
            row.set("left", deficit.alike(left.toPlainString()));
            rows.add(row);
        }
        return rows;
    }

    private static void sentences(final ObjectNode page, final Book book, final RunStory story)
    {
        final OffsetPrices offsetPrices = new OffsetPrices(book.reader().instruments());
        final RunSentences run = new RunSentences(story, book.catalog(), offsetPrices);
        final OffsetSentences each = new OffsetSentences(story, book.catalog(), offsetPrices);
        add(page.putArray("cause"), run.cause());
        add(page.putArray("payers"), run.payers());
        final ArrayNode told = page.putArray("told");
        story.offsets().stream()
            .sorted((left, right) -> Long.compare(right.row().required("surcharge"), left.row().required("surcharge")))
            .limit(TOLD_MAX).forEach(offset -> add(told.addArray(), each.of(offset)));
        final ArrayNode clauses = page.putArray("clauses");
        each.clauses().forEach(clauses::add);
    }

    private static void add(final ArrayNode array, final List<String> sentences)
    {
        sentences.forEach(array::add);
    }

    private void remember(final Book book, final WireMessage event, final String principal)
    {
        final ObjectNode json = book.event(event);
        json.remove(List.of("event", "principal"));
        final ObjectNode act = JsonNodeFactory.instance.objectNode();
        act.set("time", Figure.time(event.header().required("timestampMs")));
        act.put("principal", principal).put("event", event.name());
        act.put("what", json.toString());
        act.put("logPosition", event.header().required("logPosition"));
        acts.addFirst(act.put("eventSequence", event.header().required("eventSequence")));
        while (ACTS_MAX < acts.size())
        {
            acts.removeLast();
        }
    }
}
