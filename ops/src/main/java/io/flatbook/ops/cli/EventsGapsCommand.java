package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the events once more and looks for holes.
 */
@Command(name = "gaps", description = {"Reads all events from one on and lists those that cannot be had any more.",
    "Every event names the one before it that was addressed to the same principal, so a hole is seen.",
    "Exit code 1 if there are any; the log still has them. It is also 1 if the last event did not come."})
final class EventsGapsCommand extends BookCommand
{
    private static final long PAUSE_MS = 10;

    @Option(names = "--from", paramLabel = "N", defaultValue = "1",
        description = "First event wanted (default: ${DEFAULT-VALUE}).")
    private long from;

    @Option(names = "--quiet", paramLabel = "MS", defaultValue = "2500", description =
        "If it cannot be known which event is the last: stop after so many milliseconds without any " +
        "(default: ${DEFAULT-VALUE}).")
    private long quietMs;

    private final List<ObjectNode> gaps = new ArrayList<>();
    private long last;
    private long count;

    @Override
    long eventsFrom()
    {
        RootCommand.atLeast(0, "--quiet", quietMs);
        return RootCommand.atLeast(1, "--from", from);
    }

    @Override
    int run()
    {
        final long target = target();
        last = from - 1;
        // The client asks for events that are missing after 1.5 s; a wait that knows its end has more patience.
        read(target, Long.MAX_VALUE == target ? quietMs : Math.max(quietMs, 2 * root().timeoutMs()));
        final ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("from", from).put("last", last).put("events", count).put("gaps", gaps.size());
        end(answer().object("summary", summary).rows("gaps", gaps));
        if (!gaps.isEmpty())
        {
            throw new CliException(ExitCode.FAILURE, "events are missing");
        }
        if (last < target && Long.MAX_VALUE != target)
        {
            throw new CliException(ExitCode.FAILURE,
                "it is not known whether events are missing: those after " + last + " of " + target + " did not come");
        }
        return ExitCode.OK;
    }

    private void read(final long target, final long patienceMs)
    {
        long quietSinceNs = System.nanoTime();
        boolean isWaiting = true;
        while (isWaiting && last < target)
        {
            final List<WireMessage> events = link().takeEvents();
            events.forEach(this::take);
            quietSinceNs = events.isEmpty() ? quietSinceNs : System.nanoTime();
            isWaiting = System.nanoTime() - quietSinceNs < patienceMs * 1_000_000 &&
                (!events.isEmpty() || NodesCommand.pause(PAUSE_MS));
        }
    }

    private void take(final WireMessage event)
    {
        final WireRow header = event.header();
        final long previous = header.required("previousSequence");
        if (previous > last)
        {
            gaps.add(JsonNodeFactory.instance.objectNode().put("after", last).put("upTo", previous));
        }
        last = header.required("eventSequence");
        count++;
    }

    /**
     * Number of the last event of the log; without an asset nothing is audited and it is not known. A gateway is not
     * told of all events, so it may never come.
     */
    private long target()
    {
        return isGateway() ? Long.MAX_VALUE : lastEvent().orElse(Long.MAX_VALUE);
    }
}
