package io.flatbook.twin;

import static io.flatbook.twin.TwinDefinitions.VALUE_MAX;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.less;

import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import java.math.BigInteger;

/** How large the positions of an account may be together, and what they may have cost (NUM-4). */
final class TwinExtents
{
    private static final BigInteger COST_MAX = BigInteger.ONE.shiftLeft(55);
    private static final BigInteger EXTENTS_MAX = BigInteger.ONE.shiftLeft(60);

    private TwinExtents()
    {
    }

    /** Whether an account has too much of everything, or a position in an instrument has cost too much. */
    static boolean tooLarge(final Account account, final Instrument instrument)
    {
        final Position position = account.legs.get(instrument.id);
        return null != position && less(COST_MAX, position.cost.abs()) || tooLarge(account);
    }

    static boolean tooLarge(final Account account)
    {
        return less(EXTENTS_MAX, TwinMath.sum(account.legs.values().stream().map(TwinExtents::extent).toList()));
    }

    private static BigInteger extent(final Position position)
    {
        final Instrument instrument = position.instrument;
        final BigInteger largest = TwinUnits.largestLots(instrument).max(instrument.definedMaxLots);
        return big(position.lots).abs().multiply(TwinMath.ceil(VALUE_MAX, largest))
            .max(position.cost.abs());
    }
}
