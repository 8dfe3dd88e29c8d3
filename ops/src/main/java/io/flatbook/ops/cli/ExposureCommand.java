package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.InstrumentTerms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who is hedged and who is not: mark values of each owner, net by underlying over all his accounts.
 */
@Command(name = "exposure", description = {"Mark values by owner and underlying, net over all accounts of the owner.",
    "An option counts with its own mark value under the instrument it is written on; hedged is the share of the",
    "gross value that is offset within the owner, in per cent."})
final class ExposureCommand extends BookCommand
{
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    @Option(names = "--owner", paramLabel = "OWNER", description = "Only of this owner.")
    private Long ownerId;

    private record Key(long owner, int underlying, int asset) implements Comparable<Key>
    {
        @Override
        public int compareTo(final Key other)
        {
            final int byOwner = Long.compare(owner, other.owner);
            final int byUnderlying = 0 != byOwner ? byOwner : Integer.compare(underlying, other.underlying);
            return 0 != byUnderlying ? byUnderlying : Integer.compare(asset, other.asset);
        }
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
        final Map<Long, Long> owners = new HashMap<>();
        for (final BookReader.Entry account : book().accounts())
        {
            owners.put(account.row().required("account"), account.row().required("owner"));
        }
        final Map<Key, Sum> sums = new TreeMap<>();
        for (final BookReader.Entry position : book().positions(null, null))
        {
            final Long owner = owners.get(position.row().required("account"));
            final InstrumentTerms instrument = catalog().instrument((int)position.row().required("instrument"));
            if (null != owner && (null == ownerId || ownerId.equals(owner)))
            {
                final int underlying = instrument.isOption() ? instrument.underlying() : instrument.id();
                sums.computeIfAbsent(new Key(owner, underlying, instrument.settlementAsset()), key -> new Sum())
                    .add(position.row().required("value"), isLong(position, instrument));
            }
        }
        final List<ObjectNode> rows = new ArrayList<>();
        sums.forEach((key, sum) -> rows.add(row(key, sum)));
        return end(answer().rows("exposure", rows));
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
        row.put("owner", key.owner()).put("underlying", catalog().instrument(key.underlying()).symbol());
        row.put("asset", asset.symbol()).put("long", money(asset, sum.longValue));
        row.put("short", money(asset, sum.shortValue)).put("net", money(asset, net));
        row.put("gross", money(asset, gross));
        final BigInteger hedged = 0 == gross.signum() ? BigInteger.ZERO :
            gross.subtract(net.abs()).multiply(HUNDRED).divide(gross);
        return row.put("hedged", hedged.toString()).put("neutral", 0 == net.signum());
    }

    private static String money(final AssetTerms asset, final BigInteger minorUnits)
    {
        return new BigDecimal(minorUnits, asset.scale()).toPlainString();
    }
}
