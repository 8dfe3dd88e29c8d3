package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.cluster.EventTap;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.ops.replay.AppliedCommand;
import io.flatbook.ops.replay.EntryKind;
import io.flatbook.ops.replay.LogReplay;
import io.flatbook.ops.replay.ReplayListener;
import io.flatbook.ops.replay.ReplayPlace;
import io.flatbook.ops.view.JsonView;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;

/**
 * Writes the commands, outcomes and events of a business day as hash-chained lines, from the log. A day reaches from
 * the entry after the close of the day before to the entry of its own close. See {@code docs/dossier.md}.
 */
public final class AuditExport implements ReplayListener
{
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** A command of the entry at hand, and the sequence that its first event has. */
    private record Command(long firstEventSequence, ObjectNode json)
    {
    }

    private final Protocol protocol = Protocol.wire();
    private final int date;
    private final Path draft;
    private final ArrayDeque<Command> commands = new ArrayDeque<>();
    private ReplayPlace place;
    private EventTap tap;
    private ChainedLines lines;
    private DirectBuffer message;
    private int messageOffset;
    private boolean isWhole;
    private boolean isDone;
    private int closed;
    private long commandCount;
    private long eventCount;

    private AuditExport(final int date, final Path file)
    {
        this.date = date;
        draft = file.resolveSibling(file.getFileName() + ".part");
    }

    /**
     * Writes a day. The file is as it was unless all of the day could be written.
     *
     * @param replay of the log, from before the day.
     * @param date   of the business day, such as 20251010.
     * @param file   to write.
     * @return hash of the last line, which covers all of them.
     * @throws NoSuchElementException if the day was not closed, or does not lie in the log as a whole.
     */
    public static String write(final LogReplay replay, final int date, final Path file)
    {
        final AuditExport export = new AuditExport(date, file);
        try
        {
            replay.run(export);
            export.close();
            if (export.isDone)
            {
                Files.move(export.draft, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ChainedLines.UNWRITABLE, ex);
        }
        finally
        {
            export.close();
            IoUtil.deleteIfExists(export.draft.toFile());
        }
        if (!export.isDone)
        {
            throw new NoSuchElementException("business day " + date + " was not closed in this log, or its beginning " +
                "is no longer in it");
        }
        return export.lines.head();
    }

    @Override
    public ClearingEvents listening(final ClearingEvents events, final ReplayPlace where)
    {
        place = where;
        tap = new EventTap(events);
        return events;
    }

    @Override
    public void onBegin()
    {
        tap.begin();
        closed = place.engine().state().lastBusinessDay();
        isWhole = 0 == place.logPosition();
        beginDay();
    }

    @Override
    public boolean isEnough()
    {
        return isDone || closed >= date;
    }

    @Override
    public void onMessage(final DirectBuffer buffer, final int offset, final int length)
    {
        message = buffer;
        messageOffset = offset;
    }

    @Override
    public void onApplied(final AppliedCommand command)
    {
        final WireMessage sent = protocol.decode(message, messageOffset);
        final ObjectNode json = JSON.objectNode().put("kind", "command").put("principal", command.principal())
            .put("commandId", command.commandId()).put("logPosition", command.logPosition())
            .put("timestampMs", command.timestampMs()).put("command", sent.name())
            .put("commandHash", JsonView.hash(command.commandHash())).put("reason", command.reason().name())
            .put("field", command.field().name()).put("detail", command.detail())
            .put("firstEventSequence", command.firstEventSequence())
            .put("stateHash", JsonView.hash(command.stateHashAfter()));
        json.set("fields", RawJson.of(sent.row()));
        final ArrayNode trades = json.putArray("trades");
        command.tradeReasons().forEach((reason) -> trades.add(reason.name()));
        commands.add(new Command(command.firstEventSequence(), json));
    }

    @Override
    public void onEntry(final EntryKind kind, final long logPosition, final long timestampMs, final long engineTimeMs,
        final long stateHash, final long replicaHash)
    {
        final int closedBefore = closed;
        tap.take((buffer, offset, length) -> event(protocol.decode(buffer, offset)));
        writeCommands(Long.MAX_VALUE);
        if (closed != closedBefore)
        {
            endDay(stateHash);
        }
    }

    private void event(final WireMessage event)
    {
        final WireRow header = event.header();
        writeCommands(header.required("eventSequence"));
        final ObjectNode json = JSON.objectNode().put("kind", "event").put("event", event.name());
        json.set("fields", RawJson.of(event.row()));
        lines.add(json);
        eventCount++;
        if ("BusinessDayClosed".equals(event.name()))
        {
            closed = (int)event.row().required("date");
        }
    }

    // A command comes before the events that it caused, and after those of what was due before it.
    private void writeCommands(final long untilSequence)
    {
        while (!commands.isEmpty() && commands.peek().firstEventSequence() <= untilSequence)
        {
            lines.add(commands.poll().json());
            commandCount++;
        }
    }

    private void beginDay()
    {
        close();
        lines = new ChainedLines(draft);
        commandCount = 0;
        eventCount = 0;
        lines.add(JSON.objectNode().put("kind", "begin").put("after", closed)
            .put("logPosition", place.logPosition()));
    }

    private void endDay(final long stateHash)
    {
        if (closed == date && isWhole)
        {
            lines.add(JSON.objectNode().put("kind", "end").put("date", date).put("commands", commandCount)
                .put("events", eventCount).put("logPosition", place.logPosition())
                .put("stateHash", JsonView.hash(stateHash)));
            isDone = true;
        }
        else
        {
            isWhole = true;
            beginDay();
        }
    }

    private void close()
    {
        if (null != lines)
        {
            lines.close();
        }
    }
}
