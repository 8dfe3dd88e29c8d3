package io.flatbook.engine.book;

import java.util.ArrayList;
import java.util.List;

/**
 * Leverage brackets of USDT perpetuals as Binance published them in 2024: notional floor in USDT, maintenance rate in
 * ppm, largest leverage, cumulative maintenance deduction in tenths of a USDT. Money of the margin tiers made of them
 * is in millionths of a USDT.
 */
enum LeverageTiers
{
    BTC(new long[][]{
        {0, 4_000, 125, 0},
        {50_000, 5_000, 100, 500},
        {600_000, 6_500, 75, 9_500},
        {3_000_000, 10_000, 50, 114_500},
        {12_000_000, 20_000, 25, 1_314_500},
        {70_000_000, 25_000, 20, 4_814_500},
        {100_000_000, 50_000, 10, 29_814_500},
        {230_000_000, 100_000, 5, 144_814_500},
        {480_000_000, 125_000, 4, 264_814_500},
        {600_000_000, 150_000, 3, 414_814_500},
        {800_000_000, 250_000, 2, 1_214_814_500},
        {1_200_000_000, 500_000, 1, 4_214_814_500L}}),
    ETH(new long[][]{
        {0, 4_000, 125, 0},
        {50_000, 5_000, 100, 500},
        {600_000, 6_500, 75, 9_500},
        {3_000_000, 10_000, 50, 114_500},
        {12_000_000, 20_000, 25, 1_314_500},
        {50_000_000, 25_000, 20, 3_814_500},
        {65_000_000, 50_000, 10, 20_064_500},
        {150_000_000, 100_000, 5, 95_064_500},
        {320_000_000, 125_000, 4, 175_064_500},
        {400_000_000, 150_000, 3, 275_064_500},
        {530_000_000, 250_000, 2, 805_064_500},
        {800_000_000, 500_000, 1, 2_805_064_500L}}),
    SOL(new long[][]{
        {0, 5_000, 100, 0},
        {20_000, 6_500, 75, 300},
        {100_000, 10_000, 50, 3_800},
        {800_000, 20_000, 25, 83_800},
        {4_000_000, 25_000, 20, 283_800},
        {8_000_000, 50_000, 10, 2_283_800},
        {40_000_000, 100_000, 5, 22_283_800},
        {80_000_000, 125_000, 4, 42_283_800},
        {100_000_000, 250_000, 2, 167_283_800},
        {200_000_000, 500_000, 1, 667_283_800}}),
    DOGE(new long[][]{
        {0, 5_000, 75, 0},
        {10_000, 7_000, 50, 200},
        {50_000, 10_000, 40, 1_700},
        {750_000, 20_000, 25, 76_700},
        {800_000, 25_000, 20, 116_700},
        {1_600_000, 50_000, 10, 516_700},
        {8_000_000, 100_000, 5, 4_516_700},
        {16_000_000, 125_000, 4, 8_516_700},
        {20_000_000, 250_000, 2, 33_516_700},
        {40_000_000, 500_000, 1, 133_516_700}}),
    AVAX(new long[][]{
        {0, 5_000, 75, 0},
        {5_000, 6_500, 50, 75},
        {25_000, 10_000, 40, 950},
        {80_000, 20_000, 25, 8_950},
        {400_000, 25_000, 20, 28_950},
        {800_000, 50_000, 10, 228_950},
        {4_000_000, 100_000, 5, 2_228_950},
        {8_000_000, 125_000, 4, 4_228_950},
        {10_000_000, 250_000, 2, 16_728_950},
        {20_000_000, 500_000, 1, 66_728_950}}),
    ADA(new long[][]{
        {0, 5_000, 75, 0},
        {10_000, 10_000, 50, 500},
        {50_000, 15_000, 40, 3_000},
        {100_000, 20_000, 25, 8_000},
        {500_000, 25_000, 20, 33_000},
        {1_000_000, 50_000, 10, 283_000},
        {5_000_000, 100_000, 5, 2_783_000},
        {10_000_000, 125_000, 4, 5_283_000},
        {20_000_000, 250_000, 2, 30_283_000},
        {30_000_000, 500_000, 1, 105_283_000}});

    private static final long MICRO = 1_000_000L;

    private final long[][] rows;

    LeverageTiers(final long[][] rows)
    {
        this.rows = rows;
    }

    int count()
    {
        return rows.length;
    }

    long floor(final int k)
    {
        return rows[k][0] * MICRO;
    }

    long maintenancePpm(final int k)
    {
        return rows[k][1];
    }

    long initialPpm(final int k)
    {
        return FixedPoint.divideCeil(FixedPoint.PPM, rows[k][2]);
    }

    long cumulativeDeduction(final int k)
    {
        return rows[k][3] * MICRO / 10;
    }

    /** Notionals at, next to and between the floors, and far above the last one. */
    List<Long> notionals()
    {
        final List<Long> notionals = new ArrayList<>(List.of(0L, 1L, 2L, 999_999L));
        for (int k = 0; k < rows.length; k++)
        {
            final long next = k + 1 < rows.length ? floor(k + 1) : 3 * floor(k);
            for (final long offset : new long[]{-1, 0, 1, 333_333, (next - floor(k)) / 3, (next - floor(k)) / 2 + 7})
            {
                notionals.add(Math.max(0, floor(k) + offset));
            }
        }
        return notionals;
    }

    MarginTiers tiers()
    {
        final long[] floors = new long[rows.length];
        final long[] initialPpm = new long[rows.length];
        final long[] maintenancePpm = new long[rows.length];
        for (int k = 0; k < rows.length; k++)
        {
            floors[k] = floor(k);
            initialPpm[k] = initialPpm(k);
            maintenancePpm[k] = maintenancePpm(k);
        }
        return MarginTiers.of(floors, initialPpm, maintenancePpm, rows.length);
    }
}
