package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatbook.ops.cli.RootCommand;
import io.flatbook.ops.cli.Surroundings;
import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.ClusterLinks;
import io.flatbook.ops.link.Ground;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.Profile;
import io.flatbook.ops.link.Replicas;
import io.flatbook.ops.link.SnapshotRequests;
import io.flatbook.ops.link.StatusPages;
import io.flatbook.ops.scenario.BadLineException;
import io.flatbook.ops.scenario.EngineTarget;
import io.flatbook.ops.scenario.LinkedTarget;
import io.flatbook.ops.scenario.ScenarioRunner;
import io.flatbook.ops.scenario.ScenarioTarget;
import io.flatbook.testkit.SecretFiles;
import org.agrona.CloseHelper;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A console with a small market in it, on a throw-away cluster or on an engine in this process.
 */
final class ConsoleFixture implements AutoCloseable
{
    static final long TIMEOUT_MS = 20_000;

    static final String HISTORY = "past.duckdb";
    private static final List<String> PRINCIPALS = List.of("risk/runner", "gateway/runner", "audit/console",
        "risk/alice", "risk/bob", "risk/carol");
    private static final int HEAP_MEGABYTES = 256;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int HOLDERS = 24;
    static final long POLL_MS = 250;
    /** Account 1001 has less than its initial margin then, and more than its maintenance margin. */
    static final String MARGIN_CALL = "{'command':'updateMarkPrices','marks':{'BTC-PERP':'52500'}}";

    private final Path directory;
    private final BookLink.Opener opener;
    private final SnapshotRequests snapshots;
    private final StatusPages.Source pages;
    private final Profile profile;
    private final Supplier<ScenarioTarget> targets;
    private final HttpClient browser = HttpClient.newHttpClient();
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final Console console;

    private ConsoleFixture(final Path directory, final BookLink.Opener consoleOpener, final BookLink.Opener opener,
        final SnapshotRequests snapshots, final StatusPages.Source pages, final Profile profile,
        final Supplier<ScenarioTarget> targets, final PersonLinks people)
    {
        this.directory = directory;
        this.opener = opener;
        this.snapshots = snapshots;
        this.pages = pages;
        this.profile = profile;
        this.targets = targets;
        console = new Console(
            new ConsoleSettings("127.0.0.1", 0, ConsoleSettings.LOOPBACK, BookLink.FROM_NOW, POLL_MS,
                directory.resolve(HISTORY), false),
            from -> consoleOpener.openToRead(profile, "audit/console", from, TIMEOUT_MS),
            () -> pages.read(profile, 2 * POLL_MS),
            seen -> seen.stream().allMatch(page -> null != page.page()) ? "healthy: all answer" : "a node is down",
            url -> StatusPages.metrics(url, 2 * POLL_MS), people);
    }

    static ConsoleFixture onEngine(final Path directory, final EngineGround ground)
    {
        return onEngine(directory, ground, ground::openFor);
    }

    /** A console as it is started without --allow-admin. */
    static ConsoleFixture readOnly(final Path directory, final EngineGround ground)
    {
        return onEngine(directory, ground, null);
    }

    private static ConsoleFixture onEngine(
        final Path directory, final EngineGround ground, final PersonLinks people)
    {
        final Profile profile =
            Profile.of("engine", "engine", "0=localhost:1", List.of("http://none"), "risk/alice");
        return new ConsoleFixture(directory, ground, ground, (named, timeoutMs) ->
        {
            throw new IllegalStateException("the console asks for no snapshot");
        }, (named, timeoutMs) -> ground.pages(), profile, () -> ground, people);
    }

    /**
     * Three node processes that ask everybody for a secret.
     */
    static LocalCluster cluster(final SecretFiles secrets) throws IOException
    {
        PRINCIPALS.forEach(principal -> secrets.give(principal, 1));
        return LocalCluster.start(Ground.loopback(), Files.createTempDirectory("flatbook-console-"), "console",
            HEAP_MEGABYTES, Map.of("durability", "memory", "logTermLength", "4m", "segmentLength", "4m",
                "secretsFile", secrets.nodeFile().toString()));
    }

    static ConsoleFixture onCluster(final Path directory, final LocalCluster cluster, final SecretFiles secrets)
    {
        new Replicas(cluster.profile()).awaitLeader();
        final ClusterLinks links = new ClusterLinks();
        // The console's own: a driver is for the links of one thread.
        final ClusterLinks consoleLinks = new ClusterLinks();
        final ClusterLinks people = new ClusterLinks();
        final BookLink.Opener opener = (profile, principal, from, timeoutMs) ->
            links.open(proven(profile, principal, secrets), principal, from, timeoutMs);
        final ConsoleFixture fixture = new ConsoleFixture(directory,
            (profile, principal, from, timeoutMs) -> consoleLinks.openToRead(
                proven(profile, principal, secrets), principal, from, timeoutMs),
            opener, links, StatusPages::read, cluster.profile(),
            () -> new LinkedTarget(opener, cluster.profile(), TIMEOUT_MS, System::currentTimeMillis),
            (principal, secret, onlyReads) ->
                people.openWith(cluster.profile(), principal, secret, onlyReads, TIMEOUT_MS));
        fixture.owned.addAll(List.of(people, consoleLinks, links));
        return fixture;
    }

    private static Profile proven(final Profile profile, final String principal, final SecretFiles secrets)
    {
        return profile.askedBy(principal, secrets.clientFile(principal, 1));
    }

    /**
     * Two instruments, holders on both sides with different leverage, and one short that a higher mark bankrupts.
     */
    ConsoleFixture market() throws BadLineException
    {
        final List<String> lines = new ArrayList<>(List.of(
            "{'command':'defineAsset','asset':'USDC','scale':6}",
            instrument("BTC-PERP", "0.5", "0.001"),
            instrument("ETH-PERP", "0.05", "0.01"),
            "{'command':'fundInsurance','asset':'USDC','amount':'500'}"));
        for (int holder = 1; holder <= HOLDERS; holder++)
        {
            lines.add("{'command':'openAccount','account':" + holder + ",'owner':" + holder + ",'asset':'USDC'}");
            lines.add("{'command':'deposit','account':" + holder + ",'amount':'" + (6_000 + 700 * holder) + "'}");
        }
        lines.add("{'command':'openAccount','account':1001,'owner':1001,'asset':'USDC'}");
        lines.add("{'command':'deposit','account':1001,'amount':'9998'}");
        lines.add("{'command':'updateMarkPrices','marks':{'BTC-PERP':'50000','ETH-PERP':'2500'}}");
        for (int holder = 1; holder < HOLDERS; holder += 2)
        {
            lines.add(trade("BTC-PERP", holder, holder + 1, "0." + (5 + holder % 4), "50000"));
            lines.add(trade("ETH-PERP", holder + 1, holder, "1." + holder, "2500"));
        }
        lines.add(trade("BTC-PERP", 1, 1001, "0.7", "50000"));
        lines.add(trade("BTC-PERP", 3, 1001, "0.7", "50000"));
        lines.add(trade("BTC-PERP", 5, 1001, "0.6", "50000"));
        lines.add("{'command':'updateMarkPrices','marks':{'BTC-PERP':'51000','ETH-PERP':'2510'}}");
        return run(lines.toArray(String[]::new));
    }

    /**
     * Raises the mark until the short of account 1001 is bankrupt.
     */
    ConsoleFixture crash() throws BadLineException
    {
        return run("{'command':'updateMarkPrices','marks':{'BTC-PERP':'56000'}}");
    }

    ConsoleFixture run(final String... lines) throws BadLineException
    {
        final List<String> refused = new ArrayList<>();
        try (ScenarioTarget target = targets.get())
        {
            new ScenarioRunner(target, line ->
            {
                if ("CommandRejected".equals(line.path("event").asText()))
                {
                    refused.add(line.toString());
                }
            }, true).run("fixture", List.of(lines).stream().map(line -> line.replace('\'', '"')).toList());
        }
        assertThat(refused).isEmpty();
        return this;
    }

    String address()
    {
        return "http://127.0.0.1:" + console.port();
    }

    HttpResponse<String> get(final String path, final String... headers)
    {
        final HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path));
        if (0 < headers.length)
        {
            request.headers(headers);
        }
        return send(request);
    }

    private HttpResponse<String> send(final HttpRequest.Builder request)
    {
        try
        {
            return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    HttpResponse<String> post(final String path, final String body, final String... headers)
    {
        final List<String> all = new ArrayList<>(List.of(headers));
        if (!all.contains("Content-Type"))
        {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return send(HttpRequest.newBuilder(URI.create(address() + path)).headers(all.toArray(String[]::new))
            .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    JsonNode json(final String path)
    {
        final HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(200);
        return parsed(response.body());
    }

    /**
     * What the command line says in JSON.
     */
    JsonNode commandLine(final String... arguments) throws IOException
    {
        final Path file = directory.resolve("fixture.properties");
        Files.writeString(file, "clusterName=" + profile.clusterName() + "\ningressEndpoints=" +
            profile.ingressEndpoints() + "\nstatusUrls=" + String.join(",", profile.statusUrls()) +
            "\nprincipal=risk/alice\n");
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final List<String> all = new ArrayList<>(List.of(arguments));
        Collections.addAll(all, "-o", "json", "--profile", file.toString(), "--timeout", "20s");
        final int exitCode = RootCommand.execute(new Surroundings(new PrintWriter(out), new PrintWriter(err),
            directory, opener, pages, snapshots, EngineTarget::new, EngineTarget::new,
            System::currentTimeMillis), all.toArray(String[]::new));
        assertThat(exitCode).as(err.toString()).isZero();
        return parsed(out.toString());
    }

    static int leader(final JsonNode cluster)
    {
        for (final JsonNode node : cluster.path("nodes"))
        {
            if ("LEADER".equals(node.path("role").asText()) && "CLOSED".equals(node.path("election").asText()))
            {
                return node.path("member").asInt();
            }
        }
        return -1;
    }

    /**
     * Waits until the console has seen the market.
     */
    void awaitInstruments()
    {
        await().atMost(TIMEOUT_MS, TimeUnit.MILLISECONDS).until(() -> 200 == get("/api/runs").statusCode() &&
            2 == json("/api/overview").path("instruments").path("rows").size());
    }

    static JsonNode parsed(final String text)
    {
        try
        {
            return MAPPER.readTree(text);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void close()
    {
        console.close();
        CloseHelper.closeAll(owned);
    }

    private static String instrument(final String symbol, final String tick, final String lot)
    {
        return "{'command':'defineInstrument','instrument':'" + symbol + "','kind':'LINEAR_PERPETUAL'," +
            "'settlementAsset':'USDC','tickSize':'" + tick + "','lotSize':'" + lot + "','marginTiers':[{'floor':'0'," +
            "'initial':'0.05','maintenance':'0.03'}],'offsetPolicy':'QUEUE'}";
    }

    private static String trade(final String symbol, final int buyer, final int seller, final String quantity,
        final String at)
    {
        return "{'command':'registerTrade','instrument':'" + symbol + "','buyer':" + buyer + ",'seller':" + seller +
            ",'quantity':'" + quantity + "','price':'" + at + "'}";
    }
}
