package io.flatbook.ops.cli;

import io.flatbook.node.ClearingNode;
import io.flatbook.ops.link.ClusterLinks;
import io.flatbook.ops.link.StatusPages;
import io.flatbook.ops.scenario.EngineTarget;
import io.flatbook.testkit.ForkedCluster;
import io.flatbook.testkit.SecretFiles;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** The command line against a node that asks for secrets: who is not let in is told so. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class SecretCliTest
{
    private static final SecretFiles SECRETS =
        new SecretFiles().give("risk/alice", 1).give("ops/olga", 1);

    @TempDir
    private static Path directory;
    private static ForkedCluster cluster;
    private static ClusterLinks links;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws IOException
    {
        cluster = new ForkedCluster(1, Map.of("secretsFile", SECRETS.nodeFile().toString()));
        cluster.start(ClearingNode.class.getName());
        links = new ClusterLinks();
        profile("alice", "risk/alice", "risk/alice");
        profile("olga", "ops/olga", "ops/olga");
        profile("eve", "risk/alice", "ops/olga");
        profile("nobody", "risk/nobody", "risk/alice");
    }

    @AfterAll
    static void stop()
    {
        CloseHelper.closeAll(links, cluster, SECRETS);
    }

    @Test
    void whoProvesItsSecretLearnsThatTheNodeIsHealthy()
    {
        assertThat(run("alice", "cluster", "wait")).as(err.toString()).isEqualTo(ExitCode.OK);
        assertThat(run("alice", "cluster", "health")).as(err.toString()).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("healthy: node 0 leads");
    }

    @Test
    void aWrongSecretAndAnUnknownNameAreExitFifteen()
    {
        final String[][] verbs = {{"fund", "show"}, {"events", "gaps"}, {"cluster", "health"}};
        for (final String[] verb : verbs)
        {
            for (final String name : new String[]{"eve", "nobody"})
            {
                assertThat(run(name, verb)).as(name + " " + verb[0] + ": " + err).isEqualTo(ExitCode.NOT_AUTHORIZED);
                assertThat(err.toString()).contains("is not let in", "its name or secret is not known to the nodes");
            }
        }
        assertThat(run("eve", "cluster", "health", "--no-question")).isEqualTo(ExitCode.OK);
    }

    private int run(final String name, final String... arguments)
    {
        final String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--profile";
        all[arguments.length + 1] = directory.resolve(name + ".properties").toString();
        all[arguments.length + 2] = "--timeout";
        all[arguments.length + 3] = "20s";
        out = new StringWriter();
        err = new StringWriter();
        return RootCommand.execute(new Surroundings(new PrintWriter(out), new PrintWriter(err), directory, links,
            StatusPages::read, links, EngineTarget::new, EngineTarget::new, System::currentTimeMillis), all);
    }

    private static void profile(final String name, final String principal, final String secretOf) throws IOException
    {
        Files.writeString(directory.resolve(name + ".properties"),
            "clusterName=test\ningressEndpoints=" + cluster.ingressEndpoints() +
                "\nstatusUrls=http://127.0.0.1:" + cluster.config(0).statusPort() + "/status" +
                "\nprincipal=" + principal + "\nsecretFile=" + SECRETS.clientFile(secretOf, 1) + "\n");
    }
}
