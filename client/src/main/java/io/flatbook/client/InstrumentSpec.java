package io.flatbook.client;

import io.flatbook.sbe.AssetsReportDecoder;
import io.flatbook.sbe.InstrumentDefinedDecoder;
import io.flatbook.sbe.InstrumentReportDecoder;
import io.flatbook.sbe.InstrumentTermsDecoder;
import io.flatbook.sbe.InstrumentsReportDecoder;
import io.flatbook.sbe.WideMoneyDecoder;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Objects;

/**
 * Exact conversion between decimals and the integers of one instrument: prices in ticks, quantities in lots, money in
 * minor units of the settlement asset. All are signed: a price may be 0 or negative. A decimal that is not a whole
 * number of units is refused, never rounded, and the error names the field.
 *
 * @param instrumentId of the instrument.
 * @param symbol       of the instrument.
 * @param tickSize     price of one tick, above 0.
 * @param lotSize      size of one lot, above 0.
 * @param assetId      settlement asset.
 * @param assetScale   its decimals, 0 to 12.
 */
public record InstrumentSpec(
    int instrumentId, String symbol, BigDecimal tickSize, BigDecimal lotSize, int assetId, int assetScale)
{
    private static final long NO_PRICE = InstrumentTermsDecoder.strikeTicksNullValue();
    private static final int SCALE_MAX = 12;
    private static final int BITS_MAX = 63;

    /**
     * Refuses what cannot be.
     *
     * @param instrumentId of the instrument.
     * @param symbol       of the instrument.
     * @param tickSize     price of one tick, above 0.
     * @param lotSize      size of one lot, above 0.
     * @param assetId      settlement asset.
     * @param assetScale   its decimals, 0 to 12.
     * @throws IllegalArgumentException if a number is out of its range.
     */
    public InstrumentSpec
    {
        if (tickSize.signum() < 1 || lotSize.signum() < 1)
        {
            throw new IllegalArgumentException("tickSize and lotSize must be above 0: " + tickSize + ", " + lotSize);
        }
        if (assetScale < 0 || SCALE_MAX < assetScale)
        {
            throw new IllegalArgumentException("assetScale must be 0 to " + SCALE_MAX + ": " + assetScale);
        }
    }

    /**
     * Of an answer about an instrument.
     *
     * @param report     about the instrument.
     * @param assetScale decimals of its settlement asset.
     * @return the specification.
     */
    public static InstrumentSpec of(final InstrumentReportDecoder report, final int assetScale)
    {
        return of(report.instrument(), report.terms(), assetScale);
    }

    /**
     * Of the event of its definition.
     *
     * @param event      of the definition.
     * @param assetScale decimals of its settlement asset.
     * @return the specification.
     */
    public static InstrumentSpec of(final InstrumentDefinedDecoder event, final int assetScale)
    {
        return of(event.instrument(), event.terms(), assetScale);
    }

    /**
     * Of the terms of an instrument, as events, reports and proposed definitions carry them.
     *
     * @param instrumentId of the instrument.
     * @param terms        of the instrument.
     * @param assetScale   decimals of its settlement asset.
     * @return the specification.
     */
    public static InstrumentSpec of(final int instrumentId, final InstrumentTermsDecoder terms, final int assetScale)
    {
        return new InstrumentSpec(instrumentId, terms.symbol(), Wire.decimal(terms.tickSize()),
            Wire.decimal(terms.lotSize()), terms.settlementAsset(), assetScale);
    }

    /**
     * Price as ticks.
     *
     * @param field   named in an error, for example {@code price}.
     * @param decimal whole multiple of the tick size.
     * @return ticks; negative for a negative decimal.
     * @throws IllegalArgumentException if it is not a decimal, not a whole number of ticks, or does not fit 64 bits.
     */
    public long ticks(final String field, final String decimal)
    {
        return ticks(field, parse(field, decimal));
    }

    /**
     * Price as ticks.
     *
     * @param field   named in an error.
     * @param decimal whole multiple of the tick size.
     * @return ticks.
     * @throws IllegalArgumentException if it is not a whole number of ticks or does not fit 64 bits.
     */
    public long ticks(final String field, final BigDecimal decimal)
    {
        final long ticks = units(field, decimal, tickSize, "tick size");
        if (NO_PRICE == ticks)
        {
            throw new IllegalArgumentException(field + " " + decimal.toPlainString() + " is too low");
        }
        return ticks;
    }

    /**
     * Quantity as lots.
     *
     * @param field   named in an error, for example {@code quantity}.
     * @param decimal whole multiple of the lot size.
     * @return lots; negative for a negative decimal.
     * @throws IllegalArgumentException if it is not a decimal, not a whole number of lots, or does not fit 64 bits.
     */
    public long lots(final String field, final String decimal)
    {
        return lots(field, parse(field, decimal));
    }

    /**
     * Quantity as lots.
     *
     * @param field   named in an error.
     * @param decimal whole multiple of the lot size.
     * @return lots.
     * @throws IllegalArgumentException if it is not a whole number of lots or does not fit 64 bits.
     */
    public long lots(final String field, final BigDecimal decimal)
    {
        return units(field, decimal, lotSize, "lot size");
    }

    /**
     * Money as minor units of the settlement asset.
     *
     * @param field   named in an error, for example {@code amount}.
     * @param decimal with at most as many decimals as the asset.
     * @return minor units; negative for a negative decimal.
     * @throws IllegalArgumentException if it is not a decimal, not a whole number of units, or does not fit 64 bits.
     */
    public long minorUnits(final String field, final String decimal)
    {
        return minorUnits(field, parse(field, decimal));
    }

    /**
     * Money as minor units of the settlement asset.
     *
     * @param field   named in an error.
     * @param decimal with at most as many decimals as the asset.
     * @return minor units.
     * @throws IllegalArgumentException if it is not a whole number of units or does not fit 64 bits.
     */
    public long minorUnits(final String field, final BigDecimal decimal)
    {
        return units(field, decimal, BigDecimal.ONE.movePointLeft(assetScale), "smallest unit of the asset");
    }

    /**
     * Ticks as a price.
     *
     * @param ticks of this instrument, signed.
     * @return exact price without trailing zeros.
     * @throws IllegalArgumentException if it is the null of an optional price: the message carries none.
     */
    public BigDecimal priceOf(final long ticks)
    {
        if (NO_PRICE == ticks)
        {
            throw new IllegalArgumentException("there is no price: the field is null");
        }
        return plain(tickSize.multiply(BigDecimal.valueOf(ticks)));
    }

    /**
     * Lots as a quantity.
     *
     * @param lots of this instrument, signed in a position.
     * @return exact quantity without trailing zeros.
     */
    public BigDecimal quantityOf(final long lots)
    {
        return plain(lotSize.multiply(BigDecimal.valueOf(lots)));
    }

    /**
     * Minor units as money.
     *
     * @param minorUnits of the settlement asset.
     * @return exact money with the asset's scale.
     */
    public BigDecimal moneyOf(final long minorUnits)
    {
        return BigDecimal.valueOf(minorUnits, assetScale);
    }

    /**
     * A total over accounts as money.
     *
     * @param total of 128 bits in minor units of the settlement asset.
     * @return exact money with the asset's scale.
     */
    public BigDecimal moneyOf(final WideMoneyDecoder total)
    {
        return new BigDecimal(minorUnitsOf(total), assetScale);
    }

    /**
     * A total over accounts as one number.
     *
     * @param total of 128 bits.
     * @return minor units of the asset at hand.
     */
    public static BigInteger minorUnitsOf(final WideMoneyDecoder total)
    {
        return Wire.wide(total);
    }

    static InstrumentSpec ask(final FlatbookClient client, final String symbol, final Duration timeout)
    {
        Objects.requireNonNull(symbol, "symbol");
        Integer after = null;
        while (true)
        {
            final Integer before = after;
            for (final InstrumentsReportDecoder.InstrumentsDecoder row :
                client.query(Queries.instruments(after), timeout).instruments())
            {
                after = row.instrument();
                if (symbol.equals(row.terms().symbol()))
                {
                    return ask(client, after, timeout);
                }
            }
            if (Objects.equals(before, after))
            {
                throw new IllegalArgumentException("there is no instrument " + symbol);
            }
        }
    }

    static InstrumentSpec ask(final FlatbookClient client, final int instrumentId, final Duration timeout)
    {
        final InstrumentReportDecoder report = client.query(Queries.instrument(instrumentId), timeout);
        final int assetId = report.terms().settlementAsset();
        final AssetsReportDecoder assets = client.query(Queries.assets(1 < assetId ? assetId - 1 : null), timeout);
        for (final AssetsReportDecoder.AssetsDecoder asset : assets.assets())
        {
            if (assetId == asset.asset())
            {
                return of(report, asset.scale());
            }
        }
        throw new IllegalStateException("the cluster reports no asset " + assetId);
    }

    private static long units(
        final String field, final BigDecimal decimal, final BigDecimal unit, final String unitName)
    {
        final BigDecimal[] parts = decimal.divideAndRemainder(unit);
        if (0 != parts[1].signum())
        {
            throw new IllegalArgumentException(field + " " + decimal.toPlainString() +
                " is not a whole multiple of the " + unitName + " " + unit.toPlainString());
        }
        final BigInteger whole = parts[0].toBigIntegerExact();
        if (BITS_MAX < whole.bitLength())
        {
            throw new IllegalArgumentException(field + " " + decimal.toPlainString() + " does not fit 64 bits");
        }
        return whole.longValueExact();
    }

    private static BigDecimal parse(final String field, final String decimal)
    {
        // No exponent, and no endless digits: neither is how people write prices, and both cost time to compute with.
        if (null == decimal || !decimal.matches("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?"))
        {
            throw new IllegalArgumentException(field + " is not a decimal: " + decimal);
        }
        return new BigDecimal(decimal);
    }

    private static BigDecimal plain(final BigDecimal value)
    {
        final BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
