package io.flatbook.ops.cli;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Account 1 is long 10 from 100 with 160, account 6 long 10 from 100 with 2,000. Shorts from 100 are account 2 with 8
 * lots and 160, account 3 with 6 and 360, account 4 with 6 and 1,400. Initial margin is 10 %, maintenance 5 %.
 */
final class LadderAndDistanceTest
{
    private final CliFixture cli = new CliFixture();

    @BeforeEach
    void fillTheBook() throws Exception
    {
        cli.with("{\"command\":\"defineAsset\",\"asset\":\"USD\",\"scale\":2}",
            "{\"command\":\"defineInstrument\",\"instrument\":\"BTC-PERP\",\"kind\":\"LINEAR_PERPETUAL\"," +
                "\"tickSize\":\"1\",\"lotSize\":\"1\",\"marginTiers\":[{\"floor\":\"0\",\"initial\":\"0.1\"," +
                "\"maintenance\":\"0.05\"}]}",
            "{\"command\":\"updateMarkPrices\",\"marks\":{\"BTC-PERP\":\"100\"}}",
            account(1), deposit(1, 160), account(2), deposit(2, 160), account(3), deposit(3, 360),
            account(4), deposit(4, 1_400), account(6), deposit(6, 2_000),
            trade(1, 1, 2, 8), trade(2, 1, 3, 2), trade(3, 6, 3, 4), trade(4, 6, 4, 6),
            "{\"command\":\"updateMarkPrices\",\"marks\":{\"BTC-PERP\":\"90\"}}");
    }

    @Test
    void drawsTheLadderAndWhereTheNextQuantityStops()
    {
        assertThat(cli.run("queue", "BTC-PERP", "--side", "SHORT", "--next", "9", "--columns",
            "offsetRank,account,quantity,bar,gives,roe,leverage")).as(cli.err()).isEqualTo(ExitCode.OK);

        assertThat(cli.out()).isEqualTo("""
            BTC-PERP shorts: 20 in 3 positions. If a long is in default, they close in this order (POL-1).
             offset rank  account  quantity  bar               gives  roe %  leverage ×
                       1        2        -8  ████████████████      8  10.00    3.000000
                       2        3        -6  ██████▉               1  10.00    1.285714
            ─── the next 9 BTC-PERP stop here, at rank 2 ──────────────────────────────
                       3        4        -6  ██                       10.00    0.369863

            """);
    }

    @Test
    void saysHowMuchOfTheNextQuantityIsLeft()
    {
        assertThat(cli.run("queue", "BTC-PERP", "--side", "SHORT", "--next", "21")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("The next 21 take the whole side, and 1 find nobody on it.");
        assertThat(cli.run("queue", "BTC-PERP", "--side", "short", "--next", "21", "--top", "1"))
            .as("what is not shown is on the side too").isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("The next 21 take the whole side, and 1 find nobody on it.");
        assertThat(cli.run("queue", "BTC-PERP", "--side", "SHORT", "--next", "9", "--top", "1")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("The next 9 take all of these and 1 more (--top).");
        assertThat(cli.run("queue", "BTC-PERP", "--next", "0.5")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("--next: 0.5 is no multiple of the lot size 1");
        assertThat(cli.run("queue", "BTC-PERP", "--next", "0")).isEqualTo(ExitCode.USAGE);

        assertThat(cli.run("queue", "BTC-PERP", "--side", "SHORT", "--next", "9", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("queue").findValuesAsText("gives")).containsExactly("8", "1");
        assertThat(cli.json().path("queue").findValuesAsText("leverage")).startsWith("3", "1.285714");
    }

    @Test
    void keepsTheMarkOfTheStopAndTheReasonsWithinANarrowTerminal()
    {
        final Screen screen = new Screen(72, 100, true, "");

        assertThat(cli.on(screen).run("queue", "BTC-PERP", "--side", "SHORT", "--next", "9")).isEqualTo(ExitCode.OK);

        assertThat(Tone.plain(cli.out()).lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(72))
            .anySatisfy(line -> assertThat(line).startsWith("─── the next 9 BTC-PERP stop here, at rank 2 ─"));
        assertThat(Tone.plain(cli.out())).contains("gives", "roe %", "leverage ×").doesNotContain("lots ahead");
        assertThat(cli.err()).containsOnlyOnce("not shown: ");
    }

    @Test
    void drawsScoresInEighthsAndLosersWithoutABar()
    {
        assertThat(List.of(Ladder.bar(128, 128), Ladder.bar(9, 128), Ladder.bar(1, 1_000_000), Ladder.bar(-1, 128),
            Ladder.bar(Long.MAX_VALUE, Long.MAX_VALUE))).containsExactly("█".repeat(16), "█▏", "▏", "", "█".repeat(16));
    }

    /**
     * Account 1 has 160 and loses 10 a tick from 100: 60 at 90. Maintenance is half a unit of price: liquidated below
     * 160 - 10 (100 - p) = 5 % * 10 p, p = 88.4; bankrupt below p = 84. It is second among the longs, behind nobody or
     * behind the 10 of account 6. Short 2 goes bankrupt above 120, short 3 above 160, short 4 above 333.
     */
    @Test
    void saysHowFarThePriceMayMove() throws Exception
    {
        assertThat(cli.run("distance", "1", "-o", "json")).as(cli.err()).isEqualTo(ExitCode.OK);

        assertThat(cli.json().path("distances").get(0)).hasToString("{\"instrument\":\"BTC-PERP\"," +
            "\"quantity\":\"10\",\"mark\":\"90\",\"liquidatedAt\":\"88\",\"liquidatedMove\":\"-0.0222\"," +
            "\"bankruptAt\":\"83\",\"bankruptMove\":\"-0.0778\",\"offsetAt\":\"121\",\"offsetMove\":\"0.3444\"}");

        cli.with("{\"command\":\"updateMarkPrices\",\"markSequence\":11,\"marks\":{\"BTC-PERP\":\"89\"}}");
        assertThat(cli.run("account", "show", "1", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("account").path("status").asText()).isEqualTo("MARGIN_CALL");
        cli.with("{\"command\":\"updateMarkPrices\",\"markSequence\":12,\"marks\":{\"BTC-PERP\":\"88\"}}");
        assertThat(cli.run("account", "show", "1", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("account").path("status").asText()).isEqualTo("LIQUIDATING");
        cli.with("{\"command\":\"updateMarkPrices\",\"markSequence\":13,\"marks\":{\"BTC-PERP\":\"84\"}}");
        assertThat(cli.run("distance", "1")).isEqualTo(ExitCode.OK);
        assertThat(cli.out().replaceAll("\\s+", " ")).startsWith("Account 1 is liquidating: equity 0.00 USD, " +
            "maintenance margin 42.00 USD. BTC-PERP, now 84: if it falls alone, the account is below its " +
            "maintenance margin already and bankrupt at 83 (-1.19 %); if it rises, defaults of the other side reach " +
            "its place in the queue at ");
        cli.with("{\"command\":\"updateMarkPrices\",\"markSequence\":14,\"marks\":{\"BTC-PERP\":\"83\"}}");
        assertThat(cli.run("account", "show", "1", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("account").path("status").asText()).isEqualTo("CLOSED_OUT");
        assertThat(cli.run("distance", "7")).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void watches()
    {
        final Screen screen = new Screen(100, 2, false, "false");

        assertThat(cli.on(screen).run("account", "list", "--watch", "--interval", "1", "--count", "3"))
            .isEqualTo(ExitCode.OK);

        assertThat(cli.out().split("\u001b\\[H", -1)).hasSize(4);
        assertThat(cli.out()).contains("margin call");
    }

    private static String account(final long accountId)
    {
        return "{\"command\":\"openAccount\",\"account\":" + accountId + ",\"owner\":" + accountId + "}";
    }

    private static String deposit(final long accountId, final long units)
    {
        return "{\"command\":\"deposit\",\"account\":" + accountId + ",\"amount\":\"" + units + "\"}";
    }

    private static String trade(final long tradeId, final long buyer, final long seller, final long quantity)
    {
        return "{\"command\":\"registerTrade\",\"tradeId\":" + tradeId + ",\"instrument\":\"BTC-PERP\",\"buyer\":" +
            buyer + ",\"seller\":" + seller + ",\"quantity\":\"" + quantity + "\",\"price\":\"100\"}";
    }
}
