package io.flatbook.engine;

import io.flatbook.sbe.DefaultTrigger;

/**
 * Settings of default runs and withdrawals of an asset. Money in minor units, rates in ppm, durations in ms;
 * {@link ClearingEngine#NULL_LONG} stands for no cap.
 *
 * @param fundFloor            the fund is not drawn below this, at or above 0.
 * @param perEventCap          most that one run may draw, or null.
 * @param windowCap            most that the runs of one window may draw, or null.
 * @param windowMs             length of a window; above 0 where a cap per window is set.
 * @param liquidationTimeoutMs time that an account may be LIQUIDATING; 0: none.
 * @param liquidationFeePpm    fee of a liquidation trade as a share of the closed value.
 * @param closeOutFeePpm       fee of a run with equity at or above 0 as a share of the value closed.
 * @param houseDeficitGate     withdrawals stop while the house deficit is above this.
 * @param withdrawalCap        most that an account may withdraw in a window, or null.
 * @param trigger              what starts a run.
 */
public record Waterfall(
    long fundFloor,
    long perEventCap,
    long windowCap,
    long windowMs,
    long liquidationTimeoutMs,
    long liquidationFeePpm,
    long closeOutFeePpm,
    long houseDeficitGate,
    long withdrawalCap,
    DefaultTrigger trigger)
{
    /** The settings of a newly defined asset. */
    public static final Waterfall TRIAL = new Waterfall(
        0, ClearingEngine.NULL_LONG, ClearingEngine.NULL_LONG, 0, 0, 0, 0, 0, ClearingEngine.NULL_LONG,
        DefaultTrigger.AUTOMATIC);

    long digest()
    {
        long h = StateHash.mix(fundFloor, perEventCap);
        h = StateHash.mix(h, windowCap);
        h = StateHash.mix(h, windowMs);
        h = StateHash.mix(h, liquidationTimeoutMs);
        h = StateHash.mix(h, liquidationFeePpm);
        h = StateHash.mix(h, closeOutFeePpm);
        h = StateHash.mix(h, houseDeficitGate);
        h = StateHash.mix(h, withdrawalCap);
        return StateHash.mix(h, trigger.value());
    }
}
