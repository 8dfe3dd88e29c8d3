package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.wire.WireRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which accounts are nearest to liquidation.
 */
@Command(name = "at-risk", description = {"Distance of accounts to their maintenance margin, nearest first.",
    "The distance is how far all marks together may move against every position, in per cent of mark, before the " +
    "equity falls to the maintenance margin of today; below 0 it has."})
final class AtRiskCommand extends ReadingCommand
{
    private static final int PERCENT_SCALE = 2;
    private static final List<String> KEPT = List.of("account", "distance", "status", "equity", "maintenanceMargin");

    @Option(names = "--top", paramLabel = "N", defaultValue = "20",
        description = "The nearest N (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(names = "--within", paramLabel = "PERCENT", description = "Only those nearer than this.")
    private BigDecimal within;

    private record Distance(WireRow account, BigInteger notional, BigDecimal percent)
    {
    }

    @Override
    int run()
    {
        RootCommand.atLeast(0, "--top", top);
        final Map<Long, BigInteger> notionals = new HashMap<>();
        for (final BookReader.Entry position : book().positions(null, null))
        {
            notionals.merge(position.row().required("account"),
                BigInteger.valueOf(position.row().required("value")).abs(), BigInteger::add);
        }
        final List<Distance> distances = new ArrayList<>();
        for (final BookReader.Entry account : book().accounts())
        {
            final BigInteger notional =
                notionals.getOrDefault(account.row().required("account"), BigInteger.ZERO);
            if (0 != notional.signum())
            {
                distances.add(distance(account.row(), notional));
            }
        }
        distances.sort(Comparator.comparing(Distance::percent)
            .thenComparing(distance -> distance.account().required("account")));
        final List<ObjectNode> rows = new ArrayList<>();
        for (final Distance distance : distances)
        {
            if (rows.size() < top && (null == within || distance.percent().compareTo(within) < 0))
            {
                rows.add(row(distance));
            }
        }
        return end(answer().keeping(KEPT).rows("accounts", rows));
    }

    private static Distance distance(final WireRow account, final BigInteger notional)
    {
        final BigDecimal room =
            BigDecimal.valueOf(account.required("equity")).subtract(
                BigDecimal.valueOf(account.required("maintenanceMargin")));
        return new Distance(account, notional,
            room.movePointRight(2).divide(new BigDecimal(notional), PERCENT_SCALE, RoundingMode.FLOOR));
    }

    private ObjectNode row(final Distance distance)
    {
        final AssetTerms asset = catalog().asset((int)distance.account().required("asset"));
        final ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("account", distance.account().required("account"));
        row.put("owner", distance.account().required("owner"));
        row.set("status", Figure.of(Figure.Unit.WORD, distance.account().text("status")));
        row.put("asset", asset.symbol());
        row.set("equity", Figure.money(asset, distance.account().required("equity")));
        row.set("maintenanceMargin", Figure.money(asset, distance.account().required("maintenanceMargin")));
        row.set("notional", Figure.money(asset, distance.notional()));
        row.set("distance", Figure.of(Figure.Unit.PERCENT, distance.percent().toPlainString()));
        return row;
    }
}
