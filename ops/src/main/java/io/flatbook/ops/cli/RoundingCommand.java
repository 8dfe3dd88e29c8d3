package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Verbs about the rounding account.
 */
@Command(name = "rounding", description = "Remainders of divisions, kept for each asset.",
    synopsisSubcommandLabel = "VERB",
    subcommands = RoundingCommand.Sweep.class)
final class RoundingCommand implements AsksBook
{
    /**
     * Moves the rounding account to fees.
     */
    @Command(name = "sweep", description = "Moves a positive rounding account to the fee account (risk).")
    static final class Sweep extends SendingCommand
    {
        @Parameters(paramLabel = "ASSET", arity = "0..1", description = "Symbol of the asset (default: the first).")
        private String symbol;

        @Override
        String text()
        {
            return JsonNodeFactory.instance.objectNode().put("command", "sweepRounding")
                .put("asset", asset(symbol).symbol()).toString();
        }
    }

    private RoundingCommand()
    {
    }
}
