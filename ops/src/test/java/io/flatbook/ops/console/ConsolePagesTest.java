package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.ops.scenario.BadLineException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console's pages in a real browser, on an engine in this process. The tests follow each other; after each the
 * browser must have had nothing to complain about.
 */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class ConsolePagesTest
{
    private static final String SCREENSHOTS = "flatbook.screenshots";
    private static final Map<String, String> PAGES = new TreeMap<>(Map.of(
        "/", "Overview", "/positions", "Positions", "/ladder", "Offset ladder", "/distance", "Distance",
        "/fund", "Fund", "/defaults", "Defaults", "/cluster", "Cluster", "/proposals", "Proposals",
        "/audit", "Audit", "/history", "History"));

    @TempDir
    private static Path directory;
    private static final EngineGround GROUND = new EngineGround();
    private static ConsoleFixture fixture;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception
    {
        fixture = ConsoleFixture.onEngine(directory, GROUND).market();
        fixture.awaitInstruments();
        browser = new Browser(fixture.address());
    }

    @AfterAll
    static void stop()
    {
        browser.close();
        fixture.close();
    }

    @AfterEach
    void browserHasNoComplaint()
    {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(1)
    void everyPageIsALinkWithItsHeading()
    {
        PAGES.forEach((path, heading) ->
        {
            browser.open(path);
            browser.awaitText("main h1", heading);
            browser.await("nav a[aria-current='page'][href='" + path + "']");
        });
        browser.open("/desk");
        browser.awaitText("main h1", "Default desk");
        browser.open("/distance?instrument=BTC-PERP&span=12");
        browser.await(".chart canvas");
        browser.await("table tr.selected");
    }

    @Test
    @Order(1)
    void ladderStandsInTheOrderOfTheCommandLine() throws IOException
    {
        final List<String> expected = new ArrayList<>();
        fixture.commandLine("queue", "BTC-PERP", "--next", "1.2").path("queue")
            .forEach(row -> expected.add(row.path("account").asText()));

        browser.open("/ladder?instrument=BTC-PERP&next=1.2");
        browser.await("tr.stop");

        assertThat(browser.attributes("button[data-account]", "data-account")).isEqualTo(expected);
        browser.awaitText("tr.stop", "the next 1.2 BTC-PERP stop here");
    }

    @Test
    @Order(1)
    void theKeyboardReachesWhySomebodyStandsThere()
    {
        browser.open("/");
        browser.await("dd[data-figure='accounts']");
        browser.press("3");
        browser.await("button[data-account]");
        browser.tabTo("button[data-account]", 40);
        browser.press(Keys.ENTER);

        browser.awaitText("tr.why", "The score is");
        assertThat(browser.location()).contains("why=LONG%3A");
        browser.press("t");
        browser.await("html[data-theme='dark']");
        browser.press("t");
        browser.await("html[data-theme='light']");
    }

    @Test
    @Order(1)
    void aHeadingSortsPositionsAndTheViewIsALink()
    {
        browser.open("/positions");
        browser.await("button[data-sort='leverage']");
        browser.click("button[data-sort='leverage']");
        browser.await("th[aria-sort='descending'] button[data-sort='leverage']");
        browser.awaitText("tbody tr", "1001");
        assertThat(browser.location()).endsWith("/positions?sort=leverage%3Adesc");

        browser.open("/positions?instrument=BTC-PERP&sort=value");
        browser.await("th[aria-sort='ascending'] button[data-sort='value']");
        assertThat(browser.attributes("caption a", "href"))
            .containsExactly("/api/positions?instrument=BTC-PERP&sort=value&format=csv");
        browser.open("/positions?atRisk=true");
        browser.await("input[name='atRisk']:checked");
        browser.awaitText("main", "none");
    }

    @Test
    @Order(2)
    void anOffsetAppearsWithoutReload() throws Exception
    {
        browser.open("/defaults");
        browser.awaitText("main", "none");
        browser.script("window.isTheSame = true;");
        fixture.crash();

        browser.await("button[data-run='1']");
        browser.click("button[data-run='1']");
        browser.awaitText("main", "Account 1001 had an equity of -");
        browser.await(".chart canvas");
        assertThat(browser.script("return window.isTheSame;")).isEqualTo(true);
        assertThat(browser.location()).endsWith("/defaults?run=1");
    }

    @Test
    @Order(3)
    void pagesFollowTheStream() throws Exception
    {
        browser.open("/fund");
        browser.await(".chart canvas");
        browser.open("/");
        browser.awaitText("main", "completed");
        final JsonNode before = fixture.json("/api/overview").path("instruments").path("rows").path(1);
        assertThat(before.path("mark").asText()).isEqualTo("2510");
        fixture.run("{'command':'updateMarkPrices','marks':{'ETH-PERP':'2511.5'}}");
        browser.awaitText("main", "2,511.5");
    }

    @Test
    @Order(3)
    void theHistoryShowsARunWithThePositionsBeforeAndAfter()
    {
        PastWriter.write(directory.resolve(ConsoleFixture.HISTORY), GROUND.told(), GROUND.engine());
        browser.open("/history");
        browser.await("button[data-run='1']");
        browser.click("button[data-run='1']");
        browser.awaitText("main", "Positions of the counterparties before and after");
        browser.await("td .bar i");
        assertThat(browser.all(".chart canvas")).as("fund, marks, waterfall").hasSize(3);
        assertThat(browser.location()).contains("instrument=BTC-PERP", "run=1");
        final JsonNode offsets = fixture.json("/api/runs/1").path("offsets").path("rows").path(0);
        final JsonNode position = fixture.json("/api/history/runs/1").path("positions").path("rows").path(0);
        assertThat(position.path("account").asLong()).isEqualTo(offsets.path("counterparty").asLong());
        assertThat(new BigDecimal(position.path("before").asText())
            .subtract(new BigDecimal(position.path("after").asText())))
            .isEqualByComparingTo(new BigDecimal(offsets.path("quantity").asText()));
    }

    @Test
    @Order(3)
    void aDefaultIsProposedBySomebodyWhoSignedIn() throws IOException
    {
        browser.open("/desk?account=20");
        final Path secret = Files.writeString(directory.resolve("secret"), EngineGround.SECRET);
        browser.await("input[name='principal']").sendKeys("risk/alice");
        browser.click("section.person button[type='submit']");
        browser.awaitText("section.person [role='alert']", "is not let in");
        assertThat(browser.complaints()).as("what a browser says of a 401").hasSize(1);
        browser.await("input[name='secret']").sendKeys(secret.toString());
        browser.click("section.person button[type='submit']");
        browser.await("strong[data-person='risk/alice']");
        browser.click("button[data-act='declare:20']");
        browser.click("button[data-sure='declare:20']");
        browser.await("li[data-step='Proposal'][data-done='true']");
        browser.await("button[data-act='approve:1'][disabled]");
    }

    /** A browser's own numbers end at 2^53: another account would be proposed for default. */
    @Test
    @Order(3)
    void showsTheAccountThatIsMeantHoweverManyDigitsItHas() throws BadLineException
    {
        for (final String account : List.of("9007199254740993", "1834567890123456789"))
        {
            fixture.run("{'command':'openAccount','account':" + account + ",'owner':7,'asset':'USDC'}");
            browser.open("/desk?account=" + account);
            browser.awaitText("main h2", "Account " + account);
            browser.awaitText("main p code", account);
        }
    }

    @Test
    @Order(4)
    void noPageHindersThoseWhoSeeLess()
    {
        browser.open("/");
        browser.script("localStorage.setItem('theme', 'light');");
        for (final String path : List.of("/", "/positions?sort=leverage:desc",
            "/ladder?instrument=BTC-PERP&next=1.2", "/fund",
            "/distance?instrument=BTC-PERP&span=12", "/defaults?run=1", "/cluster", "/proposals", "/audit",
            "/history?run=1", "/desk?account=20"))
        {
            browser.open(path);
            browser.await("main .scroll, main .none");
            assertThat(browser.barriers()).as(path).isEmpty();
            // What differs in the dark is color.
            browser.click("#theme");
            browser.await("html[data-theme='dark'] main .scroll, html[data-theme='dark'] main .none");
            assertThat(browser.paleTexts()).as(path + " in the dark").isEmpty();
            browser.click("#theme");
        }
    }

    @Test
    @Order(5)
    @EnabledIfSystemProperty(named = SCREENSHOTS, matches = ".+")
    void pagesAreDrawnInLightAndDark() throws IOException
    {
        final Path images = Path.of(System.getProperty(SCREENSHOTS)).toAbsolutePath();
        browser.extent(1280, 860);
        for (final String theme : List.of("light", "dark"))
        {
            browser.open("/");
            browser.script("localStorage.setItem('theme', arguments[0]);", theme);
            draw("/", "dd[data-figure='accounts']", images.resolve("console-overview-" + theme + ".png"));
            final String why = fixture.json("/api/ladder?instrument=BTC-PERP").path("sides").path(0).path("table")
                .path("rows").path(0).path("account").asText();
            draw("/ladder?instrument=BTC-PERP&next=1.2&top=12&why=LONG:" + why, "tr.stop",
                images.resolve("console-ladder-" + theme + ".png"));
            draw("/positions?sort=leverage:desc", "th[aria-sort='descending']",
                images.resolve("console-positions-" + theme + ".png"));
            draw("/distance?instrument=BTC-PERP&span=30", ".chart canvas",
                images.resolve("console-distance-" + theme + ".png"));
            draw("/defaults?run=1", ".chart canvas", images.resolve("console-defaults-" + theme + ".png"));
            draw("/cluster", ".card.LEADER", images.resolve("console-cluster-" + theme + ".png"));
            draw("/fund", ".chart canvas", images.resolve("console-fund-" + theme + ".png"));
            draw("/proposals", ".card.proposal", images.resolve("console-proposals-" + theme + ".png"));
            draw("/audit", "main table", images.resolve("console-audit-" + theme + ".png"));
            draw("/history?run=1", "td .bar", images.resolve("console-history-" + theme + ".png"));
            draw("/desk?account=20", ".chart canvas", images.resolve("console-desk-" + theme + ".png"));
        }
    }

    @Test
    @Order(6)
    void aNodeThatIsGoneTurnsItsCard()
    {
        browser.open("/cluster");
        browser.await(".card.LEADER[data-member='0']");
        GROUND.kill(0);

        browser.await(".card.DOWN[data-member='0']");
        browser.await(".card.LEADER[data-member='1']");
        browser.awaitText("#state", "a node is down");
    }

    private static void draw(final String path, final String css, final Path file) throws IOException
    {
        browser.open(path);
        browser.await(css);
        browser.script("return document.fonts.ready.then(() => true);");
        browser.screenshot(file);
    }
}
