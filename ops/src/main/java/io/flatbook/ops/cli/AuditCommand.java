package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.dossier.AuditCheck;
import io.flatbook.ops.dossier.AuditExport;
import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.wire.WireMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Verbs about the audit.
 */
@Command(name = "audit",
    description = "Whether all money and quantities are accounted for, and the audit of a business day.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {AuditCommand.Check.class, AuditCommand.Export.class, AuditCommand.Verify.class})
final class AuditCommand
{
    /**
     * Checks the running totals.
     */
    @Command(name = "check", description = "Totals of every asset and whether they balance to the last unit.")
    static final class Check extends ReadingCommand
    {
        private static final List<String> KEPT =
            List.of("asset", "balanced", "quantitySumZero", "houseDeficit", "insuranceFund");

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
            end(answer().keeping(KEPT).rows("audit", rows));
            if (!isBalanced)
            {
                throw new CliException(ExitCode.UNHEALTHY, "the book is not balanced");
            }
            return ExitCode.OK;
        }
    }

    /**
     * Writes the audit of a day.
     */
    @Command(name = "export", description = {
        "Writes all commands, outcomes and events of a business day as hash-chained JSON lines, off the log.",
        "All nodes and backups give the same bytes. It prints the hash of the last line, which covers all of them.",
        "Exit code 14 if the day was not closed in the log, or its beginning is no longer in it."})
    static final class Export extends OfflineCommand
    {
        @Mixin
        private LogSource source;

        @Parameters(index = "0", paramLabel = "DATE", description = "The business day, such as 20251010.")
        private int date;

        @Parameters(index = "1", paramLabel = "FILE", description = "The file to write.")
        private Path file;

        @Override
        int run()
        {
            if (file.toString().isEmpty() || Files.isDirectory(file))
            {
                throw new CliException(ExitCode.USAGE, "FILE: '" + file + "' is not the name of a file");
            }
            final String head = source.with((replay) -> AuditExport.write(replay, date, file));
            root().wholeAnswer().object("audit",
                row().put("date", date).put("file", file.toString()).put("head", head)).end();
            return ExitCode.OK;
        }
    }

    /**
     * Checks the audit of a day.
     */
    @Command(name = "verify", description = {
        "Checks that the audit of a business day is whole: its chain, the numbers of events and commands, its counts.",
        "Exit code 1 if it is not. verify/flatbook_verify.py does the same and needs nothing of Flatbook."})
    static final class Verify extends OfflineCommand
    {
        @Parameters(paramLabel = "FILE", description = "The audit.")
        private Path file;

        @Override
        int run()
        {
            try
            {
                answer().object("audit", row().put("file", file.toString()).put("whole", true)
                    .put("head", AuditCheck.check(file))).end();
                return ExitCode.OK;
            }
            catch (final IOException ex)
            {
                throw CliException.unreadable(file, ex);
            }
            catch (final IllegalArgumentException ex)
            {
                throw new CliException(ExitCode.FAILURE, file + ", " + ex.getMessage());
            }
        }
    }
}
