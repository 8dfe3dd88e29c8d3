package io.flatbook.ops.cli;

import io.flatbook.node.ClearingNode;
import io.flatbook.ops.link.Profile;
import io.flatbook.testkit.ForkedCluster;
import io.flatbook.testkit.SecretFiles;
import org.agrona.CloseHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** The command line against a node that asks for secrets: who is not let in is told so. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class SecretCliTest
{
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final SecretFiles SECRETS =
        new SecretFiles().give("risk/alice", 1).give("ops/olga", 1);

    @TempDir
    private static Path directory;
    private static ForkedCluster cluster;
    private static NodesCli cli;

    @BeforeAll
    static void start() throws IOException
    {
        cluster = new ForkedCluster(1, Map.of("secretsFile", SECRETS.nodeFile().toString()));
        cluster.start(ClearingNode.class.getName());
        cli = new NodesCli(directory);
        profile("alice", "risk/alice", "risk/alice");
        profile("olga", "ops/olga", "ops/olga");
        profile("eve", "risk/alice", "ops/olga");
        profile("nobody", "risk/nobody", "risk/alice");
    }

    @AfterAll
    static void stop()
    {
        CloseHelper.closeAll(cli, cluster, SECRETS);
    }

    @Test
    void whoProvesItsSecretLearnsThatTheNodeIsHealthy()
    {
        assertThat(cli.run("alice", "cluster", "wait")).as(cli.err()).isEqualTo(ExitCode.OK);
        Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
        {
            assertThat(cli.run("alice", "cluster", "health")).as(cli.err() + cli.out()).isEqualTo(ExitCode.OK);
            assertThat(cli.out()).contains("healthy: node 0 leads");
        });
    }

    @Test
    void aWrongSecretAndAnUnknownNameAreExitFifteen()
    {
        final String[][] verbs = {{"fund", "show"}, {"events", "gaps"}, {"cluster", "health"}};
        for (final String[] verb : verbs)
        {
            for (final String name : new String[]{"eve", "nobody"})
            {
                assertThat(cli.run(name, verb)).as(name + " " + verb[0] + ": " + cli.err())
                    .isEqualTo(ExitCode.NOT_AUTHORIZED);
                assertThat(cli.err()).contains("is not let in",
                    "its name or secret is not known to the nodes", "the log of the leader says which")
                    .doesNotContain("locked");
            }
        }
        assertThat(cli.run("eve", "cluster", "health", "--no-question")).isEqualTo(ExitCode.OK);
    }

    private static void profile(final String name, final String principal, final String secretOf) throws IOException
    {
        cli.with(name, Profile.of("secrets", "test", cluster.ingressEndpoints(),
            List.of("http://127.0.0.1:" + cluster.config(0).statusPort() + "/status"), null),
            principal, "secretFile=" + SECRETS.clientFile(secretOf, 1));
    }
}
