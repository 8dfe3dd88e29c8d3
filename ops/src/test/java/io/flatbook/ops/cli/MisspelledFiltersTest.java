package io.flatbook.ops.cli;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** What nobody can have meant is refused before it answers something else. */
final class MisspelledFiltersTest
{
    @TempDir
    private Path directory;
    private TestCli cli;

    @BeforeEach
    void setUp()
    {
        cli = new TestCli(directory);
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
