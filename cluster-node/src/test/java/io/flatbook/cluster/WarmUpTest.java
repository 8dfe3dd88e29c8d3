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
    void closesOutItsDefaulter()
    {
        assertThat(WarmUpDefaults.run()).isTrue();
    }

    @Test
    void doesNothingIfItHasNoTime()
    {
        assertThat(WarmUp.run(0)).isZero();
    }
}
