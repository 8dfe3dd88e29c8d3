package io.flatbook.engine.book;

import io.flatbook.sbe.InstrumentKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tick values and inverse units are exact or there are none (NUM-3). */
class DecimalsTest
{
    private static long tickValue(
        final int scale, final long tick, final int tickExponent, final long lot, final int lotExponent,
        final long multiplier, final int multiplierExponent)
    {
        final InstrumentDefinition d = new InstrumentDefinition().tickSize(tick, tickExponent).lotSize(lot, lotExponent)
            .multiplier(multiplier, multiplierExponent).kind(InstrumentKind.LINEAR_PERPETUAL);
        return Decimals.product(tick, tickExponent, d, scale);
    }

    private static long inverseUnit(
        final int scale, final long tick, final int tickExponent, final long lot, final int lotExponent,
        final long contractValue, final int contractExponent)
    {
        return Decimals.quotient(new InstrumentDefinition().tickSize(tick, tickExponent).lotSize(lot, lotExponent)
            .multiplier(contractValue, contractExponent), scale);
    }

    @Test
    void aTickValueIsTickTimesLotTimesMultiplierInMinorUnits()
    {
        assertThat(tickValue(6, 5, -1, 1, -3, 1, 0)).isEqualTo(500);
        assertThat(tickValue(0, 1, 0, 1, 0, 1, 0)).isEqualTo(1);
        assertThat(tickValue(2, 25, -2, 1, 0, 50, 0)).isEqualTo(1_250);
        assertThat(tickValue(8, 1, -8, 1, 0, 1, 0)).as("a tick of 1e-8").isEqualTo(1);
        assertThat(tickValue(12, 1, -8, 1, -4, 1, 0)).isEqualTo(1);
        assertThat(tickValue(0, 1, -2, 2, 1, 5, 0)).as("factors cancel: 0.01 * 20 * 5").isEqualTo(1);
    }

    @Test
    void aTickValueThatIsNoIntegerIsNone()
    {
        assertThat(tickValue(6, 1, -8, 1, 0, 1, 0)).as("1e-8 in units of 1e-6").isZero();
        assertThat(tickValue(2, 1, -2, 1, -1, 1, 0)).isZero();
        assertThat(tickValue(0, 3, -1, 1, 0, 3, 0)).as("0.9").isZero();
        assertThat(tickValue(0, 1, -18, 1, -18, 1, -18)).isZero();
    }

    @Test
    void aTickValueThatDoesNotFitIsNone()
    {
        assertThat(tickValue(12, Long.MAX_VALUE, 0, 1, 0, 1, 0)).isZero();
        assertThat(tickValue(12, 1, 18, 1, 18, 1, 18)).isZero();
        assertThat(tickValue(0, Long.MAX_VALUE - 1, 0, 1, 0, 1, 0)).isEqualTo(Long.MAX_VALUE - 1);
    }

    @Test
    void anInverseUnitIsLotTimesContractValueOverTick()
    {
        assertThat(inverseUnit(8, 5, -1, 1, 0, 1, 0)).isEqualTo(200_000_000L);
        assertThat(inverseUnit(8, 1, -2, 1, 0, 100, 0)).isEqualTo(1_000_000_000_000L);
        assertThat(inverseUnit(0, 3, 0, 2, 0, 6, 0)).isEqualTo(4);
    }

    @Test
    void anInverseUnitThatIsNoIntegerIsNone()
    {
        assertThat(inverseUnit(0, 3, 0, 1, 0, 1, 0)).isZero();
        assertThat(inverseUnit(2, 7, -2, 1, 0, 1, 0)).isZero();
    }
}
