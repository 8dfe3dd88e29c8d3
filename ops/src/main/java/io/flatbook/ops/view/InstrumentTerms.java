package io.flatbook.ops.view;

import java.math.BigDecimal;

/**
 * What is needed to read and write prices and quantities of an instrument.
 *
 * @param id              number given by the engine; 0 for an instrument that is not known.
 * @param symbol          of the instrument.
 * @param kind            name in the schema, for example {@code LINEAR_PERPETUAL}.
 * @param settlementAsset number of the asset in which it settles.
 * @param underlying      number of the instrument on which an option is written; 0 for other kinds.
 * @param tickSize        price of a tick.
 * @param lotSize         size of a lot.
 */
public record InstrumentTerms(int id, String symbol, String kind, int settlementAsset, int underlying,
    BigDecimal tickSize, BigDecimal lotSize)
{
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
