package io.flatbook.proving.demo;

import java.math.BigDecimal;

/**
 * An instrument of the wave in integers. Tick and lot are decimal powers such that a lot that moves a tick is worth a
 * whole number of the asset's minor units.
 *
 * @param id             as the cluster gives it: order of definition, from 1.
 * @param symbol         of the instrument.
 * @param tickDecimals   decimals of a tick.
 * @param lotDecimals    decimals of a lot.
 * @param tickValue      of one lot, in minor units, 1 or more.
 * @param defaultedLots  that the defaulter holds.
 * @param crashTicks     mark at the crash.
 * @param initialPpm     initial margin.
 * @param maintenancePpm maintenance margin.
 */
record Terms(int id, String symbol, int tickDecimals, int lotDecimals, long tickValue, long defaultedLots,
    long crashTicks, long initialPpm, long maintenancePpm)
{
    /** Decimals of the settlement asset. */
    static final int ASSET_SCALE = 6;

    private static final int DIGITS_MAX = 5;
    private static final long[][] MARGINS = {{5_000_000, 100_000, 50_000}, {500_000, 200_000, 100_000}};
    private static final long MARGIN_INITIAL_SMALL = 333_334;
    private static final long MARGIN_MAINTENANCE_SMALL = 166_667;
    private static final long HIGHEST_TIMES = 10;

    /**
     * Chooses units: the lot by the decimals of the quantity, the tick by those of the price, finer up to five digits
     * if the asset's scale allows it.
     */
    static Terms of(final int id, final String symbol, final BigDecimal contracts, final BigDecimal mark)
    {
        final int lotDecimals = Math.max(0, contracts.stripTrailingZeros().scale());
        final int published = Math.max(0, mark.stripTrailingZeros().scale());
        final int wholeDigits = mark.precision() - mark.scale();
        final int tickDecimals =
            Math.max(published, Math.min(DIGITS_MAX - wholeDigits, ASSET_SCALE - lotDecimals));
        if (ASSET_SCALE < tickDecimals + lotDecimals)
        {
            throw new IllegalArgumentException(symbol + ": " + contracts + " at " + mark + " has too many decimals");
        }
        final BigDecimal notional = contracts.multiply(mark);
        long initialPpm = MARGIN_INITIAL_SMALL;
        long maintenancePpm = MARGIN_MAINTENANCE_SMALL;
        for (int i = MARGINS.length - 1; i >= 0; i--)
        {
            if (0 <= notional.compareTo(BigDecimal.valueOf(MARGINS[i][0])))
            {
                initialPpm = MARGINS[i][1];
                maintenancePpm = MARGINS[i][2];
            }
        }
        return new Terms(id, symbol, tickDecimals, lotDecimals,
            BigDecimal.TEN.pow(ASSET_SCALE - tickDecimals - lotDecimals).longValueExact(),
            contracts.movePointRight(lotDecimals).longValueExact(),
            mark.movePointRight(tickDecimals).longValueExact(), initialPpm, maintenancePpm);
    }

    BigDecimal tickSize()
    {
        return BigDecimal.ONE.movePointLeft(tickDecimals);
    }

    BigDecimal lotSize()
    {
        return BigDecimal.ONE.movePointLeft(lotDecimals);
    }

    /** Highest price that the instrument takes. */
    long maxTicks()
    {
        return HIGHEST_TIMES * crashTicks;
    }

    long value(final long lots, final long ticks)
    {
        return Math.multiplyExact(Math.multiplyExact(lots, ticks), tickValue);
    }

    /** Initial margin of a position, rounded up and a unit more. */
    long initialMargin(final long lots, final long ticks)
    {
        final long value = value(Math.abs(lots), ticks);
        return value / 1_000_000 * initialPpm + value % 1_000_000 * initialPpm / 1_000_000 + 1;
    }
}
