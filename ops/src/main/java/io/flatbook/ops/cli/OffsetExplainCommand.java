package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.view.PageRows;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Shows a past default run with all inputs, enough to recompute it by hand.
 */
@Command(name = "explain", description = {"A past default run: for every account that it touched the inputs of its",
    "score, rank, lots, surcharge due and paid, what its owner's other accounts gave, the haircuts of its round, and",
    "the log position. It reads the events that the cluster retains."})
final class OffsetExplainCommand extends BookCommand
{
    private static final long PAUSE_NS = 200_000;

    @Parameters(paramLabel = "RUN", description = "Number of the run, from 1.")
    private long run;

    @Override
    long eventsFrom()
    {
        return 1;
    }

    @Override
    int run()
    {
        final List<ObjectNode> pairs = new ArrayList<>();
        final List<ObjectNode> collected = new ArrayList<>();
        final List<ObjectNode> haircuts = new ArrayList<>();
        final Map<String, ObjectNode> frame = new LinkedHashMap<>();
        for (final WireMessage event : past())
        {
            final boolean isOfRun = event.row().knows("run") && run == event.row().required("run");
            switch (event.name())
            {
                case "DefaultRunStarted" -> add(isOfRun, event, (line) -> frame.put("started", line));
                case "DefaultRunCompleted" -> add(isOfRun, event, (line) -> frame.put("completed", line));
                case "OwnAccountCollected" -> add(isOfRun, event, collected::add);
                case "PositionOffset" -> add(isOfRun, event, pairs::add);
                case "HaircutPage" -> add(1 == frame.size(), event, haircuts::add);
                default ->
                {
                    // The rest follows from these.
                }
            }
        }
        if (frame.isEmpty())
        {
            throw new CliException(
                ExitCode.NOT_FOUND, "there is no run " + run + " among the events that are retained");
        }
        final Answer answer = answer();
        frame.forEach(answer::object);
        answer.rows("offsets", pairs);
        if (!collected.isEmpty())
        {
            answer.rows("collected", collected);
        }
        if (!haircuts.isEmpty())
        {
            answer.rows("haircuts", haircuts);
        }
        return end(answer);
    }

    private void add(final boolean isWanted, final WireMessage event, final Consumer<ObjectNode> lines)
    {
        if (isWanted)
        {
            PageRows.of(event).forEach((single) -> lines.accept(line(single)));
        }
    }

    /**
     * All events up to now.
     */
    private List<WireMessage> past()
    {
        long lastSequence = 0;
        for (final AssetTerms asset : catalog().assets())
        {
            lastSequence = book().audit(asset.id()).row().required("eventSequence");
        }
        final List<WireMessage> events = new ArrayList<>();
        final long deadlineNs = System.nanoTime() + root().timeoutMs() * 1_000_000;
        long sequence = 0;
        while (sequence < lastSequence && System.nanoTime() - deadlineNs < 0)
        {
            final List<WireMessage> taken = link().takeEvents();
            for (final WireMessage event : taken)
            {
                catalog().learn(event);
                events.add(event);
                sequence = ((WireRow)event.row().value("header")).required("eventSequence");
            }
            if (taken.isEmpty())
            {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
        return events;
    }

    private ObjectNode line(final WireMessage event)
    {
        final ObjectNode json = view().event(event);
        return json.put("logPosition", ((WireRow)event.row().value("header")).required("logPosition"));
    }
}
