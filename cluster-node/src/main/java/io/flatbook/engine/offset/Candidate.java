package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.Sides;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.Switch;

import java.util.Comparator;

/**
 * An opposite position that an offset policy may choose, as it is at the moment.
 *
 * @param position the position.
 * @param lots     what is left of its absolute quantity.
 * @param equity   equity of its account; minor units.
 * @param score    its queue score.
 * @param group    groups are chosen one after the other (RUN-7, POL-4), {@link #GROUPS} of them, 0 first.
 */
record Candidate(Position position, long lots, long equity, Score score, int group)
{
    /** In profit, others, either hedged or not, and accounts whose own run waits. */
    static final int GROUPS = 5;

    private static final int OTHERS = 2;
    private static final int IN_DEFAULT = 4;

    // Ties are broken by account id: rank must be total, or a replica that loaded a snapshot could choose differently.
    static final Comparator<Candidate> BY_SCORE = (a, b) ->
    {
        final int byScore = Long.compare(b.score.score(), a.score.score());
        if (0 != byScore)
        {
            return byScore;
        }
        final int byLots = Long.compare(b.lots, a.lots);
        return 0 != byLots ? byLots : Long.compare(a.accountId(), b.accountId());
    };

    static Candidate of(final Position position, final Overlay overlay)
    {
        final Instrument instrument = position.instrument();
        final long quantityLots = overlay.lots(position);
        final long equity = overlay.equity(position.account());
        final Score score = Score.of(instrument, quantityLots, overlay.cost(position), equity);
        final int group = AccountStatus.DEFAULTED == position.account().status() ? IN_DEFAULT :
            groupByProfit(score.unrealizedPnl()) +
                (Switch.ON == instrument.spareHedges() && isHedged(position) ? 1 : 0);
        return new Candidate(position, Math.abs(quantityLots), equity, score, group);
    }

    /** The group of a position that is not hedged, of an account not in default. */
    static int groupByProfit(final long unrealizedPnl)
    {
        return unrealizedPnl > 0 ? 0 : OTHERS;
    }

    /** The first group that an account with at most such a score can be in. */
    static int leastGroup(final long score)
    {
        return score >= 0 ? 0 : OTHERS;
    }

    // POL-4, at the freeze, which is the book itself.
    static boolean isHedged(final Position position)
    {
        final Account account = position.account();
        final Instrument instrument = position.instrument();
        final boolean isUp = Sides.isUp(instrument, position.quantityLots());
        boolean isAnyOpposite = false;
        long opposite = 0;
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            if (leg.instrument().family().equals(instrument.family()) &&
                Sides.isUp(leg.instrument(), leg.quantityLots()) != isUp)
            {
                isAnyOpposite = true;
                opposite += Math.abs(leg.value());
            }
        }
        final long absoluteValue = Math.abs(position.value());
        return isAnyOpposite && opposite >= absoluteValue - opposite;
    }

    long accountId()
    {
        return position.account().id();
    }
}
