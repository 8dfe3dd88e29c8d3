package io.flatbook.engine.book;

import io.flatbook.sbe.RejectField;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The requirement is continuous in the notional (MAR-1), also for tiers that exchanges published. */
class MarginTiersTest
{
    private static final int TIERS_MAX = 16;
    private static final BigInteger PPM = BigInteger.valueOf(FixedPoint.PPM);

    @ParameterizedTest
    @EnumSource
    void maintenanceIsNotionalTimesRateLessTheCumulativeDeductionRoundedUp(final LeverageTiers published)
    {
        final MarginTiers tiers = published.tiers();
        for (final long notional : published.notionals())
        {
            final int k = bracket(published, notional);
            final BigInteger exact = BigInteger.valueOf(notional)
                .multiply(BigInteger.valueOf(published.maintenancePpm(k)))
                .subtract(BigInteger.valueOf(published.cumulativeDeduction(k)).multiply(PPM));
            assertThat(tiers.maintenance(notional)).as("%s at %d", published, notional).isEqualTo(ceil(exact));
        }
    }

    @ParameterizedTest
    @EnumSource
    void initialMarginIsContinuousAndNeverBelowMaintenance(final LeverageTiers published)
    {
        final MarginTiers tiers = published.tiers();
        for (final long notional : published.notionals())
        {
            final int k = bracket(published, notional);
            BigInteger deduction = BigInteger.ZERO;
            for (int i = 1; i <= k; i++)
            {
                deduction = deduction.add(BigInteger.valueOf(published.floor(i))
                    .multiply(BigInteger.valueOf(published.initialPpm(i) - published.initialPpm(i - 1))));
            }
            final BigInteger exact = BigInteger.valueOf(notional).multiply(BigInteger.valueOf(published.initialPpm(k)))
                .subtract(deduction);
            assertThat(tiers.initial(notional)).isEqualTo(ceil(exact)).isGreaterThanOrEqualTo(
                tiers.maintenance(notional));
        }
        for (int k = 1; k < published.count(); k++)
        {
            final long floor = published.floor(k);
            assertThat(tiers.initial(floor) - tiers.initial(floor - 1)).isBetween(0L, 1L);
            assertThat(tiers.initial(floor + 1) - tiers.initial(floor)).isBetween(0L, 1L);
            assertThat(tiers.maintenance(floor) - tiers.maintenance(floor - 1)).isBetween(0L, 1L);
            assertThat(tiers.maintenance(floor + 1) - tiers.maintenance(floor)).isBetween(0L, 1L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void publishedTiersAreValid(final LeverageTiers published)
    {
        assertThat(published.tiers().valid(TIERS_MAX)).isTrue();
        assertThat(published.tiers().valid(published.count() - 1)).as("too many").isFalse();
    }

    @Test
    void tiersMustStartAtZeroAscendAndNotFall()
    {
        assertThat(valid(new long[]{0, 100}, new long[]{10, 20}, new long[]{5, 10})).isTrue();
        assertThat(valid(new long[]{0, 100}, new long[]{10, 10}, new long[]{10, 10})).isTrue();
        assertThat(valid(new long[]{0}, new long[]{FixedPoint.PPM}, new long[]{0})).isTrue();
        assertThat(valid(new long[0], new long[0], new long[0])).as("none").isFalse();
        assertThat(valid(new long[]{1}, new long[]{10}, new long[]{5})).as("first floor").isFalse();
        assertThat(valid(new long[]{0, 0}, new long[]{10, 20}, new long[]{5, 10})).as("equal floors").isFalse();
        assertThat(valid(new long[]{0, 100, 50}, new long[]{1, 2, 3}, new long[]{1, 2, 3})).isFalse();
        assertThat(valid(new long[]{0, 100}, new long[]{20, 10}, new long[]{5, 10})).as("initial falls").isFalse();
        assertThat(valid(new long[]{0, 100}, new long[]{20, 20}, new long[]{10, 5})).as("maint. falls").isFalse();
        assertThat(valid(new long[]{0}, new long[]{10}, new long[]{11})).as("initial < maintenance").isFalse();
        assertThat(valid(new long[]{0}, new long[]{FixedPoint.PPM + 1}, new long[]{5})).as("> 100 %").isFalse();
        assertThat(valid(new long[]{0}, new long[]{10}, new long[]{-1})).as("negative").isFalse();
        assertThat(valid(new long[]{0, Instrument.VALUE_MAX}, new long[]{10, 20}, new long[]{5, 10})).isTrue();
        assertThat(valid(new long[]{0, Instrument.VALUE_MAX + 1}, new long[]{10, 20}, new long[]{5, 10})).isFalse();
        assertThat(valid(new long[]{0, Long.MAX_VALUE}, new long[]{10, 20}, new long[]{5, 10})).isFalse();
    }

    @Test
    void theLargestNotionalFits()
    {
        final MarginTiers tiers = MarginTiers.of(new long[]{0, 1}, new long[]{FixedPoint.PPM, FixedPoint.PPM},
            new long[]{999_999, FixedPoint.PPM}, 2);
        assertThat(tiers.initial(Instrument.VALUE_MAX)).isEqualTo(Instrument.VALUE_MAX);
        assertThat(tiers.maintenance(Instrument.VALUE_MAX)).isEqualTo(Instrument.VALUE_MAX);
    }

    @Test
    void eachRateAppliesToThePartInItsTier()
    {
        // Contract, MAR-1: initial 5 % from 0, 10 % from 50,000.00, 20 % from 100,000.00.
        final MarginTiers tiers = MarginTiers.of(new long[]{0, 5_000_000, 10_000_000},
            new long[]{50_000, 100_000, 200_000}, new long[]{25_000, 50_000, 100_000}, 3);
        assertThat(tiers.initial(6_000_000)).isEqualTo(350_000);
        assertThat(tiers.initial(12_000_000)).isEqualTo(1_150_000);
        assertThat(tiers.initial(5_000_000)).isEqualTo(250_000);
        assertThat(tiers.initial(5_000_001)).as("2,500.001 rounded up").isEqualTo(250_001);
        assertThat(tiers.initial(0)).isZero();
        assertThat(tiers.maintenance(6_000_000)).isEqualTo(175_000);
    }

    @Test
    void fractionsOfTheTiersBelowAddUp()
    {
        final MarginTiers tiers = MarginTiers.of(new long[]{0, 1, 2}, new long[]{600_000, 700_000, 800_000},
            new long[]{100_000, 200_000, 300_000}, 3);
        assertThat(tiers.initial(3)).as("0.6 and 0.7 and 0.8").isEqualTo(3);
        assertThat(tiers.initial(2)).as("0.6 and 0.7").isEqualTo(2);
        assertThat(tiers.maintenance(3)).as("0.1 and 0.2 and 0.3").isEqualTo(1);
        assertThat(tiers.floor(2)).isEqualTo(2);
        assertThat(tiers.initialPpm(1)).isEqualTo(700_000);
        assertThat(tiers.maintenancePpm(1)).isEqualTo(200_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, (1L << 43) - 1, 1L << 43, (1L << 43) + 1, 1L << 50})
    void requirementsAreExactWhateverTheNotional(final long notional)
    {
        final MarginTiers tiers = MarginTiers.of(new long[]{0}, new long[]{999_999}, new long[]{333_333}, 1);
        assertThat(tiers.initial(notional)).isEqualTo(ceil(times(notional, 999_999)));
        assertThat(tiers.maintenance(notional)).isEqualTo(ceil(times(notional, 333_333)));
    }

    private static BigInteger times(final long notional, final long ppm)
    {
        return BigInteger.valueOf(notional).multiply(BigInteger.valueOf(ppm));
    }

    @Test
    void ratesAreFromNothingToTheWholeNotional()
    {
        final long all = FixedPoint.PPM;
        assertThat(invalidField(0, 0, 0)).isEqualTo(RejectField.NONE);
        assertThat(invalidField(Long.MAX_VALUE, all, all)).isEqualTo(RejectField.NONE);
        assertThat(invalidField(-1, 0, 0)).isEqualTo(RejectField.FLOOR);
        assertThat(invalidField(0, -1, 0)).isEqualTo(RejectField.INITIAL);
        assertThat(invalidField(0, all + 1, 0)).isEqualTo(RejectField.INITIAL);
        assertThat(invalidField(0, 0, -1)).isEqualTo(RejectField.MAINTENANCE);
        assertThat(invalidField(0, 0, all + 1)).isEqualTo(RejectField.MAINTENANCE);
    }

    private static RejectField invalidField(final long floor, final long initialPpm, final long maintenancePpm)
    {
        return MarginTiers.of(new long[]{floor}, new long[]{initialPpm}, new long[]{maintenancePpm}, 1).invalidField();
    }

    private static boolean valid(final long[] floor, final long[] initialPpm, final long[] maintenancePpm)
    {
        return MarginTiers.of(floor, initialPpm, maintenancePpm, floor.length).valid(TIERS_MAX);
    }

    private static int bracket(final LeverageTiers published, final long notional)
    {
        int k = 0;
        while (k + 1 < published.count() && published.floor(k + 1) <= notional)
        {
            k++;
        }
        return k;
    }

    private static long ceil(final BigInteger ppm)
    {
        return ppm.add(PPM).subtract(BigInteger.ONE).divide(PPM).longValueExact();
    }
}
