package io.flatbook.ops.cli;

import io.flatbook.ops.scenario.BadLineException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What nobody can have meant is refused before it answers something else. */
final class MisspelledFiltersTest
{
    private final CliFixture cli = new CliFixture();

    @BeforeEach
    void fillTheBook() throws BadLineException
    {
        cli.with(
            "{\"command\":\"defineAsset\",\"asset\":\"USDC\",\"scale\":6}",
            "{\"command\":\"defineInstrument\",\"instrument\":\"BTC-PERP\",\"kind\":\"LINEAR_PERPETUAL\"," +
                "\"tickSize\":\"0.5\",\"lotSize\":\"0.001\"," +
                "\"marginTiers\":[{\"floor\":\"0\",\"initial\":\"0.05\",\"maintenance\":\"0.03\"}]}",
            "{\"command\":\"openAccount\",\"account\":11,\"owner\":1}",
            "{\"command\":\"openAccount\",\"account\":20,\"owner\":2}",
            "{\"command\":\"deposit\",\"account\":11,\"amount\":\"20000\"}",
            "{\"command\":\"deposit\",\"account\":20,\"amount\":\"6500\"}",
            "{\"command\":\"updateMarkPrices\",\"marks\":{\"BTC-PERP\":\"50000\"}}",
            "{\"command\":\"registerTrade\",\"tradeId\":1,\"instrument\":\"BTC-PERP\",\"buyer\":11,\"seller\":20," +
                "\"quantity\":\"1\",\"price\":\"50000\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"account list --owner 7", "account list --owner -5", "exposure --owner 7"})
    void knowsNoOwnerWithoutAccounts(final String command)
    {
        assertThat(cli.run(command.split(" "))).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli.err()).startsWith("flatbook: there is no account of an owner ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stress --move BTC-PERP=-5 --move BTC-PERP=-6",
        "instrument mark BTC-PERP=50000 BTC-PERP=50001 --yes"})
    void takesNoKeyTwice(final String command)
    {
        assertThat(cli.run(command.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("BTC-PERP is given more than once");
    }

    /** Written out they would take minutes, and memory that nobody has. */
    @ParameterizedTest
    @Timeout(20)
    @ValueSource(strings = {"queue BTC-PERP --next 1e999999999", "stress --move BTC-PERP=1e-999999999",
        "fund add USDC 1e2147483647 --dry-run", "at-risk --within 1e400"})
    void takesNoNumberOfEndlessDigits(final String command)
    {
        assertThat(cli.run(command.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("' has too many digits").hasSizeLessThan(400);
    }

    @Test
    void takesEachKeyOnce()
    {
        assertThat(cli.run("account", "list", "--owner", "1")).as(cli.err()).isEqualTo(ExitCode.OK);
        assertThat(cli.run("stress", "--move", "BTC-PERP=-5", "--move", "ALL=-6")).as(cli.err()).isEqualTo(ExitCode.OK);
    }
}
