package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.view.InstrumentTerms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which owners are hedged: mark values of each owner, net by family over all its accounts.
 */
@Command(name = "exposure", description = {"Mark values by owner and family, net over all accounts of the owner.",
    "A family is what can hedge each other; an option counts with its own mark value. Hedged is the share of the " +
    "gross value that is offset within the owner, in per cent."})
final class ExposureCommand extends ReadingCommand
{
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);
    private static final List<String> KEPT = List.of("owner", "family", "net", "hedged");

    @Option(names = "--owner", paramLabel = "OWNER", description = "Only of this owner.")
    private Long ownerId;

    private record Owner(long venue, long owner)
    {
    }

    private record Key(Owner owner, String family, int asset)
    {
    }

    private static final class Sum
    {
        private BigInteger longValue = BigInteger.ZERO;
        private BigInteger shortValue = BigInteger.ZERO;

        private void add(final long value, final boolean isLong)
        {
            final BigInteger notional = BigInteger.valueOf(value).abs();
            longValue = isLong ? longValue.add(notional) : longValue;
            shortValue = isLong ? shortValue : shortValue.add(notional);
        }
    }

    @Override
    int run()
    {
        final Map<Long, Owner> owners = new HashMap<>();
        for (final BookReader.Entry account : book().accounts())
        {
            owners.put(account.row().required("account"),
                new Owner(account.row().required("venue"), account.row().required("owner")));
        }
        if (null != ownerId && owners.values().stream().noneMatch(owner -> ownerId == owner.owner()))
        {
            throw noOwner(ownerId);
        }
        final Map<Key, Sum> sums = new TreeMap<>(Comparator.comparingLong((Key key) -> key.owner().venue())
            .thenComparingLong(key -> key.owner().owner()).thenComparing(Key::family).thenComparingInt(Key::asset));
        for (final BookReader.Entry position : book().positions(null, null))
        {
            final Owner owner = owners.get(position.row().required("account"));
            final InstrumentTerms instrument = catalog().instrument((int)position.row().required("instrument"));
            if (null != owner && (null == ownerId || ownerId == owner.owner()))
            {
                final Key key = new Key(owner, catalog().familyOf(instrument), instrument.settlementAsset());
                sums.computeIfAbsent(key, absent -> new Sum())
                    .add(position.row().required("value"), isLong(position, instrument));
            }
        }
        final List<ObjectNode> rows = new ArrayList<>();
        sums.forEach((key, sum) -> rows.add(row(key, sum)));
        return end(answer().keeping(KEPT).rows("exposure", rows));
    }

    /**
     * Long in the price of the underlying: a put that is held gains when it falls.
     */
    private static boolean isLong(final BookReader.Entry position, final InstrumentTerms instrument)
    {
        return position.row().required("quantityLots") > 0 != "PUT".equals(instrument.kind());
    }

    private ObjectNode row(final Key key, final Sum sum)
    {
        final AssetTerms asset = catalog().asset(key.asset());
        final BigInteger net = sum.longValue.subtract(sum.shortValue);
        final BigInteger gross = sum.longValue.add(sum.shortValue);
        final ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("venue", key.owner().venue()).put("owner", key.owner().owner()).put("family", key.family());
        row.put("asset", asset.symbol()).set("long", Figure.money(asset, sum.longValue));
        row.set("short", Figure.money(asset, sum.shortValue));
        row.set("net", Figure.money(asset, net));
        row.set("gross", Figure.money(asset, gross));
        final BigInteger hedged = 0 == gross.signum() ? BigInteger.ZERO :
            gross.subtract(net.abs()).multiply(HUNDRED).divide(gross);
        row.set("hedged", Figure.of(Figure.Unit.PERCENT, hedged.toString()));
        return row.put("neutral", 0 == net.signum());
    }
}
