package io.flatbook.cluster;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WarmUpTest
{
    @Test
    void registersTheTradesOfItsBookOneByOneAndTogether()
    {
        final long tradesOfATurn = 32;
        assertThat(WarmUp.run(1)).isGreaterThanOrEqualTo(tradesOfATurn)
            .satisfies((trades) -> assertThat(trades % tradesOfATurn).isZero());
    }

    @Test
    void closesOutItsDefaulterEachTime()
    {
        final WarmUpDefaults defaults = new WarmUpDefaults();
        for (int i = 0; i < 3; i++)
        {
            defaults.turn();
            assertThat(defaults.isClosedOut()).isTrue();
        }
    }

    @Test
    void doesNothingIfItHasNoTime()
    {
        assertThat(WarmUp.run(0)).isZero();
    }
}
