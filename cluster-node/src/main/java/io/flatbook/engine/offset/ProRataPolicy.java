package io.flatbook.engine.offset;

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
    private record Rest(int index, long remainder)
    {
    }

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
        final List<Rest> rests = new ArrayList<>(candidates.size());
        long left = wanted;
        for (int i = 0; i < given.length; i++)
        {
            final long held = candidates.get(i).lots();
            given[i] = FixedPoint.multiplyDivideFloor(wanted, held, lotsInAll);
            // Exact although the products may wrap: the true remainder is below lotsInAll.
            rests.add(new Rest(i, wanted * held - given[i] * lotsInAll));
            left -= given[i];
        }

        rests.sort(Comparator.comparingLong(Rest::remainder).reversed().thenComparingInt(Rest::index));
        for (int i = 0; i < left; i++)
        {
            given[rests.get(i).index()]++;
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
}
