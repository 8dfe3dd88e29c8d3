package io.flatbook.ops.view;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the wire counts in millionths, minor units and constants, as people and as programs read it.
 */
final class FigureTest
{
    private static final AssetTerms USDC = new AssetTerms(1, "USDC", 6);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0|0", "999|999", "1000|1,000", "-1000|-1,000", "-999.5|-999.5",
        "1234567.891234|1,234,567.891234", "0.000001|0.000001", "-9223372036854775808|-9,223,372,036,854,775,808"})
    void separatesThousandsOfTheWholeDigitsOnly(final String exact, final String shown)
    {
        assertThat(Figure.shown(Figure.of(Figure.Unit.QUANTITY, exact))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0|0.00", "0.05|5.00", "1|100.00", "-0.2|-20.00", "0.000125|0.0125",
        "11180|1,118,000.00"})
    void showsRatiosInPerCentWithoutLosingADigit(final String exact, final String shown)
    {
        assertThat(Figure.shown(Figure.of(Figure.Unit.RATIO, exact))).isEqualTo(shown);
        assertThat(Figure.heading("roe", Figure.of(Figure.Unit.RATIO, exact))).isEqualTo("roe %");
    }

    @Test
    void readsMillionthsAsMultiples()
    {
        final Figure leverage = Figure.millionths(Figure.Unit.MULTIPLE, 3_615_299);

        assertThat(leverage.asText()).isEqualTo("3.615299");
        assertThat(Figure.shown(leverage)).isEqualTo("3.615299");
        assertThat(Figure.heading("highestLeverage", leverage)).isEqualTo("highest leverage ×");
    }

    @Test
    void keepsNumbersExactAsStringsInJson()
    {
        final ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.set("equity", Figure.money(USDC, Long.MIN_VALUE));
        row.set("score", Figure.of(Figure.Unit.NUMBER, Long.toString(Long.MAX_VALUE)));
        row.set("status", Figure.of(Figure.Unit.WORD, "MARGIN_CALL"));
        row.set("deadline", Figure.time(1_760_130_964_500L));
        row.set("date", Figure.date(20251010));

        assertThat(row).hasToString("{\"equity\":\"-9223372036854.775808\",\"score\":\"9223372036854775807\"," +
            "\"status\":\"MARGIN_CALL\",\"deadline\":\"2025-10-10T21:16:04.500Z\",\"date\":\"2025-10-10\"}");
    }

    @Test
    void saysConstantsTimesAndSwitchesInWords()
    {
        assertThat(Figure.shown(Figure.of(Figure.Unit.WORD, "MARGIN_CALL"))).isEqualTo("margin call");
        assertThat(Figure.shown(Figure.time(1_760_130_964_000L))).isEqualTo("2025-10-10 21:16:04");
        assertThat(Figure.heading("deadline", Figure.time(0))).isEqualTo("deadline UTC");
        assertThat(Figure.shown(BooleanNode.TRUE)).isEqualTo("yes");
        assertThat(Figure.shown(LongNode.valueOf(1_002))).isEqualTo("1002");
        assertThat(Figure.shown(null)).isEmpty();
    }
}
