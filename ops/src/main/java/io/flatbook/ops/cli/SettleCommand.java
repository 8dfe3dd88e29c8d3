package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Verbs that settle an instrument.
 */
@Command(name = "settle", description = "Settles instruments: for good, or their gains so far.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {SettleCommand.Variation.class, SettleCommand.Final.class})
final class SettleCommand implements AsksBook
{
    /**
     * Settles the gains so far.
     */
    @Command(name = "variation", description =
        "Moves the unrealized gains of all holders into collateral, at mark (risk). Nobody's equity changes.")
    static final class Variation extends SendingCommand
    {
        @Parameters(paramLabel = "SYMBOL", description = "A perpetual or future that is priced.")
        private String symbol;

        @Override
        String text()
        {
            return JsonNodeFactory.instance.objectNode().put("command", "settleVariation")
                .put("instrument", instrument(symbol).symbol()).toString();
        }
    }

    /**
     * Settles an instrument.
     */
    @Command(name = "final", description =
        "Closes all positions of an instrument at one price, for good (risk): expiry, exercise, delisting.")
    static final class Final extends SendingCommand
    {
        @Parameters(index = "0", paramLabel = "SYMBOL", description = "The instrument.")
        private String symbol;

        @Parameters(index = "1", paramLabel = "PRICE", description = "The price; of an option that of its underlying.")
        private String decimal;

        @Override
        String text()
        {
            return JsonNodeFactory.instance.objectNode().put("command", "settleInstrument")
                .put("instrument", instrument(symbol).symbol()).put("price", decimal).toString();
        }
    }

    private SettleCommand()
    {
    }
}
