package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.link.NoLeaderException;
import io.flatbook.ops.risk.Clauses;
import io.flatbook.ops.risk.OffsetPrices;
import io.flatbook.ops.risk.OffsetSentences;
import io.flatbook.ops.risk.RunSentences;
import io.flatbook.ops.risk.RunStories;
import io.flatbook.ops.risk.RunStory;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Explains a past default run in sentences, with all inputs, enough to recompute it by hand.
 */
@Command(name = "explain", description = {"Why a past default run hit whom it hit, in sentences and figures.",
    "The figures recompute it; the clauses of the contract say by which rule. " +
    "It reads the events that the cluster retains."})
final class OffsetExplainCommand extends BookCommand
{
    private static final long PAUSE_NS = 200_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final int TABLE_ROWS = 20;
    private static final String LAST = "last";
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
    private static final List<String> FIGURES = List.of("counterparty", "layer", "instrument", "quantity", "mark",
        "surcharge", "surchargeDue", "gain", "headroom", "rank", "roe", "leverage", "score", "counterpartyQuantity",
        "counterpartyCost", "unrealizedPnl", "equity", "counterpartyRealizedPnl");

    @Parameters(paramLabel = "RUN", description = "Number of the run, from 1, or last.")
    private String wanted;

    @Option(names = "--account", paramLabel = "ACCOUNT", description = "Only what this account had to give.")
    private Long accountId;

    @Option(names = "--told", paramLabel = "N", defaultValue = "10",
        description = "Explain N offsets in sentences, those with the largest surcharge (default: ${DEFAULT-VALUE}).")
    private int told;

    @Option(names = "--clauses", description = "Print the clauses of the contract in full.")
    private boolean withClauses;

    @Override
    long eventsFrom()
    {
        return 1;
    }

    @Override
    int run()
    {
        RootCommand.atLeast(0, "--told", told);
        if (!LAST.equalsIgnoreCase(wanted) && !NUMBER.matcher(wanted).matches())
        {
            throw new CliException(ExitCode.USAGE, "'" + wanted + "' is neither the number of a run nor 'last'");
        }
        final RunStory story = story();
        final OffsetPrices offsetPrices = new OffsetPrices(book().instruments());
        final Answer answer = answer();
        final List<WireMessage> offsets = story.offsets().stream().filter(this::isWanted).toList();
        if (null != accountId && offsets.isEmpty() && story.collected().stream().noneMatch(this::isWanted) &&
            story.haircuts().stream().noneMatch(this::isWanted))
        {
            throw new CliException(ExitCode.NOT_FOUND, "run " + story.run() + " took nothing from " + accountId);
        }
        if (story.isWhole())
        {
            sentences(answer, story, offsets, offsetPrices);
        }
        else
        {
            talk("the beginning or the end of run " + story.run() + " is not among the events that are retained");
        }
        figures(answer, story, offsets);
        if (story.isWhole())
        {
            clauses(answer, new OffsetSentences(story, catalog(), offsetPrices).clauses());
        }
        return end(answer);
    }

    private void sentences(
        final Answer answer, final RunStory story, final List<WireMessage> offsets, final OffsetPrices offsetPrices)
    {
        final RunSentences run = new RunSentences(story, catalog(), offsetPrices);
        final OffsetSentences each = new OffsetSentences(story, catalog(), offsetPrices);
        final WireRow header = story.started().header();
        final ArrayNode all = JsonNodeFactory.instance.arrayNode();
        heading(answer, "Default run " + story.run() + " of account " + story.started().row().required("account"));
        answer.line("At " + Figure.time(header.required("timestampMs")).asText() + ", log position " +
            Figure.grouped(Long.toString(header.required("logPosition"))));
        if (null == accountId)
        {
            tell(answer, all, run.cause(), "");
            heading(answer, "Who paid");
            tell(answer, all, run.payers(), "");
        }
        heading(answer, "Who closed what, and why");
        for (final WireMessage offset : largestFirst(offsets).subList(0, Math.min(offsets.size(), told)))
        {
            final List<String> sentences = each.of(offset);
            tell(answer, all, sentences.subList(0, 1), "");
            tell(answer, all, sentences.subList(1, sentences.size()), "   ");
        }
        if (told < offsets.size())
        {
            answer.text("These paid most; the other " + Figure.grouped(Integer.toString(offsets.size() - told)) +
                " closed too (--told N tells more of them, --account ACCOUNT one of them).", "");
        }
        answer.value("sentences", all);
    }

    private void figures(final Answer answer, final RunStory story, final List<WireMessage> offsets)
    {
        heading(answer, "The figures");
        if (OutputFormat.json == root().format() && null != story.started())
        {
            answer.object("started", line(story.started()));
        }
        if (OutputFormat.json == root().format() && null != story.completed())
        {
            answer.object("completed", line(story.completed()));
        }
        final boolean isTable = OutputFormat.table == root().format();
        answer.atMost(Math.max(TABLE_ROWS, told)).rows("offsets", (isTable ? largestFirst(offsets) : offsets).stream()
            .map(this::line).map(this::ofTable).toList());
        add(answer, "collected", story.collected());
        add(answer, "haircuts", story.haircuts());
    }

    private static List<WireMessage> largestFirst(final List<WireMessage> offsets)
    {
        return offsets.stream().sorted(Comparator.comparing(
            offset -> offset.row().required("surcharge"), Comparator.reverseOrder())).toList();
    }

    private void add(final Answer answer, final String name, final List<WireMessage> events)
    {
        final List<ObjectNode> rows = events.stream().filter(this::isWanted).map(this::line).toList();
        if (!rows.isEmpty())
        {
            answer.rows(name, rows);
        }
    }

    private void clauses(final Answer answer, final Set<String> ids)
    {
        final Clauses contract = new Clauses();
        heading(answer, "The clauses (docs/contract.md)");
        final ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (final String id : ids)
        {
            answer.line(withClauses ? contract.text(id) + '\n' : id + "  " + contract.title(id));
            all.add(id);
        }
        answer.value("clauses", all);
    }

    private void heading(final Answer answer, final String text)
    {
        answer.line("");
        answer.line(Tone.STRONG.on(surroundings().screen(), text));
    }

    private static void tell(
        final Answer answer, final ArrayNode all, final List<String> sentences, final String indent)
    {
        for (final String sentence : sentences)
        {
            answer.text(sentence, indent);
            all.add(sentence);
        }
    }

    private boolean isWanted(final WireMessage event)
    {
        return null == accountId ||
            accountId.equals(event.row().number(event.row().knows("counterparty") ? "counterparty" : "account"));
    }

    /**
     * The run among all events up to now.
     */
    private RunStory story()
    {
        final RunStories stories = past();
        if (LAST.equalsIgnoreCase(wanted) && !stories.all().isEmpty())
        {
            return stories.all().lastEntry().getValue();
        }
        final RunStory story = NUMBER.matcher(wanted).matches() ? stories.of(Long.parseLong(wanted)) : null;
        if (null == story)
        {
            throw new CliException(ExitCode.NOT_FOUND,
                "there is no run " + wanted + " among the events that are retained");
        }
        return story;
    }

    private RunStories past()
    {
        final RunStories stories = new RunStories(Integer.MAX_VALUE);
        final long lastSequence = lastEvent().orElse(0);
        long deadlineNs = System.nanoTime() + root().timeoutMs() * NS_PER_MS;
        long sequence = 0;
        while (sequence < lastSequence && System.nanoTime() - deadlineNs < 0)
        {
            final List<WireMessage> taken = link().takeEvents();
            for (final WireMessage event : taken)
            {
                catalog().learn(event);
                stories.take(event);
                sequence = event.header().required("eventSequence");
                deadlineNs = System.nanoTime() + root().timeoutMs() * NS_PER_MS;
            }
            if (taken.isEmpty())
            {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
        if (sequence < lastSequence && !isGateway())
        {
            throw new NoLeaderException("the events after " + sequence + " of " + lastSequence + " did not come in " +
                root().timeoutMs() + " ms");
        }
        return stories;
    }

    /**
     * In a table what recomputes the offset; the rest is the same in every row.
     */
    private ObjectNode ofTable(final ObjectNode line)
    {
        return OutputFormat.table != root().format() ? line : RowChoice.only(line, FIGURES);
    }

    private ObjectNode line(final WireMessage event)
    {
        final ObjectNode json = view().event(event);
        return json.put("logPosition", event.header().required("logPosition"));
    }
}
