package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.Recourse;

/**
 * Waterfall settings: the trial ones if nothing else is said.
 */
public final class TestWaterfall
{
    private long fundFloor;
    private long perOwnerCap = Absent.LONG;
    private long windowCap = Absent.LONG;
    private long windowMs;
    private long liquidationTimeoutMs;
    private long liquidationFeePpm;
    private long closeOutFeePpm;
    private long houseDeficitGate;
    private long withdrawalCap = Absent.LONG;
    private DefaultTrigger trigger = DefaultTrigger.AUTOMATIC;
    private Recourse recourse = Recourse.HEDGES;
    private CloseOut closeOut = CloseOut.WHOLE;

    /** The fund is not drawn below this. */
    public TestWaterfall floor(final long minorUnits)
    {
        fundFloor = minorUnits;
        return this;
    }

    /** Most that the runs of one owner may draw in a window. */
    public TestWaterfall perOwner(final long minorUnits, final long ms)
    {
        perOwnerCap = minorUnits;
        windowMs = ms;
        return this;
    }

    /** Most that all runs may draw in a window. */
    public TestWaterfall window(final long minorUnits, final long ms)
    {
        windowCap = minorUnits;
        windowMs = ms;
        return this;
    }

    /** Most that an owner may withdraw in a window. */
    public TestWaterfall withdrawals(final long minorUnits, final long ms)
    {
        withdrawalCap = minorUnits;
        windowMs = ms;
        return this;
    }

    /** Time that an account may be LIQUIDATING. */
    public TestWaterfall timeout(final long ms)
    {
        liquidationTimeoutMs = ms;
        return this;
    }

    /** Fee of a liquidation trade. */
    public TestWaterfall liquidationFee(final long ppm)
    {
        liquidationFeePpm = ppm;
        return this;
    }

    /** Fee of a run with equity at or above 0. */
    public TestWaterfall closeOutFee(final long ppm)
    {
        closeOutFeePpm = ppm;
        return this;
    }

    /** Withdrawals stop while the house deficit is above this. */
    public TestWaterfall gate(final long minorUnits)
    {
        houseDeficitGate = minorUnits;
        return this;
    }

    /** What starts a run. */
    public TestWaterfall trigger(final DefaultTrigger newTrigger)
    {
        trigger = newTrigger;
        return this;
    }

    /** Runs wait for DeclareDefault. */
    public TestWaterfall operator()
    {
        return trigger(DefaultTrigger.OPERATOR);
    }

    /** Which accounts of an owner answer. */
    public TestWaterfall recourse(final Recourse newRecourse)
    {
        recourse = newRecourse;
        return this;
    }

    /** How much a run closes. */
    public TestWaterfall closeOut(final CloseOut newCloseOut)
    {
        closeOut = newCloseOut;
        return this;
    }

    /** The settings. */
    public Waterfall build()
    {
        return new Waterfall(fundFloor, perOwnerCap, windowCap, windowMs, liquidationTimeoutMs, liquidationFeePpm,
            closeOutFeePpm, houseDeficitGate, withdrawalCap, trigger, recourse, closeOut);
    }
}
