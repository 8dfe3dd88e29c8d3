package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.wire.WireMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Verbs about the insurance fund.
 */
@Command(name = "fund", description = "Insurance fund, fees, rounding and house deficit.",
    synopsisSubcommandLabel = "VERB", subcommands = {FundCommand.Show.class, FundCommand.Add.class})
final class FundCommand implements AsksBook
{
    /**
     * Shows funds.
     */
    @Command(name = "show", description = "The fund of an asset, or of all, with its waterfall settings.")
    static final class Show extends ReadingCommand
    {
        @Parameters(paramLabel = "ASSET", arity = "0..1", description = "Symbol of the asset; all if left out.")
        private String symbol;

        @Override
        int run()
        {
            final List<WireMessage> queries = new ArrayList<>();
            for (final AssetTerms asset : null == symbol ? catalog().assets() : List.of(asset(symbol)))
            {
                queries.add(message("FundQuery").with("asset", (long)asset.id()));
            }
            final List<ObjectNode> rows =
                book().askAll(queries).stream().map(reports -> report(reports.get(0))).toList();
            // One fund is easier to read down than across; programs get the same shape however many there are.
            final boolean isOne = null != symbol || OutputFormat.table == root().format() && 1 == rows.size();
            return end(isOne ? answer().object("fund", rows.get(0)) : answer().rows("funds", rows));
        }
    }

    /**
     * Pays into a fund.
     */
    @Command(name = "add", description = "Pays into the insurance fund; a house deficit is repaid first.")
    static final class Add extends BookCommand
    {
        @Parameters(index = "0", paramLabel = "ASSET", description = "Symbol of the asset.")
        private String symbol;

        @Parameters(index = "1", paramLabel = "AMOUNT", description = "Amount as a decimal.")
        private BigDecimal decimal;

        @Option(names = "--yes", description = "Really do it.")
        private boolean confirmed;

        @Option(names = "--dry-run", description = "Say what would be sent, and send nothing.")
        private boolean dryRun;

        @Override
        boolean sends()
        {
            return !dryRun;
        }

        @Override
        int run()
        {
            final AssetTerms asset = asset(symbol);
            final long minorUnits;
            try
            {
                minorUnits = asset.minorUnits(decimal);
            }
            catch (final ArithmeticException ex)
            {
                throw new CliException(ExitCode.USAGE, "AMOUNT: " + decimal.toPlainString() + " " + ex.getMessage());
            }
            if (dryRun)
            {
                talk("would pay " + asset.money(minorUnits) + " " + symbol + " into the fund; nothing was sent");
                return ExitCode.OK;
            }
            if (!confirmed)
            {
                throw new CliException(ExitCode.USAGE, "this moves money: add --yes, or --dry-run to see it first");
            }
            submit(message("FundInsurance").with("asset", (long)asset.id()).with("amount", minorUnits));
            final ObjectNode fund = report(book().askOne(message("FundQuery").with("asset", (long)asset.id())));
            return end(root().wholeAnswer().object("fund", fund));
        }
    }
}
