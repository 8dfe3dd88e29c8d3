package io.flatbook.ops.console;

import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.InstrumentTerms;
import io.flatbook.ops.wire.WireRow;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Which account is nearest to bankruptcy on either side of an instrument: the one whose equity is the smallest share of
 * its position's value. What was found is kept for some seconds, and a large book is not searched. It belongs to the
 * poller's thread.
 */
final class NextDefault
{
    /** Positions, and accounts, of a book that is searched at most: some dozens of them take a question. */
    static final long POSITIONS_MAX = 2_000;

    private static final long FRESH_NS = TimeUnit.SECONDS.toNanos(5);

    private final Map<Integer, Found> found = new HashMap<>();

    /**
     * A position that may be next.
     *
     * @param accountId of its account.
     * @param lots      absolute quantity.
     */
    record Nearest(long accountId, long lots)
    {
    }

    private record Found(Nearest isLong, Nearest isShort, long foundNs)
    {
    }

    /**
     * The position whose default would come next.
     *
     * @param book   that is asked.
     * @param terms  of the instrument.
     * @param isLong whether it is to be a long one.
     * @return the position; null if there is none, or the book is too large to look.
     */
    Nearest of(final Book book, final InstrumentTerms terms, final boolean isLong)
    {
        Found known = found.get(terms.id());
        if (null == known || FRESH_NS < System.nanoTime() - known.foundNs())
        {
            known = search(book, terms);
            found.put(terms.id(), known);
        }
        return isLong ? known.isLong() : known.isShort();
    }

    private static Found search(final Book book, final InstrumentTerms terms)
    {
        final WireRow totals = book.reader().audit(terms.settlementAsset()).row();
        if (POSITIONS_MAX < Math.max(totals.required("positions"), totals.required("accounts")))
        {
            return new Found(null, null, System.nanoTime());
        }
        final Map<Long, Long> equities = new HashMap<>();
        for (final BookReader.Entry account : book.reader().accounts())
        {
            equities.put(account.row().required("account"), account.row().required("equity"));
        }
        final Nearest[] nearest = new Nearest[2];
        final BigDecimal[] least = new BigDecimal[2];
        for (final BookReader.Entry position : book.reader().positions(null, (long)terms.id()))
        {
            final WireRow row = position.row();
            final Long equity = equities.get(row.required("account"));
            final Long value = row.number("value");
            if (null != equity && null != value && 0 != value)
            {
                final int side = 0 < row.required("quantityLots") ? 0 : 1;
                final BigDecimal part = BigDecimal.valueOf(equity)
                    .divide(BigDecimal.valueOf(value).abs(), MathContext.DECIMAL64);
                if (null == least[side] || part.compareTo(least[side]) < 0)
                {
                    least[side] = part;
                    nearest[side] = new Nearest(row.required("account"), Math.abs(row.required("quantityLots")));
                }
            }
        }
        return new Found(nearest[0], nearest[1], System.nanoTime());
    }
}
