package io.flatbook.ops.console;

import io.flatbook.ops.link.LocalCluster;
import io.flatbook.testkit.SecretFiles;
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
        try (SecretFiles secrets = new SecretFiles();
            LocalCluster cluster = ConsoleFixture.cluster(secrets);
            ConsoleFixture fixture = ConsoleFixture.onCluster(directory, cluster, secrets).market();
            Browser browser = new Browser(fixture.address()))
        {
            fixture.awaitInstruments();
            ladder(fixture, browser);
            twoPeople(browser, secrets);
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

    /** A default from the dry run to the run, by the mouse. */
    private static void twoPeople(final Browser browser, final SecretFiles secrets)
    {
        browser.open("/desk?account=24");
        browser.await("li[data-step='Dry run'][data-done='true']");
        signIn(browser, secrets, "risk/alice");
        browser.click("button[data-act='declare:24']");
        browser.click("button[data-sure='declare:24']");
        browser.awaitText("p.calm[role='status']", "waits for a second person");
        browser.await("button[data-act='approve:1'][disabled]");
        browser.click("button[data-key='sign-out']");

        browser.open("/proposals");
        browser.awaitText("section[data-proposal='1'] pre", "declareDefault");
        signIn(browser, secrets, "risk/bob");
        browser.click("button[data-act='approve:1']");
        browser.click("button[data-sure='approve:1']");
        browser.awaitText("p.calm[role='status']", "took effect");
        browser.open("/desk?account=24");
        browser.await("li[data-step='Executed'][data-done='true'] a[data-run='1']");
        browser.click("button[data-key='sign-out']");
        browser.await("form input[name='principal']");
    }

    private static void signIn(final Browser browser, final SecretFiles secrets, final String principal)
    {
        browser.await("input[name='principal']").sendKeys(principal);
        browser.await("input[name='secret']").sendKeys(secrets.clientFile(principal, 1).toString());
        browser.click("section.person button[type='submit']");
        browser.await("strong[data-person='" + principal + "']");
    }

    private static void offset(final ConsoleFixture fixture, final Browser browser) throws Exception
    {
        browser.open("/defaults");
        browser.await("button[data-run='1']");
        browser.script("window.isTheSame = true;");
        fixture.crash();
        browser.await("button[data-run='2']");
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
        await(down).atMost(60, TimeUnit.SECONDS).until(() -> !browser.all(down).isEmpty());
        browser.await(".card.LEADER");
    }
}
