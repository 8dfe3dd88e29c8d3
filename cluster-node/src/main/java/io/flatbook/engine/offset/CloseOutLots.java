package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.Position;
import io.flatbook.sbe.CloseOut;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Fixes at the freeze how many lots of each leg a run closes: all of every closable leg, or the least that brings
 * equity to initial margin (RUN-1, RUN-10).
 */
final class CloseOutLots
{
    private final Margin margin;

    CloseOutLots(final Margin margin)
    {
        this.margin = margin;
    }

    /** Fills the legs of a run. */
    void freeze(final RunPlan run, final long nowMs)
    {
        final Account account = run.account;
        run.equity = margin.equity(account);
        run.isLeast = CloseOut.LEAST == account.asset().waterfall().closeOut() && run.equity >= 0 &&
            0 == account.debt() && !run.due.declared();
        if (run.isLeast)
        {
            least(run, nowMs);
        }
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            final Instrument instrument = leg.instrument();
            if (!run.isLeast && instrument.closable(nowMs))
            {
                run.remainingLots[i] = Math.abs(leg.quantityLots());
            }
            if (0 == run.remainingLots[i])
            {
                run.kept += Math.max(0, -leg.unrealizedPnl());
            }
            run.notional += Math.abs(leg.value());
            run.legs.add(new RunPlan.Leg(
                instrument, leg.quantityLots(), run.remainingLots[i], leg.cost(), instrument.markTicks()));
        }
        run.deficit = Math.max(0, -run.equity - run.kept);
    }

    private void least(final RunPlan run, final long nowMs)
    {
        final Account account = run.account;
        final List<Position> legs = new ArrayList<>();
        long initial = 0;
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            initial += margin.initialMargin(leg.instrument(), leg.quantityLots());
            if (leg.instrument().closable(nowMs) && maintenance(leg) > 0)
            {
                legs.add(leg);
            }
        }
        legs.sort(Comparator.<Position>comparingLong((leg) -> -maintenance(leg))
            .thenComparingInt((leg) -> leg.instrument().id()));
        for (int i = 0; i < legs.size() && initial > run.equity; i++)
        {
            final Position leg = legs.get(i);
            final long others = initial - margin.initialMargin(leg.instrument(), leg.quantityLots());
            final long lots = others > run.equity ? Math.abs(leg.quantityLots()) :
                fewestLots(leg, run.equity - others);
            run.remainingLots[account.legIndex(leg.instrument())] = lots;
            initial = others + initialOfRest(leg, lots);
        }
    }

    private long maintenance(final Position leg)
    {
        return margin.maintenanceMargin(leg.instrument(), leg.quantityLots());
    }

    // The requirement does not rise as lots fall, so that the fewest lots are found by halving.
    private long fewestLots(final Position leg, final long initialLeft)
    {
        long tooFew = 0;
        long enough = Math.abs(leg.quantityLots());
        while (enough - tooFew > 1)
        {
            final long middle = tooFew + enough >>> 1;
            if (initialOfRest(leg, middle) <= initialLeft)
            {
                enough = middle;
            }
            else
            {
                tooFew = middle;
            }
        }
        return enough;
    }

    private long initialOfRest(final Position leg, final long closedLots)
    {
        final long held = leg.quantityLots();
        final long rest = held > 0 ? held - closedLots : held + closedLots;
        return 0 == rest ? 0 : margin.initialMargin(leg.instrument(), rest);
    }
}
