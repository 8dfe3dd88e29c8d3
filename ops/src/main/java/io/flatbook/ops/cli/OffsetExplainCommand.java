package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Shows a past default run with all inputs, enough to recompute it by hand.
 */
@Command(name = "explain", description = {"A past default run: for every account that it touched the inputs of its",
    "score, rank, lots, surcharge due and paid, and the log position. It reads the events that the cluster retains."})
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
        final List<ObjectNode> haircuts = new ArrayList<>();
        final List<ObjectNode> frame = new ArrayList<>();
        for (final WireMessage event : past())
        {
            if (event.row().knows("run") && run == event.row().required("run"))
            {
                switch (event.name())
                {
                    case "DefaultRunStarted", "DefaultRunCompleted" -> frame.add(line(event));
                    case "PositionOffset" -> pairs.add(line(event));
                    case "GainsHaircut" -> haircuts.add(line(event));
                    default ->
                    {
                        // Notices to cancel orders decide nothing.
                    }
                }
            }
        }
        if (frame.isEmpty())
        {
            throw new CliException(
                ExitCode.NOT_FOUND, "there is no run " + run + " among the events that are retained");
        }
        final Answer answer = answer();
        for (final ObjectNode part : frame)
        {
            answer.object("DefaultRunStarted".equals(part.get("event").asText()) ? "started" : "completed", part);
        }
        answer.rows("offsets", pairs);
        if (!haircuts.isEmpty())
        {
            answer.rows("haircuts", haircuts);
        }
        return end(answer);
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
