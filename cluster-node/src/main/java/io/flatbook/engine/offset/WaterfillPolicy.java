package io.flatbook.engine.offset;

import io.flatbook.engine.book.FixedPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Minimizes the highest remaining leverage: lot by lot from the account whose remaining lots over equity are highest
 * (equity at or below 0: highest of all), ties by account id. Order of choice is by account id.
 * <p>
 * A lot is identified by what its account holds when it is taken: lot n of account j has the level n / equity. Taking
 * lot by lot is taking the lots of highest level, so the search narrows, per account, how many of its lots are among
 * them; a pivot lot is counted against all accounts, and one side of it falls away everywhere.
 *
 * <p>Contract: POL-3.
 */
final class WaterfillPolicy implements OffsetPolicy
{
    @Override
    public List<Choice> choose(final List<Candidate> group, final long lots)
    {
        final List<Candidate> candidates = new ArrayList<>(group);
        candidates.sort(Comparator.comparingLong(Candidate::accountId));
        final int count = candidates.size();
        final long[] least = new long[count];
        final long[] most = new long[count];
        long remaining = lots;
        for (int i = 0; i < count; i++)
        {
            if (candidates.get(i).equity() <= 0)
            {
                least[i] = Math.min(remaining, candidates.get(i).lots());
                most[i] = least[i];
                remaining -= least[i];
            }
        }
        for (int i = 0; i < count; i++)
        {
            if (candidates.get(i).equity() > 0)
            {
                most[i] = Math.min(remaining, candidates.get(i).lots());
            }
        }
        narrow(candidates, least, most, remaining);

        final List<Choice> choices = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            if (most[i] > 0)
            {
                choices.add(new Choice(candidates.get(i), most[i]));
            }
        }
        return choices;
    }

    // Invariant: account i gives at least least[i] and at most most[i] of the wanted lots.
    private static void narrow(
        final List<Candidate> candidates, final long[] least, final long[] most, final long wanted)
    {
        final long[] before = new long[candidates.size()];
        while (true)
        {
            final int pivot = pivot(candidates, least, most);
            if (pivot < 0)
            {
                return;
            }
            final long pivotHeld = middleLevel(candidates, least, most, pivot);
            long lotsBefore = 0;
            for (int i = 0; i < before.length; i++)
            {
                before[i] = candidates.get(i).equity() <= 0 ? 0 :
                    lotsBefore(candidates.get(i), candidates.get(pivot), pivotHeld);
                lotsBefore += before[i];
            }
            final boolean pivotIsTaken = lotsBefore < wanted;
            for (int i = 0; i < before.length; i++)
            {
                // Of an account without equity both stand where they are, as they are equal.
                if (pivotIsTaken)
                {
                    least[i] = Math.max(least[i], Math.min(most[i], before[i] + (i == pivot ? 1 : 0)));
                }
                else
                {
                    most[i] = Math.min(most[i], Math.max(least[i], before[i]));
                }
            }
        }
    }

    // The middle lot of the account with the median middle, weighted by what is still open, cuts off a fixed share of
    // what is open each time.
    private static int pivot(final List<Candidate> candidates, final long[] least, final long[] most)
    {
        final List<Integer> open = new ArrayList<>();
        long openLots = 0;
        for (int i = 0; i < least.length; i++)
        {
            if (most[i] > least[i])
            {
                open.add(i);
                openLots += most[i] - least[i];
            }
        }
        open.sort((a, b) -> compareLevels(candidates, middleLevel(candidates, least, most, a), a,
            middleLevel(candidates, least, most, b), b));
        long soFar = 0;
        for (final int i : open)
        {
            soFar += most[i] - least[i];
            if (soFar * 2 >= openLots)
            {
                return i;
            }
        }
        return -1;
    }

    private static long middleLevel(
        final List<Candidate> candidates, final long[] least, final long[] most, final int i)
    {
        return candidates.get(i).lots() - ((least[i] + most[i]) >>> 1);
    }

    // Below 0 if lot heldA of account a is taken before lot heldB of account b: higher level, then account order.
    private static int compareLevels(
        final List<Candidate> candidates, final long heldA, final int a, final long heldB, final int b)
    {
        final int byLevel = FixedPoint.compareProducts(
            heldB, candidates.get(a).equity(), heldA, candidates.get(b).equity());
        return 0 != byLevel ? byLevel : Integer.compare(a, b);
    }

    /** How many lots of a candidate are taken before that lot of another at which it holds so many. */
    static long lotsBefore(final Candidate candidate, final Candidate other, final long otherHeld)
    {
        if (candidate.equity() <= 0)
        {
            return candidate.lots();
        }
        // Lots n with n / equity above otherHeld / equity of the other, or equal to it where the id is smaller.
        final long notBefore = candidate.accountId() < other.accountId() ?
            FixedPoint.multiplyDivideCeil(otherHeld, candidate.equity(), other.equity()) - 1 :
            FixedPoint.multiplyDivideFloor(otherHeld, candidate.equity(), other.equity());
        return Math.max(0, candidate.lots() - notBefore);
    }
}
