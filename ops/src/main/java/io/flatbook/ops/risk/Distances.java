package io.flatbook.ops.risk;

import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.wire.WireRow;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far the mark of each instrument may move, alone, until an account is liquidated, bankrupt, or offset. The first
 * two are exact while the other marks, the positions and the balance stay (STAT-0). The third is what the book shows
 * today: it takes the queue in today's order (POL-5), and treats as defaulted every account on the other side that this
 * move alone would bankrupt, as if no liquidation succeeded.
 */
public final class Distances
{
    private static final int POSITIONS_AT_ONCE = 8;

    private final BookReader book;

    /**
     * How far one instrument may move.
     *
     * @param position     entry of PositionsReport.
     * @param markTicks    mark today; null: none, and then nothing else is known.
     * @param liquidatedAt first mark at which the account's equity is below its maintenance margin; null: within the
     *                     bounds of the instrument it never is.
     * @param bankruptAt   first mark at which its equity is below 0, or null.
     * @param offsetAt     first mark at which defaults would reach its place in the queue, or null.
     */
    public record Row(WireRow position, Long markTicks, Long liquidatedAt, Long bankruptAt, Long offsetAt)
    {
    }

    /**
     * Constructs it.
     *
     * @param book to be read.
     */
    public Distances(final BookReader book)
    {
        this.book = book;
    }

    /**
     * Distances of an account.
     *
     * @param account that is asked about, and what it holds.
     * @return a row for each of its positions.
     */
    public List<Row> of(final BookReader.Holding account)
    {
        final List<WireRow> positions = account.positions().stream().map(BookReader.Entry::row).toList();
        final Map<Long, WireRow> accounts = new HashMap<>();
        final List<Row> rows = new ArrayList<>();
        for (int from = 0; from < positions.size(); from += POSITIONS_AT_ONCE)
        {
            rows.addAll(rows(account.account().row(),
                positions.subList(from, Math.min(positions.size(), from + POSITIONS_AT_ONCE)), accounts));
        }
        return rows;
    }

    /** Only those who hold the other side of a position are asked for: the book may have many more accounts. */
    private List<Row> rows(
        final WireRow account, final List<WireRow> positions, final Map<Long, WireRow> accounts)
    {
        final List<BookReader.Holders> holders =
            book.holders(positions.stream().map(position -> position.required("instrument")).toList());
        final List<List<WireRow>> opposite = new ArrayList<>();
        final Set<Long> opponents = new LinkedHashSet<>();
        for (int at = 0; at < positions.size(); at++)
        {
            final boolean isLong = 0 < positions.get(at).required("quantityLots");
            opposite.add(holders.get(at).positions().stream().map(BookReader.Entry::row)
                .filter(other -> 0 < other.required("quantityLots") != isLong).toList());
            opposite.get(at).forEach(other -> opponents.add(other.required("account")));
        }
        opponents.removeAll(accounts.keySet());
        accounts.putAll(book.accounts(opponents));
        final List<Row> rows = new ArrayList<>();
        for (int at = 0; at < positions.size(); at++)
        {
            rows.add(row(account, positions.get(at), holders.get(at).instrument(), opposite.get(at), accounts));
        }
        return rows;
    }

    private Row row(final WireRow account, final WireRow position, final WireRow instrument,
        final List<WireRow> opposite, final Map<Long, WireRow> accounts)
    {
        if (null == instrument.number("markTicks"))
        {
            return new Row(position, null, null, null, null);
        }
        final LegCurve leg = curve(instrument, position);
        final BigInteger equity = BigInteger.valueOf(account.required("equity"));
        final BigInteger others = BigInteger.valueOf(
            account.required("maintenanceMargin") - leg.reportedMaintenance());
        final boolean isUp = leg.lots() < 0;
        final Long liquidatedAt = leg.first(isUp, ticks ->
            equity.add(leg.gain(ticks)).compareTo(others.add(leg.maintenance(ticks))) < 0);
        final Long bankruptAt = leg.first(isUp, ticks -> equity.add(leg.gain(ticks)).signum() < 0);
        return new Row(position, leg.markTicks(), liquidatedAt, bankruptAt,
            offsetAt(account, position, instrument, opposite, accounts));
    }

    /**
     * Walks those on the other side as they go bankrupt, nearest first, until they have more lots than stand ahead.
     */
    private Long offsetAt(final WireRow account, final WireRow position, final WireRow instrument,
        final List<WireRow> opposite, final Map<Long, WireRow> accounts)
    {
        final boolean isUp = position.required("quantityLots") > 0;
        final List<long[]> bankruptcies = new ArrayList<>();
        for (final WireRow held : opposite)
        {
            final WireRow other = accounts.get(held.required("account"));
            if (null != other && !isSameOwner(account, other))
            {
                final LegCurve leg = curve(instrument, held);
                final BigInteger equity = BigInteger.valueOf(other.required("equity"));
                final Long at = leg.first(isUp, ticks -> equity.add(leg.gain(ticks)).signum() < 0);
                if (null != at)
                {
                    bankruptcies.add(new long[]{at, Math.abs(leg.lots())});
                }
            }
        }
        final Comparator<long[]> nearest = Comparator.comparingLong(bankruptcy -> bankruptcy[0]);
        bankruptcies.sort(isUp ? nearest : nearest.reversed());
        long lots = 0;
        for (final long[] bankruptcy : bankruptcies)
        {
            lots += bankruptcy[1];
            if (position.required("lotsAhead") < lots)
            {
                return bankruptcy[0];
            }
        }
        return null;
    }

    private static boolean isSameOwner(final WireRow left, final WireRow right)
    {
        return left.required("venue") == right.required("venue") && left.required("owner") == right.required("owner");
    }

    private static LegCurve curve(final WireRow instrument, final WireRow position)
    {
        return new LegCurve(instrument, position.required("quantityLots"), position.required("maintenanceMargin"));
    }
}
