package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The console's interface by HTTP, on an engine in this process. The later tests change the market. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class ConsoleTest
{
    @TempDir
    private static Path directory;
    private static final EngineGround GROUND = new EngineGround();
    private static ConsoleFixture fixture;

    @BeforeAll
    static void start() throws Exception
    {
        fixture = ConsoleFixture.onEngine(directory, GROUND);
        fixture.market();
        fixture.awaitInstruments();
    }

    @AfterAll
    static void stop()
    {
        fixture.close();
    }

    @Test
    @Order(1)
    void overviewTellsTheBookInDecimals()
    {
        final JsonNode overview = fixture.json("/api/overview");

        assertThat(overview.has("problem")).isFalse();
        final JsonNode asset = overview.path("assets").path("rows").path(0);
        assertThat(asset.path("insuranceFund").isTextual()).isTrue();
        assertThat(asset.path("insuranceFund").asText()).isEqualTo("500.000000");
        assertThat(overview.path("instruments").path("rows").path(0).path("mark").asText()).isEqualTo("51000");
        assertThat(overview.path("timestamp").asText()).startsWith("20");
        assertThat(figure(overview, "accounts")).isEqualTo("25");
    }

    @Test
    @Order(1)
    void ladderIsTheCommandLines() throws IOException
    {
        final JsonNode queue = fixture.commandLine("queue", "BTC-PERP", "--next", "1.2").path("queue");
        final List<String> expected = new ArrayList<>();
        queue.forEach(row -> expected.add(row.path("side").asText() + ' ' + row.path("account") + ' ' +
            row.path("gives").asText() + ' ' + row.path("score").asText()));

        final List<String> told = new ArrayList<>();
        final JsonNode page = fixture.json("/api/ladder?instrument=BTC-PERP&next=1.2");
        page.path("sides").forEach(side -> side.path("table").path("rows").forEach(row ->
            told.add(row.path("side").asText() + ' ' + row.path("account") + ' ' + row.path("gives").asText() + ' ' +
                row.path("score").asText())));

        assertThat(told).isNotEmpty().isEqualTo(expected);
        assertThat(page.path("sides").path(0).path("stop").asInt()).isEqualTo(0);
        assertThat(page.path("sides").path(0).path("why").path(0).path(0).asText())
            .startsWith("Account " + page.path("sides").path(0).path("table").path("rows").path(0).path("account"));
    }

    @Test
    @Order(1)
    void withoutAQuantityTheNextDefaultIsThatOfWhoIsNearestToBankruptcy()
    {
        final JsonNode longs = fixture.json("/api/ladder?instrument=BTC-PERP").path("sides").path(0);

        assertThat(longs.path("next").asText()).endsWith("account 1001 with 2.");
        assertThat(longs.path("stopSentence").asText()).startsWith("the next 2 BTC-PERP stop here");
    }

    @Test
    @Order(1)
    void positionsComeInPagesThatAreAllOfThem() throws IOException
    {
        final JsonNode all = fixture.commandLine("positions").path("positions");
        final List<String> expected = new ArrayList<>();
        all.forEach(row -> expected.add(row.path("account") + row.path("instrument").asText() + row.path("quantity")));

        final List<String> told = new ArrayList<>();
        String next = "";
        while (null != next)
        {
            final JsonNode page = fixture.json("/api/positions" + (next.isEmpty() ? "" : "?after=" + next));
            page.path("table").path("rows").forEach(row ->
                told.add(row.path("account") + row.path("instrument").asText() + row.path("quantity")));
            next = page.has("next") ? page.path("next").asText() : null;
        }

        assertThat(told).hasSizeGreaterThan(40).isEqualTo(expected);
        assertThat(fixture.json("/api/positions?account=1001").path("table").path("rows")).hasSize(1);
    }

    @Test
    @Order(1)
    void positionsAreSortedAndTheirCsvHasTheSameRows()
    {
        final JsonNode rows = fixture.json("/api/positions?sort=leverage:desc").path("table").path("rows");
        assertThat(rows.path(0).path("account").asInt()).isEqualTo(1001);
        // Two at a mark of 51,000, and 9,998 less the loss of 2,000.
        assertThat(rows.path(0).path("leverage").asText()).isEqualTo("12.75");
        assertThat(figures(rows, "leverage")).hasSizeGreaterThan(40).isSortedAccordingTo(Comparator.reverseOrder());
        final JsonNode values =
            fixture.json("/api/positions?instrument=BTC-PERP&sort=value").path("table").path("rows");
        assertThat(figures(values, "value").stream().map(BigDecimal::abs).toList()).isSorted();
        assertThat(figures(values, "value")).anyMatch(value -> value.signum() < 0);

        final List<String> lines =
            fixture.get("/api/positions?sort=leverage:desc&format=csv").body().lines().toList();
        assertThat(lines).hasSize(rows.size() + 1);
        for (int row = 0; row < rows.size(); row++)
        {
            assertThat(lines.get(row + 1)).startsWith(rows.path(row).path("account").asText() + ',');
        }
    }

    @Test
    @Order(2)
    void positionsAtRiskAreThoseOfTheCommandLine() throws Exception
    {
        assertThat(fixture.json("/api/positions?atRisk=true").path("table").path("rows")).isEmpty();
        fixture.run(ConsoleFixture.MARGIN_CALL);

        await().atMost(30, TimeUnit.SECONDS).until(() ->
            !fixture.json("/api/positions?atRisk=true").path("table").path("rows").isEmpty());
        final JsonNode rows = fixture.json("/api/positions?atRisk=true").path("table").path("rows");
        assertThat(figures(rows, "account"))
            .isEqualTo(figures(fixture.commandLine("positions", "--at-risk").path("positions"), "account"))
            .containsExactly(BigDecimal.valueOf(1001));
    }

    private static List<BigDecimal> figures(final JsonNode rows, final String name)
    {
        final List<BigDecimal> figures = new ArrayList<>();
        rows.forEach(row -> figures.add(new BigDecimal(row.path(name).asText())));
        return figures;
    }

    @Test
    @Order(1)
    void everyTableIsCsvToo()
    {
        for (final String path : List.of("/api/overview?table=instruments&", "/api/overview?table=runs&",
            "/api/positions?", "/api/funds?", "/api/runs?", "/api/proposals?", "/api/audit?",
            "/api/audit?table=acts&", "/api/cluster?table=elections&",
            "/api/ladder?instrument=BTC-PERP&table=sides.1.table&"))
        {
            final HttpResponse<String> response = fixture.get(path + "format=csv");
            assertThat(response.statusCode()).as(path + response.body()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        }
        assertThat(fixture.get("/api/funds?format=csv").body().lines().findFirst().orElse(""))
            .contains("asset,insuranceFund");
    }

    @Test
    @Order(1)
    void aPageIsServedOnlyWithWhatThisConsoleOffers()
    {
        assertThat(fixture.get("/").body()).contains("<meta name=\"offers\"").doesNotContain("OFFERS");
        assertThat(fixture.get("/app/").statusCode()).isEqualTo(404);
        assertThat(fixture.get("/app/index.html").statusCode()).isEqualTo(404);
    }

    /** A filter that is misspelled or left empty would answer as if there were none. */
    @Test
    void refusesAParameterThatItDoesNotKnow()
    {
        final HttpResponse<String> misspelled = fixture.get("/api/positions?acount=1001");
        assertThat(misspelled.statusCode()).isEqualTo(400);
        assertThat(misspelled.body()).contains("acount: there is no such parameter here; " +
            "there are account, after, atRisk, format, instrument, sort, table");
        assertThat(fixture.get("/ladder?instrument=BTC-PERP&limit=5").body()).contains(
            "limit: there is no such parameter here; there are instrument, next, top, why");
        assertThat(fixture.get("/fund?asset=USDC").body()).contains(
            "asset: there is no such parameter here; there are none");
        assertThat(fixture.get("/api/positions?account=").body()).contains("account: is empty");
    }

    @Test
    @Order(1)
    void badQuestionsAreToldWhatIsWrong()
    {
        assertThat(fixture.get("/api/ladder").statusCode()).isEqualTo(400);
        assertThat(fixture.get("/api/ladder?instrument=NONE").statusCode()).isEqualTo(404);
        final HttpResponse<String> finer = fixture.get("/api/ladder?instrument=BTC-PERP&next=0.00001");
        assertThat(finer.statusCode()).isEqualTo(400);
        assertThat(ConsoleFixture.parsed(finer.body()).path("problem").asText()).startsWith("next: 0.00001");
        assertThat(fixture.get("/api/positions?after=x").statusCode()).isEqualTo(400);
        assertThat(fixture.get("/api/positions?sort=cost").body()).contains("sort: must be one of leverage");
        assertThat(fixture.get("/api/positions?account=99").statusCode()).isEqualTo(404);
        assertThat(fixture.get("/api/runs/7").statusCode()).isEqualTo(404);
        assertThat(fixture.get("/nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(1)
    void whoIsRefusedAnAnswerIsStillSignedIn()
    {
        final DeskClient alice = new DeskClient(fixture);
        assertThat(alice.signIn("risk/alice", EngineGround.SECRET)).isEqualTo(200);
        GROUND.busyForPeople(true);
        final HttpResponse<String> refused = alice.act("/api/proposals/approve", DeskClient.body("proposal", 7));
        GROUND.busyForPeople(false);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(ConsoleFixture.parsed(refused.body()).path("problem").asText()).startsWith("refused: QUERY_BUSY");
        assertThat(alice.act("/api/proposals/approve", DeskClient.body("proposal", 7)).body())
            .contains("UNKNOWN_PROPOSAL");
    }

    @Test
    @Order(1)
    void aPlanIsThatOfTheCommandLineUnderEachPolicy() throws IOException
    {
        final JsonNode told = fixture.json("/api/plan?account=24").path("plans").path("rows");
        final JsonNode expected = fixture.commandLine("offset", "preview", "24", "--policy", "all").path("previews");
        assertThat(told).hasSize(4);
        for (int policy = 0; policy < 3; policy++)
        {
            for (final String figure : List.of("policy", "deficit", "fund", "surcharge", "offsets", "largestShare"))
            {
                assertThat(told.path(1 + policy).path(figure)).as(figure).isEqualTo(expected.path(policy).path(figure));
            }
        }
        assertThat(fixture.get("/api/plan?account=99").statusCode()).isEqualTo(404);
        assertThat(fixture.get("/api/plan").statusCode()).isEqualTo(400);
    }

    @Test
    @Order(1)
    void aHistoryIsReadWhileItIsWritten() throws Exception
    {
        assertThat(fixture.json("/api/history").path("end").isNull()).as("no file yet").isTrue();
        assertThat(fixture.get("/api/history/runs/1").statusCode()).as("no file yet").isEqualTo(404);
        final Path file = directory.resolve(ConsoleFixture.HISTORY);
        final Process writer = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp", System.getProperty("java.class.path"), PastWriter.class.getName(), file.toString(), "30")
            .inheritIO().start();
        try
        {
            await().atMost(60, TimeUnit.SECONDS).until(() ->
            {
                final HttpResponse<String> answer = fixture.get("/api/history");
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                return 30 == ConsoleFixture.parsed(answer.body()).path("end").path("eventSequence").asLong();
            });
            assertThat(writer.waitFor()).isZero();
        }
        finally
        {
            writer.destroyForcibly();
        }
        final JsonNode funds = fixture.json("/api/history").path("funds");
        assertThat(figures(funds, "insuranceFund")).hasSize(30).isSorted();
        assertThat(fixture.get("/api/history/runs/1").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(3)
    void anOffsetIsSeen() throws Exception
    {
        fixture.crash();

        await().atMost(30, TimeUnit.SECONDS).until(() ->
            "completed".equals(fixture.json("/api/runs").path("table").path("rows").path(0).path("state").asText()));
        final JsonNode row = fixture.json("/api/runs").path("table").path("rows").path(0);
        assertThat(row.path("account").asLong()).isEqualTo(1001);
        final JsonNode run = fixture.json("/api/runs/" + row.path("run"));
        assertThat(run.path("waterfall").path("rows").path(4).path("left").asText()).isEqualTo("0.000000");
        assertThat(run.path("offsets").path("rows")).isNotEmpty();
        assertThat(run.path("cause").path(0).asText()).startsWith("Account 1001 had an equity of -");
    }

    @Test
    @Order(4)
    void aKilledLeaderIsDownOnItsCardAndAnotherLeads()
    {
        final int leader = ConsoleFixture.leader(fixture.json("/api/cluster"));
        GROUND.kill(leader);

        await().atMost(30, TimeUnit.SECONDS).until(() -> "DOWN".equals(
            fixture.json("/api/cluster").path("nodes").path(leader).path("role").asText()));
        await().atMost(60, TimeUnit.SECONDS).until(() -> 0 <= ConsoleFixture.leader(fixture.json("/api/cluster")));
        await().atMost(60, TimeUnit.SECONDS).until(() -> 200 == fixture.get("/api/funds").statusCode());
        assertThat(fixture.json("/api/cluster").path("elections").path("rows").size()).isGreaterThan(1);
    }

    private static String figure(final JsonNode overview, final String name)
    {
        for (final JsonNode figure : overview.path("figures"))
        {
            if (name.equals(figure.path("name").asText()))
            {
                return figure.path("exact").asText();
            }
        }
        return null;
    }
}
