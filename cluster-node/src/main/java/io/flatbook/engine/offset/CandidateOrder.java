package io.flatbook.engine.offset;

import io.flatbook.engine.book.FixedPoint;

import java.util.Comparator;

/**
 * An order of candidates by a ratio that is bounded for all positions below a node of an {@link OffsetIndex}, highest
 * first; ties by larger quantity, then smaller account id.
 */
enum CandidateOrder
{
    /** Group by group, by queue score (POL-1). */
    GROUP_AND_SCORE,

    /** By queue score (POL-5). */
    SCORE,

    /** Group by group, by lots over equity, compared exactly (POL-3); ties by account id alone. */
    GROUP_AND_LEVEL,

    /** Group by group, by lots (POL-2). */
    GROUP_AND_LOTS;

    private static final long LOT = 1L << QueueKey.SHIFT;

    private final Comparator<Candidate> comparator = this::compare;

    Comparator<Candidate> comparator()
    {
        return comparator;
    }

    private int compare(final Candidate a, final Candidate b)
    {
        if (group(a) != group(b))
        {
            return Integer.compare(group(a), group(b));
        }
        final int byRatio = compareRatios(number(b), divisor(b), number(a), divisor(a));
        if (0 != byRatio)
        {
            return byRatio;
        }
        final int byLots = Long.compare(tieLots(b.lots()), tieLots(a.lots()));
        return 0 != byLots ? byLots : Long.compare(a.accountId(), b.accountId());
    }

    int group(final Candidate candidate)
    {
        return SCORE == this ? 0 : candidate.group();
    }

    /** The first group that something can be in whose score is at most as high. */
    int group(final long mostScore)
    {
        return SCORE == this ? 0 : Candidate.leastGroup(mostScore);
    }

    long number(final Candidate candidate)
    {
        return switch (this)
        {
            case GROUP_AND_LEVEL -> candidate.equity() <= 0 ? Long.MAX_VALUE : candidate.lots();
            case GROUP_AND_LOTS -> candidate.lots();
            default -> candidate.score().score();
        };
    }

    /** What its number is divided by, above 0. */
    long divisor(final Candidate candidate)
    {
        return GROUP_AND_LEVEL == this ? Math.max(1, candidate.equity()) : 1;
    }

    /** With its divisor at or above the ratio of all that bounds look at, which have at most such scores and lots. */
    long number(final ScoreBounds bounds, final long mostScore, final long mostLots)
    {
        return switch (this)
        {
            case GROUP_AND_LEVEL -> bounds.leastEquity() <= 0 ? Long.MAX_VALUE : LOT;
            case GROUP_AND_LOTS -> mostLots;
            default -> mostScore;
        };
    }

    /** What that number is divided by, above 0. */
    long divisor(final ScoreBounds bounds)
    {
        return GROUP_AND_LEVEL == this ? Math.max(1, bounds.leastEquity()) : 1;
    }

    /** By what ties are broken before account ids, more first. */
    long tieLots(final long lots)
    {
        return GROUP_AND_LEVEL == this ? 0 : lots;
    }

    /** Below, at or above 0 as the first ratio is below, at or above the second; divisors are above 0. */
    static int compareRatios(final long numberA, final long divisorA, final long numberB, final long divisorB)
    {
        return divisorA == divisorB ? Long.compare(numberA, numberB) :
            FixedPoint.compareProducts(numberA, divisorB, numberB, divisorA);
    }
}
