package io.flatbook.twin;

import static io.flatbook.sbe.RejectField.*;
import static io.flatbook.twin.TwinMath.big;

import io.flatbook.sbe.RejectField;
import io.flatbook.twin.TwinNouns.Asset;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinTerms.Decimal;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Protection;
import io.flatbook.twin.TwinTerms.Tier;
import io.flatbook.twin.TwinTerms.Waterfall;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/** Whether definitions and settings hold together; each test answers the field at fault or NONE. */
final class TwinDefinitions
{
    private static final BigInteger VALUE_MAX = BigInteger.ONE.shiftLeft(54);
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

    static boolean symbol(final String symbol, final int maxLength)
    {
        return null != symbol && symbol.length() >= 1 && symbol.length() <= maxLength &&
            symbol.chars().allMatch(letter -> letter > 0x20 && letter < 0x7f);
    }

    private static boolean negative(final Long number)
    {
        return null != number && number < 0;
    }

    private static boolean outside(final long number, final long most)
    {
        return number < 0 || number > most;
    }

    static RejectField invalid(final Protection protection)
    {
        return protection.markBandPpm() < 0 ? MARK_BAND : protection.markMaxAgeMs() < 0 ? MARK_MAX_AGE_MS :
            protection.tradeBandPpm() < 0 ? TRADE_BAND :
            negative(protection.maxFeePpm()) ? MAX_FEE :
            negative(protection.maxPositionLots()) ? MAX_POSITION :
            negative(protection.maxOpenInterestLots()) ? MAX_OPEN_INTEREST :
            null != protection.fundingCapPpb() && outside(protection.fundingCapPpb(), 1_000_000_000) ?
            FUNDING_CAP : RejectField.NONE;
    }

    static RejectField invalid(final Waterfall fall)
    {
        return fall.fundFloor() < 0 ? FUND_FLOOR : negative(fall.perEventCap()) ? PER_EVENT_CAP :
            negative(fall.windowCap()) ? WINDOW_CAP :
            fall.windowMs() < 0 || 0 == fall.windowMs() &&
            (null != fall.windowCap() || null != fall.withdrawalCap()) ? WINDOW_MS :
            fall.liquidationTimeoutMs() < 0 ? LIQUIDATION_TIMEOUT_MS :
            outside(fall.liquidationFeePpm(), PPM_MAX) ? LIQUIDATION_FEE :
            outside(fall.closeOutFeePpm(), PPM_MAX) ? CLOSE_OUT_FEE :
            fall.houseDeficitGate() < 0 ? HOUSE_DEFICIT_GATE :
            negative(fall.withdrawalCap()) ? WITHDRAWAL_CAP :
            null == fall.trigger() ? TRIGGER : RejectField.NONE;
    }

    static RejectField invalid(final List<Tier> tiers)
    {
        for (final Tier tier : tiers)
        {
            if (tier.floor() < 0 || outside(tier.initialPpm(), PPM_MAX) || outside(tier.maintenancePpm(), PPM_MAX))
            {
                return tier.floor() < 0 ? FLOOR : outside(tier.initialPpm(), PPM_MAX) ? INITIAL : MAINTENANCE;
            }
        }
        return RejectField.NONE;
    }

    /** First floor 0, floors ascending, rates not falling, initial at least maintenance. */
    static RejectField inconsistent(final List<Tier> tiers, final int least, final int most)
    {
        if (tiers.size() < least || tiers.size() > most)
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
        final RejectField tiers = invalid(definition.tiers());
        return !symbol(definition.symbol(), 16) ? SYMBOL : null == definition.kind() ? KIND :
            definition.assetId() <= 0 ? SETTLEMENT_ASSET :
            null != definition.underlyingId() && definition.underlyingId() <= 0 ? UNDERLYING :
            RejectField.NONE != tick ? tick :
            RejectField.NONE != lot ? lot :
            RejectField.NONE != multiplier ? multiplier :
            null != definition.expiryMs() && definition.expiryMs() <= 0 ? EXPIRY :
            null != definition.strikeTicks() && definition.strikeTicks() <= 0 ? STRIKE :
            null != definition.minTicks() && definition.minTicks() <= 0 ? MIN_PRICE :
            null != definition.maxTicks() && definition.maxTicks() <= 0 ? MAX_PRICE :
            outside(definition.optionInitialPpm(), PPM_MAX) ? OPTION_INITIAL :
            outside(definition.optionFloorPpm(), PPM_MAX) ? OPTION_INITIAL_FLOOR :
            outside(definition.optionMaintenancePpm(), PPM_MAX) ? OPTION_MAINTENANCE :
            null == definition.policy() ? OFFSET_POLICY :
            RejectField.NONE != protection ? protection : tiers;
    }

    private static BigDecimal exact(final Decimal decimal)
    {
        return BigDecimal.valueOf(decimal.mantissa(), -decimal.exponent());
    }

    /** Works out the units of an instrument and answers the field that does not fit, or NONE. */
    static RejectField complete(final Instrument instrument, final Definition definition, final Asset asset,
        final Instrument underlying, final int tiersMax)
    {
        instrument.definition = definition;
        instrument.kind = definition.kind();
        instrument.asset = asset;
        instrument.underlying = underlying;
        instrument.policy = definition.policy();
        instrument.tiers = definition.tiers();
        instrument.minTicks = null == definition.minTicks() ? 1 : definition.minTicks();
        instrument.maxTicks = null == definition.maxTicks() ?
            Math.max(instrument.minTicks, 10_000_000) : definition.maxTicks();
        final boolean option = instrument.option();
        final boolean fits = !option || null != underlying && underlying.asset == asset && !underlying.inverse() &&
            !underlying.option();
        if (option != (null != definition.underlyingId()) || !fits)
        {
            return UNDERLYING;
        }
        if (instrument.perpetual() != (null == definition.expiryMs()))
        {
            return EXPIRY;
        }
        if (option != (null != definition.strikeTicks()))
        {
            return STRIKE;
        }
        if (!option && 0 != definition.optionInitialPpm() + definition.optionFloorPpm() +
            definition.optionMaintenancePpm())
        {
            return OPTION_INITIAL;
        }
        if (RejectField.NONE != inconsistent(instrument.tiers, option ? 0 : 1, tiersMax))
        {
            return MARGIN_TIERS;
        }
        final BigDecimal content = exact(definition.lot()).multiply(exact(definition.multiplier()))
            .scaleByPowerOfTen(asset.scale);
        final BigDecimal tick = exact(definition.tick());
        instrument.unitValue = integer(content, instrument.inverse() ? null : tick, tick);
        if (null == instrument.unitValue || TwinMath.less(VALUE_MAX, instrument.unitValue))
        {
            return TICK_SIZE;
        }
        if (option)
        {
            instrument.underlyingUnitValue = integer(content, exact(underlying.definition.tick()), tick);
        }
        if (instrument.minTicks > instrument.maxTicks)
        {
            return MAX_PRICE;
        }
        return bounds(instrument);
    }

    private static BigInteger integer(final BigDecimal content, final BigDecimal factor, final BigDecimal tick)
    {
        final BigDecimal[] parts = null == factor ? content.divideAndRemainder(tick) :
            new BigDecimal[] {content.multiply(factor), content.multiply(factor).remainder(BigDecimal.ONE)};
        return 0 == parts[1].signum() && parts[0].signum() > 0 ? parts[0].toBigIntegerExact() : null;
    }

    private static RejectField bounds(final Instrument instrument)
    {
        final Long asked = instrument.definition.protection().maxPositionLots();
        final BigInteger most = instrument.inverse() ?
            TwinMath.floor(VALUE_MAX.multiply(big(instrument.minTicks)), instrument.unitValue) :
            TwinMath.floor(VALUE_MAX, instrument.unitValue.multiply(big(instrument.maxTicks)));
        final BigInteger mostOfUnderlying = !instrument.option() ? most : TwinMath.floor(VALUE_MAX,
            instrument.underlyingUnitValue.multiply(big(instrument.underlying.maxTicks)));
        final BigInteger bound = most.min(mostOfUnderlying).min(big(Long.MAX_VALUE));
        if (instrument.inverse() && TwinMath.less(instrument.unitValue, big(instrument.maxTicks)))
        {
            return MAX_PRICE;
        }
        if (0 == bound.signum() || null != asked && big(asked).compareTo(bound) > 0)
        {
            return MAX_POSITION;
        }
        instrument.definedMaxLots = null == asked ? bound.longValueExact() : asked;
        return RejectField.NONE;
    }
}
