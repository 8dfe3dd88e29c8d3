package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.flatbook.testkit.ForkedCluster;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts/node and the systemd unit do when a node ends, held against {@link ExitCode}, and scripts/cluster. */
class SupervisionTest
{
    private static final Path SCRIPT = Path.of("..", "scripts", "node").toAbsolutePath();
    private static final Path CLUSTER_SCRIPT = SCRIPT.resolveSibling("cluster");
    private static final Path UNIT = Path.of("..", "scripts", "systemd", "flatbook-node@.service");
    private static final Set<Integer> STAYS_DOWN = Set.of(
        ExitCode.OK, ExitCode.USAGE, ExitCode.DIRECTORY_IN_USE, ExitCode.REPLICA_DIFFERS, ExitCode.VERSION_UNKNOWN);
    private static final long PAUSE_MS = 2_000;
    private static final int STATUS_PORT = 6;

    @TempDir
    private Path directory;
    private Process script;

    @AfterEach
    void endTheScript() throws InterruptedException
    {
        if (null != script && script.isAlive())
        {
            script.destroy();
            assertThat(script.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void endsWithANodeThatIsNotToComeBack() throws Exception
    {
        for (final int code : new TreeSet<>(STAYS_DOWN))
        {
            fakeJava(Integer.toString(code));
            assertThat(run("run", "file").waitFor()).isEqualTo(code);
            assertThat(starts()).hasSize(1);
        }
    }

    @Test
    void startsANodeThatDiedAgainAfterAPauseHoweverItDied() throws Exception
    {
        fakeJava("1", "70", "kill", "16");
        final long startedNs = System.nanoTime();
        assertThat(run("run", "file", "--refuse-at", "4096,8192").waitFor()).isEqualTo(ExitCode.REPLICA_DIFFERS);
        assertThat(Duration.ofNanos(System.nanoTime() - startedNs).toMillis()).isGreaterThanOrEqualTo(3 * PAUSE_MS);
        assertThat(starts()).hasSize(4)
            .allSatisfy((start) ->
                assertThat(start).contains("-Dflatbook.node.refuseAt=4096,8192").endsWith("run file"));
    }

    @Test
    void startsNothingAgainWhenAskedForOneRun() throws Exception
    {
        for (final int code : new int[]{ExitCode.START_FAILED, ExitCode.CRASHED})
        {
            fakeJava(Integer.toString(code));
            assertThat(run("run", "file", "--once").waitFor()).isEqualTo(code);
            assertThat(starts()).hasSize(1);
        }
    }

    @Test
    void refusesWhatItDoesNotKnowBeforeAnythingRuns() throws Exception
    {
        fakeJava("0");
        for (final String[] wrong : new String[][]{
            {"--what"}, {"run", "a", "b"}, {"run", "a", "--refuse-at"}, {"--refuse-at", "x"}, {"run", "--replace"}})
        {
            assertThat(run(wrong).waitFor()).as(Arrays.toString(wrong)).isEqualTo(ExitCode.USAGE);
        }
        assertThat(starts()).isEmpty();
        assertThat(run("--help").waitFor()).isZero();
    }

    @Test
    void choosesACollectorUnlessItIsTold() throws Exception
    {
        fakeJava("0", "0");
        run(SCRIPT, Map.of("FLATBOOK_JAVA_OPTS", "-Xmx4g"), "run", "--once").waitFor();
        run(SCRIPT, Map.of("FLATBOOK_JAVA_OPTS", "-XX:+UseZGC -Xmx4g"), "run", "--once").waitFor();
        assertThat(starts()).satisfiesExactly(
            (start) -> assertThat(start).contains("-XX:+UseParallelGC", "-Xmx4g"),
            (start) -> assertThat(start).contains("-XX:+UseZGC", "-Xmx4g").doesNotContain("ParallelGC"));
    }

    @Test
    void theImageAndClustersOfOneMachineTakeTheCollectorOfTheScript() throws IOException
    {
        final Matcher chosen =
            Pattern.compile("options=\\((-XX:\\+Use\\w+GC [^\"]*) \"").matcher(Files.readString(SCRIPT));
        assertThat(chosen.find()).isTrue();
        final Path root = SCRIPT.resolve("../..").normalize();
        assertThat(Files.readString(root.resolve("dist/pom.xml"))).contains(" " + chosen.group(1) + "<");
        assertThat(Files.readString(root.resolve("docs/install.md")).replaceAll("\\s+", " "))
            .contains(" " + chosen.group(1) + "'");
        assertThat(Files.readString(root.resolve("ops/src/main/java/io/flatbook/ops/link/LocalCluster.java")))
            .contains('"' + chosen.group(1).replace(" ", "\", \"") + '"');
    }

    @Test
    void bringsAKilledNodeBackAndEndsWithItInOrder() throws Exception
    {
        try (ForkedCluster cluster = new ForkedCluster(1, Map.of()))
        {
            final NodeConfig config = cluster.config(0);
            final Path settings = directory.resolve("node.properties");
            Files.writeString(settings, String.join("\n", "hosts=localhost", "clusterName=test",
                "basePort=" + (config.statusPort() - STATUS_PORT), "directory=" + config.directory(),
                "authentication=names", "durability=memory", "logTermLength=4m", "segmentLength=4m", ""));
            realJava();
            run("run", settings.toString());
            final long first = awaitNode(-1, 0);
            final int runs = runs();
            assertThat(ProcessHandle.of(first).orElseThrow().destroyForcibly()).isTrue();
            final long second = awaitNode(first, runs);
            script.destroy();
            assertThat(script.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(script.exitValue()).isZero();
            assertThat(ProcessHandle.of(second)).isEmpty();
            assertThat(output()).contains("the node ended with 137; it starts again in 2 s").contains("ended in order");
        }
    }

    @Test
    void aClusterOfTheScriptStartsAnswersAndEnds() throws Exception
    {
        try (ForkedCluster cluster = new ForkedCluster(1, Map.of()))
        {
            realJava();
            final String nodes = directory.resolve("nodes").toString();
            final Map<String, String> environment = Map.of("FLATBOOK_MEMBERS", "1",
                "FLATBOOK_NODE_BASE_PORT", Integer.toString(cluster.config(0).statusPort() - STATUS_PORT));
            try
            {
                assertThat(run(CLUSTER_SCRIPT, environment, "start", nodes).waitFor()).as(output()).isZero();
                assertThat(run(CLUSTER_SCRIPT, environment, "status", nodes).waitFor()).as(output()).isZero();
                assertThat(output()).containsPattern("node 0 {2}LEADER +term 0");
                final String others = directory.resolve("others").toString();
                assertThat(run(CLUSTER_SCRIPT, environment, "start", others).waitFor()).as(output()).isEqualTo(1);
                assertThat(output()).contains("another node answers at port " + cluster.config(0).statusPort());
                assertThat(run(CLUSTER_SCRIPT, environment, "leader", others).waitFor()).as(output()).isEqualTo(11);
                assertThat(run(CLUSTER_SCRIPT, environment, "status", others).waitFor()).as(output()).isEqualTo(10);
                assertThat(run(CLUSTER_SCRIPT, environment, "start", nodes).waitFor()).as(output()).isZero();
            }
            finally
            {
                assertThat(run(CLUSTER_SCRIPT, environment, "stop", nodes).waitFor()).as(output()).isZero();
            }
        }
    }

    @Test
    void theUnitRestartsWhatTheScriptRestarts() throws IOException
    {
        final List<String> unit = Files.readAllLines(UNIT);
        assertThat(unit).contains("Restart=always", "RestartSec=" + PAUSE_MS / 1_000, "StartLimitIntervalSec=0",
            "NoNewPrivileges=yes", "ProtectSystem=strict", "LimitCORE=0");
        assertThat(unit).filteredOn((line) -> line.startsWith("ExecStart=")).singleElement().asString()
            .contains("/scripts/node run --once ");
        final String prevented = unit.stream().filter((line) -> line.startsWith("RestartPreventExitStatus="))
            .map((line) -> line.substring(line.indexOf('=') + 1)).collect(Collectors.joining());
        assertThat(Arrays.stream(prevented.split(" ")).map(Integer::valueOf)).containsExactlyInAnyOrderElementsOf(
            STAYS_DOWN);
    }

    @Test
    void theUnitOfAMemberHasANumberADirectoryAndHalfOfTheHost() throws IOException
    {
        assertThat(Files.readAllLines(UNIT)).contains("Environment=FLATBOOK_NODE_MEMBER_ID=%i",
            "Environment=FLATBOOK_NODE_DIRECTORY=/var/lib/flatbook/node-%i",
            "Environment=FLATBOOK_NODE_AERON_DIRECTORY=/dev/shm/flatbook-node-%i",
            "Environment=\"FLATBOOK_JAVA_OPTS=-XX:InitialRAMPercentage=50 -XX:MaxRAMPercentage=50\"",
            "EnvironmentFile=-/etc/flatbook/node-%i.env",
            "AssertPathExists=/var/lib/flatbook/node-%i/archive", "StateDirectory=flatbook/node-%i");
    }

    @Test
    void theUnitOfTheBackupIsAsHardened() throws IOException
    {
        final List<String> node = hardening(Files.readAllLines(UNIT));
        final List<String> backup = Files.readAllLines(UNIT.resolveSibling("flatbook-backup.service"));
        assertThat(node).hasSizeGreaterThan(15);
        assertThat(hardening(backup)).isEqualTo(node);
        assertThat(backup).contains("Restart=always", "StartLimitIntervalSec=0", "RestartPreventExitStatus=2");
        assertThat(backup).filteredOn((line) -> line.startsWith("ExecStart=")).singleElement().asString()
            .contains("/scripts/backup run /var/lib/flatbook-backup --config ");
    }

    private static List<String> hardening(final List<String> unit)
    {
        return unit.subList(unit.indexOf("NoNewPrivileges=yes"), unit.indexOf("[Install]")).stream()
            .filter((line) -> !line.startsWith("#")).collect(Collectors.toList());
    }

    // Another than one, after the output has told so many times that a node runs.
    private long awaitNode(final long not, final int runs)
    {
        final long[] found = new long[1];
        Awaitility.await("a node that runs").atMost(Duration.ofSeconds(180)).untilAsserted(() ->
        {
            found[0] = script.descendants().filter((each) -> each.info().command().orElse("").endsWith("/java"))
                .mapToLong(ProcessHandle::pid).findFirst().orElse(not);
            assertThat(found[0]).as(output()).isNotEqualTo(not);
            assertThat(runs()).as(output()).isGreaterThan(runs);
        });
        return found[0];
    }

    private int runs() throws IOException
    {
        return output().split("node 0 of cluster test runs", -1).length - 1;
    }

    private Process run(final String... arguments) throws IOException
    {
        return run(SCRIPT, Map.of(), arguments);
    }

    private Process run(final Path file, final Map<String, String> environment, final String... arguments)
        throws IOException
    {
        final List<String> command = new ArrayList<>(List.of("bash", file.toString()));
        command.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("output").toFile()));
        builder.environment().put("JAVA_HOME", directory.resolve("jvm").toString());
        builder.environment().put("FLATBOOK_RUN_JAR", Files.writeString(directory.resolve("node.jar"), "").toString());
        builder.environment().put("FLATBOOK_JAVA_OPTS", "-Xmx256m");
        builder.environment().putAll(environment);
        script = builder.start();
        return script;
    }

    /** A JVM that writes its arguments down and ends with one code after the other. */
    private void fakeJava(final String... codes) throws IOException
    {
        Files.deleteIfExists(directory.resolve("starts"));
        Files.write(directory.resolve("codes"), List.of(codes));
        java("""
            cd '%s'
            echo "$*" >> starts
            code=$(head -n 1 codes)
            sed -i 1d codes
            if [[ "$code" == kill ]]; then kill -KILL $$; fi
            exit "$code"
            """.formatted(directory));
    }

    /** The JVM and the classes of this test in place of the jar, which is not built yet. */
    private void realJava() throws IOException
    {
        java("""
            arguments=()
            while (($# > 0)); do
                if [[ "$1" == -jar ]]; then
                    arguments+=(-cp '%s' io.flatbook.node.ClearingNode)
                    shift 2
                else
                    arguments+=("$1")
                    shift
                fi
            done
            exec '%s/bin/java' "${arguments[@]}"
            """.formatted(System.getProperty("java.class.path"), System.getProperty("java.home")));
    }

    private void java(final String body) throws IOException
    {
        final Path java = directory.resolve("jvm").resolve("bin").resolve("java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, "#!/usr/bin/env bash\n" + body);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    private List<String> starts() throws IOException
    {
        final Path starts = directory.resolve("starts");
        return Files.exists(starts) ? Files.readAllLines(starts) : List.of();
    }

    private String output() throws IOException
    {
        return Files.readString(directory.resolve("output"));
    }
}
