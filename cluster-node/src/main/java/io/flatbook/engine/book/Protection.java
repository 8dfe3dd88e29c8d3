package io.flatbook.engine.book;

/**
 * Protection settings of an instrument (SET-1). {@link Absent#LONG} is the default of an optional one: no limit, the
 * largest position as defined, a funding cap of 100 %. All bands, ages and windows: 0 is off.
 *
 * @param markBandPpm            a mark further than this from the reference is held, ppm of the reference.
 * @param markBandAbsoluteTicks  the same in ticks; the larger of both counts.
 * @param markBandMs             length of the windows whose first mark is the reference; 0: the last accepted mark is.
 * @param markMaxAgeMs           a mark older than this is stale.
 * @param tradeBandPpm           a trade further than this from the mark is refused, ppm of the mark.
 * @param tradeBandAbsoluteTicks the same in ticks; the larger of both counts.
 * @param doubtPpm               doubt of a position whose mark is stale, ppm of its value.
 * @param maxFeePpm              largest fee or rebate as a share of the trade's value, or absent.
 * @param maxPositionLots        largest position of an account, or absent.
 * @param maxOwnerPositionLots   most lots of one side over all accounts of an owner, or absent.
 * @param maxOpenInterestLots    largest open interest, or absent.
 * @param fundingCapPpb          largest absolute funding rate, or absent.
 */
public record Protection(
    long markBandPpm,
    long markBandAbsoluteTicks,
    long markBandMs,
    long markMaxAgeMs,
    long tradeBandPpm,
    long tradeBandAbsoluteTicks,
    long doubtPpm,
    long maxFeePpm,
    long maxPositionLots,
    long maxOwnerPositionLots,
    long maxOpenInterestLots,
    long fundingCapPpb)
{
    /** The settings if nothing else is given. */
    public static final Protection TRIAL = new Protection(
        0, 0, 0, 0, 0, 0, 250_000, Absent.LONG, Absent.LONG, Absent.LONG, Absent.LONG, Absent.LONG);

    long digest()
    {
        long h = StateHash.digest(21, markBandPpm, markBandAbsoluteTicks, markBandMs, markMaxAgeMs);
        h = StateHash.digest(h, tradeBandPpm, tradeBandAbsoluteTicks, doubtPpm, maxFeePpm);
        return StateHash.digest(h, maxPositionLots, maxOwnerPositionLots, maxOpenInterestLots, fundingCapPpb);
    }
}
