package io.flatbook.client;

import io.flatbook.sbe.DefaultTrigger;

/**
 * The default waterfall of an asset. Money is in its minor units; {@code null} where it is allowed means no limit.
 *
 * @param fundFloor            the fund is not drawn below this.
 * @param perEventCap          most that one default run may draw, or null.
 * @param windowCap            most that the runs of one window may draw, or null.
 * @param windowMs             length of a window in milliseconds; 0 where neither cap of a window is set.
 * @param liquidationTimeoutMs time that an account may be LIQUIDATING, in milliseconds; 0: none.
 * @param liquidationFeePpm    fee of a liquidation trade as a share of the closed value, in parts per million.
 * @param closeOutFeePpm       fee of a default run with equity at or above 0, in parts per million.
 * @param houseDeficitGate     withdrawals stop while the house deficit is above this.
 * @param withdrawalCap        most that an account may withdraw in a window, or null.
 * @param trigger              what starts a default run.
 */
public record WaterfallSettings(
    long fundFloor,
    Long perEventCap,
    Long windowCap,
    long windowMs,
    long liquidationTimeoutMs,
    long liquidationFeePpm,
    long closeOutFeePpm,
    long houseDeficitGate,
    Long withdrawalCap,
    DefaultTrigger trigger)
{
    /** The trial defaults: whole fund, no caps, no deadline, no fees, automatic. */
    public static final WaterfallSettings TRIAL =
        new WaterfallSettings(0, null, null, 0, 0, 0, 0, 0, null, DefaultTrigger.AUTOMATIC);
}
