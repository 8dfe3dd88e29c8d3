package io.flatbook.twin;

import static io.flatbook.sbe.RejectField.*;
import static io.flatbook.twin.TwinMath.big;

import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.RejectField;
import io.flatbook.twin.TwinTerms.Decimal;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Margins;
import io.flatbook.twin.TwinTerms.Protection;
import io.flatbook.twin.TwinTerms.Tier;
import io.flatbook.twin.TwinTerms.Waterfall;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whether the fields of definitions and settings can be (SET-1, SET-2); each test answers the one at fault or NONE. */
final class TwinDefinitions
{
    static final BigInteger VALUE_MAX = BigInteger.ONE.shiftLeft(54);
    private static final long PPM_MAX = 1_000_000;

    private TwinDefinitions()
    {
    }

    static boolean date(final int date)
    {
        final int month = date / 100 % 100;
        return date >= 1900_01_01 && date <= 9999_12_31 && month >= 1 && month <= 12 && date % 100 >= 1 &&
            date % 100 <= java.time.YearMonth.of(date / 10_000, month).lengthOfMonth();
    }

    static java.time.LocalDate day(final int date)
    {
        return java.time.LocalDate.of(date / 10_000, date / 100 % 100, date % 100);
    }

    /** NOUN-7: 1 to 32 bytes of UTF-8, no control characters, no outer spaces. */
    static boolean symbol(final String symbol)
    {
        return null != symbol && !symbol.isEmpty() && symbol.getBytes(StandardCharsets.UTF_8).length <= 32 &&
            symbol.chars().noneMatch(Character::isISOControl) && !symbol.startsWith(" ") && !symbol.endsWith(" ");
    }

    private static boolean negative(final Long number)
    {
        return null != number && number < 0;
    }

    static boolean outside(final long number, final long most)
    {
        return number < 0 || number > most;
    }

    /** A price bound: at most 2^54 in size. */
    static boolean bound(final Long ticks)
    {
        return null == ticks || big(ticks).abs().compareTo(VALUE_MAX) <= 0;
    }

    static RejectField invalid(final Protection protection)
    {
        return protection.markBandPpm() < 0 ? MARK_BAND :
            protection.markBandAbsolute() < 0 ? MARK_BAND_ABSOLUTE :
            protection.markBandMs() < 0 ? MARK_BAND_MS : protection.markMaxAgeMs() < 0 ? MARK_MAX_AGE_MS :
            protection.tradeBandPpm() < 0 ? TRADE_BAND :
            protection.tradeBandAbsolute() < 0 ? TRADE_BAND_ABSOLUTE :
            outside(protection.doubtPpm(), PPM_MAX) ? DOUBT :
            negative(protection.maxFeePpm()) ? MAX_FEE :
            negative(protection.maxPositionLots()) ? MAX_POSITION :
            negative(protection.maxOwnerPositionLots()) ? MAX_OWNER_POSITION :
            negative(protection.maxOpenInterestLots()) ? MAX_OPEN_INTEREST :
            null != protection.fundingCapPpb() && outside(protection.fundingCapPpb(), 1_000_000_000) ?
            FUNDING_CAP : RejectField.NONE;
    }

    static RejectField invalid(final Waterfall fall)
    {
        final boolean capped = null != fall.windowCap() || null != fall.withdrawalCap() || null != fall.perOwnerCap();
        return fall.fundFloor() < 0 ? FUND_FLOOR : negative(fall.perOwnerCap()) ? PER_OWNER_CAP :
            negative(fall.windowCap()) ? WINDOW_CAP :
            fall.windowMs() < 0 || 0 == fall.windowMs() && capped ? WINDOW_MS :
            fall.liquidationTimeoutMs() < 0 ? LIQUIDATION_TIMEOUT_MS :
            outside(fall.liquidationFeePpm(), PPM_MAX) ? LIQUIDATION_FEE :
            outside(fall.closeOutFeePpm(), PPM_MAX) ? CLOSE_OUT_FEE :
            fall.houseDeficitGate() < 0 ? HOUSE_DEFICIT_GATE :
            negative(fall.withdrawalCap()) ? WITHDRAWAL_CAP :
            null == fall.trigger() ? TRIGGER : null == fall.recourse() ? RECOURSE :
            null == fall.closeOut() || CloseOut.LEAST == fall.closeOut() && 0 == fall.closeOutFeePpm() ? CLOSE_OUT :
            RejectField.NONE;
    }

    static RejectField invalid(final Margins margins)
    {
        if (null == margins.model())
        {
            return MARGIN_MODEL;
        }
        if (margins.initialPerLot() < 0 || margins.maintenancePerLot() < 0)
        {
            return margins.initialPerLot() < 0 ? INITIAL_PER_LOT : MAINTENANCE_PER_LOT;
        }
        for (final Tier tier : margins.tiers())
        {
            if (tier.floor() < 0 || outside(tier.initialPpm(), PPM_MAX) || outside(tier.maintenancePpm(), PPM_MAX))
            {
                return tier.floor() < 0 ? FLOOR : outside(tier.initialPpm(), PPM_MAX) ? INITIAL : MAINTENANCE;
            }
        }
        return RejectField.NONE;
    }

    /** MAR-1: first floor 0, floors ascending, rates not falling, initial at least maintenance. */
    static RejectField inconsistent(final List<Tier> tiers, final int most)
    {
        if (tiers.isEmpty() || tiers.size() > most)
        {
            return MARGIN_TIERS;
        }
        Tier before = new Tier(-1, 0, 0);
        for (final Tier tier : tiers)
        {
            if (tier.floor() <= before.floor() || before.floor() < 0 && 0 != tier.floor() ||
                tier.initialPpm() < before.initialPpm() || tier.maintenancePpm() < before.maintenancePpm() ||
                tier.initialPpm() < tier.maintenancePpm() || TwinMath.less(VALUE_MAX, big(tier.floor())))
            {
                return MARGIN_TIERS;
            }
            before = tier;
        }
        return RejectField.NONE;
    }

    /** Whether margin terms hold together for such an instrument (MAR-1 to MAR-3, SET-2). */
    static RejectField inconsistent(final Margins margins, final boolean option, final boolean linearFuture,
        final int most)
    {
        if (MarginModel.BOUNDED == margins.model())
        {
            return !linearFuture ? MARGIN_MODEL : !margins.tiers().isEmpty() ? MARGIN_TIERS :
                0 != margins.initialPerLot() ? INITIAL_PER_LOT :
                0 != margins.maintenancePerLot() ? MAINTENANCE_PER_LOT : RejectField.NONE;
        }
        final RejectField tiers = option ? margins.tiers().isEmpty() ? RejectField.NONE : MARGIN_TIERS :
            inconsistent(margins.tiers(), most);
        return RejectField.NONE != tiers ? tiers :
            margins.initialPerLot() < margins.maintenancePerLot() ? INITIAL_PER_LOT : RejectField.NONE;
    }

    private static RejectField decimal(final Decimal decimal, final RejectField field)
    {
        return decimal.mantissa() <= 0 || Math.abs(decimal.exponent()) > 18 ? field : RejectField.NONE;
    }

    static RejectField invalid(final Definition definition)
    {
        final RejectField tick = decimal(definition.tick(), TICK_SIZE);
        final RejectField lot = decimal(definition.lot(), LOT_SIZE);
        final RejectField multiplier = decimal(definition.multiplier(), MULTIPLIER);
        final RejectField protection = invalid(definition.protection());
        return !symbol(definition.symbol()) ? SYMBOL :
            null != definition.family() && !symbol(definition.family()) ? FAMILY :
            null == definition.kind() ? KIND :
            definition.assetId() <= 0 ? SETTLEMENT_ASSET :
            null != definition.underlyingId() && definition.underlyingId() <= 0 ? UNDERLYING :
            RejectField.NONE != tick ? tick :
            RejectField.NONE != lot ? lot :
            RejectField.NONE != multiplier ? multiplier :
            null != definition.expiryMs() && definition.expiryMs() <= 0 ? EXPIRY :
            null != definition.strikeTicks() && definition.strikeTicks() <= 0 ? STRIKE :
            !bound(definition.minTicks()) ? MIN_PRICE : !bound(definition.maxTicks()) ? MAX_PRICE :
            outside(definition.optionInitialPpm(), PPM_MAX) ? OPTION_INITIAL :
            outside(definition.optionFloorPpm(), PPM_MAX) ? OPTION_INITIAL_FLOOR :
            outside(definition.optionMaintenancePpm(), PPM_MAX) ? OPTION_MAINTENANCE :
            null == definition.policy() ? OFFSET_POLICY : null == definition.spare() ? SPARE_HEDGES :
            RejectField.NONE != protection ? protection : invalid(definition.margins());
    }
}
