package io.flatbook.client;

import io.flatbook.sbe.InstrumentReportDecoder;
import io.flatbook.sbe.InstrumentReportEncoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.WideMoneyDecoder;
import io.flatbook.sbe.WideMoneyEncoder;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class InstrumentSpecTest
{
    private final InstrumentSpec btc =
        new InstrumentSpec(1, "BTC-PERP", new BigDecimal("0.5"), new BigDecimal("0.001"), 1, 6);

    @Test
    void convertsExactlyBothWays()
    {
        assertThat(btc.ticks("price", "50000.5")).isEqualTo(100_001);
        assertThat(btc.lots("quantity", "-1")).isEqualTo(-1_000);
        assertThat(btc.minorUnits("amount", "4999")).isEqualTo(4_999_000_000L);
        assertThat(btc.priceOf(100_001)).isEqualTo(new BigDecimal("50000.5"));
        assertThat(btc.priceOf(100_000)).isEqualTo(new BigDecimal("50000"));
        assertThat(btc.quantityOf(-1_000)).isEqualTo(new BigDecimal("-1"));
        assertThat(btc.moneyOf(4_999_000_000L)).isEqualTo(new BigDecimal("4999.000000"));
    }

    @Test
    void pricesAreSigned()
    {
        final InstrumentSpec oil =
            new InstrumentSpec(2, "CL", new BigDecimal("0.01"), BigDecimal.ONE, 1, 2);
        assertThat(oil.ticks("price", "-37.63")).isEqualTo(-3_763);
        assertThat(oil.ticks("price", "0")).isZero();
        assertThat(oil.ticks("price", "-0.00")).isZero();
        assertThat(oil.priceOf(-3_763)).isEqualTo(new BigDecimal("-37.63"));
        assertThat(oil.priceOf(-100)).isEqualTo(new BigDecimal("-1"));
        assertThat(oil.priceOf(0)).isEqualTo(new BigDecimal("0"));
        assertThatThrownBy(() -> oil.ticks("price", "-37.631"))
            .hasMessage("price -37.631 is not a whole multiple of the tick size 0.01");
    }

    @Test
    void theNullOfAnOptionalPriceIsNoPrice()
    {
        final InstrumentSpec whole = new InstrumentSpec(1, "X", BigDecimal.ONE, BigDecimal.ONE, 1, 0);
        assertThatThrownBy(() -> whole.priceOf(InstrumentReportDecoder.markTicksNullValue()))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("null");
        assertThatThrownBy(() -> whole.ticks("price", "-9223372036854775808"))
            .isInstanceOf(IllegalArgumentException.class).hasMessage("price -9223372036854775808 is too low");
        assertThat(whole.ticks("price", "-9223372036854775807")).isEqualTo(-Long.MAX_VALUE);
    }

    @Test
    void totalsOf128BitsAreMoneyToo()
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final WideMoneyEncoder encoder = new WideMoneyEncoder().wrap(buffer, 0);
        final WideMoneyDecoder total = new WideMoneyDecoder().wrap(buffer, 0);
        encoder.high(-1).low(-5);
        assertThat(btc.moneyOf(total)).isEqualTo(new BigDecimal("-0.000005"));
        encoder.high(1).low(-1);
        assertThat(InstrumentSpec.minorUnitsOf(total)).isEqualTo(new BigInteger("36893488147419103231"));
        encoder.high(Long.MIN_VALUE).low(0);
        assertThat(InstrumentSpec.minorUnitsOf(total)).isEqualTo(BigInteger.TWO.pow(127).negate());
    }

    @Test
    void takesTheLargestValuesThereAre()
    {
        final InstrumentSpec whole = new InstrumentSpec(1, "X", BigDecimal.ONE, BigDecimal.ONE, 1, 0);
        assertThat(whole.ticks("price", "9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(whole.minorUnits("amount", "-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThatThrownBy(() -> whole.ticks("price", "9223372036854775808"))
            .isInstanceOf(IllegalArgumentException.class).hasMessage("price 9223372036854775808 does not fit 64 bits");
    }

    @Test
    void namesTheFieldThatIsNotAWholeNumberOfUnits()
    {
        assertThatThrownBy(() -> btc.ticks("price", "50000.3"))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("price 50000.3 is not a whole multiple of the tick size 0.5");
        assertThatThrownBy(() -> btc.lots("quantity", "0.0005"))
            .hasMessage("quantity 0.0005 is not a whole multiple of the lot size 0.001");
        assertThatThrownBy(() -> btc.minorUnits("amount", "0.0000001"))
            .hasMessage("amount 0.0000001 is not a whole multiple of the smallest unit of the asset 0.000001");
    }

    @Test
    void namesTheFieldThatIsNotADecimal()
    {
        for (final String text : new String[]{"", "x", "1e3", "1,000", " 1", "NaN", "--1", ".5", "5.", "0x10"})
        {
            assertThatThrownBy(() -> btc.ticks("price", text)).as(text)
                .isInstanceOf(IllegalArgumentException.class).hasMessage("price is not a decimal: " + text);
        }
        assertThatThrownBy(() -> btc.ticks("price", (String)null)).hasMessage("price is not a decimal: null");
    }

    @Test
    void refusesWhatCannotBe()
    {
        assertThatThrownBy(() -> new InstrumentSpec(1, "X", BigDecimal.ZERO, BigDecimal.ONE, 1, 0))
            .hasMessageContaining("tickSize");
        assertThatThrownBy(() -> new InstrumentSpec(1, "X", BigDecimal.ONE, BigDecimal.ONE, 1, 13))
            .hasMessageContaining("assetScale");
    }

    @Test
    void isMadeOfTheAnswerAboutAnInstrument()
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final InstrumentReportEncoder encoder = new InstrumentReportEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .instrument(7);
        encoder.terms().symbol("ETH-PERP").settlementAsset(2);
        encoder.terms().tickSize().mantissa(5).exponent((byte)-2);
        encoder.terms().lotSize().mantissa(1).exponent((byte)1);
        final InstrumentSpec spec = InstrumentSpec.of(
            new InstrumentReportDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder()), 8);
        assertThat(spec).isEqualTo(
            new InstrumentSpec(7, "ETH-PERP", new BigDecimal("0.05"), new BigDecimal("1E+1"), 2, 8));
        assertThat(spec.lots("quantity", "30")).isEqualTo(3);
        assertThat(spec.quantityOf(3)).isEqualTo(new BigDecimal("30"));
    }

    @Test
    void givesBackEveryNumberThatItTook()
    {
        final long seed = System.nanoTime();
        System.err.println("seed " + seed);
        final Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++)
        {
            final InstrumentSpec spec = new InstrumentSpec(
                1,
                "X",
                BigDecimal.valueOf(1 + random.nextInt(1_000), random.nextInt(12)),
                BigDecimal.valueOf(1 + random.nextInt(1_000), random.nextInt(12) - 4),
                1,
                random.nextInt(13));
            final long number = random.nextLong() >> random.nextInt(64);
            final String as = "seed " + seed + ": " + spec + " " + number;
            assertThat(spec.ticks("price", spec.priceOf(number))).as(as).isEqualTo(number);
            assertThat(spec.lots("quantity", spec.quantityOf(number).toPlainString())).as(as).isEqualTo(number);
            assertThat(spec.minorUnits("amount", spec.moneyOf(number).toPlainString())).as(as).isEqualTo(number);
        }
    }
}
