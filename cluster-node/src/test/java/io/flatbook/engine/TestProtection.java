package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Protection;

/**
 * Protection settings of an instrument: the trial ones if nothing else is said.
 */
public final class TestProtection
{
    private long markBandPpm;
    private long markBandAbsoluteTicks;
    private long markBandMs;
    private long markMaxAgeMs;
    private long tradeBandPpm;
    private long tradeBandAbsoluteTicks;
    private long doubtPpm = 250_000;
    private long maxFeePpm = Absent.LONG;
    private long maxPositionLots = Absent.LONG;
    private long maxOwnerPositionLots = Absent.LONG;
    private long maxOpenInterestLots = Absent.LONG;
    private long fundingCapPpb = Absent.LONG;

    /** A mark further than this from the reference is held. */
    public TestProtection markBand(final long ppm)
    {
        markBandPpm = ppm;
        return this;
    }

    /** The same in ticks. */
    public TestProtection markBandTicks(final long ticks)
    {
        markBandAbsoluteTicks = ticks;
        return this;
    }

    /** Length of the windows of the reference. */
    public TestProtection markBandMs(final long ms)
    {
        markBandMs = ms;
        return this;
    }

    /** A mark older than this is stale. */
    public TestProtection markMaxAge(final long ms)
    {
        markMaxAgeMs = ms;
        return this;
    }

    /** A trade further than this from the mark is refused. */
    public TestProtection tradeBand(final long ppm)
    {
        tradeBandPpm = ppm;
        return this;
    }

    /** The same in ticks. */
    public TestProtection tradeBandTicks(final long ticks)
    {
        tradeBandAbsoluteTicks = ticks;
        return this;
    }

    /** Doubt of a position whose mark is stale. */
    public TestProtection doubt(final long ppm)
    {
        doubtPpm = ppm;
        return this;
    }

    /** Largest fee or rebate. */
    public TestProtection maxFee(final long ppm)
    {
        maxFeePpm = ppm;
        return this;
    }

    /** Largest position of an account. */
    public TestProtection maxPosition(final long lots)
    {
        maxPositionLots = lots;
        return this;
    }

    /** Most lots of one side over all accounts of an owner. */
    public TestProtection maxOwnerPosition(final long lots)
    {
        maxOwnerPositionLots = lots;
        return this;
    }

    /** Largest open interest. */
    public TestProtection maxOpenInterest(final long lots)
    {
        maxOpenInterestLots = lots;
        return this;
    }

    /** Largest funding rate. */
    public TestProtection fundingCap(final long ppb)
    {
        fundingCapPpb = ppb;
        return this;
    }

    /** The settings. */
    public Protection build()
    {
        return new Protection(markBandPpm, markBandAbsoluteTicks, markBandMs, markMaxAgeMs, tradeBandPpm,
            tradeBandAbsoluteTicks, doubtPpm, maxFeePpm, maxPositionLots, maxOwnerPositionLots, maxOpenInterestLots,
            fundingCapPpb);
    }
}
