package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/**
 * Shows who is offset next in an instrument, and why.
 */
@Command(name = "queue", description = "Who is offset next, with the inputs of every score.")
final class QueueCommand extends BookCommand
{
    private static final long TOP_MAX = 100;

    /**
     * Side of a position.
     */
    enum Side
    {
        /**
         * Quantity above zero.
         */
        LONG,
        /**
         * Quantity below zero.
         */
        SHORT
    }

    @Parameters(paramLabel = "INSTRUMENT", description = "Symbol of the instrument.")
    private String symbol;

    @Option(names = "--side", paramLabel = "SIDE", description = "LONG or SHORT; both if left out.")
    private Side side;

    @Option(names = "--top", paramLabel = "N", defaultValue = "20",
        description = "The first N, at most 100 (default: ${DEFAULT-VALUE}).")
    private long top;

    @Override
    int run()
    {
        if (top < 1 || top > TOP_MAX)
        {
            throw new CliException(ExitCode.USAGE, "--top: from 1 to " + TOP_MAX);
        }
        final long instrumentId = instrument(symbol).id();
        final List<ObjectNode> rows = new ArrayList<>();
        for (final Side wanted : null == side ? Side.values() : new Side[]{side})
        {
            for (final WireMessage report : book().ask(message("OffsetQueueQuery")
                .with("instrument", instrumentId).with("side", wanted.name()).with("top", top)))
            {
                for (final WireRow row : report.row().rows("queue"))
                {
                    final ObjectNode json = view().entry(report, row);
                    final ObjectNode withSide = json.objectNode().put("side", wanted.name());
                    withSide.setAll(json);
                    rows.add(withSide);
                }
            }
        }
        return end(answer().rows("queue", rows));
    }
}
