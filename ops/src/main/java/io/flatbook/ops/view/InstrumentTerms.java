package io.flatbook.ops.view;

import io.flatbook.ops.wire.WireRow;

import java.math.BigDecimal;

/**
 * What is needed to read and write prices and quantities of an instrument.
 *
 * @param id              number given by the engine; 0 for an instrument that is not known.
 * @param symbol          of the instrument.
 * @param kind            name in the schema, for example {@code LINEAR_PERPETUAL}.
 * @param settlementAsset number of the asset in which it settles.
 * @param underlying      number of the instrument on which an option is written; 0 for other kinds.
 * @param family          label of instruments whose positions hedge each other; empty: the default.
 * @param tickSize        price of a tick.
 * @param lotSize         size of a lot.
 */
public record InstrumentTerms(int id, String symbol, String kind, int settlementAsset, int underlying,
    String family, BigDecimal tickSize, BigDecimal lotSize)
{
    /**
     * What a row with the schema's terms of an instrument says.
     *
     * @param id  number of the instrument; 0 for one that is not defined yet.
     * @param row that has the terms.
     * @return the terms.
     */
    static InstrumentTerms of(final int id, final WireRow row)
    {
        final Long underlying = row.number("underlying");
        return new InstrumentTerms(id, row.text("symbol"), row.text("kind"), (int)row.required("settlementAsset"),
            null == underlying ? 0 : underlying.intValue(), row.text("family"),
            (BigDecimal)row.value("tickSize"), (BigDecimal)row.value("lotSize"));
    }

    /**
     * Whether it is a call or a put.
     */
    public boolean isOption()
    {
        return "CALL".equals(kind) || "PUT".equals(kind);
    }

    /**
     * Whether it is quoted in one currency and settled in the other.
     */
    public boolean isInverse()
    {
        return null != kind && kind.startsWith("INVERSE");
    }

    /**
     * A quantity as a decimal without trailing zeros.
     *
     * @param lots quantity in lots.
     * @return the quantity.
     */
    public String quantity(final long lots)
    {
        return Decimals.plain(lotSize.multiply(BigDecimal.valueOf(lots)));
    }

    /**
     * A price as a decimal without trailing zeros.
     *
     * @param ticks price in ticks.
     * @return the price.
     */
    public String priceOf(final long ticks)
    {
        return Decimals.plain(tickSize.multiply(BigDecimal.valueOf(ticks)));
    }

    /**
     * A quantity in lots.
     *
     * @param decimal quantity.
     * @return lots.
     * @throws ArithmeticException when it is no multiple of the lot size or does not fit 64 bits.
     */
    public long lots(final BigDecimal decimal)
    {
        return Decimals.steps(decimal, lotSize, "lot size");
    }

    /**
     * A quantity above 0 in lots.
     *
     * @param decimal quantity.
     * @return lots, 1 or more.
     * @throws ArithmeticException when it is not above 0, no multiple of the lot size or does not fit 64 bits.
     */
    public long lotsAboveZero(final BigDecimal decimal)
    {
        if (decimal.signum() <= 0)
        {
            throw new ArithmeticException("is not above 0");
        }
        return lots(decimal);
    }

    /**
     * A price in ticks.
     *
     * @param decimal price.
     * @return ticks.
     * @throws ArithmeticException when it is no multiple of the tick size or does not fit 64 bits.
     */
    public long ticks(final BigDecimal decimal)
    {
        return Decimals.steps(decimal, tickSize, "tick size");
    }
}
