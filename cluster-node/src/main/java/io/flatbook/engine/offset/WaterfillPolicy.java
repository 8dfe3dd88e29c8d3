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
 * them; a pivot lot is counted against all that are open still, and one side of it falls away everywhere.
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
        new Narrowing(candidates, least, most, remaining).run();

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

    /**
     * Narrows how many lots each gives until all are known. Account i gives at least {@code least[i]} and at most
     * {@code most[i]}; one for which both are equal is open no longer, and what it gives stands for its lots before a
     * pivot: no fewer than those before a pivot that is taken, no more than those before one that is not.
     */
    private static final class Narrowing
    {
        private static final int SAMPLE = 64;
        private static final int CUT_OFF_PART = 8;

        private final List<Candidate> candidates;
        private final long[] least;
        private final long[] most;
        private final int[] open;
        private final long[] before;
        private int openCount;
        private long wanted;

        private Narrowing(
            final List<Candidate> candidates, final long[] least, final long[] most, final long wanted)
        {
            this.candidates = candidates;
            this.least = least;
            this.most = most;
            this.wanted = wanted;
            open = new int[least.length];
            before = new long[least.length];
            for (int i = 0; i < open.length; i++)
            {
                if (most[i] > least[i])
                {
                    open[openCount] = i;
                    openCount++;
                }
            }
        }

        // The median of all cuts off a fixed part of what is open, that of a few mostly does too, for less.
        private void run()
        {
            int few = SAMPLE;
            while (openCount > 0)
            {
                final long openLots = openLots();
                cut(pivot(Math.min(few, openCount)));
                few = openLots - openLots() < openLots / CUT_OFF_PART ? Integer.MAX_VALUE : SAMPLE;
            }
        }

        private long openLots()
        {
            long lots = 0;
            for (int k = 0; k < openCount; k++)
            {
                lots += most[open[k]] - least[open[k]];
            }
            return lots;
        }

        // Of so many, evenly apart, the account with the median middle lot, weighted by what is still open.
        private int pivot(final int count)
        {
            final List<Integer> few = new ArrayList<>(count);
            long fewLots = 0;
            for (int k = 0; k < count; k++)
            {
                final int i = open[(int)((long)k * openCount / count)];
                few.add(i);
                fewLots += most[i] - least[i];
            }
            few.sort(this::compareMiddles);
            int at = 0;
            long soFar = most[few.get(0)] - least[few.get(0)];
            while (soFar * 2 < fewLots)
            {
                at++;
                soFar += most[few.get(at)] - least[few.get(at)];
            }
            return few.get(at);
        }

        // Below 0 if the middle lot of account a is taken before that of account b: higher level, then account order.
        private int compareMiddles(final int a, final int b)
        {
            final int byLevel = FixedPoint.compareProducts(
                middleLevel(b), candidates.get(a).equity(), middleLevel(a), candidates.get(b).equity());
            return 0 != byLevel ? byLevel : Integer.compare(a, b);
        }

        private long middleLevel(final int i)
        {
            return candidates.get(i).lots() - ((least[i] + most[i]) >>> 1);
        }

        private void cut(final int pivot)
        {
            final long pivotHeld = middleLevel(pivot);
            long inAll = 0;
            for (int k = 0; k < openCount; k++)
            {
                final int i = open[k];
                final long lots = lotsBefore(candidates.get(i), candidates.get(pivot), pivotHeld);
                before[k] = Math.max(least[i], Math.min(most[i], lots));
                inAll += before[k];
            }
            final boolean pivotIsTaken = inAll < wanted;
            int stillOpen = 0;
            for (int k = 0; k < openCount; k++)
            {
                final int i = open[k];
                if (pivotIsTaken)
                {
                    least[i] = before[k] + (i == pivot ? 1 : 0);
                }
                else
                {
                    most[i] = before[k];
                }
                if (most[i] > least[i])
                {
                    open[stillOpen] = i;
                    stillOpen++;
                }
                else
                {
                    wanted -= least[i];
                }
            }
            openCount = stillOpen;
        }
    }
}
