package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.engine.EngineView;
import io.flatbook.ops.feed.EventText;
import io.flatbook.ops.replay.ReplayListener;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import org.agrona.DirectBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * Writes a line for every event of a replay, as {@code events tail} prints it.
 */
final class EventLines implements ReplayListener
{
    private final EventText text = new EventText();
    private final Writer writer;
    private long count;
    private long lastSequence;

    /**
     * @param writer of the lines; the caller closes it.
     */
    EventLines(final Writer writer)
    {
        this.writer = writer;
    }

    /** Events that were written. */
    long count()
    {
        return count;
    }

    /** Sequence of the last event that was written, 0 if none was. */
    long lastSequence()
    {
        return lastSequence;
    }

    @Override
    public void onStart(final EngineView engine)
    {
        text.begin(engine);
    }

    @Override
    public void onEvent(final DirectBuffer buffer, final int offset, final int length)
    {
        final WireMessage event = Protocol.wire().decode(buffer, offset);
        text.learn(event);
        final ObjectNode json = text.json(event);
        final WireRow header = event.header();
        lastSequence = header.required("eventSequence");
        count++;
        json.put("eventSequence", lastSequence);
        json.put("previousSequence", header.required("previousSequence"));
        json.put("logPosition", header.required("logPosition"));
        json.set("timestamp", Figure.time(header.required("timestampMs")));
        try
        {
            writer.write(json.toString() + '\n');
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("the events cannot be written", ex);
        }
    }
}
