package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.FixedPoint;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;

/**
 * What a score depends on besides the mark of its instrument, as money per lot in 256ths: the entry, which is the
 * position's cost, a range by rounding; the equity without the position's value, rounded down, which is the bankruptcy
 * price with the sign turned; and the doubt about it. Neither entry nor equity moves with that mark; the latter is
 * taken with the account's other positions at their {@link ReferenceMarks}, and differs by at most the doubt, rounded
 * up, while their marks are within the edges. Saturated to 63 bits. Lots and account id stand beside them, so that who
 * looks at a key need not look at the position, which lies elsewhere in memory.
 */
final class QueueKey
{
    /** 256ths. */
    static final int SHIFT = 8;

    static final long MAX = Long.MAX_VALUE;
    static final long MIN = -Long.MAX_VALUE;

    /** Numbers of a key in an array. */
    static final int LENGTH = 6;

    static final int ENTRY_LOW = 0;
    static final int ENTRY_HIGH = 1;
    static final int EQUITY = 2;
    static final int DOUBT = 3;
    static final int LOTS = 4;
    static final int ACCOUNT = 5;

    private final ReferenceMarks references;
    private final long[] key = new long[LENGTH];

    QueueKey(final ReferenceMarks references)
    {
        this.references = references;
    }

    long[] of(final Position position)
    {
        final Account account = position.account();
        final long lots = Math.abs(position.quantityLots());
        long equity = account.collateral() - position.cost();
        long doubt = 0;
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            if (leg != position)
            {
                equity += references.value(leg) - leg.cost();
                doubt += references.doubt(leg);
            }
        }
        key[LOTS] = lots;
        key[ACCOUNT] = account.id();
        key[EQUITY] = Math.max(MIN, FixedPoint.multiplyDivideFloor(equity, 1 << SHIFT, lots));
        key[DOUBT] = FixedPoint.multiplyDivideCeil(doubt, 1 << SHIFT, lots);
        entry(position, lots);
        return key;
    }

    /** The equity at the references, rounded up. */
    static long roundedUp(final long equity)
    {
        return MAX == equity ? MAX : equity + 1;
    }

    /** The difference, saturated. */
    static long less(final long a, final long b)
    {
        final long difference = a - b;
        if (((a ^ b) & (a ^ difference)) < 0)
        {
            return a < 0 ? MIN : MAX;
        }
        return Math.max(MIN, difference);
    }

    // A cost of the wrong sign, which transfers and haircuts may leave, can be any entry: the score has no pole there.
    private void entry(final Position position, final long lots)
    {
        final Instrument instrument = position.instrument();
        final boolean isPlain = position.isLong() != instrument.units().inverse();
        final long cost = isPlain ? position.cost() : -position.cost();
        if (cost <= 0 && ScoreBounds.isByCost(instrument))
        {
            key[ENTRY_LOW] = 0;
            key[ENTRY_HIGH] = MAX;
        }
        else
        {
            key[ENTRY_LOW] = Math.max(MIN, FixedPoint.multiplyDivideFloor(cost, 1 << SHIFT, lots));
            key[ENTRY_HIGH] = FixedPoint.multiplyDivideCeil(cost, 1 << SHIFT, lots);
        }
    }
}
