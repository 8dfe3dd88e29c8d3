package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.aeron.CommonContext;
import io.aeron.cluster.ClusterBackup.SourceType;
import io.aeron.driver.MediaDriver;
import io.flatbook.backup.BackupException;
import io.flatbook.backup.BackupStatus;
import io.flatbook.backup.FollowedLog;
import io.flatbook.backup.FollowerSettings;
import io.flatbook.backup.LogFollower;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartCheckTest
{
    private static final long MEBIBYTE = 1024 * 1024;

    /** Of loopback, and of nobody's nodes. */
    private static final String QUIET_ADDRESS = "127.0.83.7";

    @TempDir
    private Path directory;

    @Test
    void refusesAHeapInWhichANodeCannotRun()
    {
        StartCheck.heap(184 * MEBIBYTE);
        assertThatThrownBy(() -> StartCheck.heap(183 * MEBIBYTE)).isInstanceOf(ConfigException.class)
            .hasMessage("the heap may grow to 183 MB, a node needs at least -Xmx192m and more with its accounts: " +
                "give the JVM more with -Xmx, or the machine more memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseParallelGC -XX:NewRatio=8", "-XX:+UseParallelGC", "-XX:+UseSerialGC",
        "-XX:+UseG1GC"})
    void takesTheLeastHeapThatItNamesWithEachCollector(final String collector) throws Exception
    {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m"));
        command.addAll(List.of(collector.split(" ")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), OwnHeap.class.getName()));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    static final class OwnHeap
    {
        public static void main(final String[] arguments)
        {
            StartCheck.heap(Runtime.getRuntime().maxMemory());
        }
    }

    @Test
    void namesTheSettingOfBuffersThatCannotBeMade()
    {
        final NodeConfig config = config(Map.of("aeronDirectory", "/proc/buffers"));
        assertThatThrownBy(() -> StartCheck.memory(config, (path) -> 160 * MEBIBYTE))
            .isInstanceOf(ConfigException.class)
            .hasMessageStartingWith("aeronDirectory: /proc/buffers cannot be made: ");
    }

    @Test
    void namesThePortThatIsTaken() throws IOException
    {
        final NodeConfig config = config(Map.of("hosts", QUIET_ADDRESS));
        StartCheck.ports(config);
        for (int port = 20_001; port <= 20_007; port++)
        {
            if (20_006 == port)
            {
                continue;
            }
            try (DatagramSocket other = new DatagramSocket(
                new InetSocketAddress(InetAddress.getByName(QUIET_ADDRESS), port)))
            {
                assertThat(other.isBound()).isTrue();
                assertThatThrownBy(() -> StartCheck.ports(config)).isInstanceOf(PortTakenException.class)
                    .hasMessage("node 0 cannot listen on " + QUIET_ADDRESS + " at UDP port " + port +
                        ": Address already in use");
            }
        }
    }

    @Test
    void saysThatAnAddressIsNotOfThisMachine()
    {
        // Of the block that is for documents only, RFC 5737.
        final NodeConfig config = config(Map.of("hosts", "192.0.2.1",
            "memberKeyFile", directory.resolve("m").toString(), "clientKeyFile", directory.resolve("c").toString()));
        assertThatThrownBy(() -> StartCheck.ports(config)).isInstanceOf(PortTakenException.class)
            .hasMessageContaining("192.0.2.1 at UDP port 20001: ").hasMessageNotContaining("\n");
    }

    @Test
    void doesNotTakeABackupForTheLogOfANode()
    {
        assertThatCode(() -> StartCheck.directory(directory)).doesNotThrowAnyException();
        new BackupStatus(FollowedLog.NOTHING, 0, 0, "flatbook", true).write(directory);
        assertThatThrownBy(() -> StartCheck.directory(directory)).isInstanceOf(ConfigException.class)
            .hasMessageStartingWith(directory + " is a backup").hasMessageContaining("flatbook backup restore");
    }

    @Test
    void aBackupDeletesNothingThatNoMediaDriverMade() throws IOException
    {
        final Path log = Files.createDirectories(directory.resolve("backup").resolve("archive")).resolve("0-0.rec");
        Files.write(log, new byte[1]);
        final FollowerSettings settings = new FollowerSettings(directory.resolve("backup"), directory.resolve("backup"),
            List.of("localhost:20002"), "localhost", 20_908, SourceType.ANY, false, true, 1024 * 1024, null, 1);
        assertThatThrownBy(() -> LogFollower.launch(settings)).isInstanceOf(BackupException.class)
            .hasMessageStartingWith("buffers: a start deletes what is in ");
        assertThat(log).exists();
    }

    @Test
    void namesTheMegabytesThatAreMissing()
    {
        final NodeConfig config = config(Map.of("logTermLength", "16m"));
        assertThatThrownBy(() -> StartCheck.memory(config, (path) -> 64 * MEBIBYTE))
            .isInstanceOf(DiskFullException.class)
            .hasMessage(directory + " has room for 64 MB, the buffers of a node take 160: 96 MB are missing");
        assertThatCode(() -> StartCheck.memory(config, (path) -> 160 * MEBIBYTE)).doesNotThrowAnyException();
    }

    @Test
    void freesWhatAKilledNodeLeftBeforeItMeasures() throws IOException
    {
        final NodeConfig config = config(Map.of("logTermLength", "16m"));
        Files.createDirectories(config.aeronDirectory().resolve("publications"));
        Files.write(config.aeronDirectory().resolve("publications").resolve("1.logbuffer"), new byte[1]);
        final DiskSpace space = (path) -> Files.exists(config.aeronDirectory()) ? 0 : 160 * MEBIBYTE;
        assertThatCode(() -> StartCheck.memory(config, space)).doesNotThrowAnyException();

        Files.createDirectory(config.aeronDirectory());
        assertThatThrownBy(() -> StartCheck.memory(config, (path) -> MEBIBYTE)).isInstanceOf(DiskFullException.class)
            .hasMessageEndingWith(": 159 MB are missing");
    }

    @Test
    void deletesNothingThatNoMediaDriverMade() throws IOException
    {
        final Path log = Files.createDirectories(directory.resolve("node").resolve("archive")).resolve("0-0.rec");
        Files.write(log, new byte[1]);
        for (final Path wrong : List.of(directory, directory.resolve("node")))
        {
            final NodeConfig config = config(Map.of("aeronDirectory", wrong.toString()));
            assertThatThrownBy(() -> StartCheck.memory(config, (path) -> 1024 * MEBIBYTE))
                .isInstanceOf(ConfigException.class).hasMessageStartingWith("aeronDirectory: a start deletes what is " +
                    "in " + wrong + ", and ");
            assertThat(log).exists();
        }
    }

    @Test
    void leavesTheBuffersOfANodeThatRuns() throws Exception
    {
        final NodeConfig config = config(Map.of("logTermLength", "16m"));
        final Path cnc = config.aeronDirectory().resolve("cnc.dat");
        final Process driver = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"),
            "-Daeron.dir=" + config.aeronDirectory(), "-Daeron.threading.mode=SHARED", MediaDriver.class.getName())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try
        {
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!CommonContext.isDriverActive(config.aeronDirectory().toFile(), 10_000, (ignore) -> {}))
            {
                assertThat(System.nanoTime() - deadlineNs).as("a driver in time").isNegative();
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> StartCheck.memory(config, (path) -> 160 * MEBIBYTE))
                .isInstanceOf(DirectoryInUseException.class)
                .hasMessage("another node runs in " + config.aeronDirectory());
            assertThat(cnc).exists();
        }
        finally
        {
            driver.destroyForcibly().waitFor();
        }
        // Killed a moment ago, so it still seems to live.
        assertThatCode(() -> StartCheck.memory(config, (path) -> 160 * MEBIBYTE)).doesNotThrowAnyException();
        assertThat(cnc).doesNotExist();
    }

    @Test
    void takesAddressesOfBothFamilies()
    {
        final NodeConfig config = config(Map.of("hosts", "[::1],127.0.0.1,localhost"));
        assertThat(config.endpoints().clusterMembers()).startsWith("0,[::1]:20001,[::1]:20002,");
        assertThat(config.mtuLength()).isEqualTo(8192);
        assertThatThrownBy(() -> config(Map.of("hosts", "::1"))).isInstanceOf(ConfigException.class);
    }

    private NodeConfig config(final Map<String, String> settings)
    {
        final Map<String, String> all = new HashMap<>(Map.of("hosts", "127.0.0.1", "authentication", "names",
            "directory", directory.resolve("node").toString(),
            "aeronDirectory", directory.resolve("aeron").toString()));
        all.putAll(settings);
        return NodeConfig.of(all);
    }
}
