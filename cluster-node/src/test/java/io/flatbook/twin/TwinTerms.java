package io.flatbook.twin;

import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import java.util.List;

/** What commands carry, and how they are answered (CMD-1). A null is an absent optional field. */
final class TwinTerms
{
    /** Trial defaults of SET-1. */
    static final Waterfall TRIAL_WATERFALL = new Waterfall(0, null, null, 0, 0, 0, 0, 0, null,
        DefaultTrigger.AUTOMATIC, Recourse.HEDGES, CloseOut.WHOLE);
    static final Protection TRIAL_PROTECTION =
        new Protection(0, 0, 0, 0, 0, 0, 250_000, null, null, null, null, null);

    static final Verdict ACCEPTED = new Verdict(RejectReason.NONE, RejectField.NONE, 0);

    private TwinTerms()
    {
    }

    /** The answer to a command; detail is the new entity's id or a count. */
    record Verdict(RejectReason reason, RejectField field, long detail)
    {
        boolean accepted()
        {
            return RejectReason.NONE == reason;
        }
    }

    record Tier(long floor, long initialPpm, long maintenancePpm)
    {
    }

    /** Margin terms of an instrument: MAR-1, MAR-2, MAR-3. */
    record Margins(MarginModel model, List<Tier> tiers, long initialPerLot, long maintenancePerLot)
    {
    }

    record Protection(long markBandPpm, long markBandAbsolute, long markBandMs, long markMaxAgeMs, long tradeBandPpm,
        long tradeBandAbsolute, long doubtPpm, Long maxFeePpm, Long maxPositionLots, Long maxOwnerPositionLots,
        Long maxOpenInterestLots, Long fundingCapPpb)
    {
    }

    record Waterfall(long fundFloor, Long perOwnerCap, Long windowCap, long windowMs, long liquidationTimeoutMs,
        long liquidationFeePpm, long closeOutFeePpm, long houseDeficitGate, Long withdrawalCap,
        DefaultTrigger trigger, Recourse recourse, CloseOut closeOut)
    {
    }

    record Decimal(long mantissa, int exponent)
    {
    }

    record Definition(String symbol, String family, InstrumentKind kind, int assetId, Integer underlyingId,
        Decimal tick, Decimal lot, Decimal multiplier, Long expiryMs, Long strikeTicks, Long minTicks, Long maxTicks,
        long optionInitialPpm, long optionFloorPpm, long optionMaintenancePpm, OffsetPolicyKind policy, Switch spare,
        Protection protection, Margins margins)
    {
    }

    /** A gateway's definition (NOUN-6); a null range is open, no instruments are all. */
    record Gateway(String name, int venue, int capabilities, Switch guaranteed, Long accountFrom, Long accountTo,
        List<Integer> instrumentIds)
    {
    }

    record Trade(long tradeId, int instrumentId, long buyerId, long sellerId, long lots, long ticks, long buyerFee,
        long sellerFee, TradeCause cause, boolean guaranteed, Long bustedTradeId, Integer tradeDate)
    {
    }
}
