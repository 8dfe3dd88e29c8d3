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

    /** Options on 7 minor units a tick of the underlying, and 2 a tick of their own. */
    private static InstrumentUnits option(final boolean call)
    {
        return new InstrumentUnits(false, 2, 1, 1_000, 1_000_000, 100, 7, call);
    }

    @Test
    void anOptionIsSettledAtWhatItIsInTheMoneyBy()
    {
        assertThat(option(true).strikeTicks()).isEqualTo(100);
        assertThat(option(true).settlementValue(3, 110)).isEqualTo(210);
        assertThat(option(true).settlementValue(-3, 110)).isEqualTo(-210);
        assertThat(option(true).settlementValue(3, 90)).isZero();
        assertThat(option(false).settlementValue(3, 90)).isEqualTo(210);
        assertThat(option(false).settlementValue(-3, 90)).isEqualTo(-210);
        assertThat(option(false).settlementValue(3, 110)).isZero();
        assertThat(units(linear(5, -1, -3), 6).settlementValue(2, 10)).as("no option").isEqualTo(10_000);
    }

    @Test
    void theMarginOfAShortOptionCountsWhatATickOfTheUnderlyingIsWorth()
    {
        final InstrumentDefinition terms = new InstrumentDefinition().option(150_000, 100_000, 10_000);
        final InstrumentUnits call = option(true);
        assertThat(call.optionInitial(3, 120, 4, terms)).as("15 % of 2,520").isEqualTo(378);
        assertThat(call.optionInitial(3, 98, 4, terms)).as("15 % of 2,058 less 42").isEqualTo(267);
        assertThat(call.optionInitial(3, 90, 4, terms)).as("10 % of 1,890").isEqualTo(189);
        assertThat(call.optionMaintenance(3, 90, 400, terms)).as("1 % of 1,890").isEqualTo(19);
        final InstrumentUnits put = option(false);
        assertThat(put.optionInitial(3, 80, 4, terms)).as("15 % of 1,680").isEqualTo(252);
        assertThat(put.optionInitial(3, 300, 4, terms)).as("10 % of the strike").isEqualTo(210);
        assertThat(put.optionMaintenance(3, 80, 4, terms)).as("1 % of 1,680").isEqualTo(17);
        assertThat(put.optionMaintenance(3, 80, 400, terms)).as("1 % of its own value").isEqualTo(24);
    }

    @Test
    void aValueThatDoesNotFitIsTheLargestThatDoes()
    {
        final InstrumentUnits linear = units(linear(5, -1, -3), 6);
        assertThat(linear.saturatedValueAt(-3, 7)).isEqualTo(-10_500);
        assertThat(linear.saturatedValueAt(Long.MAX_VALUE, 1_000)).isEqualTo(Long.MAX_VALUE);
        assertThat(linear.saturatedValueAt(-Long.MAX_VALUE, 1_000)).isEqualTo(-Long.MAX_VALUE);
        final InstrumentUnits inverse = units(inverse(1_000_000), 8);
        assertThat(inverse.saturatedValueAt(10, 40_000)).isEqualTo(-5_000_000);
    }

    @Test
    void unitsChangeOnlyForAPositionAboveTheirLargest()
    {
        final InstrumentUnits units = option(true);
        assertThat(units.atLeast(1_000_000)).isSameAs(units);
        assertThat(units.atLeast(1_000_001).largestPositionLots()).isEqualTo(1_000_001);
        assertThat(units.atLeast(1_000_001).settlementValue(3, 110)).isEqualTo(210);
    }

    @Test
    void everyTermIsInTheDigest()
    {
        final long[] digests = {
            new InstrumentUnits(false, 2, 3, 4, 5, 6, 7, false).digest(),
            new InstrumentUnits(true, 2, 3, 4, 5, 6, 7, false).digest(),
            new InstrumentUnits(false, 9, 3, 4, 5, 6, 7, false).digest(),
            new InstrumentUnits(false, 2, 9, 4, 5, 6, 7, false).digest(),
            new InstrumentUnits(false, 2, 3, 9, 5, 6, 7, false).digest(),
            new InstrumentUnits(false, 2, 3, 4, 9, 6, 7, false).digest(),
            new InstrumentUnits(false, 2, 3, 4, 5, 9, 7, false).digest(),
            new InstrumentUnits(false, 2, 3, 4, 5, 6, 9, false).digest(),
            new InstrumentUnits(false, 2, 3, 4, 5, 6, 7, true).digest()};
        assertThat(digests).doesNotHaveDuplicates();
    }
}
