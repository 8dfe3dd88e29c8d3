package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.testkit.SecretFiles;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The console on three node processes. The tests follow each other: the last kills the leader. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class ConsoleClusterTest
{
    private static final long PATIENCE_SECONDS = 60;
    private static final long DEFAULTER = 24;

    @TempDir
    private static Path directory;
    private static final SecretFiles SECRETS = new SecretFiles();
    private static LocalCluster cluster;
    private static ConsoleFixture fixture;

    @BeforeAll
    static void start() throws Exception
    {
        cluster = ConsoleFixture.cluster(SECRETS);
        fixture = ConsoleFixture.onCluster(directory, cluster, SECRETS);
        fixture.market();
        fixture.awaitInstruments();
    }

    @AfterAll
    static void stop()
    {
        CloseHelper.closeAll(fixture, cluster, SECRETS);
    }

    @Test
    @Order(1)
    void ladderIsTheCommandLines() throws IOException
    {
        final List<String> expected = new ArrayList<>();
        fixture.commandLine("queue", "BTC-PERP").path("queue")
            .forEach(row -> expected.add(row.path("side").asText() + row.path("account") + row.path("score")));

        final List<String> told = new ArrayList<>();
        fixture.json("/api/ladder?instrument=BTC-PERP").path("sides").forEach(side ->
            side.path("table").path("rows").forEach(row ->
                told.add(row.path("side").asText() + row.path("account") + row.path("score"))));

        assertThat(told).hasSizeGreaterThan(20).isEqualTo(expected);
    }

    @Test
    @Order(1)
    void theOverviewTellsHowLongTheLeaderTakes()
    {
        // The console's own questions are messages of a session too.
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).untilAsserted(() ->
            assertThat(fixture.json("/api/overview").path("figures").findValuesAsText("name"))
                .contains("queryMs", "commitP50Ms", "commitP99Ms", "applyP99Ms"));
    }

    @Test
    @Order(2)
    void theClusterSaysWhoMaySignIn() throws IOException
    {
        final DeskClient eve = new DeskClient(fixture);
        final String alices = secret("risk/alice");
        assertThat(eve.signIn("risk/bob", alices)).as("the secret of somebody else").isEqualTo(401);
        assertThat(eve.signIn("risk/alice", "")).as("no secret").isEqualTo(401);
        assertThat(eve.signIn("risk/nobody", alices)).as("a name that is not known").isEqualTo(401);
        assertThat(eve.signIn("risk/alice", "1:5e")).as("no secret's form").isEqualTo(400);
        assertThat(eve.signIn("audit/console", secret("audit/console"))).as("no risk principal").isEqualTo(400);
        assertThat(eve.cookie()).isNull();
        assertThat(fixture.post("/api/defaults", DeskClient.body("account", DEFAULTER),
            "Origin", fixture.address()).statusCode()).as("nobody signed in").isEqualTo(401);
    }

    @Test
    @Order(3)
    void nothingIsDoneForOtherPagesNorTwice() throws IOException
    {
        final DeskClient alice = new DeskClient(fixture);
        assertThat(alice.signIn("risk/alice", secret("risk/alice"))).isEqualTo(200);
        final String own = fixture.address();
        final String token = alice.token();
        final String order = DeskClient.body("account", DEFAULTER);
        final String[][] forgeries = {
            {"Origin", "https://elsewhere.example", DeskRoutes.TOKEN, token},
            {"Origin", "http://127.0.0.1:1", DeskRoutes.TOKEN, token},
            {"Origin", "null", DeskRoutes.TOKEN, token},
            {DeskRoutes.TOKEN, token},
            {"Origin", own, DeskRoutes.TOKEN, token, "Sec-Fetch-Site", "cross-site"},
            {"Origin", own, DeskRoutes.TOKEN, token, "Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "navigate"},
            {"Origin", own, DeskRoutes.TOKEN, token, "Content-Type", "text/plain"},
            {"Origin", own}, {"Origin", own, DeskRoutes.TOKEN, ""}, {"Origin", own, DeskRoutes.TOKEN, "0".repeat(64)}};
        for (final String[] headers : forgeries)
        {
            assertThat(alice.forged("/api/defaults", order, headers).statusCode()).as(List.of(headers).toString())
                .isEqualTo(403);
        }
        for (final String body : List.of("", "[]", "{}", order + order, "{\"account\":1,\"account\":" + DEFAULTER + '}',
            "{\"account\":" + DEFAULTER + ",\"instrument\":1}", "{\"account\":-1}", "{\"account\":1.0}"))
        {
            assertThat(alice.act("/api/defaults", body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(waiting()).isZero();

        final String used = alice.token();
        assertThat(alice.act("/api/defaults", order).statusCode()).isEqualTo(200);
        assertThat(alice.forged("/api/defaults", order, "Origin", own, DeskRoutes.TOKEN, used).statusCode())
            .as("replayed").isEqualTo(403);
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> 1 == waiting());
        final String fresh = alice.token();
        assertThat(alice.act("/api/sign-out", "{}").statusCode()).isEqualTo(200);
        assertThat(alice.forged("/api/defaults", order, "Origin", own, DeskRoutes.TOKEN, fresh).statusCode())
            .as("signed out").isEqualTo(401);
    }

    @Test
    @Order(4)
    void aDefaultTakesTwoPeople() throws IOException
    {
        final JsonNode proposal = fixture.json("/api/proposals").path("proposals").path(0);
        assertThat(proposal.path("proposer").asText()).isEqualTo("risk/alice");
        assertThat(proposal.path("command")).isEqualTo(ConsoleFixture.parsed(
            "{\"command\":\"declareDefault\",\"account\":" + DEFAULTER + "}"));
        final String order = DeskClient.body("proposal", proposal.path("proposal").asText());
        final DeskClient alice = new DeskClient(fixture);
        final DeskClient bob = new DeskClient(fixture);
        assertThat(alice.signIn("risk/alice", secret("risk/alice"))).isEqualTo(200);
        assertThat(bob.signIn("risk/bob", secret("risk/bob"))).isEqualTo(200);

        final HttpResponse<String> own = alice.act("/api/proposals/approve", order);
        assertThat(own.statusCode()).as(own.body()).isEqualTo(409);
        assertThat(own.body()).contains("FOUR_EYES_REQUIRED");
        assertThat(alice.forged("/api/proposals/approve", order, "Origin", fixture.address(), DeskRoutes.TOKEN,
            bob.token()).statusCode()).as("the token of somebody else").isEqualTo(403);
        assertThat(waiting()).isEqualTo(1);

        final HttpResponse<String> approved = bob.act("/api/proposals/approve", order);
        assertThat(approved.statusCode()).as(approved.body()).isEqualTo(200);
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() ->
            DEFAULTER == fixture.json("/api/plan?account=" + DEFAULTER).path("runs").path("rows").path(0)
                .path("account").asLong());
        assertThat(fixture.json("/api/audit").path("acts").path("rows").findValuesAsText("principal"))
            .contains("risk/alice", "risk/bob").doesNotContain("audit/console");
        assertThat(waiting()).isZero();
    }

    @Test
    @Order(5)
    void whoseSecretIsTakenAwayIsSignedOut() throws IOException
    {
        final DeskClient carol = new DeskClient(fixture);
        assertThat(carol.signIn("risk/carol", secret("risk/carol"))).isEqualTo(200);
        SECRETS.take("risk/carol", 1);
        final DeskClient again = new DeskClient(fixture);
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() ->
            401 == again.signIn("risk/carol", secret("risk/carol")));

        assertThat(carol.act("/api/defaults", DeskClient.body("account", 2)).statusCode()).isEqualTo(401);
        assertThat(carol.act("/api/defaults", DeskClient.body("account", 2)).body()).contains("nobody is signed in");
        assertThat(waiting()).isZero();
    }

    private static String secret(final String principal) throws IOException
    {
        return Files.readString(SECRETS.clientFile(principal, 1)).strip();
    }

    private static int waiting()
    {
        return fixture.json("/api/proposals").path("proposals").size();
    }

    @Test
    @Order(6)
    void anOffsetIsSeen() throws Exception
    {
        fixture.crash();

        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() ->
            "completed".equals(fixture.json("/api/runs").path("table").path("rows").path(0).path("state").asText()));
        assertThat(fixture.json("/api/runs").path("table").path("rows").path(0).path("account").asLong())
            .isEqualTo(1001);
    }

    @Test
    @Order(7)
    void aKilledLeaderIsDownOnItsCardAndTheConsoleGoesOnWithTheNext()
    {
        final JsonNode before = fixture.json("/api/cluster");
        final int leader = ConsoleFixture.leader(before);
        cluster.kill(leader);

        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> "DOWN".equals(
            fixture.json("/api/cluster").path("nodes").path(leader).path("role").asText()));
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() ->
            0 <= ConsoleFixture.leader(fixture.json("/api/cluster")));
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() ->
            200 == fixture.get("/api/positions?account=1").statusCode());
        assertThat(fixture.json("/api/cluster").path("elections").path("rows").size())
            .isGreaterThan(before.path("elections").path("rows").size());
        assertThat(fixture.json("/api/runs").path("table").path("rows")).as("runs seen before").hasSize(2);
    }
}
