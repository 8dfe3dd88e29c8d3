package io.flatbook.engine.book;

import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.Recourse;

/**
 * Settings of default runs and withdrawals of an asset (SET-1). Money in minor units, rates in ppm, durations in ms;
 * {@link Absent#LONG} is no cap.
 *
 * @param fundFloor            the fund is not drawn below this, at or above 0.
 * @param perOwnerCap          most that the runs of one owner may draw in a window, or absent.
 * @param windowCap            most that all runs may draw in a window, or absent.
 * @param windowMs             length of a window; above 0 if a cap per window is set.
 * @param liquidationTimeoutMs time that an account may be LIQUIDATING; 0: none.
 * @param liquidationFeePpm    fee of a liquidation trade as a share of the closed value.
 * @param closeOutFeePpm       fee of a run with equity at or above 0 as a share of the value closed.
 * @param houseDeficitGate     withdrawals stop while the house deficit is above this.
 * @param withdrawalCap        most that an owner may withdraw in a window, or absent.
 * @param trigger              what starts a run.
 * @param recourse             which accounts of an owner answer for one in default.
 * @param closeOut             how much of a position a run closes if equity is at or above 0.
 */
public record Waterfall(
    long fundFloor,
    long perOwnerCap,
    long windowCap,
    long windowMs,
    long liquidationTimeoutMs,
    long liquidationFeePpm,
    long closeOutFeePpm,
    long houseDeficitGate,
    long withdrawalCap,
    DefaultTrigger trigger,
    Recourse recourse,
    CloseOut closeOut)
{
    /** The settings of a newly defined asset. */
    public static final Waterfall TRIAL = new Waterfall(
        0, Absent.LONG, Absent.LONG, 0, 0, 0, 0, 0, Absent.LONG,
        DefaultTrigger.AUTOMATIC, Recourse.HEDGES, CloseOut.WHOLE);

    /** Whether any cap counts by windows. */
    boolean hasWindowCap()
    {
        return Absent.LONG != perOwnerCap || Absent.LONG != windowCap || Absent.LONG != withdrawalCap;
    }

    long digest()
    {
        long h = StateHash.digest(22, fundFloor, perOwnerCap, windowCap, windowMs);
        h = StateHash.digest(h, liquidationTimeoutMs, liquidationFeePpm, closeOutFeePpm, houseDeficitGate);
        return StateHash.digest(
            h, withdrawalCap, trigger.value(), recourse.value(), closeOut.value());
    }
}
