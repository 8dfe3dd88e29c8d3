package io.flatbook.ops.cli;

import io.flatbook.ops.view.BookReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Verbs about defaults.
 */
@Command(name = "default", description = "Declares accounts in default.", synopsisSubcommandLabel = "VERB",
    subcommands = DefaultCommand.Declare.class)
final class DefaultCommand implements AsksBook
{
    /**
     * Declares an account in default.
     */
    @Command(name = "declare", description = "Closes an account: its default run starts at once.")
    static final class Declare extends BookCommand
    {
        @Parameters(paramLabel = "ACCOUNT", description = "Number of the account.")
        private long accountId;

        @Option(names = "--dry-run", description = "Show what the run would do, and send nothing.")
        private boolean dryRun;

        @Option(names = "--yes", description = "Really do it.")
        private boolean confirmed;

        @Override
        boolean sends()
        {
            return !dryRun;
        }

        @Override
        int run()
        {
            book().account(accountId);
            if (dryRun)
            {
                return end(answer().object("preview",
                    report(book().askOne(message("OffsetPreview").with("account", accountId)))));
            }
            if (!confirmed)
            {
                throw new CliException(ExitCode.USAGE,
                    "this closes all positions of account " + accountId + ": add --yes, or --dry-run to see it first");
            }
            submit(message("DeclareDefault").with("account", accountId));
            final BookReader.Entry account = book().account(accountId);
            return end(answer().object("account", view().entry(account.report(), account.row())));
        }
    }
}
