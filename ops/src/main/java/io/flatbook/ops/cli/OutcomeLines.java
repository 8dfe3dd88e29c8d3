package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.engine.CommandGate;
import io.flatbook.ops.replay.AppliedCommand;
import io.flatbook.ops.replay.ReplayListener;
import io.flatbook.ops.view.FieldNames;
import io.flatbook.ops.view.JsonView;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireSpec;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a line for every command of a replay.
 */
final class OutcomeLines implements ReplayListener, AutoCloseable
{
    private final BufferedWriter writer;

    OutcomeLines(final Path file) throws IOException
    {
        writer = Files.newBufferedWriter(file);
    }

    @Override
    public void onApplied(final AppliedCommand command)
    {
        final WireSpec spec = Protocol.wire().spec(command.templateId());
        final ObjectNode line = line(
            command.logPosition(), command.principal(), command.commandId(), command.commandHash());
        line.put("applied", true);
        line.put("timestamp", command.timestampMs());
        line.put("command", null == spec ? null : FieldNames.lowerFirst(spec.name()));
        line.put("reason", command.reason().name());
        final String field = FieldNames.rejected(command.field().name());
        if (null != field)
        {
            line.put("field", field);
        }
        line.put("detail", command.detail()).put("firstEventSequence", command.firstEventSequence());
        if (!command.tradeReasons().isEmpty())
        {
            final ArrayNode trades = line.putArray("trades");
            command.tradeReasons().forEach((reason) -> trades.add(reason.name()));
        }
        line.put("stateHashBefore", JsonView.hash(command.stateHashBefore()));
        line.put("stateHash", JsonView.hash(command.stateHashAfter()));
        write(line.put("replicaHash", JsonView.hash(command.replicaHashAfter())));
    }

    @Override
    public void onNotApplied(
        final long logPosition,
        final String principal,
        final long commandId,
        final long commandHash,
        final CommandGate.Admission admission)
    {
        write(line(logPosition, principal, commandId, commandHash).put("applied", false)
            .put("admission", admission.name()));
    }

    @Override
    public void close() throws IOException
    {
        writer.close();
    }

    private static ObjectNode line(
        final long logPosition, final String principal, final long commandId, final long commandHash)
    {
        return JsonNodeFactory.instance.objectNode().put("position", logPosition).put("principal", principal)
            .put("commandId", commandId).put("commandHash", JsonView.hash(commandHash));
    }

    private void write(final ObjectNode line)
    {
        try
        {
            writer.write(line.toString());
            writer.newLine();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("the outcomes cannot be written", ex);
        }
    }
}
