package io.flatbook.engine.book;

import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.RejectField;

/**
 * Validation of protection and waterfall settings: the first field that is out of range.
 */
public final class SettingRules
{
    private static final long BAND_PPM_MAX = 1_000_000_000L;

    private SettingRules()
    {
    }

    static boolean outsidePpm(final long ppm)
    {
        return ppm < 0 || ppm > FixedPoint.PPM;
    }

    /** The protection field that is out of range, or NONE. */
    public static RejectField invalidProtection(final Protection p)
    {
        final RejectField band = invalidBands(p);
        if (RejectField.NONE != band)
        {
            return band;
        }
        if (outsidePpm(p.doubtPpm()))
        {
            return RejectField.DOUBT;
        }
        if (Absent.givenAndNegative(p.maxFeePpm()) || p.maxFeePpm() > BAND_PPM_MAX)
        {
            return RejectField.MAX_FEE;
        }
        if (Absent.givenAndNegative(p.maxPositionLots()))
        {
            return RejectField.MAX_POSITION;
        }
        if (Absent.givenAndNegative(p.maxOwnerPositionLots()))
        {
            return RejectField.MAX_OWNER_POSITION;
        }
        if (Absent.givenAndNegative(p.maxOpenInterestLots()))
        {
            return RejectField.MAX_OPEN_INTEREST;
        }
        return Absent.givenAndNegative(p.fundingCapPpb()) || p.fundingCapPpb() > FixedPoint.PPB ?
            RejectField.FUNDING_CAP : RejectField.NONE;
    }

    private static RejectField invalidBands(final Protection p)
    {
        if (p.markBandPpm() < 0 || p.markBandPpm() > BAND_PPM_MAX)
        {
            return RejectField.MARK_BAND;
        }
        if (p.markBandAbsoluteTicks() < 0)
        {
            return RejectField.MARK_BAND_ABSOLUTE;
        }
        if (p.markBandMs() < 0)
        {
            return RejectField.MARK_BAND_MS;
        }
        if (p.markMaxAgeMs() < 0)
        {
            return RejectField.MARK_MAX_AGE_MS;
        }
        if (p.tradeBandPpm() < 0 || p.tradeBandPpm() > BAND_PPM_MAX)
        {
            return RejectField.TRADE_BAND;
        }
        return p.tradeBandAbsoluteTicks() < 0 ? RejectField.TRADE_BAND_ABSOLUTE : RejectField.NONE;
    }

    /** The waterfall field that is out of range, or NONE. */
    public static RejectField invalidWaterfall(final Waterfall w)
    {
        final RejectField cap = invalidCaps(w);
        if (RejectField.NONE != cap)
        {
            return cap;
        }
        if (w.liquidationTimeoutMs() < 0 || w.liquidationTimeoutMs() > Instrument.VALUE_MAX)
        {
            return RejectField.LIQUIDATION_TIMEOUT_MS;
        }
        if (outsidePpm(w.liquidationFeePpm()))
        {
            return RejectField.LIQUIDATION_FEE;
        }
        if (outsidePpm(w.closeOutFeePpm()))
        {
            return RejectField.CLOSE_OUT_FEE;
        }
        if (w.houseDeficitGate() < 0)
        {
            return RejectField.HOUSE_DEFICIT_GATE;
        }
        if (Absent.givenAndNegative(w.withdrawalCap()))
        {
            return RejectField.WITHDRAWAL_CAP;
        }
        if (!Enums.known(w.trigger()))
        {
            return RejectField.TRIGGER;
        }
        if (!Enums.known(w.recourse()))
        {
            return RejectField.RECOURSE;
        }
        // RUN-10: whoever closes only the least pays a fee for it.
        final boolean closeOutValid = Enums.known(w.closeOut()) &&
            (CloseOut.LEAST != w.closeOut() || w.closeOutFeePpm() > 0);
        return closeOutValid ? RejectField.NONE : RejectField.CLOSE_OUT;
    }

    private static RejectField invalidCaps(final Waterfall w)
    {
        if (w.fundFloor() < 0)
        {
            return RejectField.FUND_FLOOR;
        }
        if (Absent.givenAndNegative(w.perOwnerCap()))
        {
            return RejectField.PER_OWNER_CAP;
        }
        if (Absent.givenAndNegative(w.windowCap()))
        {
            return RejectField.WINDOW_CAP;
        }
        return w.windowMs() < 0 || w.hasWindowCap() && 0 == w.windowMs() ?
            RejectField.WINDOW_MS : RejectField.NONE;
    }
}
