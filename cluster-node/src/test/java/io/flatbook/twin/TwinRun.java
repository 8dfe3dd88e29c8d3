package io.flatbook.twin;

import static io.flatbook.twin.TwinMath.ZERO;
import static io.flatbook.twin.TwinMath.atLeastZero;

import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.twin.TwinNouns.Side;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;

/** One default run of a round: what is fixed at the freeze (RUN-2), and what it has got since. */
final class TwinRun
{
    /** A leg that is closed, and the lots of it that are still to close. */
    static final class Leg
    {
        final Instrument instrument;
        final int sign;
        final BigInteger valueBefore;
        final long lotsBefore;
        long left;

        Leg(final Position position, final long lots)
        {
            instrument = position.instrument;
            sign = Long.signum(position.lots);
            valueBefore = TwinMargin.value(position).abs();
            lotsBefore = TwinPolicies.lotsOf(position);
            left = lots;
        }
    }

    final Account defaulter;
    final BigInteger equity;
    final boolean least;
    final List<Leg> legs = new ArrayList<>();
    final TreeSet<Side> sides = new TreeSet<>();
    final String frozen;
    BigInteger kept = ZERO;
    BigInteger notional = ZERO;
    final BigInteger deficit;
    /** Deficit that is left. */
    BigInteger left;
    long id;
    int bookings;
    int pairs;
    BigInteger collected = ZERO;
    BigInteger need = ZERO;
    BigInteger drawn = ZERO;
    BigInteger surcharge = ZERO;
    BigInteger uncollected = ZERO;
    BigInteger haircut = ZERO;
    BigInteger house = ZERO;
    BigInteger fee = ZERO;
    BigInteger repaid = ZERO;

    TwinRun(final Account defaulter, final TwinStarts twin)
    {
        this.defaulter = defaulter;
        equity = TwinMargin.equity(defaulter);
        least = TwinLeast.applies(defaulter);
        final List<Position> closable = defaulter.legs.values().stream()
            .filter(leg -> twin.closable(leg.instrument)).toList();
        final Map<Integer, Long> lots = least ? TwinLeast.lots(defaulter, closable) : null;
        final StringJoiner told = new StringJoiner(",", "[", "]");
        for (final Position leg : defaulter.legs.values())
        {
            final long whole = closable.contains(leg) ? TwinPolicies.lotsOf(leg) : 0;
            final long closing = least ? lots.getOrDefault(leg.instrument.id, 0L) : whole;
            notional = notional.add(TwinMargin.value(leg).abs());
            told.add(leg.instrument.id + ":" + leg.lots + ":" + closing + ":" + leg.cost + ":" + leg.instrument.mark);
            if (0 == closing)
            {
                kept = kept.add(atLeastZero(TwinMargin.unrealizedPnl(leg).negate()));
            }
            if (closing > 0)
            {
                legs.add(new Leg(leg, closing));
                bookings += bookings(leg.instrument, closing, twin);
                sides.add(leg.side().opposite());
            }
        }
        frozen = told.toString();
        deficit = atLeastZero(equity.negate().subtract(kept));
        left = deficit;
        defaulter.pending.givenAway.forEach(side -> sides.add(side.opposite()));
        twin.entry.settled.getOrDefault(defaulter.id, new TreeSet<>()).forEach(side -> sides.add(side.opposite()));
        twin.reach(legs.isEmpty() && !defaulter.legs.isEmpty() && !least, Clause.RUN_1_SETTLED);
        twin.reach(defaulter.pending.ran, Clause.RUN_1_FURTHER);
        twin.reach(legs.size() < defaulter.legs.size() && !least, Clause.RUN_1_PARTIAL);
        twin.reach(kept.signum() > 0 && equity.signum() < 0, Clause.RUN_1_KEPT);
        twin.reach(least && !legs.isEmpty() && lots.values().stream().mapToLong(n -> n).sum() <
            defaulter.legs.values().stream().mapToLong(TwinPolicies::lotsOf).sum(), Clause.RUN_10_PART);
    }

    Leg leg(final Instrument instrument)
    {
        return legs.stream().filter(leg -> leg.instrument == instrument).findFirst().orElse(null);
    }

    /** Lots that it still closes there, on that side. */
    long leftOf(final Instrument instrument)
    {
        final Leg leg = leg(instrument);
        return null == leg ? 0 : leg.left;
    }

    /** Its account gave lots there to somebody: fewer are left to close, not below 0. */
    void gave(final Instrument instrument, final long lots)
    {
        final Leg leg = leg(instrument);
        if (null != leg)
        {
            leg.left = Math.max(0, leg.left - lots);
        }
    }

    /** One, or if all holders may get a part of the leg, one for each lot as far as there are positions (RUN-11). */
    private static int bookings(final Instrument instrument, final long closing, final TwinStarts twin)
    {
        if (OffsetPolicyKind.QUEUE == instrument.policy)
        {
            return 1;
        }
        final long positions = twin.accounts.values().stream()
            .filter(account -> account.legs.containsKey(instrument.id)).count();
        twin.reach(closing > 1, Clause.RUN_11_LOTS_COUNT);
        return (int)Math.min(closing, positions);
    }

    /** What it may book: legs to close, or their lots, and the pairs of RUN-4 (RUN-11). */
    int booked()
    {
        return bookings;
    }

    void credit(final BigInteger money)
    {
        defaulter.collateral = defaulter.collateral.add(money);
        left = left.subtract(money);
    }
}
