package io.flatbook.ops.cli;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sentences about the default runs of scenarios, whose figures their comments work out.
 */
final class OffsetExplainTest
{
    private static final Path SCENARIOS = Path.of("../scenarios");

    private final CliFixture cli = new CliFixture();

    @Test
    void saysWhyThereWasARunAndWhoPaidLayerByLayer() throws Exception
    {
        run("layers");

        assertThat(cli.run("offset", "explain", "1")).as(cli.err()).isEqualTo(ExitCode.OK);

        assertThat(words()).contains(
            "Default run 1 of account 1 At 1970-01-01T00:00:00Z, log position 0",
            "Account 1 had an equity of -90.000000 USDC at the marks of update 2: less than nothing. Its run closes " +
                "what it holds at mark, and others must cover the deficit (STAT-0, RUN-1).",
            "It was long 10 SOL-PERP from 100 on average, marked 80; all of it was closed. Its bankruptcy price, at " +
                "which nothing of its equity was left, was 89 (BOOK-3).",
            "1. The owner's other accounts paid 70.000000 USDC: account 3 gave 70.000000 USDC, since they answer for " +
                "it (RUN-3, RUN-4).",
            "2. The insurance fund paid 5.454545 USDC; it held 0.000000 USDC after the run (RUN-5).",
            "3. Counterparties paid 14.545455 USDC as a surcharge on what they closed",
            "5. The house was left with 0.000000 USDC (RUN-9).");
    }

    @Test
    void saysWhyThisAccountWhySoManyWhyThatMuch() throws Exception
    {
        run("layers");

        assertThat(cli.run("offset", "explain", "1", "--account", "5")).isEqualTo(ExitCode.OK);

        assertThat(words()).contains(
            "Account 5, short 8 SOL-PERP, closed 8 SOL-PERP at the mark of 80 and paid 14.545455 USDC beyond it, an " +
                "offset price of 81.8182.",
            "Why this account: the most profitable and most leveraged close first; its profit was 20.00 % of its " +
                "cost and its leverage 1.777777, a score of 355,555,400,000 (the one times the other, in " +
                "millionths of millionths), which made it number 1 (POL-1).",
            "Why so many: it held 8 SOL-PERP and gave all of it; each gives all its lots until the leg is closed",
            "Why that much: on these lots 14.545455 USDC of the deficit were due. It had gained 160.000000 USDC on " +
                "them and had 360.000000 USDC above its maintenance margin, so it paid all that was due (RUN-7).")
            .doesNotContain("Who paid").doesNotContain("Account 3");
        assertThat(cli.out()).contains("counterparty", "surcharge due USDC", "leverage ×", "roe %")
            .contains("POL-1  QUEUE", "RUN-7  Offset");
        assertThat(cli.out().lines()).allSatisfy(line -> assertThat(line).doesNotContain("1777777"));

        assertThat(cli.run("offset", "explain", "1", "--account", "4")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli.run("offset", "explain", "1", "--account", "3")).isEqualTo(ExitCode.OK);
        assertThat(words()).contains("Why: it belongs to the owner of the account in default.");
    }

    @Test
    void takesWhatIsNoNumberOfARunForAWrongCommandLine() throws Exception
    {
        run("layers");

        for (final String wanted : List.of("abc", "", "0", "-1", "1.0", "99999999999999999999"))
        {
            assertThat(cli.run("offset", "explain", wanted)).as(wanted).isEqualTo(ExitCode.USAGE);
            assertThat(cli.err().strip()).isEqualTo(
                "flatbook: '" + wanted + "' is neither the number of a run nor 'last'");
        }
        assertThat(cli.run("offset", "explain", "77")).isEqualTo(ExitCode.NOT_FOUND);
        for (final String[] verb : new String[][]{
            {"offset", "explain", "1", "--told", "-1"}, {"positions", "--top", "-1"}, {"at-risk", "--top", "-1"}})
        {
            assertThat(cli.run(verb)).as(verb[0]).isEqualTo(ExitCode.USAGE);
            assertThat(cli.err().strip()).endsWith(": -1 is less than 0").hasLineCount(1);
        }
        assertThat(cli.run("audit", "check", "--timeout", "0ms")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("--timeout: 0 is less than 1");
    }

    @Test
    void saysThatTheEventsDidNotComeAndNotThatThereIsNoRun() throws Exception
    {
        run("layers");

        assertThat(cli.withoutEvents().run("offset", "explain", "1", "--timeout", "50ms"))
            .isEqualTo(ExitCode.NO_LEADER);
        assertThat(cli.err()).matches("flatbook: the events after 0 of [1-9][0-9]* did not come in 50 ms\n");
    }

    @Test
    void saysHowThePolicyDividedTheLots() throws Exception
    {
        run("three-policies");

        assertThat(cli.run("offset", "explain", "last")).isEqualTo(ExitCode.OK);

        assertThat(words()).contains(
            "Why this account: all who hold the other side give in proportion to what they hold (POL-2).",
            "Why so many: it held 8 BTC-PERP and gave 5 BTC-PERP; with the others who gave it held 16 BTC-PERP, of " +
                "which 10 BTC-PERP were to be closed, and lots that the division left over went to the largest",
            "POL-2 PRO_RATA");
    }

    @Test
    void saysWhatLimitedAPayment() throws Exception
    {
        run("surcharge-then-haircut");

        assertThat(cli.run("offset", "explain", "1")).isEqualTo(ExitCode.OK);

        assertThat(words()).contains("and no more: an offset never", "4. A haircut took ", "RUN-8 Gains haircut");
    }

    @Test
    void tellsTheDefaultOfTheReadmeWithItsFigures() throws Exception
    {
        run("fund-pays-part");

        assertThat(cli.run("offset", "explain", "1")).isEqualTo(ExitCode.OK);

        assertThat(words()).contains("an equity of -40.00 USD", "It was long 10 BTC-PERP from 100 on average, marked " +
            "85; all of it was closed. Its bankruptcy price, at which nothing of its equity was left, was 89",
            "2. The insurance fund paid 25.00 USD", "3. Counterparties paid 15.00 USD",
            "Account 3, short 4 BTC-PERP, closed 4 BTC-PERP at the mark of 85 and paid 6.00 USD beyond it, an offset " +
                "price of 86.5.", "its leverage 2.125,", "It had gained 60.00 USD on them",
            "Account 2, short 6 BTC-PERP, closed 6 BTC-PERP at the mark of 85 and paid 9.00 USD beyond it, an offset " +
                "price of 86.5.", "its leverage 1.75862,", "It had gained 90.00 USD on them");
        assertThat(Files.readString(Path.of("../README.md"))).contains("its bankruptcy price, is 89")
            .contains("account 3 is leveraged 2.125 times, account 2 1.75862 times: 3 comes first")
            .contains("gains 60, owes 15 × 4/10 = 6, pays 6: 100 + 60 − 6 = 154")
            .contains("gains 90, owes 15 × 6/10 = 9, pays 9: 200 + 90 − 9 = 281")
            .contains("an offset price of 86.5").contains("scenarios/fund-pays-part.jsonl");
        assertThat(cli.run("account", "list", "--columns", "account,equity", "-o", "csv")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("1,0.00\n2,281.00\n3,154.00\n");
    }

    @Test
    void printsClausesInFullAndGivesAllToPrograms() throws Exception
    {
        run("layers");

        assertThat(cli.run("offset", "explain", "1", "--clauses")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("### RUN-7 Offset").contains("divideFloor(s_i * c, |q_i|)")
            .doesNotContain("### RUN-8");

        assertThat(cli.run("offset", "explain", "1", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("started").path("equity").asText()).isEqualTo("-90.000000");
        assertThat(cli.json().path("offsets").get(1).path("leverage").asText()).isEqualTo("1.777777");
        assertThat(cli.json().path("clauses").toString()).contains("\"RUN-7\"");
        assertThat(cli.json().path("sentences").size()).isGreaterThan(8);

        assertThat(cli.run("offset", "explain", "3")).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void showsWhoPaidMostOfManyAndHowToSeeTheRest() throws Exception
    {
        final List<String> lines = new ArrayList<>(List.of(
            "{'command':'defineAsset','asset':'USD','scale':2}",
            "{'command':'defineInstrument','instrument':'BTC-PERP','kind':'LINEAR_PERPETUAL','tickSize':'1'," +
                "'lotSize':'1','marginTiers':[{'floor':'0','initial':'0.1','maintenance':'0.05'}]}",
            "{'command':'openAccount','account':1,'owner':1}",
            "{'command':'deposit','account':1,'amount':'10000'}",
            "{'command':'updateMarkPrices','marks':{'BTC-PERP':'100'}}"));
        long shortLots = 0;
        for (int holder = 2; holder <= 31; holder++)
        {
            shortLots += holder;
            lines.add("{'command':'openAccount','account':" + holder + ",'owner':" + holder + "}");
            lines.add("{'command':'deposit','account':" + holder + ",'amount':'1000'}");
            lines.add("{'command':'registerTrade','instrument':'BTC-PERP','buyer':1,'seller':" + holder +
                ",'quantity':'" + holder + "','price':'100'}");
        }
        final long equity = 10_000 - shortLots * 21;
        assertThat(equity).as("equity at 79").isNegative();
        lines.add("{'command':'updateMarkPrices','marks':{'BTC-PERP':'79'}}");
        cli.with(lines.stream().map(line -> line.replace('\'', '"')).toArray(String[]::new));

        assertThat(cli.run("offset", "explain", "1", "--columns", "counterparty")).isEqualTo(ExitCode.OK);
        assertThat(words()).contains("These paid most; the other 20 closed too (--told N tells more of them, " +
            "--account ACCOUNT one of them).",
            "The figures counterparty 31 30 29 28 27 26 25 24 23 22 21 20 19 18 17 16 15 14 13 12 20 of 30 offsets: " +
            "--limit 30 shows all in a table, -o csv all figures");

        assertThat(cli.run("offset", "explain", "1", "--columns", "counterparty", "--limit", "30"))
            .isEqualTo(ExitCode.OK);
        assertThat(words()).contains(" 4 3 2 The clauses");
        assertThat(cli.run("offset", "explain", "1", "--told", "30")).isEqualTo(ExitCode.OK);
        assertThat(words()).doesNotContain("These paid most", "of 30 offsets");
        assertThat(cli.run("offset", "explain", "1", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("offsets")).hasSize(30);
        assertThat(cli.run("offset", "explain", "1", "-o", "csv")).isEqualTo(ExitCode.OK);
        assertThat(cli.out().lines()).hasSizeGreaterThanOrEqualTo(31);
    }

    @Test
    void wrapsSentencesToTheScreen() throws Exception
    {
        run("layers");

        assertThat(cli.on(new Screen(60, 1000, false, "")).run("offset", "explain", "1")).isEqualTo(ExitCode.OK);

        assertThat(cli.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
    }

    private void run(final String scenario) throws Exception
    {
        cli.with(Files.readAllLines(SCENARIOS.resolve(scenario + ".jsonl")).toArray(new String[0]));
    }

    /**
     * The answer without its line breaks.
     */
    private String words()
    {
        return cli.out().replaceAll("\\s+", " ");
    }
}
