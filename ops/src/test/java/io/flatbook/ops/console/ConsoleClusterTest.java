package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.ops.link.LocalCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
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

    @TempDir
    private static Path directory;
    private static LocalCluster cluster;
    private static ConsoleFixture fixture;

    @BeforeAll
    static void start() throws Exception
    {
        cluster = LocalCluster.start();
        fixture = ConsoleFixture.onCluster(directory, cluster);
        fixture.market();
        fixture.awaitInstruments();
    }

    @AfterAll
    static void stop()
    {
        fixture.close();
        cluster.close();
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
    @Order(2)
    void anOffsetIsSeen() throws Exception
    {
        fixture.crash();

        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() ->
            "completed".equals(fixture.json("/api/runs").path("table").path("rows").path(0).path("state").asText()));
        assertThat(fixture.json("/api/runs").path("table").path("rows").path(0).path("account").asLong())
            .isEqualTo(1001);
    }

    @Test
    @Order(3)
    void aKilledLeaderIsDownOnItsCardAndTheConsoleGoesOnWithTheNext()
    {
        final JsonNode before = fixture.json("/api/cluster");
        final int leader = ConsoleFixture.leader(before);
        cluster.kill(leader);

        await().atMost(3, TimeUnit.SECONDS).until(() -> "DOWN".equals(
            fixture.json("/api/cluster").path("nodes").path(leader).path("role").asText()));
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() ->
            0 <= ConsoleFixture.leader(fixture.json("/api/cluster")));
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() ->
            200 == fixture.get("/api/positions?account=1").statusCode());
        assertThat(fixture.json("/api/cluster").path("elections").path("rows").size())
            .isGreaterThan(before.path("elections").path("rows").size());
        assertThat(fixture.json("/api/runs").path("table").path("rows")).as("runs seen before").hasSize(1);
    }
}
