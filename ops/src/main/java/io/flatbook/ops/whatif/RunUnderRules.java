package io.flatbook.ops.whatif;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.engine.EngineView;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * What a default run did under some rules. Money is in minor units, shares and leverage are in ppm.
 *
 * @param rules           under which it was made.
 * @param run             its number there.
 * @param asset           it settles in.
 * @param account         the defaulter.
 * @param deficit         of the run.
 * @param ownAccounts     paid by the owner's other accounts.
 * @param fund            paid by the insurance fund.
 * @param surcharge       paid by counterparties.
 * @param haircut         paid by others who gained.
 * @param houseDeficit    left to the house.
 * @param notional        closed.
 * @param counterparties  accounts of others that were offset.
 * @param closedWhole     positions of others that were closed whole.
 * @param largestShare    of the surcharge that one account paid.
 * @param topTenShare     of the surcharge that ten accounts paid.
 * @param highestLeverage after it, of those that were offset: value of positions by equity; -1: one has equity at or
 *                        below zero.
 */
public record RunUnderRules(String rules, long run, AssetTerms asset, long account, long deficit, long ownAccounts,
    long fund, long surcharge, long haircut, long houseDeficit, long notional, int counterparties, int closedWhole,
    long largestShare, long topTenShare, long highestLeverage)
{
    private static final long PPM = 1_000_000;
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final int TOP = 10;

    /**
     * Reads the runs off the events of an entry.
     *
     * @param rules  under which it was applied.
     * @param events in order.
     * @param engine after it.
     * @return the runs in order of their numbers.
     */
    static List<RunUnderRules> of(final String rules, final List<WireMessage> events, final EngineView engine)
    {
        final TreeMap<Long, List<WireRow>> pairs = new TreeMap<>();
        final List<RunUnderRules> runs = new ArrayList<>();
        for (final WireMessage event : events)
        {
            if ("PositionOffset".equals(event.name()) && "OFFSET".equals(event.row().text("layer")))
            {
                pairs.computeIfAbsent(event.row().required("run"), (run) -> new ArrayList<>()).add(event.row());
            }
            else if ("DefaultRunCompleted".equals(event.name()))
            {
                final WireRow row = event.row();
                runs.add(of(rules, row, pairs.getOrDefault(row.required("run"), List.of()), engine));
            }
        }
        runs.sort(Comparator.comparingLong(RunUnderRules::run));
        return runs;
    }

    private static RunUnderRules of(
        final String rules, final WireRow completed, final List<WireRow> pairs, final EngineView engine)
    {
        final TreeMap<Long, Long> paid = new TreeMap<>();
        int closedWhole = 0;
        for (final WireRow pair : pairs)
        {
            paid.merge(pair.required("counterparty"), pair.required("surcharge"), Long::sum);
            closedWhole += Math.abs(pair.required("counterpartyLots")) == pair.required("quantityLots") ? 1 : 0;
        }
        final List<Long> largest = paid.values().stream().sorted(Comparator.reverseOrder()).toList();
        final Asset asset = engine.book().asset((int)completed.required("asset"));
        return new RunUnderRules(rules, completed.required("run"),
            new AssetTerms(asset.id(), asset.symbol(), asset.scale()), completed.required("account"),
            completed.required("deficit"), completed.required("ownAccounts"), completed.required("fund"),
            completed.required("surcharge"), completed.required("haircut"), completed.required("houseDeficit"),
            completed.required("notionalClosed"), paid.size(), closedWhole,
            share(largest, 1, completed.required("surcharge")), share(largest, TOP, completed.required("surcharge")),
            paid.keySet().stream().map((id) -> leverage(engine, id)).reduce(0L, RunUnderRules::higher));
    }

    private static long share(final List<Long> largest, final int count, final long all)
    {
        return 0 == all ? 0 : BigInteger.valueOf(largest.stream().limit(count).mapToLong(Long::longValue).sum())
            .multiply(BigInteger.valueOf(PPM)).divide(BigInteger.valueOf(all)).longValue();
    }

    private static long leverage(final EngineView engine, final long id)
    {
        final Account account = engine.book().account(id);
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; null != account && i < account.legCount(); i++)
        {
            value = value.add(BigInteger.valueOf(account.leg(i).value()).abs());
        }
        if (0 == value.signum())
        {
            return 0;
        }
        final long equity = engine.margin().equity(account);
        return equity <= 0 ? -1 :
            value.multiply(BigInteger.valueOf(PPM)).divide(BigInteger.valueOf(equity)).min(LONG_MAX).longValue();
    }

    private static long higher(final long one, final long other)
    {
        return one < 0 || other < 0 ? -1 : Math.max(one, other);
    }

    /**
     * What others gave beyond what was left for them to cover: the overshoot. The contract makes it zero (I6).
     *
     * @return minor units.
     */
    public long overshoot()
    {
        return surcharge + haircut - (deficit - ownAccounts - fund - houseDeficit);
    }

    /**
     * As a row of a table.
     *
     * @return the row.
     */
    public ObjectNode row()
    {
        final ObjectNode row = JsonNodeFactory.instance.objectNode().put("run", run).put("account", account)
            .put("rules", rules);
        row.set("deficit", Figure.money(asset, deficit));
        row.set("ownAccounts", Figure.money(asset, ownAccounts));
        row.set("fund", Figure.money(asset, fund));
        row.set("surcharge", Figure.money(asset, surcharge));
        row.set("haircut", Figure.money(asset, haircut));
        row.set("houseDeficit", Figure.money(asset, houseDeficit));
        row.set("overshoot", Figure.money(asset, overshoot()));
        row.set("notional", Figure.money(asset, notional));
        row.put("counterparties", counterparties).put("closedWhole", closedWhole);
        row.set("largestShare", Figure.millionths(Figure.Unit.RATIO, largestShare));
        row.set("topTenShare", Figure.millionths(Figure.Unit.RATIO, topTenShare));
        row.set("highestLeverage",
            highestLeverage < 0 ? null : Figure.millionths(Figure.Unit.MULTIPLE, highestLeverage));
        return row;
    }
}
