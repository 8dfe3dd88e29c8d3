package io.flatbook.engine;

/**
 * Protection settings of an instrument. {@link ClearingEngine#NULL_LONG} stands for the default: no fee limit, the
 * defined largest position, no open interest limit, a funding cap of 100 %.
 *
 * @param markBandPpm         a mark further than this from the last accepted one is held; 0: off.
 * @param markMaxAgeMs        a mark older than this is stale; 0: off.
 * @param tradeBandPpm        a trade further than this from the mark is refused; 0: off.
 * @param maxFeePpm           largest fee or rebate as a share of the trade's value, or null.
 * @param maxPositionLots     largest position of an account, or null.
 * @param maxOpenInterestLots largest open interest, or null.
 * @param fundingCapPpb       largest absolute funding rate, or null.
 */
public record Protection(
    long markBandPpm,
    long markMaxAgeMs,
    long tradeBandPpm,
    long maxFeePpm,
    long maxPositionLots,
    long maxOpenInterestLots,
    long fundingCapPpb)
{
    /** The settings where nothing else is said. */
    public static final Protection TRIAL = new Protection(
        0, 0, 0, ClearingEngine.NULL_LONG, ClearingEngine.NULL_LONG, ClearingEngine.NULL_LONG,
        ClearingEngine.NULL_LONG);

    long digest()
    {
        long h = StateHash.mix(markBandPpm, markMaxAgeMs);
        h = StateHash.mix(h, tradeBandPpm);
        h = StateHash.mix(h, maxFeePpm);
        h = StateHash.mix(h, maxPositionLots);
        h = StateHash.mix(h, maxOpenInterestLots);
        return StateHash.mix(h, fundingCapPpb);
    }
}
