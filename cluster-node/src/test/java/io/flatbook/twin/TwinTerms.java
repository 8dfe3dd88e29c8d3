package io.flatbook.twin;

import io.flatbook.engine.MarginTiers;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.TradeCause;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What commands carry, and how they are answered. A null is an absent optional field. */
final class TwinTerms
{
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
        static List<Tier> of(final MarginTiers tiers)
        {
            return IntStream.range(0, tiers.count())
                .mapToObj((k) -> new Tier(tiers.floor(k), tiers.initialPpm(k), tiers.maintenancePpm(k))).toList();
        }
    }

    record Protection(long markBandPpm, long markMaxAgeMs, long tradeBandPpm, Long maxFeePpm, Long maxPositionLots,
        Long maxOpenInterestLots, Long fundingCapPpb)
    {
    }

    record Waterfall(long fundFloor, Long perEventCap, Long windowCap, long windowMs, long liquidationTimeoutMs,
        long liquidationFeePpm, long closeOutFeePpm, long houseDeficitGate, Long withdrawalCap, DefaultTrigger trigger)
    {
    }

    record Decimal(long mantissa, int exponent)
    {
    }

    record Definition(String symbol, InstrumentKind kind, int assetId, Integer underlyingId, Decimal tick, Decimal lot,
        Decimal multiplier, Long expiryMs, Long strikeTicks, Long minTicks, Long maxTicks, long optionInitialPpm,
        long optionFloorPpm, long optionMaintenancePpm, OffsetPolicyKind policy, Protection protection,
        List<Tier> tiers)
    {
    }

    record Trade(long tradeId, int instrumentId, long buyerId, long sellerId, long lots, long ticks, long buyerFee,
        long sellerFee, TradeCause cause, boolean guaranteed, Long bustedTradeId, Integer tradeDate)
    {
    }

    /** Guards in order; the first that fails is the answer, later ones are not looked at. */
    static final class Guards
    {
        private Verdict verdict = ACCEPTED;

        Guards refuse(final BooleanSupplier condition, final RejectReason reason, final RejectField field)
        {
            if (verdict.accepted() && condition.getAsBoolean())
            {
                verdict = new Verdict(reason, field, 0);
            }
            return this;
        }

        Guards require(final BooleanSupplier condition, final RejectReason reason, final RejectField field)
        {
            return refuse(() -> !condition.getAsBoolean(), reason, field);
        }

        /** Refuses with the field that is named, if one is. */
        Guards refuse(final Supplier<RejectField> finder, final RejectReason reason)
        {
            final RejectField field = verdict.accepted() ? finder.get() : RejectField.NONE;
            return refuse(() -> RejectField.NONE != field, reason, field);
        }

        Guards positive(final long number, final RejectField field)
        {
            return refuse(() -> number <= 0, RejectReason.INVALID_FIELD, field);
        }

        Verdict then(final Runnable effect)
        {
            if (verdict.accepted())
            {
                effect.run();
            }
            return verdict;
        }

        /** As then, with a detail for the answer. */
        Verdict answer(final LongSupplier effect)
        {
            return verdict.accepted() ?
                new Verdict(RejectReason.NONE, RejectField.NONE, effect.getAsLong()) : verdict;
        }

        Verdict verdict()
        {
            return verdict;
        }
    }
}
