package io.flatbook.proving.demo;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PopulationGeneratorTest
{
    private static final int HOLDERS = 3_000;

    private final List<Terms> wave = Wave.read();
    private final long seed = ThreadLocalRandom.current().nextLong();
    private final Population population = PopulationGenerator.generate(wave, HOLDERS, Wave.DEFICIT, seed);

    PopulationGeneratorTest()
    {
        System.out.println("PopulationGeneratorTest seed " + seed);
    }

    @Test
    void theTableIsThePublishedWave()
    {
        assertThat(wave).hasSize(44).extracting(Terms::id).first().isEqualTo(1);
        // The published sum, 185,534,088.94 USD, in full.
        final BigDecimal notional = BigDecimal.valueOf(Wave.notional(wave), Terms.ASSET_SCALE);
        assertThat(notional.setScale(2, RoundingMode.HALF_EVEN)).isEqualTo("185534088.94");
        for (final Terms terms : wave)
        {
            assertThat(terms.tickValue()).as(terms.symbol()).isPositive();
            // What the engine allows: 2^54 minor units at the highest price.
            assertThat(terms.value(3 * terms.defaultedLots(), terms.maxTicks())).isLessThan(1L << 54);
        }
    }

    @Test
    void unitsAreThoseOfThePublishedDecimals()
    {
        final Terms terms = Terms.of(1, "X", new BigDecimal("235.27"), new BigDecimal("17.5"));
        assertThat(terms.lotSize()).isEqualByComparingTo("0.01");
        assertThat(terms.tickSize()).isEqualByComparingTo("0.001");
        assertThat(terms.tickValue()).isEqualTo(10);
        assertThat(terms.defaultedLots()).isEqualTo(23_527);
        assertThat(terms.crashTicks()).isEqualTo(17_500);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> Terms.of(1, "X", new BigDecimal("0.001"), new BigDecimal("0.0001")));
    }

    @Test
    void quantitiesSumToZeroAndTheDefaulterHoldsWhatWasPublished()
    {
        for (final Terms terms : wave)
        {
            final Map<Long, Long> lots = new HashMap<>();
            for (final PlannedTrade trade : population.trades())
            {
                if (trade.instrumentId() == terms.id())
                {
                    assertThat(trade.lots()).isPositive();
                    assertThat(trade.ticks()).isBetween(1L, terms.maxTicks());
                    assertThat(trade.buyerId()).isNotEqualTo(trade.sellerId());
                    lots.merge(trade.buyerId(), trade.lots(), Long::sum);
                    lots.merge(trade.sellerId(), -trade.lots(), Long::sum);
                }
            }
            assertThat(lots.values().stream().mapToLong(Long::longValue).sum()).as(terms.symbol()).isZero();
            assertThat(lots).as(terms.symbol()).containsEntry(Population.DEFAULTER, terms.defaultedLots());
            final long opposite = lots.values().stream().filter(held -> held < 0).mapToLong(Math::abs).sum();
            assertThat(opposite).as(terms.symbol()).isGreaterThan(terms.defaultedLots());
        }
    }

    @Test
    void theCrashLeavesTheDefaulterWithExactlyTheDeficitAndNobodyElseBelowInitialMargin()
    {
        final long[] equity = equityAt(wave.stream().mapToLong(Terms::crashTicks).toArray());
        assertThat(equity[0]).isEqualTo(-Wave.DEFICIT);
        assertMargined(equity, wave.stream().mapToLong(Terms::crashTicks).toArray(), 1);
    }

    @Test
    void everybodyIsMarginedBeforeTheCrash()
    {
        assertMargined(equityAt(population.entryTicks()), population.entryTicks(), 0);
    }

    @Test
    void nobodyIsMarginedTooThinToTradeOnTheWay()
    {
        // Losses of the trades alone, without what other trades win: the worst order there could be.
        final long[] worst = population.deposits().clone();
        for (final PlannedTrade trade : population.trades())
        {
            final Terms terms = wave.get(trade.instrumentId() - 1);
            final long loss = terms.value(
                trade.lots(), trade.ticks() - population.entryTicks()[trade.instrumentId() - 1]);
            worst[(int)trade.buyerId() - 1] -= Math.max(0, loss);
            worst[(int)trade.sellerId() - 1] -= Math.max(0, -loss);
        }
        assertMargined(worst, population.entryTicks(), 0);
    }

    @Test
    void aSeedGivesOnePopulation()
    {
        final Population again = PopulationGenerator.generate(wave, HOLDERS, Wave.DEFICIT, seed);
        assertThat(again.trades()).isEqualTo(population.trades());
        assertThat(again.deposits()).isEqualTo(population.deposits());
        assertThat(PopulationGenerator.generate(wave, HOLDERS, Wave.DEFICIT, seed + 1).trades())
            .isNotEqualTo(population.trades());
    }

    @Test
    void leverageDiffers()
    {
        assertThat(Arrays.stream(population.deposits()).skip(1).distinct().count()).isGreaterThan(HOLDERS * 9 / 10);
        assertThat(Demo.FUND).isPositive().isLessThan(Wave.DEFICIT / 2);
    }

    private long[] equityAt(final long[] ticks)
    {
        final long[] equity = population.deposits().clone();
        for (final PlannedTrade trade : population.trades())
        {
            final Terms terms = wave.get(trade.instrumentId() - 1);
            final long gain = terms.value(trade.lots(), ticks[trade.instrumentId() - 1] - trade.ticks());
            equity[(int)trade.buyerId() - 1] += gain;
            equity[(int)trade.sellerId() - 1] -= gain;
        }
        return equity;
    }

    private void assertMargined(final long[] equity, final long[] ticks, final int from)
    {
        final long[][] lots = new long[equity.length][wave.size()];
        for (final PlannedTrade trade : population.trades())
        {
            lots[(int)trade.buyerId() - 1][trade.instrumentId() - 1] += trade.lots();
            lots[(int)trade.sellerId() - 1][trade.instrumentId() - 1] -= trade.lots();
        }
        for (int account = from; account < equity.length; account++)
        {
            long required = 0;
            for (int i = 0; i < wave.size(); i++)
            {
                required += 0 == lots[account][i] ? 0 : wave.get(i).initialMargin(lots[account][i], ticks[i]);
            }
            assertThat(equity[account]).as("account %d", account + 1).isGreaterThanOrEqualTo(required);
        }
    }
}
