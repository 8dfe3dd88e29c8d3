package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.InstrumentTerms;
import io.flatbook.ops.wire.WireRow;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;

/**
 * Verbs about instruments.
 */
@Command(name = "instrument", description = "Instruments, marks and limits.", synopsisSubcommandLabel = "VERB",
    subcommands = {InstrumentCommand.ListAll.class, InstrumentCommand.Define.class, InstrumentCommand.Mark.class,
        InstrumentCommand.Status.class, InstrumentCommand.Bounds.class, InstrumentCommand.Remove.class})
final class InstrumentCommand implements AsksBook
{
    /**
     * Lists instruments.
     */
    @Command(name = "list", description = "All instruments with mark, open interest, status and settings.")
    static final class ListAll extends ReadingCommand
    {
        private static final List<String> KEPT = List.of("instrument", "status", "mark", "openInterest", "suspect");

        @Option(names = "--expired", description = "Only those that are past their expiry and not settled.")
        private boolean expired;

        @Override
        int run()
        {
            return end(answer().keeping(KEPT).rows("instruments", rows(book().instruments().stream()
                .filter(entry -> !expired || "EXPIRED".equals(entry.row().text("status"))).toList())));
        }
    }

    /**
     * Defines an instrument.
     */
    @Command(name = "define", description = "Defines an instrument (risk). What is left out has the trial default.")
    static final class Define extends SendingCommand
    {
        private static final int TIER_PARTS = 3;

        @Parameters(paramLabel = "SYMBOL", description = "1 to 32 bytes of UTF-8.")
        private String symbol;

        @Option(names = "--kind", paramLabel = "KIND", defaultValue = "LINEAR_PERPETUAL", description =
            "LINEAR_PERPETUAL, INVERSE_PERPETUAL, LINEAR_FUTURE, INVERSE_FUTURE, CALL or PUT (default: " +
            "${DEFAULT-VALUE}).")
        private String kind;

        @Option(names = "--asset", paramLabel = "ASSET", description = "Settlement asset (default: the first).")
        private String asset;

        @Option(names = "--tick-size", paramLabel = "DECIMAL", required = true, description = "Price of one tick.")
        private String tickSize;

        @Option(names = "--lot-size", paramLabel = "DECIMAL", required = true, description = "Size of one lot.")
        private String lotSize;

        @Option(names = "--tier", paramLabel = "FLOOR:INITIAL:MAINTENANCE",
            description = "A margin tier, such as 0:0.05:0.03; may be repeated. At least one, except for an option " +
                "or with marginModel=BOUNDED.")
        private List<String> tiers = List.of();

        @Option(names = "--set", paramLabel = "NAME=VALUE", description =
            "Any further field of defineInstrument, such as offsetPolicy=WATERFILL, contractValue=100, expiry=..., " +
            "strike=..., underlying=..., family=..., minPrice=..., initialPerLot=..., tradeBand=0.05; may be " +
            "repeated.")
        private Map<String, String> further = Map.of();

        @Override
        String text()
        {
            final ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("command", "defineInstrument").put("instrument", symbol).put("kind", kind);
            json.put("settlementAsset", asset(asset).symbol()).put("tickSize", tickSize).put("lotSize", lotSize);
            further.forEach(json::put);
            final ArrayNode array = json.putArray("marginTiers");
            for (final String tier : tiers)
            {
                final String[] parts = tier.split(":", -1);
                if (TIER_PARTS != parts.length)
                {
                    throw new CliException(
                        ExitCode.USAGE, "--tier: " + tier + " is not FLOOR:INITIAL:MAINTENANCE, such as 0:0.05:0.03");
                }
                array.addObject().put("floor", parts[0]).put("initial", parts[1]).put("maintenance", parts[2]);
            }
            return json.toString();
        }
    }

    /**
     * Moves or confirms marks.
     */
    @Command(name = "mark", description = {"Moves marks by hand (a gateway with MARKS), or confirms a held one (risk).",
        "Marks are moved in one atomic update, which may start default runs."})
    static final class Mark extends SendingCommand
    {
        @ArgGroup(multiplicity = "1")
        private Which which;

        @Option(names = "--sequence", paramLabel = "N",
            description = "Mark sequence of the gateway (default: made of the time of day).")
        private Long sequence;

        /**
         * Either of the two.
         */
        static final class Which
        {
            @Parameters(paramLabel = "SYMBOL=PRICE", arity = "1..*", description = "New marks.")
            private Map<String, String> marks;

            @Option(names = "--confirm", paramLabel = "SYMBOL=PRICE",
                description = "Confirm the mark that is held; it must be this price.")
            private String confirmed;
        }

        @Override
        String text()
        {
            final ObjectNode json = JsonNodeFactory.instance.objectNode();
            if (null == which.marks)
            {
                final String[] parts = which.confirmed.split("=", 2);
                if (2 != parts.length)
                {
                    throw new CliException(ExitCode.USAGE, "--confirm: " + which.confirmed +
                        " is not SYMBOL=PRICE: the price that is confirmed must be named");
                }
                return json.put("command", "confirmMark")
                    .put("instrument", instrument(parts[0]).symbol()).put("mark", parts[1]).toString();
            }
            json.put("command", "updateMarkPrices");
            final ObjectNode marks = json.putObject("marks");
            which.marks.forEach((symbol, mark) -> marks.put(instrument(symbol).symbol(), mark));
            if (null != sequence)
            {
                json.put("markSequence", sequence);
            }
            return json.toString();
        }

        @Override
        String danger()
        {
            return "this moves a mark, which may start default runs";
        }
    }

    /**
     * Switches trading.
     */
    @Command(name = "status", description = "Sets the status of an instrument (risk).")
    static final class Status extends SendingCommand
    {
        @Parameters(index = "0", paramLabel = "SYMBOL", description = "The instrument.")
        private String symbol;

        @Parameters(index = "1", paramLabel = "STATUS",
            description = "TRADING, CLOSE_ONLY or HALTED; the latter two require --yes.")
        private String status;

        @Override
        String text()
        {
            return JsonNodeFactory.instance.objectNode().put("command", "setInstrumentStatus")
                .put("instrument", instrument(symbol).symbol()).put("status", status).toString();
        }
    }

    /**
     * Moves price bounds.
     */
    @Command(name = "bounds", description = {"Moves the price bounds of an instrument (risk).",
        "What is left out stays as it is. The mark must stay inside, and what is open must fit."})
    static final class Bounds extends SendingCommand
    {
        @Parameters(paramLabel = "SYMBOL", description = "The instrument.")
        private String symbol;

        @Option(names = "--min", paramLabel = "PRICE", description = "Lowest price that is taken.")
        private String lowest;

        @Option(names = "--max", paramLabel = "PRICE", description = "Highest price that is taken.")
        private String highest;

        @Override
        String text()
        {
            final InstrumentTerms instrument = instrument(symbol);
            if (null == lowest && null == highest)
            {
                throw new CliException(ExitCode.USAGE, "give --min, --max or both");
            }
            final WireRow now =
                book().askOne(message("InstrumentQuery").with("instrument", (long)instrument.id())).row();
            return JsonNodeFactory.instance.objectNode().put("command", "setPriceBounds")
                .put("instrument", instrument.symbol())
                .put("minPrice", null == lowest ? instrument.priceOf(now.required("minPriceTicks")) : lowest)
                .put("maxPrice", null == highest ? instrument.priceOf(now.required("maxPriceTicks")) : highest)
                .toString();
        }
    }

    /**
     * Removes an instrument.
     */
    @Command(name = "remove", description =
        "Removes a settled instrument (risk). Its symbol is free again, its number is never used twice.")
    static final class Remove extends SendingCommand
    {
        @Parameters(paramLabel = "SYMBOL", description = "The instrument; no option may be written on it any more.")
        private String symbol;

        @Override
        String text()
        {
            return JsonNodeFactory.instance.objectNode().put("command", "removeInstrument")
                .put("instrument", instrument(symbol).symbol()).toString();
        }
    }
}
