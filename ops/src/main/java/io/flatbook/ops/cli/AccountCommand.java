package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.BookReader;
import io.flatbook.sbe.AccountStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;

/**
 * Verbs about accounts.
 */
@Command(name = "account", description = "Accounts and their margin.", synopsisSubcommandLabel = "VERB",
    subcommands = {AccountCommand.Show.class, AccountCommand.ListAll.class})
final class AccountCommand implements AsksBook
{
    /**
     * Shows one account.
     */
    @Command(name = "show", description = "One account with its positions.")
    static final class Show extends ReadingCommand
    {
        @Parameters(paramLabel = "ACCOUNT", description = "Number of the account.")
        private long accountId;

        @Override
        int run()
        {
            final BookReader.Entry account = book().account(accountId);
            final List<ObjectNode> positions = rows(book().positions(accountId, null));
            final ObjectNode json = view().entry(account.report(), account.row());
            return end(answer().object("account", json).rows("positions", positions));
        }
    }

    /**
     * Lists accounts.
     */
    @Command(name = "list", description = "All accounts with their margin.")
    static final class ListAll extends ReadingCommand
    {
        private static final List<String> KEPT = List.of("account", "status", "equity", "maintenanceMargin");

        @Option(names = "--owner", paramLabel = "OWNER", description = "Only of this owner.")
        private Long ownerId;

        @Option(names = "--status", paramLabel = "STATUS", description = "Only in this status, such as LIQUIDATING.")
        private AccountStatus status;

        @Override
        int run()
        {
            final List<BookReader.Entry> ofOwner = book().accounts().stream()
                .filter(entry -> null == ownerId || ownerId == entry.row().required("owner")).toList();
            if (null != ownerId && ofOwner.isEmpty())
            {
                throw noOwner(ownerId);
            }
            final List<BookReader.Entry> accounts = ofOwner.stream()
                .filter(entry -> null == status || status.name().equals(entry.row().text("status"))).toList();
            return end(answer().keeping(KEPT).rows("accounts", rows(accounts)));
        }
    }
}
