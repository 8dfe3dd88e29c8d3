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

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a line for every event of a replay, as {@code events tail} prints it.
 */
final class EventLines implements ReplayListener, AutoCloseable
{
    private final EventText text = new EventText();
    private final BufferedWriter writer;

    EventLines(final Path file) throws IOException
    {
        writer = Files.newBufferedWriter(file);
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
        final WireRow header = (WireRow)event.row().value("header");
        json.put("eventSequence", header.required("eventSequence"));
        json.put("previousSequence", header.required("previousSequence"));
        json.put("logPosition", header.required("logPosition"));
        json.set("timestamp", Figure.time(header.required("timestampMs")));
        try
        {
            writer.write(json.toString());
            writer.newLine();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("the events cannot be written", ex);
        }
    }

    @Override
    public void close() throws IOException
    {
        writer.close();
    }
}
