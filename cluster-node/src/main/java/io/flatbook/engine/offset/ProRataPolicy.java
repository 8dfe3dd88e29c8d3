package io.flatbook.engine.offset;

import io.flatbook.engine.book.CodeOrder;
import io.flatbook.engine.book.FixedPoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Each candidate gives in proportion to its position, rounded down; the lots left over go one each by largest
 * remainder, ties by account id. Order of choice is by account id.
 *
 * <p>Contract: POL-2.
 */
final class ProRataPolicy implements OffsetPolicy
{
    @Override
    public List<Choice> choose(final List<Candidate> group, final long lots)
    {
        long lotsInAll = 0;
        for (final Candidate candidate : group)
        {
            lotsInAll += candidate.lots();
        }
        return share(group, Math.min(lots, lotsInAll), lotsInAll);
    }

    /** Shares lots among those of a group who have a part in them, when all of it have so many. */
    static List<Choice> share(final List<Candidate> group, final long wanted, final long lotsInAll)
    {
        final List<Candidate> candidates = new ArrayList<>(group);
        candidates.sort(Comparator.comparingLong(Candidate::accountId));
        final long[] given = new long[candidates.size()];
        final long[] rests = new long[candidates.size()];
        long left = wanted;
        for (int i = 0; i < given.length; i++)
        {
            final long held = candidates.get(i).lots();
            given[i] = FixedPoint.multiplyDivideFloor(wanted, held, lotsInAll);
            // Exact although the products may wrap: the true remainder is below lotsInAll.
            rests[i] = wanted * held - given[i] * lotsInAll;
            left -= given[i];
        }

        if (left > 0)
        {
            giveRest(given, rests, left);
        }
        final List<Choice> choices = new ArrayList<>();
        for (int i = 0; i < given.length; i++)
        {
            if (given[i] > 0)
            {
                choices.add(new Choice(candidates.get(i), given[i]));
            }
        }
        return choices;
    }

    // A lot each, largest remainder first; those who are equal stay in order of account.
    private static void giveRest(final long[] given, final long[] rests, final long lots)
    {
        for (int i = 0; i < rests.length; i++)
        {
            rests[i] = ~rests[i];
        }
        final CodeOrder largestFirst = new CodeOrder(rests);
        for (int i = 0; i < lots; i++)
        {
            given[largestFirst.place(i)]++;
        }
    }
}
