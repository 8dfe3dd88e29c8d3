package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.stress.StressBook;
import io.flatbook.ops.wire.WireMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What would happen if marks moved.
 */
@Command(name = "stress", description = {
    "What would happen if marks moved: who defaults, what the fund pays, who is offset.",
    "It copies the live book into this process and moves the marks there by so many per cent; instruments that are " +
    "not named stay where they are, options too."})
final class StressCommand extends BookCommand
{
    @Option(names = "--move", paramLabel = "SYMBOL=PERCENT", required = true,
        description = "For example BTC-PERP=-20; ALL=-10 moves all that are not named. May be repeated.")
    private Map<String, BigDecimal> moves;

    @Override
    int run()
    {
        final Map<String, BigDecimal> moved = new TreeMap<>(moves);
        for (final Map.Entry<String, BigDecimal> move : moved.entrySet())
        {
            if (!"ALL".equals(move.getKey()))
            {
                instrument(move.getKey());
            }
            if (move.getValue().compareTo(BigDecimal.valueOf(-100)) <= 0)
            {
                throw new CliException(ExitCode.USAGE, "--move: a mark cannot fall by 100 per cent or more");
            }
        }
        final StressBook copy;
        try
        {
            copy = new StressBook(book(), catalog());
        }
        catch (final IllegalStateException ex)
        {
            throw new CliException(ExitCode.FAILURE, ex.getMessage());
        }
        final List<ObjectNode> statuses = new ArrayList<>();
        final List<ObjectNode> runs = new ArrayList<>();
        final List<ObjectNode> offsets = new ArrayList<>();
        for (final WireMessage event : copy.moveMarks(moved))
        {
            catalog().learn(event);
            switch (event.name())
            {
                case "AccountStatusChanged" -> statuses.add(select(event, "account", "from", "to", "equity"));
                case "DefaultRunCompleted" -> runs.add(select(event, "run", "account", "deficit", "ownHedges", "fund",
                    "surcharge", "haircut", "houseDeficit", "closeOutFee", "fundAfter", "offsets"));
                case "PositionOffset" -> offsets.add(select(event, "run", "layer", "instrument", "defaulter",
                    "counterparty", "quantity", "mark", "surcharge", "rank"));
                default ->
                {
                    // The rest follows from these.
                }
            }
        }
        return end(answer().rows("statuses", statuses).rows("runs", runs).rows("offsets", offsets));
    }

    private ObjectNode select(final WireMessage event, final String... names)
    {
        final ObjectNode full = view().event(event);
        final ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (final String name : names)
        {
            if (full.has(name))
            {
                row.set(name, full.get(name));
            }
        }
        return row;
    }
}
