package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.wire.WireMessage;
import picocli.CommandLine.Command;

import java.util.ArrayList;
import java.util.List;

/**
 * Verbs about the audit.
 */
@Command(name = "audit", description = "Whether all money and quantities are accounted for.",
    synopsisSubcommandLabel = "VERB", subcommands = AuditCommand.Check.class)
final class AuditCommand
{
    /**
     * Checks the running totals.
     */
    @Command(name = "check", description = "Totals of every asset and whether they balance to the last unit.")
    static final class Check extends ReadingCommand
    {
        @Override
        int run()
        {
            final List<ObjectNode> rows = new ArrayList<>();
            boolean isBalanced = true;
            for (final AssetTerms asset : catalog().assets())
            {
                final WireMessage audit = book().audit(asset.id());
                isBalanced &= audit.row().isOn("balanced") && audit.row().isOn("quantitySumZero");
                rows.add(report(audit));
            }
            end(answer().rows("audit", rows));
            if (!isBalanced)
            {
                throw new CliException(ExitCode.UNHEALTHY, "the book is not balanced");
            }
            return ExitCode.OK;
        }
    }
}
