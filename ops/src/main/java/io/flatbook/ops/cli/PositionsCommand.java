package io.flatbook.ops.cli;

import io.flatbook.ops.view.BookReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lists positions.
 */
@Command(name = "positions", description = "Open positions with their place in the offset queue.")
final class PositionsCommand extends ReadingCommand
{
    private static final List<String> KEPT =
        List.of("account", "instrument", "quantity", "value", "unrealizedPnl");

    @Option(names = "--account", paramLabel = "ACCOUNT", description = "Only of this account.")
    private Long accountId;

    @Option(names = "--instrument", paramLabel = "SYMBOL", description = "Only in this instrument.")
    private String symbol;

    @Option(names = "--top", paramLabel = "N", description = "Only the N largest by absolute value at mark.")
    private Integer top;

    @Option(names = "--at-risk", description = "Only of accounts below their initial margin.")
    private boolean atRisk;

    @Override
    int run()
    {
        RootCommand.atLeast(0, "--top", null == top ? 0 : top);
        if (null != accountId)
        {
            book().account(accountId);
        }
        final Long instrumentId = null == symbol ? null : (long)instrument(symbol).id();
        List<BookReader.Entry> positions = book().positions(accountId, instrumentId);
        if (atRisk)
        {
            final Set<Long> accounts = new HashSet<>();
            for (final BookReader.Entry account : book().accounts())
            {
                if (account.row().required("equity") < account.row().required("initialMargin"))
                {
                    accounts.add(account.row().required("account"));
                }
            }
            positions = positions.stream().filter(entry -> accounts.contains(entry.row().required("account"))).toList();
        }
        if (null != top)
        {
            positions = new ArrayList<>(positions);
            positions.sort(Comparator.comparingLong(entry -> -Math.abs(entry.row().required("value"))));
            positions = positions.subList(0, Math.min(top, positions.size()));
        }
        return end(answer().keeping(KEPT).rows("positions", rows(positions)));
    }
}
