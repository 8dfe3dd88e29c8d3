package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Owner 1 holds 1 BTC long in account 11 and 0.4 short in account 12; owner 2 is short 1, owner 3 long 0.4.
 */
final class RiskViewTest
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
            "{\"command\":\"openAccount\",\"account\":11,\"owner\":1}",
            "{\"command\":\"openAccount\",\"account\":12,\"owner\":1}",
            "{\"command\":\"openAccount\",\"account\":20,\"owner\":2}",
            "{\"command\":\"openAccount\",\"account\":30,\"owner\":3}",
            "{\"command\":\"deposit\",\"account\":11,\"amount\":\"20000\"}",
            "{\"command\":\"deposit\",\"account\":12,\"amount\":\"20000\"}",
            "{\"command\":\"deposit\",\"account\":20,\"amount\":\"6500\"}",
            "{\"command\":\"deposit\",\"account\":30,\"amount\":\"20000\"}",
            "{\"command\":\"updateMarkPrices\",\"marks\":{\"BTC-PERP\":\"50000\"}}",
            "{\"command\":\"registerTrade\",\"tradeId\":1,\"instrument\":\"BTC-PERP\",\"buyer\":11,\"seller\":20," +
                "\"quantity\":\"1\",\"price\":\"50000\"}",
            "{\"command\":\"registerTrade\",\"tradeId\":2,\"instrument\":\"BTC-PERP\",\"buyer\":30,\"seller\":12," +
                "\"quantity\":\"0.4\",\"price\":\"50000\"}");
    }

    @Test
    void netsTheAccountsOfAnOwner()
    {
        assertThat(cli.run("exposure", "-o", "json", "--owner", "1")).isEqualTo(ExitCode.OK);

        final JsonNode row = cli.json().path("exposure").get(0);
        assertThat(row.path("venue").asLong()).isEqualTo(1);
        assertThat(row.path("family").asText()).isEqualTo("BTC-PERP");
        assertThat(row.path("long").asText()).isEqualTo("50000.000000");
        assertThat(row.path("short").asText()).isEqualTo("20000.000000");
        assertThat(row.path("net").asText()).isEqualTo("30000.000000");
        assertThat(row.path("hedged").asText()).isEqualTo("57");
        assertThat(row.path("neutral").asBoolean()).isFalse();
    }

    /** A backup that stopped goes on to be read, and its log stands still. */
    @Test
    void saysThatTheBookOfAReplicaIsOld()
    {
        assertThat(cli.run("exposure", "--replica", "backup")).isEqualTo(ExitCode.OK);
        assertThat(cli.err()).doesNotContain("WARNING");

        cli.later(60_000);
        assertThat(cli.run("exposure", "--replica", "backup")).isEqualTo(ExitCode.OK);
        assertThat(cli.err()).containsPattern(
            "WARNING: this book is 6\\d s old: flatbook backup status \\S*backup says whether the backup runs");
        assertThat(cli.run("exposure")).isEqualTo(ExitCode.OK);
        assertThat(cli.err()).as("of the nodes").doesNotContain("WARNING");
    }

    @Test
    void listsTheNearestToLiquidationFirst()
    {
        assertThat(cli.run("at-risk", "-o", "json")).isEqualTo(ExitCode.OK);

        final JsonNode nearest = cli.json().path("accounts").get(0);
        assertThat(cli.json().path("accounts")).hasSize(4);
        assertThat(nearest.path("account").asLong()).isEqualTo(20);
        // (6,500 - 1,500) / 50,000
        assertThat(nearest.path("distance").asText()).isEqualTo("10.00");
        assertThat(cli.run("at-risk", "--within", "5")).isEqualTo(ExitCode.OK);
        assertThat(cli.err()).startsWith("accounts: none");
    }

    @Test
    void listsBreaksBetweenAFileAndTheBook(@TempDir final Path directory) throws Exception
    {
        final String good = "account,symbol,number\n11,USDC,20000\n12,USDC,20000.00\n20,USDC,6500\n30,USDC,20000\n" +
            "# positions\n11,BTC-PERP,1\n12,BTC-PERP,-0.4\n20,BTC-PERP,-1\n30,BTC-PERP,0.4\n";
        final Path file = Files.writeString(directory.resolve("good.csv"), good);
        final Path broken = Files.writeString(directory.resolve("broken.csv"),
            good.replace("12,BTC-PERP,-0.4", "12,BTC-PERP,-0.5").replace("30,USDC,20000\n", "31,USDC,1\n"));
        final Path bad = Files.writeString(directory.resolve("bad.csv"), "11,NOPE,1\n");

        assertThat(cli.run("reconcile", file.toString())).isEqualTo(ExitCode.OK);
        assertThat(cli.err()).contains("8 compared, 0 breaks");
        final Path saved = Files.writeString(directory.resolve("saved.csv"), "\uFEFF" + good.replace("\n", "\r\n"));
        assertThat(cli.run("reconcile", saved.toString())).as("by a spreadsheet").isEqualTo(ExitCode.OK);
        final Path inQuotes = Files.writeString(directory.resolve("quotes.csv"),
            good.replaceAll("(?m)^([^#,]+),([^,]+),(.+)$", "\"$1\", \"$2\" ,\"$3\""));
        assertThat(cli.run("reconcile", inQuotes.toString())).as("cells in quotes").isEqualTo(ExitCode.OK);
        for (final String line : List.of("\"11\"x,USDC,1", "11,USDC,\"1", "11,\"US\"\"DC\",1", "11,USDC,\"1,000\"",
            "1\"1\",U,1"))
        {
            assertThat(cli.run("reconcile", Files.writeString(directory.resolve("no.csv"), line).toString())).as(line)
                .isEqualTo(ExitCode.USAGE);
        }
        assertThat(cli.run("reconcile", broken.toString(), "-o", "csv")).isEqualTo(ExitCode.FAILURE);
        assertThat(cli.out()).isEqualTo("account,symbol,kind,file,book,difference\n" +
            "12,BTC-PERP,position,-0.5,-0.4,-0.1\n30,USDC,collateral,,20000,-20000\n31,USDC,collateral,1,,1\n");
        assertThat(cli.run("reconcile", bad.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).isEqualTo("flatbook: " + bad + ":1: there is no instrument or asset NOPE\n");
    }

    /** Written out, its digits would fill the memory. */
    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "1e61"})
    void aNumberOfTheFileThatNobodyCanWriteOutIsRefused(final String number, @TempDir final Path directory)
        throws Exception
    {
        final Path file = Files.writeString(directory.resolve("huge.csv"), "30,USDC," + number + "\n");

        assertThat(cli.run("reconcile", file.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).isEqualTo("flatbook: " + file + ":1: has too many digits\n");
    }

    /** The position would stand in the place of the collateral, which nothing compares then. */
    @Test
    void tellsCollateralFromPositionsInAnInstrumentOfTheSameName(@TempDir final Path directory) throws Exception
    {
        final CliFixture other = new CliFixture().with(Stream.of("{'command':'defineAsset','asset':'BTC','scale':8}",
            "{'command':'defineInstrument','instrument':'BTC','kind':'LINEAR_PERPETUAL','settlementAsset':'BTC'," +
            "'tickSize':'0.5','lotSize':'0.001','marginTiers':[{'floor':'0','initial':'0.05','maintenance':'0.03'}]}",
            "{'command':'openAccount','account':1,'owner':1}", "{'command':'openAccount','account':2,'owner':2}",
            "{'command':'deposit','account':1,'amount':'500'}", "{'command':'deposit','account':2,'amount':'500'}",
            "{'command':'updateMarkPrices','marks':{'BTC':'100'}}",
            "{'command':'registerTrade','instrument':'BTC','buyer':1,'seller':2,'quantity':'1','price':'100'}")
            .map(line -> line.replace('\'', '"')).toArray(String[]::new));
        final Path doubtful = Files.writeString(directory.resolve("doubtful.csv"), "1,BTC,1\n2,BTC,-1\n");
        final Path good = Files.writeString(directory.resolve("good.csv"), "1,BTC,1,position\n2,BTC,-1,position\n" +
            "1,BTC,500,collateral\n2,BTC,500,collateral\n");

        assertThat(other.run("reconcile", doubtful.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(other.err()).contains("doubtful.csv:1: there is an instrument and an asset BTC: a fourth column " +
            "must say position or collateral");
        assertThat(other.run("reconcile", good.toString())).as(other.err()).isEqualTo(ExitCode.OK);
        assertThat(other.err()).contains("4 compared, 0 breaks");
    }

    @Test
    void explainsARunWithTheInputsOfItsScores()
    {
        assertThat(cli.run("default", "declare", "20", "--yes")).isEqualTo(ExitCode.OK);
        assertThat(cli.run("offset", "explain", "1", "-o", "json")).isEqualTo(ExitCode.OK);

        assertThat(cli.json().path("started").path("equity").asText()).isEqualTo("6500.000000");
        assertThat(cli.json().path("offsets").get(0).path("counterparty").asLong()).isEqualTo(11);
        assertThat(cli.json().path("offsets").get(0).has("score")).isTrue();
        assertThat(cli.json().path("offsets").get(0).has("logPosition")).isTrue();
        assertThat(cli.json().path("completed").path("run").asLong()).isEqualTo(1);
    }

    @Test
    void knowsNoRunThatWasNot()
    {
        assertThat(cli.run("default", "declare", "20", "--yes")).isEqualTo(ExitCode.OK);
        assertThat(cli.run("offset", "explain", "9")).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void movesMarksOnACopyOfTheBook()
    {
        // At 57,000 the short of owner 2 stands at 6,500 - 7,000 = -500, which the long that it sold to pays.
        assertThat(cli.run("stress", "--move", "BTC-PERP=14", "-o", "json")).isEqualTo(ExitCode.OK);

        assertThat(cli.json().path("statuses").get(0).path("account").asLong()).isEqualTo(20);
        assertThat(cli.json().path("statuses").get(0).path("to").asText()).isEqualTo("DEFAULTED");
        assertThat(cli.json().path("runs").get(0).path("deficit").asText()).isEqualTo("500.000000");
        assertThat(cli.json().path("offsets").get(0).path("counterparty").asLong()).isEqualTo(11);
        assertThat(cli.json().path("offsets").get(0).path("surcharge").asText()).isEqualTo("500.000000");
        assertThat(cli.run("account", "show", "20", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("account").path("status").asText()).isEqualTo("HEALTHY");
        assertThat(cli.run("stress", "--move", "ALL=1", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("runs")).isEmpty();
        assertThat(cli.run("stress", "--move", "NOPE=1")).isEqualTo(ExitCode.NOT_FOUND);
        // A mark stays within its bounds: 0 is none of them, the lowest price is.
        assertThat(cli.run("stress", "--move", "ALL=-100", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("offsets").get(0).path("mark").asText()).isEqualTo("0.5");
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
