package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.stress.StressBook;
import io.flatbook.ops.view.JsonView;
import io.flatbook.ops.view.PageRows;
import io.flatbook.ops.wire.WireMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
final class StressCommand extends ReadingCommand
{
    /** Of each kind of event the table that shows it; the other events follow from these. */
    private static final Map<String, String> TABLES = new LinkedHashMap<>();
    private static final Map<String, List<String>> COLUMNS = Map.of(
        "AccountStatusChanged", List.of("account", "from", "to", "equity"),
        "DefaultRunCompleted", List.of("run", "account", "deficit", "kept", "ownAccounts", "fund", "surcharge",
            "haircut", "houseDeficit", "closeOutFee", "debt", "legsLeft", "fundAfter"),
        "PositionOffset", List.of("run", "layer", "instrument", "defaulter", "counterparty", "quantity", "mark",
            "surcharge", "rank"),
        "OwnAccountCollected", List.of("run", "account", "defaulter", "amount"),
        "GainsHaircut", List.of("account", "instrument", "side", "amount"),
        "DefaultRunHeld", List.of("account", "reason", "instrument"));

    static
    {
        TABLES.put("AccountStatusChanged", "statuses");
        TABLES.put("DefaultRunCompleted", "runs");
        TABLES.put("PositionOffset", "offsets");
        TABLES.put("OwnAccountCollected", "collected");
        TABLES.put("GainsHaircut", "haircuts");
        TABLES.put("DefaultRunHeld", "held");
    }

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
        final JsonView of = JsonView.legible(copy.catalog());
        final Map<String, List<ObjectNode>> tables = new LinkedHashMap<>();
        TABLES.values().forEach(table -> tables.put(table, new ArrayList<>()));
        for (final WireMessage event : copy.moveMarks(moved))
        {
            for (final WireMessage single : PageRows.of(event))
            {
                if (TABLES.containsKey(single.name()))
                {
                    tables.get(TABLES.get(single.name()))
                        .add(RowChoice.only(of.event(single), COLUMNS.get(single.name())));
                }
            }
        }
        final Answer answer = answer();
        tables.forEach(answer::rows);
        return end(answer);
    }
}
