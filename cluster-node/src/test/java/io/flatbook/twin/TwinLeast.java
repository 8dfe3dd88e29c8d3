package io.flatbook.twin;

import static io.flatbook.twin.TwinMath.less;

import io.flatbook.sbe.CloseOut;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Position;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How much of each leg is closed if only as much is closed as needed (RUN-10). */
final class TwinLeast
{
    /** So many lots are tried one by one. */
    private static final long FEW = 1_000;

    private TwinLeast()
    {
    }

    static boolean applies(final Account account)
    {
        return CloseOut.LEAST == account.asset.waterfall.closeOut() && TwinMargin.equity(account).signum() >= 0 &&
            0 == account.debt.signum() && !account.pending.declared;
    }

    /** Lots to close by instrument id; what is not named stays. */
    static Map<Integer, Long> lots(final Account account, final List<Position> closable)
    {
        final Map<Integer, Long> lots = new HashMap<>();
        final BigInteger equity = TwinMargin.equity(account);
        final List<Position> legs = new ArrayList<>(closable);
        legs.removeIf(leg -> 0 == maintenance(leg).signum());
        legs.sort(Comparator.comparing(TwinLeast::maintenance).reversed()
            .thenComparing(leg -> leg.instrument.id));
        BigInteger initial = TwinMargin.initial(account);
        for (final Position leg : legs)
        {
            if (!less(equity, initial))
            {
                break;
            }
            final BigInteger others = initial.subtract(TwinMargin.requirement(leg.instrument, leg.lots, true));
            final long closed = suffices(leg, equity.subtract(others));
            lots.put(leg.instrument.id, closed);
            initial = others.add(TwinMargin.requirement(leg.instrument, left(leg, closed), true));
        }
        return lots;
    }

    private static BigInteger maintenance(final Position leg)
    {
        return TwinMargin.requirement(leg.instrument, leg.lots, false);
    }

    private static long left(final Position leg, final long closed)
    {
        return Long.signum(leg.lots) * (Math.abs(leg.lots) - closed);
    }

    /** The smallest number of lots after which what is left requires no more than that; all if none is enough. */
    private static long suffices(final Position leg, final BigInteger most)
    {
        final long all = Math.abs(leg.lots);
        long closed = all > FEW ? tooFew(leg, most, all) + 1 : 1;
        while (closed < all && requiresMore(leg, closed, most))
        {
            closed++;
        }
        return closed;
    }

    private static boolean requiresMore(final Position leg, final long closed, final BigInteger most)
    {
        return less(most, TwinMargin.requirement(leg.instrument, left(leg, closed), true));
    }

    /** Of many lots the most that do not suffice, found by halving: a requirement does not rise as lots fall. */
    private static long tooFew(final Position leg, final BigInteger most, final long all)
    {
        long tooFew = 0;
        for (long step = Long.highestOneBit(all); step > 0; step >>= 1)
        {
            tooFew += tooFew + step < all && requiresMore(leg, tooFew + step, most) ? step : 0;
        }
        return tooFew;
    }
}
