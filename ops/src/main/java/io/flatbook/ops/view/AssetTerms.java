package io.flatbook.ops.view;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * What is needed to read and write amounts of an asset.
 *
 * @param id     number given by the engine; 0 for an asset that is not known.
 * @param symbol of the asset.
 * @param scale  decimals, 0 to 12.
 */
public record AssetTerms(int id, String symbol, int scale)
{
    /**
     * Stands for an asset that is not known: whole units.
     */
    public static final AssetTerms UNKNOWN = new AssetTerms(0, "?", 0);

    /**
     * An amount as a decimal with all the asset's decimals.
     *
     * @param minorUnits amount in minor units.
     * @return the amount.
     */
    public String money(final long minorUnits)
    {
        return BigDecimal.valueOf(minorUnits, scale).toPlainString();
    }

    /**
     * A total as a decimal with all the asset's decimals.
     *
     * @param minorUnits total in minor units, of up to 128 bits.
     * @return the total.
     */
    public String money(final BigInteger minorUnits)
    {
        return new BigDecimal(minorUnits, scale).toPlainString();
    }

    /**
     * An amount in minor units.
     *
     * @param decimal amount.
     * @return minor units.
     * @throws ArithmeticException when it has more decimals than the asset or does not fit 64 bits.
     */
    public long minorUnits(final BigDecimal decimal)
    {
        return Decimals.exactLong(decimal.movePointRight(scale), "has more than " + scale + " decimals of " + symbol);
    }
}
