package io.flatbook.engine;

import io.flatbook.sbe.DefaultTrigger;

/**
 * Waterfall settings: the trial ones where nothing else is said.
 */
final class TestWaterfall
{
    private long fundFloor;
    private long perEventCap = ClearingEngine.NULL_LONG;
    private long windowCap = ClearingEngine.NULL_LONG;
    private long windowMs;
    private long liquidationTimeoutMs;
    private long liquidationFeePpm;
    private long closeOutFeePpm;
    private long houseDeficitGate;
    private long withdrawalCap = ClearingEngine.NULL_LONG;
    private DefaultTrigger trigger = DefaultTrigger.AUTOMATIC;

    TestWaterfall floor(final long money)
    {
        fundFloor = money;
        return this;
    }

    TestWaterfall perEvent(final long money)
    {
        perEventCap = money;
        return this;
    }

    TestWaterfall window(final long money, final long ms)
    {
        windowCap = money;
        windowMs = ms;
        return this;
    }

    TestWaterfall withdrawals(final long money, final long ms)
    {
        withdrawalCap = money;
        windowMs = ms;
        return this;
    }

    TestWaterfall timeout(final long ms)
    {
        liquidationTimeoutMs = ms;
        return this;
    }

    TestWaterfall liquidationFee(final long ppm)
    {
        liquidationFeePpm = ppm;
        return this;
    }

    TestWaterfall closeOutFee(final long ppm)
    {
        closeOutFeePpm = ppm;
        return this;
    }

    TestWaterfall gate(final long money)
    {
        houseDeficitGate = money;
        return this;
    }

    TestWaterfall trigger(final DefaultTrigger newTrigger)
    {
        trigger = newTrigger;
        return this;
    }

    Waterfall build()
    {
        return new Waterfall(fundFloor, perEventCap, windowCap, windowMs, liquidationTimeoutMs, liquidationFeePpm,
            closeOutFeePpm, houseDeficitGate, withdrawalCap, trigger);
    }
}
