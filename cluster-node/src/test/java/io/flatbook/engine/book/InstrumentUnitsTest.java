package io.flatbook.engine.book;

import io.flatbook.sbe.InstrumentKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What lots are worth at a price (NUM-3), and how many of them fit (NUM-4). */
class InstrumentUnitsTest
{
    private final UnitRules rules = new UnitRules();

    private InstrumentUnits units(final InstrumentDefinition definition, final int scale)
    {
        return rules.units(definition, new Asset(new StateHash(), 1, "USD", scale), null);
    }

    private static InstrumentDefinition linear(final long tick, final int tickExponent, final int lotExponent)
    {
        return new InstrumentDefinition().kind(InstrumentKind.LINEAR_PERPETUAL).tickSize(tick, tickExponent)
            .lotSize(1, lotExponent).multiplier(1, 0);
    }

    private static InstrumentDefinition inverse(final long maxTicks)
    {
        return new InstrumentDefinition().kind(InstrumentKind.INVERSE_PERPETUAL).tickSize(5, -1).lotSize(1, 0)
            .multiplier(100, 0).maxTicks(maxTicks);
    }

    @Test
    void linearValueIsLotsTimesTicksTimesTickValue()
    {
        // Contract, NUM-3: ticks of 0.5, lots of 0.001, scale 6.
        final InstrumentUnits units = units(linear(5, -1, -3), 6);
        assertThat(units.unit()).isEqualTo(500);
        assertThat(units.value(1_000, 100_000)).isEqualTo(50_000_000_000L);
        assertThat(units.value(-1_000, 100_000)).isEqualTo(-50_000_000_000L);
        assertThat(units.value(-3, -7)).isEqualTo(10_500);
    }

    @Test
    void inverseValueIsNegativeForALongAndRoundedTowardZero()
    {
        // Contract, NUM-3: a contract of 100 USD, ticks of 0.5, settled in BTC with 8 decimals.
        final InstrumentUnits units = units(inverse(1_000_000), 8);
        assertThat(units.unit()).isEqualTo(20_000_000_000L);
        assertThat(units.value(10, 40_000)).isEqualTo(-5_000_000);
        assertThat(units.value(10, 50_000)).isEqualTo(-4_000_000);
        assertThat(units.value(1, 30_001)).isEqualTo(-666_644);
        assertThat(units.value(2, 30_001)).isEqualTo(-1_333_288);
        assertThat(units.value(3, 30_001)).as("not additive").isEqualTo(-1_999_933);
        for (final long lots : new long[]{1, 2, 3, 7, 999_999})
        {
            assertThat(units.value(-lots, 30_001)).as("odd in lots").isEqualTo(-units.value(lots, 30_001));
        }
    }

    @Test
    void theDefaultLargestPositionIsTheLargestThatFits()
    {
        // Contract, NUM-4: 2^54 / (500 * 10^7), and 2^54 / (40,000 * 1,000) between -200.00 and 200.00.
        assertThat(units(linear(5, -1, -3), 6).largestPositionLots()).isEqualTo(3_602_879);
        final InstrumentDefinition oil = linear(1, -2, 3).minTicks(-20_000).maxTicks(20_000)
            .marginTerms(MarginTerms.bounded());
        assertThat(units(oil, 2).unit()).isEqualTo(1_000);
        assertThat(units(oil, 2).largestPositionLots()).isEqualTo(450_359_962);
    }

    @Test
    void theDifferenceOfTheBoundsAndEitherBoundDecide()
    {
        final long most = Instrument.VALUE_MAX;
        assertThat(units(linear(1, 0, 0).minTicks(100).maxTicks(1_000), 0).largestPositionLots())
            .isEqualTo(most / 1_000);
        assertThat(units(linear(1, 0, 0).minTicks(-1_000).maxTicks(10), 0).largestPositionLots())
            .isEqualTo(most / 1_010);
        assertThat(units(linear(1, 0, 0).minTicks(-1_000).maxTicks(-10), 0).largestPositionLots())
            .isEqualTo(most / 1_000);
    }

    @Test
    void amountsPerLotBoundThePositionToo()
    {
        final MarginTerms terms = new MarginTerms(MarginTerms.of(MarginTiers.NONE).model(), MarginTiers.NONE,
            1_000_000, 5);
        assertThat(units(linear(1, 0, 0).maxTicks(1_000).marginTerms(terms), 0).largestPositionLots())
            .isEqualTo(Instrument.VALUE_MAX / 1_000_000);
    }

    @Test
    void anInverseLotIsWorthAtLeastOneUnitAtTheHighestPrice()
    {
        assertThat(units(inverse(20_000_000_000L), 8)).isNotNull();
        assertThat(units(inverse(20_000_000_001L), 8)).isNull();
        // At the lowest price, 1 tick, a lot is worth 2 * 10^10.
        assertThat(units(inverse(1_000_000), 8).largestPositionLots())
            .isEqualTo(Instrument.VALUE_MAX / 20_000_000_000L);
    }

    @Test
    void theDefaultLargestInversePositionIsTheLargestThatFits()
    {
        // A lot is worth 7 / 6 at 6 ticks: one more than floor(2^54 * 6 / 7) lots are worth 2^54 exactly.
        final InstrumentUnits units = units(inverse(7).tickSize(1, 0).multiplier(7, 0).minTicks(6), 0);
        final long lots = FixedPoint.multiplyDivideFloor(Instrument.VALUE_MAX, 6, 7) + 1;
        assertThat(units.value(-lots, 6)).isEqualTo(Instrument.VALUE_MAX);
        assertThat(units.value(-lots - 1, 6)).isEqualTo(Instrument.VALUE_MAX + 1);
        assertThat(units.largestPositionLots()).isEqualTo(lots);
    }
}
