package io.flatbook.engine.offset;

import io.flatbook.engine.book.FixedPoint;

import java.util.Comparator;

/**
 * An order of candidates by a number that is bounded for all positions below a node of an {@link OffsetIndex}; ties by
 * larger quantity, then smaller account id.
 */
enum CandidateOrder
{
    /** Group by group, by queue score (POL-1). */
    GROUP_AND_SCORE,

    /** By queue score (POL-5). */
    SCORE,

    /** Group by group, by lots over equity, rounded down to a part of 2^52 (POL-3). */
    GROUP_AND_LEVEL,

    /** Group by group, by lots (POL-2). */
    GROUP_AND_LOTS;

    private static final int LEVEL_SHIFT = 52;

    private final Comparator<Candidate> comparator = Comparator.<Candidate>comparingInt(this::group)
        .thenComparing((a, b) -> Long.compare(number(b), number(a)))
        .thenComparing((a, b) -> Long.compare(b.lots(), a.lots()))
        .thenComparingLong(Candidate::accountId);

    Comparator<Candidate> comparator()
    {
        return comparator;
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
            case GROUP_AND_LEVEL -> level(candidate);
            case GROUP_AND_LOTS -> candidate.lots();
            default -> candidate.score().score();
        };
    }

    /** At or above the number of all that bounds look at, which have at most such scores and lots. */
    long number(final ScoreBounds bounds, final long mostScore, final long mostLots)
    {
        if (GROUP_AND_LEVEL != this)
        {
            return GROUP_AND_LOTS == this ? mostLots : mostScore;
        }
        final long equity = bounds.leastEquity();
        return equity <= 0 ? Long.MAX_VALUE :
            FixedPoint.multiplyDivideFloor(1L << LEVEL_SHIFT, 1L << QueueKey.SHIFT, equity);
    }

    private static long level(final Candidate candidate)
    {
        return candidate.equity() <= 0 ? Long.MAX_VALUE :
            FixedPoint.multiplyDivideFloor(candidate.lots(), 1L << LEVEL_SHIFT, candidate.equity());
    }

    /** How many lots of a candidate are at a level that no candidate after another one in this order reaches. */
    static long lotsAbove(final Candidate candidate, final Candidate other)
    {
        final long level = level(other);
        if (Long.MAX_VALUE == level)
        {
            return 0;
        }
        return candidate.equity() <= 0 ? candidate.lots() : Math.max(0, candidate.lots() + 1 -
            FixedPoint.multiplyDivideCeil(level + 1, candidate.equity(), 1L << LEVEL_SHIFT));
    }
}
