package io.flatbook.ops.console;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RoutesTest
{
    @Test
    void takesTheNumberOfEveryAccount()
    {
        for (final long number : new long[]{0, 1, 1834567890123456789L, Long.MAX_VALUE})
        {
            assertThat(Routes.whole("account", Long.toString(number))).isEqualTo(number);
        }
        assertThat(new PositionsPage.Choice(null, null, Long.MAX_VALUE + ":1", null, false).after()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1.0", "1e3", "9223372036854775808", "99999999999999999999", "a", "١"})
    void refusesWhatIsNoNumber(final String text)
    {
        assertThatThrownBy(() -> Routes.whole("account", text)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("account: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1", "1:", ":1", "9223372036854775808:1", "1:2147483648"})
    void refusesAPlaceThatNoPageGave(final String text)
    {
        assertThatThrownBy(() -> new PositionsPage.Choice(null, null, text, null, false))
            .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("after: ");
    }
}
