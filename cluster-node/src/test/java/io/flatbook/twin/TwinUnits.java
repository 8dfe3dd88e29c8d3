package io.flatbook.twin;

import static io.flatbook.sbe.RejectField.*;
import static io.flatbook.twin.TwinDefinitions.VALUE_MAX;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.floor;
import static io.flatbook.twin.TwinMath.less;

import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.RejectField;
import io.flatbook.twin.TwinNouns.Asset;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinTerms.Decimal;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Margins;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Units, bounds and the largest position of an instrument (NUM-3, NUM-4, MAR-2). */
final class TwinUnits
{
    private static final int SCALE_MAX = 12;

    private TwinUnits()
    {
    }

    private static BigDecimal exact(final Decimal decimal)
    {
        return BigDecimal.valueOf(decimal.mantissa(), -decimal.exponent());
    }

    /** Works out an instrument and answers the field that does not fit, or NONE. */
    static RejectField complete(final Instrument instrument, final Definition definition, final Asset asset,
        final Instrument underlying, final int tiersMax)
    {
        instrument.definition = definition;
        instrument.kind = definition.kind();
        instrument.asset = asset;
        instrument.underlying = underlying;
        instrument.policy = definition.policy();
        instrument.protection = definition.protection();
        instrument.margins = definition.margins();
        final boolean option = instrument.option();
        instrument.family = null != definition.family() ? definition.family() :
            option && null != underlying ? underlying.family : definition.symbol();
        instrument.minTicks = null == definition.minTicks() ? option ? 0 : 1 : definition.minTicks();
        instrument.maxTicks = null == definition.maxTicks() ? 10_000_000 : definition.maxTicks();
        if (option != (null != definition.underlyingId()))
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
        if (option && !fits(underlying, asset))
        {
            return UNDERLYING;
        }
        final RejectField margins = TwinDefinitions.inconsistent(
            definition.margins(), option, InstrumentKind.LINEAR_FUTURE == instrument.kind, tiersMax);
        if (RejectField.NONE != margins)
        {
            return margins;
        }
        if (uncovered(instrument, definition.margins()))
        {
            return INITIAL_PER_LOT;
        }
        if (!units(instrument))
        {
            return TICK_SIZE;
        }
        final RejectField bounds = bounds(instrument, instrument.minTicks, instrument.maxTicks);
        return RejectField.NONE != bounds ? bounds : largest(instrument);
    }

    /** MAR-4: linear, of the same asset, and not over. */
    private static boolean fits(final Instrument underlying, final Asset asset)
    {
        return underlying.asset == asset && !underlying.inverse() && !underlying.option() &&
            InstrumentStatus.SETTLED != underlying.status;
    }

    /** MAR-2: prices below 1 tick, of it or of its underlying, need margins per lot, or BOUNDED. */
    static boolean uncovered(final Instrument instrument, final Margins margins)
    {
        final Instrument priced = instrument.option() ? instrument.underlying : instrument;
        return !priced.inverse() && priced.minTicks < 1 && MarginModel.BOUNDED != margins.model() &&
            (margins.initialPerLot() <= 0 || margins.maintenancePerLot() <= 0);
    }

    private static boolean units(final Instrument instrument)
    {
        instrument.unitValue = unit(instrument, instrument.definition, instrument.asset.scale, instrument.definition);
        if (null == instrument.unitValue || less(VALUE_MAX, instrument.unitValue))
        {
            return false;
        }
        if (instrument.option())
        {
            instrument.underlyingUnitValue = unit(
                instrument, instrument.definition, instrument.asset.scale, instrument.underlying.definition);
        }
        return null != instrument.underlyingUnitValue;
    }

    /** NUM-3: {@code tickValue} or {@code inverseUnit}, null if it is no positive integer. */
    private static BigInteger unit(
        final Instrument instrument, final Definition definition, final int scale, final Definition ticked)
    {
        final BigDecimal content = exact(definition.lot()).multiply(exact(definition.multiplier()))
            .scaleByPowerOfTen(scale);
        final BigDecimal tick = exact(ticked.tick());
        final BigDecimal[] parts = instrument.inverse() ? content.divideAndRemainder(tick) :
            new BigDecimal[] {content.multiply(tick), content.multiply(tick).remainder(BigDecimal.ONE)};
        return 0 == parts[1].signum() && parts[0].signum() > 0 ? parts[0].toBigIntegerExact() : null;
    }

    /** The smallest scale that gives the instrument a unit; 0 if there is none. */
    static int scaleThatWouldDo(final Definition definition)
    {
        final Instrument instrument = new Instrument();
        instrument.kind = definition.kind();
        for (int scale = 0; scale <= SCALE_MAX; scale++)
        {
            final BigInteger unit = unit(instrument, definition, scale, definition);
            if (null != unit && !less(VALUE_MAX, unit))
            {
                return scale;
            }
        }
        return 0;
    }

    /** Whether bounds hold together. */
    static RejectField bounds(final Instrument instrument, final long minTicks, final long maxTicks)
    {
        return instrument.inverse() && minTicks < 1 || instrument.option() && minTicks < 0 ? MIN_PRICE :
            minTicks >= maxTicks || instrument.inverse() && less(instrument.unitValue, big(maxTicks)) ?
            MAX_PRICE : RejectField.NONE;
    }

    private static RejectField largest(final Instrument instrument)
    {
        final Long asked = instrument.definition.protection().maxPositionLots();
        final BigInteger most = largestLots(instrument);
        if (0 == most.signum() || null != asked && less(most, big(asked)))
        {
            return MAX_POSITION;
        }
        instrument.definedMaxLots = null == asked ? most : big(asked);
        return RejectField.NONE;
    }

    /** The most lots that NUM-4 allows. */
    static BigInteger largestLots(final Instrument instrument)
    {
        BigInteger most = big(Long.MAX_VALUE);
        for (final BigInteger figure : figures(instrument, BigInteger.ONE))
        {
            most = 0 == figure.signum() ? most : most.min(floor(VALUE_MAX, figure));
        }
        if (instrument.inverse())
        {
            // Values are rounded towards zero, so a few more lots than by the exact value can fit.
            most = floor(VALUE_MAX.add(BigInteger.ONE).multiply(big(instrument.minTicks)).subtract(BigInteger.ONE),
                instrument.unitValue).min(most);
        }
        return most;
    }

    /** Every amount of so many lots that has to keep to 2^54; of an inverse instrument only those per lot. */
    private static List<BigInteger> figures(final Instrument instrument, final BigInteger lots)
    {
        final List<BigInteger> figures = new ArrayList<>();
        if (!instrument.inverse())
        {
            figures.addAll(values(instrument, lots));
        }
        figures.add(big(instrument.margins.initialPerLot()).multiply(lots));
        figures.add(big(instrument.margins.maintenancePerLot()).multiply(lots));
        if (instrument.option())
        {
            final BigInteger perTick = instrument.underlyingUnitValue.multiply(lots);
            figures.add(perTick.multiply(big(instrument.underlying.minTicks)).abs());
            figures.add(perTick.multiply(big(instrument.underlying.maxTicks)).abs());
            figures.add(perTick.multiply(big(instrument.definition.strikeTicks())));
        }
        return figures;
    }

    private static List<BigInteger> values(final Instrument instrument, final BigInteger lots)
    {
        final BigInteger least = TwinMargin.value(instrument, lots, instrument.minTicks);
        final BigInteger most = TwinMargin.value(instrument, lots, instrument.maxTicks);
        return List.of(least.abs(), most.abs(), most.subtract(least).abs());
    }

    /** Whether so many lots keep to NUM-4. */
    static boolean fits(final Instrument instrument, final BigInteger lots)
    {
        final List<BigInteger> figures = new ArrayList<>(figures(instrument, lots));
        figures.addAll(values(instrument, lots));
        return figures.stream().noneMatch(figure -> less(VALUE_MAX, figure));
    }

    /** Whether an open position keeps to NUM-4: its value at either bound, and that less its cost. */
    static boolean fits(final Position position)
    {
        final Instrument instrument = position.instrument;
        final List<BigInteger> figures = new ArrayList<>();
        for (final long bound : new long[] {instrument.minTicks, instrument.maxTicks})
        {
            final BigInteger value = TwinMargin.value(instrument, position.lots, bound);
            figures.add(value.abs());
            figures.add(value.subtract(position.cost).abs());
        }
        if (instrument.option())
        {
            final BigInteger perTick = instrument.underlyingUnitValue.multiply(big(position.lots)).abs();
            figures.add(perTick.multiply(big(instrument.underlying.minTicks)).abs());
            figures.add(perTick.multiply(big(instrument.underlying.maxTicks)).abs());
        }
        return figures.stream().noneMatch(figure -> less(VALUE_MAX, figure));
    }

    /** Whether a position of one lot keeps to NUM-4. */
    static boolean holdsOne(final Instrument instrument)
    {
        return 0 < largestLots(instrument).signum();
    }

    /** Largest positions that were given: by the definition, by the protection that is set. */
    static List<BigInteger> given(final Instrument instrument)
    {
        final List<BigInteger> given = new ArrayList<>();
        for (final Long lots : new Long[] {
            instrument.definition.protection().maxPositionLots(), instrument.protection.maxPositionLots()})
        {
            if (null != lots)
            {
                given.add(big(lots));
            }
        }
        return given;
    }

    static boolean tooMuch(final Margins margins, final BigInteger lots)
    {
        return less(VALUE_MAX, big(margins.initialPerLot()).multiply(lots.abs()));
    }

    /** Whether everything that was given and is open keeps to NUM-4, with the bounds that the instrument has now. */
    static boolean fits(final Instrument instrument, final List<Position> open)
    {
        return given(instrument).stream().allMatch(lots -> fits(instrument, lots)) &&
            open.stream().allMatch(TwinUnits::fits);
    }

    /** Computes a default largest position anew, never below the largest open. */
    static void renew(final Instrument instrument, final List<Position> open)
    {
        if (null == instrument.definition.protection().maxPositionLots())
        {
            BigInteger most = largestLots(instrument);
            for (final Position position : open)
            {
                most = most.max(big(position.lots).abs());
            }
            instrument.definedMaxLots = most;
        }
    }
}
