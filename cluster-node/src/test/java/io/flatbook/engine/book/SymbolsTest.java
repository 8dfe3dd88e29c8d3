package io.flatbook.engine.book;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Symbols and families have 1 to 32 bytes of UTF-8 without control characters or outer spaces (NOUN-7). */
class SymbolsTest
{
    @ParameterizedTest
    @ValueSource(strings = {"B", "BTC-27JUN25-100000-C", "ES Z5", "\u00c9", "\u6bd4\u7279\u5e01", "\ud83d\ude80",
        "12345678901234567890123456789012"})
    void isASymbol(final String symbol)
    {
        assertThat(Symbols.valid(symbol)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " A", "A ", "\u00a0A", "A\u3000", "A\tB", "A\nB", "A\u007f", "A\u0085B",
        "123456789012345678901234567890123", "\ud83d", "A\udc00B", "\ufffd"})
    void isNone(final String symbol)
    {
        assertThat(Symbols.valid(symbol)).isFalse();
    }

    @Test
    void bytesCountNotCharacters()
    {
        assertThat(Symbols.valid(null)).isFalse();
        assertThat(Symbols.valid("\u00c9".repeat(16))).isTrue();
        assertThat(Symbols.valid("\u00c9".repeat(16) + "A")).isFalse();
        assertThat(Symbols.valid("\u6bd4".repeat(10) + "AB")).isTrue();
        assertThat(Symbols.valid("\u6bd4".repeat(11))).isFalse();
        assertThat(Symbols.valid("\ud83d\ude80".repeat(8))).isTrue();
        assertThat(Symbols.valid("\ud83d\ude80".repeat(8) + "A")).isFalse();
    }

    @Test
    void namesOfGatewaysAreNarrower()
    {
        assertThat(Symbols.validName("binance-1.eu_west")).isTrue();
        assertThat(Symbols.validName("a".repeat(24))).isTrue();
        assertThat(Symbols.validName("a".repeat(25))).isFalse();
        assertThat(Symbols.validName("A")).isFalse();
        assertThat(Symbols.validName("a b")).isFalse();
        assertThat(Symbols.validName("a/b")).isFalse();
        assertThat(Symbols.validName("\u00e9")).isFalse();
        assertThat(Symbols.validName("")).isFalse();
        assertThat(Symbols.validName(null)).isFalse();
    }
}
