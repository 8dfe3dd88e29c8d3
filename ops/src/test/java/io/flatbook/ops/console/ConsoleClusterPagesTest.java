package io.flatbook.ops.console;

import io.flatbook.ops.link.LocalCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The console's pages in a real browser, on three node processes whose leader is killed. */
@Tag("long")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class ConsoleClusterPagesTest
{
    @TempDir
    private static Path directory;

    @Test
    void showsTheLadderAnOffsetAndAKilledLeader() throws Exception
    {
        try (LocalCluster cluster = LocalCluster.start();
            ConsoleFixture fixture = ConsoleFixture.onCluster(directory, cluster).market();
            Browser browser = new Browser(fixture.address()))
        {
            fixture.awaitInstruments();
            ladder(fixture, browser);
            offset(fixture, browser);
            killedLeader(fixture, browser, cluster);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static void ladder(final ConsoleFixture fixture, final Browser browser) throws Exception
    {
        final List<String> expected = new ArrayList<>();
        fixture.commandLine("queue", "BTC-PERP").path("queue")
            .forEach(row -> expected.add(row.path("account").asText()));
        browser.open("/ladder?instrument=BTC-PERP");
        browser.await("button[data-account]");
        assertThat(browser.attributes("button[data-account]", "data-account")).isEqualTo(expected);
    }

    private static void offset(final ConsoleFixture fixture, final Browser browser) throws Exception
    {
        browser.open("/defaults");
        browser.awaitText("main", "none");
        browser.script("window.isTheSame = true;");
        fixture.crash();
        browser.await("button[data-run='1']");
        assertThat(browser.script("return window.isTheSame;")).isEqualTo(true);
    }

    private static void killedLeader(
        final ConsoleFixture fixture, final Browser browser, final LocalCluster cluster)
    {
        browser.open("/cluster");
        browser.await(".card.LEADER");
        final int leader = ConsoleFixture.leader(fixture.json("/api/cluster"));
        cluster.kill(leader);

        final String down = ".card.DOWN[data-member='" + leader + "']";
        await(down).atMost(3, TimeUnit.SECONDS).until(() -> !browser.all(down).isEmpty());
        browser.await(".card.LEADER");
    }
}
