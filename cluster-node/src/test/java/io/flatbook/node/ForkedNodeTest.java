package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.flatbook.testkit.NodeJvm;
import io.flatbook.testkit.ForkedCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForkedNodeTest
{
    private static final String ECHO = EchoNode.class.getName();
    private static final String POISONED = PoisonedNode.class.getName();
    private static final Pattern STATE_HASH = Pattern.compile("\"stateHash\":\"[0-9a-f]{16}\"");

    @Test
    void survivesTheKillOfItsLeader()
    {
        try (ForkedCluster cluster = new ForkedCluster(3, Map.of());
            EchoClient client = new EchoClient(cluster.ingressEndpoints(), "gateway/a"))
        {
            final int first = cluster.start(ECHO);
            client.connect().echo("one");

            killAndEcho(cluster, client, first);

            // At once, while Aeron would still take the mark file for a sign of life.
            final NodeJvm again = cluster.start(first, ECHO);
            client.echo("three");
            cluster.await("the killed node to have caught up").until(
                () -> hashOf(cluster, first).equals(hashOf(cluster, cluster.awaitLeader())));
            assertThat(again.terminate()).isEqualTo(ExitCode.OK);
            assertThat(again.output()).contains("ended in order");
        }
    }

    @Test
    void aBugStopsEveryReplicaAtThatEntryAndLeavesNothingHalfApplied()
    {
        try (ForkedCluster cluster = new ForkedCluster(3, Map.of());
            EchoClient client = new EchoClient(cluster.ingressEndpoints(), "gateway/a"))
        {
            cluster.start(POISONED);
            client.connect().echo("one");
            client.send(EchoService.POISON);
            for (final int member : cluster.awaitMajorityEnded(ExitCode.CRASHED))
            {
                assertThat(cluster.node(member).output()).contains("poisoned at ");
            }

            for (int member = 0; member < 3; member++)
            {
                cluster.start(member, POISONED);
            }
            assertThat(cluster.awaitMajorityEnded(ExitCode.CRASHED)).as("the entry is still there").isNotEmpty();

            cluster.start(ECHO);
            client.echo("two");
            final long hash = 31L * (31L * "one".hashCode() + EchoService.POISON.hashCode()) + "two".hashCode();
            for (int member = 0; member < 3; member++)
            {
                final String status = String.format("\"stateHash\":\"%016x\"", hash);
                final int checked = member;
                cluster.await("state of node " + member).until(() -> cluster.status(checked).contains(status));
            }
        }
    }

    @Test
    void theLeaderShutsTheWholeClusterDownWithASnapshotAndAFollowerDoesNot()
    {
        try (ForkedCluster cluster = new ForkedCluster(3, Map.of());
            EchoClient client = new EchoClient(cluster.ingressEndpoints(), "gateway/a"))
        {
            cluster.start(ECHO);
            client.connect().echo("one");
            final int leader = cluster.awaitLeader();
            assertThat(ClusterShutdown.request(cluster.config((leader + 1) % 3))).isNotEmpty();
            assertThat(ClusterShutdown.request(cluster.config(leader))).isNull();
            for (int member = 0; member < 3; member++)
            {
                assertThat(cluster.node(member).awaitExit()).isEqualTo(ExitCode.OK);
                assertThat(cluster.node(member).output()).contains("ended in order");
            }
        }
    }

    @Test
    void endsWhenAskedWhileItFetchesItsLogFromMembersThatDoNotAnswer() throws Exception
    {
        try (ForkedCluster cluster = new ForkedCluster(3, Map.of()))
        {
            cluster.start(ECHO);
            for (int member = 0; member < 3; member++)
            {
                assertThat(cluster.node(member).terminate()).isEqualTo(ExitCode.OK);
            }
            final Path archive = cluster.config(0).directory().resolve("archive");
            Files.delete(archive.resolve("archive.catalog"));
            final NodeJvm node = cluster.start(0, ECHO);
            cluster.await("the node to ask the others").until(() -> node.output().contains("for snapshot and log"));

            final long askedNs = System.nanoTime();
            assertThat(node.terminate()).isEqualTo(ExitCode.OK);
            assertThat(Duration.ofNanos(System.nanoTime() - askedNs)).isLessThan(
                Duration.ofMillis(Rejoin.ANSWER_TIMEOUT_MS / 2));
            assertThat(node.output()).contains("ends before it has fetched its log").doesNotContain("ERROR [main] can");
            assertThat(archive).isDirectoryContaining("glob:**.rec");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"clusterName|other|member 0 of 1 of cluster other",
        "hosts|localhost,localhost,localhost|member 0 of 3 of cluster test"})
    void doesNotWriteOnInTheLogOfAnotherMemberOrCluster(final String setting, final String value, final String other)
    {
        try (ForkedCluster cluster = new ForkedCluster(1, Map.of()))
        {
            cluster.start(ECHO);
            assertThat(cluster.node(0).terminate()).isEqualTo(ExitCode.OK);

            final NodeJvm stranger = cluster.start(0, ECHO, Map.of(setting, value));
            assertThat(stranger.awaitExit()).isEqualTo(ExitCode.USAGE);
            assertThat(stranger.output()).contains(cluster.config(0).directory() +
                " is that of member 0 of 1 of cluster test, and the settings are of " + other);

            cluster.start(ECHO);
            assertThat(cluster.node(0).terminate()).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void startsThoughAFormerStartStrandedItsMarkFiles() throws Exception
    {
        try (ForkedCluster cluster = new ForkedCluster(1, Map.of()))
        {
            cluster.start(ECHO);
            cluster.node(0).kill();
            final Path cluster0 = cluster.config(0).directory().resolve("cluster").resolve("cluster-mark.dat");
            final Path archive0 = cluster.config(0).directory().resolve("archive").resolve("archive-mark.dat");
            Files.write(cluster0, new byte[16]);
            Files.write(archive0, new byte[0]);
            cluster.start(ECHO);
            assertThat(cluster.node(0).terminate()).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void doesNotStartWithoutSecretsUnlessToldTo(@TempDir final Path directory)
    {
        final Map<String, String> settings = Map.of("directory", directory.resolve("node").toString(), "hosts",
            "localhost");
        try (NodeJvm node = NodeJvm.start(ECHO, settings, directory.resolve("out")))
        {
            assertThat(node.awaitExit()).isEqualTo(ExitCode.USAGE);
            assertThat(node.output()).contains("secretsFile is not set", "authentication=names");
        }
    }

    @Test
    void refusesAnUnknownSettingWithTheNearestName(@TempDir final Path directory)
    {
        try (NodeJvm node = NodeJvm.start(ECHO, Map.of("basePorts", "1"), directory.resolve("out")))
        {
            assertThat(node.awaitExit()).isEqualTo(ExitCode.USAGE);
            assertThat(node.output()).contains("-Dflatbook.node.basePorts: unknown setting 'basePorts'",
                "did you mean 'basePort'?");
        }
    }

    private static void killAndEcho(final ForkedCluster cluster, final EchoClient client, final int leader)
    {
        final long killedNs = System.nanoTime();
        cluster.node(leader).kill();
        client.echo("two");
        System.out.println("failover after SIGKILL: " + (System.nanoTime() - killedNs) / 1_000_000 + " ms");
    }

    private static String hashOf(final ForkedCluster cluster, final int member)
    {
        final Matcher matcher = STATE_HASH.matcher(cluster.status(member));
        return matcher.find() ? matcher.group() : "none on node " + member;
    }
}
