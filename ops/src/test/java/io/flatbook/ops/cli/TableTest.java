package io.flatbook.ops.cli;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tables on screens of a fixed width: account 1002 is long 1 BTC and in profit, account 1001 short and in default's
 * reach.
 */
final class TableTest
{
    private final CliFixture cli = new CliFixture();

    @BeforeEach
    void fillTheBook() throws Exception
    {
        cli.with(
            "{\"command\":\"defineAsset\",\"asset\":\"USDC\",\"scale\":6}",
            "{\"command\":\"defineInstrument\",\"instrument\":\"BTC-PERP\",\"kind\":\"LINEAR_PERPETUAL\"," +
                "\"tickSize\":\"0.5\",\"lotSize\":\"0.001\"," +
                "\"marginTiers\":[{\"floor\":\"0\",\"initial\":\"0.05\",\"maintenance\":\"0.03\"}]}",
            "{\"command\":\"openAccount\",\"account\":1001,\"owner\":1}",
            "{\"command\":\"openAccount\",\"account\":1002,\"owner\":2}",
            "{\"command\":\"deposit\",\"account\":1001,\"amount\":\"7000\"}",
            "{\"command\":\"deposit\",\"account\":1002,\"amount\":\"20000\"}",
            "{\"command\":\"updateMarkPrices\",\"marks\":{\"BTC-PERP\":\"50000\"}}",
            "{\"command\":\"registerTrade\",\"tradeId\":1,\"instrument\":\"BTC-PERP\",\"buyer\":1002,\"seller\":1001," +
                "\"quantity\":\"1\",\"price\":\"50000\"}",
            "{\"command\":\"updateMarkPrices\",\"marks\":{\"BTC-PERP\":\"55500\"}}");
    }

    @Test
    void saysUnitsInTheHeadingAndSeparatesThousands()
    {
        assertThat(cli.run("account", "list", "--columns", "account,status,equity,maintenanceMargin"))
            .isEqualTo(ExitCode.OK);

        assertThat(cli.out()).isEqualTo("""
             account  status         equity USDC  maintenance margin USDC
                1001  liquidating   1,500.000000             1,665.000000
                1002  healthy      25,500.000000             1,665.000000
            """);
    }

    @Test
    void cutsColumnsThatDoNotFitAndNamesThem()
    {
        assertThat(cli.on(new Screen(60, 100, false, "")).run("account", "list")).isEqualTo(ExitCode.OK);

        assertThat(cli.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
        assertThat(cli.out()).contains("equity USDC").doesNotContain("doubt").doesNotContain("maintenance margin");
        assertThat(cli.err()).contains("not shown: ").contains("maintenanceMargin").contains("--wide shows all");

        assertThat(cli.run("account", "list", "--wide")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("maintenance margin USDC");
        assertThat(cli.err()).doesNotContain("not shown");
    }

    @Test
    void leavesOutWhatWasNotAskedForFirst()
    {
        assertThat(cli.on(new Screen(60, 100, false, "")).run("at-risk")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("account", "status", "distance %").doesNotContain("owner", "notional", "asset ");
        assertThat(cli.on(new Screen(70, 100, false, "")).run("positions")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("unrealized pnl USDC").doesNotContain("cost");
        assertThat(cli.run("audit", "check")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("balanced", "quantity sum zero");
        assertThat(cli.on(new Screen(60, 0, false, "false")).run("at-risk")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).as("a width without a terminal").contains("distance %").doesNotContain("notional");
    }

    @Test
    void hasAsManyDecimalsInEachRow() throws Exception
    {
        cli.with("{\"command\":\"openAccount\",\"account\":1003,\"owner\":3}",
            "{\"command\":\"deposit\",\"account\":1003,\"reference\":9,\"amount\":\"90000\"}",
            "{\"command\":\"registerTrade\",\"tradeId\":2,\"instrument\":\"BTC-PERP\",\"buyer\":1003," +
            "\"seller\":1002,\"quantity\":\"0.25\",\"price\":\"55500\"}");

        assertThat(cli.run("positions", "--columns", "account,quantity")).isEqualTo(ExitCode.OK);

        assertThat(cli.out()).isEqualTo("""
             account  quantity
                1001     -1.00
                1002      0.75
                1003      0.25
            """);
    }

    @Test
    void findsColumnsByTheirHeadings()
    {
        assertThat(cli.run("account", "list", "--columns", "maintenance margin,ACCOUNT", "--sort",
            "maintenance margin:desc")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).startsWith(" maintenance margin USDC  account");
    }

    @Test
    void sortsByNumberAndNameAndLimits()
    {
        assertThat(cli.run("account", "list", "--sort", "equity:desc", "--limit", "1", "--columns", "ACCOUNT", "-o",
            "csv")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).isEqualTo("account\n1002\n");
        assertThat(cli.err()).contains("1 of 2 rows");

        assertThat(cli.run("account", "list", "--sort", "status,equity", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("accounts").get(0).path("account").asLong()).isEqualTo(1002);
    }

    @Test
    void anEmptyLineStandsBetweenTwoTablesOfACsv()
    {
        assertThat(cli.run("account", "show", "1002", "-o", "csv")).isEqualTo(ExitCode.OK);
        assertThat(cli.out().split("\n\n")).hasSize(2).allSatisfy((table) ->
            assertThat(table.lines().map((line) -> line.split(",", -1).length).distinct()).hasSize(1));
    }

    @Test
    void saysWhichColumnsThereAre()
    {
        assertThat(cli.run("account", "list", "--sort", "leverage")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("there is no column leverage; there are account, asset, ");
        assertThat(cli.out()).isEmpty();
        assertThat(cli.run("account", "list", "--limit", "-1")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("queue", "BTC-PERP", "--columns", "nosuch")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("there is no column nosuch; there are ");
        assertThat(cli.run("account", "list", "--status", "nosuch")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("account", "list", "--status", "liquidating", "-o", "csv", "--columns", "account"))
            .isEqualTo(ExitCode.OK);
        assertThat(cli.out()).isEqualTo("account\n1001\n");
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void oneObjectHasColumnsToo(final OutputFormat format)
    {
        assertThat(cli.run("fund", "show", "USDC", "-o", format.name(), "--columns", "nosuch"))
            .isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("there is no column nosuch; there are asset, ");
        assertThat(cli.out()).isEmpty();

        assertThat(cli.run("fund", "show", "USDC", "-o", format.name(), "--columns", "houseDeficit,asset"))
            .isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("USDC").doesNotContain("insurance");
    }

    @Test
    void aTableWithoutRowsMayHaveAnyColumns() throws Exception
    {
        cli.with("{\"command\":\"openAccount\",\"account\":1003,\"owner\":2}");
        assertThat(cli.run("account", "show", "1003", "--columns", "account,quantity")).isEqualTo(ExitCode.OK);
        assertThat(cli.run("account", "show", "1002", "--columns", "account,nosuch")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void whatMovedMoneyIsToldWhateverColumnsAreNamed()
    {
        assertThat(cli.run("fund", "add", "USDC", "5", "--yes", "--columns", "nosuch")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("insurance fund");
    }

    @Test
    void unfoldsNestedTerms()
    {
        assertThat(cli.run("instrument", "list", "--columns", "instrument,tickSize,openInterest,mark"))
            .isEqualTo(ExitCode.OK);
        assertThat(cli.out().lines().toList().get(1).trim().split(" +"))
            .containsExactly("BTC-PERP", "0.5", "1", "55,500");
    }

    @Test
    void colorsByMeaningIfTheScreenShowsColors()
    {
        assertThat(cli.on(new Screen(200, 100, true, "")).run("account", "list")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("\u001b[31mliquidating\u001b[0m").contains("\u001b[32mhealthy");

        assertThat(cli.on(new Screen(200, 100, false, "")).run("account", "list")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("liquidating").doesNotContain("\u001b");
    }

    @Test
    void writesTimesAsIso8601()
    {
        assertThat(cli.run("account", "list", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("timestamp").asText()).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void pagesWhatIsLongerThanTheScreenAndNothingElse(@TempDir final Path directory) throws Exception
    {
        final Path paged = directory.resolve("paged");
        final String pager = "cat > " + paged;

        assertThat(cli.on(new Screen(200, 3, false, pager)).run("account", "list")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).isEmpty();
        assertThat(Files.readString(paged)).contains("liquidating").contains("healthy");

        Files.delete(paged);
        assertThat(cli.on(new Screen(200, 50, false, pager)).run("account", "list")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("liquidating");
        assertThat(paged).doesNotExist();
    }

    @Test
    void knowsTheScreenFromWhatTheScriptFound()
    {
        assertThat(List.of(Screen.of("", Map.of()), Screen.of(null, Map.of("COLUMNS", "wide"))))
            .containsOnly(Screen.NONE);
        assertThat(Screen.of("", Map.of("COLUMNS", "60"))).as("for a pipe").isEqualTo(new Screen(60, 0, false, ""));
        assertThat(Screen.of("0 0", Map.of("COLUMNS", "60"))).as("a terminal of unknown size")
            .isEqualTo(new Screen(60, 24, true, "less -FRSX"));
        assertThat(Screen.of("50 132", Map.of("COLUMNS", "60")).columns()).as("as it is now").isEqualTo(132);
        assertThat(Screen.of("50 132", Map.of())).isEqualTo(new Screen(132, 50, true, "less -FRSX"));
        assertThat(List.of(Screen.of("50 132", Map.of("NO_COLOR", "1")), Screen.of("50 132", Map.of("TERM", "dumb"))))
            .noneMatch(Screen::isColored);
        assertThat(Screen.of("50 132", Map.of("NO_COLOR", "", "PAGER", "more")))
            .isEqualTo(new Screen(132, 50, true, "more"));
    }
}
