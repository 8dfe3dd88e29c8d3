package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import io.flatbook.ops.wire.WireSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;

/**
 * Verbs about events.
 */
@Command(name = "events", description = "What happens, as it happens.", synopsisSubcommandLabel = "VERB",
    subcommands = {EventsCommand.Tail.class, EventsGapsCommand.class, EventsReplayCommand.class})
final class EventsCommand
{
    /**
     * Follows events.
     */
    @Command(name = "tail", description = "Prints events as JSON lines as they come, until it is stopped.")
    static final class Tail extends BookCommand
    {
        private static final long PAUSE_MS = 10;

        @Option(names = "--from", paramLabel = "N", defaultValue = "0",
            description = "Start at event N; 0: from now on (default: ${DEFAULT-VALUE}).")
        private long from;

        @Option(names = "--count", paramLabel = "N", description = "Stop after N events.")
        private Long count;

        @Option(names = "--for", paramLabel = "MS", description = "Stop after so many milliseconds.")
        private Long durationMs;

        @Option(names = "--type", paramLabel = "NAME", description = "Only events of this name; may be repeated.")
        private List<String> types;

        /** The event that is to come next; 0 if whatever comes first is. */
        private long next;

        @Override
        long eventsFrom()
        {
            RootCommand.atLeast(1, "--count", null == count ? 1 : count);
            RootCommand.atLeast(0, "--for", null == durationMs ? 0 : durationMs);
            return RootCommand.atLeast(0, "--from", from);
        }

        @Override
        int run()
        {
            checkTypes();
            final long startMs = surroundings().epochMs().getAsLong();
            next = from;
            long printed = 0;
            while ((null == count || printed < count) &&
                (null == durationMs || surroundings().epochMs().getAsLong() - startMs < durationMs))
            {
                final List<WireMessage> events = link().takeEvents();
                for (final WireMessage event : events)
                {
                    sayIfNotNext(event.header());
                    catalog().learn(event);
                    if ((null == types || types.contains(event.name())) && (null == count || printed < count))
                    {
                        surroundings().out().println(line(event));
                        printed++;
                    }
                }
                surroundings().flush();
                if (events.isEmpty() && !NodesCommand.pause(PAUSE_MS))
                {
                    break;
                }
            }
            return ExitCode.OK;
        }

        /** A name that no event has would show nothing, as if nothing had happened. */
        private void checkTypes()
        {
            for (final String type : null == types ? List.<String>of() : types)
            {
                final WireSpec spec = Protocol.wire().spec(type);
                if (null == spec || !spec.isEvent())
                {
                    throw new CliException(ExitCode.USAGE,
                        "--type: there is no event " + type + "; sbe-schemas/PROTOCOL.md has their names");
                }
            }
        }

        private void sayIfNotNext(final WireRow header)
        {
            final long sequence = header.required("eventSequence");
            final long previous = header.required("previousSequence");
            if (0 < next && next <= previous)
            {
                talk("the cluster no longer has the events from " + next + " up to " + previous +
                    ": flatbook events replay --from " + next + " reads them from the archive of a follower");
            }
            else if (sequence < next)
            {
                talk("event " + next + " has not happened yet: event " + sequence + " is the next");
            }
            next = sequence + 1;
        }

        private ObjectNode line(final WireMessage event)
        {
            book().learnAssetOf(event);
            final ObjectNode json = view().event(event);
            final WireRow header = event.header();
            json.put("eventSequence", header.required("eventSequence"));
            json.put("logPosition", header.required("logPosition"));
            json.set("timestamp", Figure.time(header.required("timestampMs")));
            return json;
        }
    }
}
