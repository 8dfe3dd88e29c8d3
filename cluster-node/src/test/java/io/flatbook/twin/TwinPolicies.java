package io.flatbook.twin;

import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.floor;

import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who closes how many lots, in the order of choice (section 8). */
final class TwinPolicies
{
    private static final Comparator<Position> BY_ACCOUNT = Comparator.comparingLong(position -> position.account.id);

    /** So many lots are given one by one. */
    private static final long FEW = 1_000;
    private static final BigInteger LEVEL_UNIT = BigInteger.ONE.shiftLeft(Long.SIZE);

    private TwinPolicies()
    {
    }

    static long lotsOf(final Position position)
    {
        return Math.abs(position.lots);
    }

    /** POL-4: the account holds enough of the opposite direction in the same family. */
    static boolean hedged(final Position position)
    {
        BigInteger opposite = TwinMath.ZERO;
        boolean any = false;
        final Instrument instrument = position.instrument;
        for (final Position leg : position.account.legs.values())
        {
            if (leg.instrument.family.equals(instrument.family) &&
                leg.instrument.direction(leg.lots) == -instrument.direction(position.lots))
            {
                any = true;
                opposite = opposite.add(TwinMargin.value(leg).abs());
            }
        }
        return any && opposite.multiply(big(2)).compareTo(TwinMargin.value(position).abs()) >= 0;
    }

    /** POL-0: lots by candidate, sum the quantity or all there is. */
    static LinkedHashMap<Position, Long> choose(
        final OffsetPolicyKind policy, final long quantity, final List<Position> candidates)
    {
        final long all = candidates.stream().mapToLong(TwinPolicies::lotsOf).sum();
        final long lots = Math.min(quantity, all);
        final List<Position> sorted = new ArrayList<>(candidates);
        sorted.sort(OffsetPolicyKind.QUEUE == policy ? byScore(candidates) : BY_ACCOUNT);
        final Map<Position, Long> chosen = switch (policy)
        {
            case PRO_RATA -> proRata(lots, all, sorted);
            case WATERFILL -> waterfill(lots, sorted);
            default -> queue(lots, sorted);
        };
        final LinkedHashMap<Position, Long> ordered = new LinkedHashMap<>();
        for (final Position position : sorted)
        {
            if (chosen.getOrDefault(position, 0L) > 0)
            {
                ordered.put(position, chosen.get(position));
            }
        }
        return ordered;
    }

    /** The queue (POL-1): highest score first, then larger, then smaller account id. */
    static Comparator<Position> byScore(final List<Position> positions)
    {
        final Map<Position, BigInteger> scores = new HashMap<>();
        positions.forEach(position -> scores.put(position, TwinMargin.score(position).score()));
        return Comparator.<Position, BigInteger>comparing(scores::get).reversed()
            .thenComparing(Comparator.comparingLong(TwinPolicies::lotsOf).reversed())
            .thenComparing(BY_ACCOUNT);
    }

    private static Map<Position, Long> queue(final long quantity, final List<Position> sorted)
    {
        final Map<Position, Long> chosen = new HashMap<>();
        long left = quantity;
        for (final Position position : sorted)
        {
            chosen.put(position, Math.min(left, lotsOf(position)));
            left -= chosen.get(position);
        }
        return chosen;
    }

    /** POL-2. */
    private static Map<Position, Long> proRata(final long quantity, final long all, final List<Position> sorted)
    {
        final Map<Position, Long> chosen = new HashMap<>();
        final Map<Position, BigInteger> remainders = new HashMap<>();
        long left = quantity;
        for (final Position position : sorted)
        {
            final BigInteger product = big(quantity).multiply(big(lotsOf(position)));
            final long lots = floor(product, big(all)).longValueExact();
            chosen.put(position, lots);
            remainders.put(position, product.mod(big(all)));
            left -= lots;
        }
        final List<Position> byRemainder = new ArrayList<>(sorted);
        byRemainder.sort(Comparator.<Position, BigInteger>comparing(remainders::get).reversed()
            .thenComparing(BY_ACCOUNT));
        for (int i = 0; i < left; i++)
        {
            chosen.merge(byRemainder.get(i), 1L, Long::sum);
        }
        return chosen;
    }

    /** POL-3: lot by lot from the account whose remaining lots by equity are highest. */
    private static Map<Position, Long> waterfill(final long quantity, final List<Position> sorted)
    {
        final Map<Position, BigInteger> equities = new HashMap<>();
        sorted.forEach(position -> equities.put(position, TwinMargin.equity(position.account)));
        final Map<Position, Long> chosen = quantity > FEW ? surelyChosen(quantity, sorted, equities) : new HashMap<>();
        for (long lot = chosen.values().stream().mapToLong(lots -> lots).sum(); lot < quantity; lot++)
        {
            Position highest = null;
            for (final Position position : sorted)
            {
                if (left(position, chosen) > 0 && (null == highest || higher(position, highest, chosen, equities)))
                {
                    highest = position;
                }
            }
            chosen.merge(highest, 1L, Long::sum);
        }
        return chosen;
    }

    /**
     * Of many lots, those that are chosen for certain: all of accounts without equity, as far as they go, then all at
     * higher levels than a level that is found by halving. Lots are left over for the others, not many.
     */
    private static Map<Position, Long> surelyChosen(final long quantity, final List<Position> sorted,
        final Map<Position, BigInteger> equities)
    {
        final Map<Position, Long> chosen = new HashMap<>();
        long left = quantity;
        for (final Position position : sorted)
        {
            if (equities.get(position).signum() <= 0)
            {
                chosen.put(position, Math.min(left, lotsOf(position)));
                left -= chosen.get(position);
            }
        }
        BigInteger tooLow = BigInteger.ONE.negate();
        BigInteger level = LEVEL_UNIT.shiftLeft(Long.SIZE);
        while (level.subtract(tooLow).compareTo(BigInteger.ONE) > 0)
        {
            final BigInteger middle = tooLow.add(level).shiftRight(1);
            if (above(middle, sorted, equities).values().stream().mapToLong(lots -> lots).sum() > left)
            {
                tooLow = middle;
            }
            else
            {
                level = middle;
            }
        }
        chosen.putAll(above(level, sorted, equities));
        return chosen;
    }

    /** How many lots each account with equity has at levels above one. */
    private static Map<Position, Long> above(final BigInteger level, final List<Position> sorted,
        final Map<Position, BigInteger> equities)
    {
        final Map<Position, Long> lots = new HashMap<>();
        for (final Position position : sorted)
        {
            if (equities.get(position).signum() > 0)
            {
                final BigInteger kept = floor(level.multiply(equities.get(position)), LEVEL_UNIT);
                lots.put(position, big(lotsOf(position)).subtract(kept).max(TwinMath.ZERO).longValueExact());
            }
        }
        return lots;
    }

    private static long left(final Position position, final Map<Position, Long> chosen)
    {
        return lotsOf(position) - chosen.getOrDefault(position, 0L);
    }

    private static boolean higher(final Position one, final Position other, final Map<Position, Long> chosen,
        final Map<Position, BigInteger> equities)
    {
        final BigInteger equityOfOne = equities.get(one);
        final BigInteger equityOfOther = equities.get(other);
        if (equityOfOther.signum() <= 0)
        {
            return false;
        }
        return equityOfOne.signum() <= 0 || big(left(one, chosen)).multiply(equityOfOther)
            .compareTo(big(left(other, chosen)).multiply(equityOfOne)) > 0;
    }
}
