package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.Profile;
import io.flatbook.ops.link.StatusPages;
import io.flatbook.ops.wire.WireMessage;
import org.awaitility.Awaitility;
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
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command line against three node processes. The last test leaves the cluster without a majority.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ClusterCliTest
{
    private static final String SHUTDOWN = "{'command':'requestShutdown'}";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;
    private static LocalCluster cluster;
    private static NodesCli cli;

    @BeforeAll
    static void start() throws IOException
    {
        cluster = LocalCluster.start();
        cli = new NodesCli(directory);
        for (final String principal : List.of("risk/alice", "gateway/a", "gateway/unknown", "ops/olga"))
        {
            cli.with(principal.substring(principal.indexOf('/') + 1), cluster.profile(), principal);
        }
    }

    @AfterAll
    static void stop()
    {
        cli.close();
        cluster.close();
    }

    @Test
    @Order(1)
    void waitsForTheClusterAndTellsItsHealth()
    {
        assertThat(cli.run("alice", "cluster", "wait")).as(cluster.lastLines()).isEqualTo(ExitCode.OK);
        Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
        {
            assertThat(cli.run("alice", "cluster", "health")).as(cli.err() + cli.out()).isEqualTo(ExitCode.OK);
            assertThat(cli.out()).contains("3 of 3 nodes answer");
        });
    }

    @Test
    @Order(2)
    void sendsCommandsAndReadsThemBack() throws IOException
    {
        assertThat(send("alice", "{'command':'defineAsset','asset':'USDC','scale':6}")).isEqualTo(ExitCode.OK);
        assertThat(send("alice", "{'command':'defineAsset','asset':'BTC','scale':8}")).isEqualTo(ExitCode.OK);
        assertThat(send("alice", "{'command':'defineGateway','gateway':'a','venue':1}")).isEqualTo(ExitCode.OK);
        assertThat(send("alice", "{'command':'setWaterfall','asset':'USDC','fundFloor':'100'}"))
            .isEqualTo(ExitCode.OK);
        assertThat(send("a", "{'command':'openAccount','account':7,'owner':7,'asset':'BTC'}"))
            .isEqualTo(ExitCode.OK);
        assertThat(send("a", "{'command':'deposit','account':7,'amount':'0.5'}", "-o", "json"))
            .isEqualTo(ExitCode.OK);
        final JsonNode answer = new ObjectMapper().readTree(cli.out());
        assertThat(answer.path("outcome").path("reason").asText()).isEqualTo("NONE");
        assertThat(answer.path("logPosition").asLong()).isPositive();

        assertThat(cli.run("alice", "account", "show", "7", "-o", "csv")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("0.50000000");
        assertThat(send("alice", "{'command':'withdrawInsurance','asset':'USDC','amount':'1'}", "--yes"))
            .isEqualTo(ExitCode.REJECTED);
        assertThat(cli.run("alice", "events", "gaps", "-o", "json")).as(cli.err()).isEqualTo(ExitCode.OK);
        assertThat(new ObjectMapper().readTree(cli.out()).path("summary").path("events").asLong()).isEqualTo(6);
    }

    @Test
    @Order(3)
    void answersFifteenToWhoMayNot()
    {
        assertThat(send("olga", "{'command':'defineAsset','asset':'ETH','scale':8}"))
            .isEqualTo(ExitCode.NOT_AUTHORIZED);
        assertThat(send("a", "{'command':'defineAsset','asset':'ETH','scale':8}")).isEqualTo(ExitCode.NOT_AUTHORIZED);
        assertThat(cli.err()).contains("defineAsset was rejected: NOT_AUTHORIZED");
        assertThat(send("unknown", "{'command':'deposit','account':7,'amount':'1'}"))
            .isEqualTo(ExitCode.NOT_AUTHORIZED);
    }

    @Test
    @Order(4)
    void tellsHowCommandsEnded()
    {
        assertThat(cli.run("alice", "outcome", "1")).as(cli.err()).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("ACCEPTED");
        assertThat(cli.run("alice", "outcome", "5")).isEqualTo(ExitCode.REJECTED);
        assertThat(cli.out()).contains("INSUFFICIENT_FUND");
        assertThat(cli.run("alice", "outcome", "6")).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    @Order(5)
    void answersEveryVerbThatReads() throws IOException
    {
        assertThat(send("alice", "{'command':'defineInstrument','instrument':'BTC-PERP','kind':'LINEAR_PERPETUAL'," +
            "'tickSize':'0.5','lotSize':'0.001','marginTiers':[{'floor':'0','initial':'0.05','maintenance':'0.03'}]}"))
            .as(cli.err()).isEqualTo(ExitCode.OK);
        for (final String line : List.of(
            "{'command':'openAccount','account':1001,'owner':1,'asset':'USDC'}",
            "{'command':'openAccount','account':1002,'owner':2,'asset':'USDC'}",
            "{'command':'deposit','account':1001,'amount':'4999'}",
            "{'command':'deposit','account':1002,'amount':'20000'}",
            "{'command':'updateMarkPrices','marks':{'BTC-PERP':'50000'}}",
            "{'command':'registerTrade','instrument':'BTC-PERP','buyer':1002,'seller':1001,'quantity':'1'," +
                "'price':'50000'}"))
        {
            assertThat(send("a", line)).as(line + cli.err()).isEqualTo(ExitCode.OK);
        }
        for (final String verb : List.of("positions", "account list", "account show 1001", "queue BTC-PERP --next 0.9",
            "fund show", "audit check", "instrument list", "exposure", "at-risk", "distance 1001",
            "offset preview 1001", "proposal list", "stress --move BTC-PERP=10", "cluster status",
            "account list --watch --count 2 --interval 100", "events gaps"))
        {
            assertThat(cli.run("alice", verb.split(" "))).as(verb + cli.err()).isEqualTo(ExitCode.OK);
            assertThat(cli.run("alice", (verb + " --output csv").split(" "))).as(verb + cli.err())
                .isEqualTo(ExitCode.OK);
        }
        assertThat(send("a", "{'command':'updateMarkPrices','marks':{'BTC-PERP':'55000'}}")).isEqualTo(ExitCode.OK);
        assertThat(cli.run("alice", "offset", "explain", "last")).as(cli.err()).isEqualTo(ExitCode.OK);
        assertThat(cli.out().replaceAll("\\s+", " ")).contains("Its bankruptcy price, at which nothing of its " +
            "equity was left, was 54,999", "Account 1002, long 1 BTC-PERP, closed 1 BTC-PERP at the mark of 55,000 " +
            "and paid 1.000000 USDC beyond it, an offset price of 54,999.");
    }

    @Test
    @Order(6)
    void takesASnapshotOnAllNodes() throws IOException
    {
        assertThat(cli.run("olga", "cluster", "snapshot", "-o", "json")).as(cli.err()).isEqualTo(ExitCode.OK);

        final JsonNode rows = new ObjectMapper().readTree(cli.out()).path("snapshots");
        assertThat(rows).hasSize(LocalCluster.MEMBERS);
        rows.forEach(row -> assertThat(row.path("taken").asBoolean()).isTrue());
    }

    /** CMD-13: nothing is lost, and the command in the log does not end the nodes that read it again. */
    @Test
    @Order(7)
    void endsAllNodesForRiskAlone() throws Exception
    {
        for (final String name : List.of("olga", "a"))
        {
            assertThat(send(name, SHUTDOWN, "--yes")).isEqualTo(ExitCode.NOT_AUTHORIZED);
            assertThat(cli.err()).contains("requestShutdown was rejected: NOT_AUTHORIZED");
        }
        assertThat(cli.run("alice", "cluster", "shutdown")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("this ends all nodes");
        final String before = stateHash();

        assertThat(cli.run("alice", "cluster", "shutdown", "--yes", "-o", "json")).as(cli.err() + cluster.lastLines())
            .isEqualTo(ExitCode.OK);
        assertThat(cli.err()).contains("3 of 3 nodes that answered have ended");
        final long commandId = new ObjectMapper().readTree(cli.out()).path("outcome").path("commandId").asLong();

        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            assertThat(cluster.node(member).waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(cluster.node(member).exitValue()).as(cluster.lastLines()).isZero();
            cluster.restart(member);
        }
        assertThat(stateHash()).isEqualTo(before);
        assertThat(cli.run("alice", "outcome", Long.toString(commandId))).as(cli.err()).isEqualTo(ExitCode.OK);
    }

    /** Of the book, the same on all nodes. A page may be a second old, so first all that was sent is awaited. */
    private static String stateHash() throws IOException
    {
        assertThat(cli.run("alice", "cluster", "wait")).as(cli.err() + cluster.lastLines()).isEqualTo(ExitCode.OK);
        assertThat(cli.run("alice", "cluster", "status", "-o", "json")).as(cli.err()).isEqualTo(ExitCode.OK);
        final Set<String> hashes = new TreeSet<>();
        new ObjectMapper().readTree(cli.out()).path("nodes").forEach(row -> hashes.add(row.path("stateHash").asText()));
        assertThat(hashes).as(cli.out()).hasSize(1).doesNotContain("");
        return hashes.iterator().next();
    }

    @Test
    @Order(8)
    void answersTwelveWhenNobodyCanTellTheOutcome()
    {
        final String command = "{\"command\":\"fundInsurance\",\"asset\":\"USDC\",\"amount\":\"1\"}";

        final int exitCode = cli.run(ClusterCliTest::openAndLoseTheMajority, new String[]{
            "send", command, "--timeout", "2s", "--profile", cli.profile("alice")});

        assertThat(exitCode).as(cli.err()).isEqualTo(ExitCode.OUTCOME_UNKNOWN);
        assertThat(cli.err()).containsPattern("the outcome of command \\d+ of risk/alice is unknown");
    }

    /**
     * A link whose followers die just before the command, so that the leader takes it and can never commit it.
     */
    private static BookLink openAndLoseTheMajority(
        final Profile profile, final String principal, final long eventsFrom, final long timeoutMs)
    {
        final BookLink link = cli.links().open(profile, principal, eventsFrom, timeoutMs);
        return new Wrapped(link, () ->
        {
            for (final StatusPages.Page page : StatusPages.read(profile, timeoutMs))
            {
                if (!"LEADER".equals(page.page().path("role").asText()))
                {
                    cluster.kill(page.page().path("member").asInt());
                }
            }
        });
    }

    private record Wrapped(BookLink link, Runnable before) implements BookLink
    {
        @Override
        public WireMessage submit(final WireMessage command)
        {
            before.run();
            return link.submit(command);
        }

        @Override
        public void poll()
        {
            link.poll();
        }

        @Override
        public List<WireMessage> takeEvents()
        {
            return link.takeEvents();
        }

        @Override
        public List<WireMessage> ask(final WireMessage query)
        {
            return link.ask(query);
        }

        @Override
        public void close()
        {
            link.close();
        }
    }

    private int send(final String name, final String command, final String... options)
    {
        final String[] arguments = new String[options.length + 2];
        arguments[0] = "send";
        arguments[1] = command.replace('\'', '"');
        System.arraycopy(options, 0, arguments, 2, options.length);
        return cli.run(name, arguments);
    }
}
