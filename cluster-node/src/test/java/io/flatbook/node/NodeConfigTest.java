package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import io.flatbook.testkit.KeyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeConfigTest
{
    @Test
    void refusesAPathThatCannotBe()
    {
        for (final String setting : List.of("directory", "aeronDirectory", "memberKeyFile"))
        {
            assertThatThrownBy(() -> NodeConfig.of(Map.of(setting, "/var/flat\0book"))).as(setting)
                .isInstanceOf(ConfigException.class).hasMessageContaining(setting).hasMessageContaining("a path");
        }
    }

    @Test
    void systemPropertyStandsAboveEnvironmentAboveFileAboveDefault(@TempDir final Path directory) throws IOException
    {
        final Path file = Files.writeString(directory.resolve("node.properties"),
            "basePort=21000\nmemberId=1\nclusterName=file\n");
        final Properties properties = new Properties();
        properties.setProperty("flatbook.node.clusterName", "property");
        properties.setProperty("unrelated", "x");
        final NodeConfig config = NodeConfig.load(
            file, Map.of("FLATBOOK_NODE_MEMBER_ID", "2", "FLATBOOK_NODE_CLUSTER_NAME", "environment"), properties);

        assertThat(config.clusterName()).isEqualTo("property");
        assertThat(config.memberId()).isEqualTo(2);
        assertThat(config.endpoints().ingress())
            .isEqualTo("0=localhost:21001,1=localhost:21101,2=localhost:21201");
        assertThat(config.text())
            .contains("clusterName=property                             # -Dflatbook.node.clusterName\n")
            .contains("memberId=2                                       # FLATBOOK_NODE_MEMBER_ID\n")
            .contains("basePort=21000                                   # " + file + "\n")
            .contains("durability=disk                                  # default\n")
            .contains("mtuLength=8192                                   # default 'auto'\n");
    }

    @ParameterizedTest
    @CsvSource({"aeron.archive.dir.delete.on.start, true", "aeron.reliable.stream, false", "aeron.dir, /dev/shm/x",
        "aeron.cluster.service.count, 2", "agrona.disable.bounds.checks, true"})
    void refusesSettingsOfAeronBesideItsOwn(final String name, final String text)
    {
        final Properties properties = new Properties();
        properties.setProperty(name, text);
        assertThatThrownBy(() -> NodeConfig.load(null, Map.of(), properties))
            .isInstanceOf(ConfigException.class).hasMessageStartingWith("-D" + name + ": ");
    }

    @Test
    void letsAnAgentLogTheEventsOfAeron()
    {
        final Properties properties = new Properties();
        properties.setProperty("aeron.event.cluster.log", "all");
        properties.setProperty("agrona.disable.bounds.checks", "false");
        assertThat(NodeConfig.load(null, Map.of(), properties).durable()).isTrue();
    }

    @Test
    void survivesACutOfPowerUnlessToldNotTo()
    {
        assertThat(NodeConfig.of(Map.of()).durable()).isTrue();
        assertThat(NodeConfig.of(Map.of()).checksums()).isTrue();
        assertThat(NodeConfig.of(Map.of("durability", "memory")).durable()).isFalse();
        assertThat(NodeConfig.of(Map.of("checksum", "none")).checksums()).isFalse();
    }

    @Test
    void readsTheReserveOfTheDiskAndWhatAStartTakes()
    {
        assertThat(NodeConfig.of(Map.of()).diskReserveBytes()).isEqualTo(1L << 30);
        assertThat(NodeConfig.of(Map.of()).diskStartBytes()).as("a segment").isEqualTo(64 << 20);
        final NodeConfig large = NodeConfig.of(Map.of("diskReserve", "500g"));
        assertThat(large.diskReserveBytes()).isEqualTo(500L << 30);
        assertThat(NodeConfig.of(Map.of("diskReserve", "16m")).diskStartBytes()).isEqualTo(4 << 20);
        assertThat(NodeConfig.of(Map.of("diskReserve", "0")).diskStartBytes()).isZero();
        assertThatThrownBy(() -> NodeConfig.of(Map.of("diskReserve", "-1"))).isInstanceOf(ConfigException.class)
            .hasMessageContaining("code: diskReserve='-1' is not a length in bytes");
    }

    @Test
    void readsThePositionsToRefuse()
    {
        assertThat(NodeConfig.of(Map.of()).refuseAt()).isEmpty();
        assertThat(NodeConfig.of(Map.of("refuseAt", " 2848, 96 ,123456789012345678 ")).refuseAt())
            .containsExactly(2848, 96, 123_456_789_012_345_678L);
        for (final String wrong : new String[]{"0", "-5", "x", "1,,2", "1 2", "1,", "1234567890123456789"})
        {
            assertThatThrownBy(() -> NodeConfig.of(Map.of("refuseAt", wrong))).as(wrong)
                .isInstanceOf(ConfigException.class).hasMessageContaining("log positions, whole numbers above 0");
        }
    }

    @Test
    void wantsProofsUnlessToldNotTo()
    {
        assertThat(NodeConfig.of(Map.of()).takesNames()).isFalse();
        assertThat(NodeConfig.of(Map.of("authentication", "names")).takesNames()).isTrue();
    }

    @Test
    void namesTheNearestSettingForAnUnknownOne(@TempDir final Path directory) throws IOException
    {
        assertThatThrownBy(() -> NodeConfig.of(Map.of("durabilty", "disk")))
            .isInstanceOf(ConfigException.class)
            .hasMessage("code: unknown setting 'durabilty', did you mean 'durability'?");
        assertThatThrownBy(() -> NodeConfig.of(Map.of("heartbeat", "1000")))
            .hasMessageContaining("did you mean 'heartbeatTimeoutMs'?");
        assertThatThrownBy(() -> NodeConfig.load(null, Map.of("FLATBOOK_NODE_HEARTBEAT_MS", "1"), new Properties()))
            .hasMessageContaining("FLATBOOK_NODE_HEARTBEAT_MS: unknown setting 'heartbeatMs'");

        final Path file = Files.writeString(directory.resolve("node.properties"), "member=1\n");
        assertThatThrownBy(() -> NodeConfig.load(file, Map.of(), new Properties()))
            .hasMessage(file + ": unknown setting 'member', did you mean 'memberId'?");
        assertThatThrownBy(() -> NodeConfig.load(directory.resolve("none"), Map.of(), new Properties()))
            .hasMessageContaining("cannot read");
        Files.write(file, new byte[]{'a', '=', (byte)0xff});
        assertThatThrownBy(() -> NodeConfig.load(file, Map.of(), new Properties()))
            .hasMessage("cannot read " + file + ": it is not text in UTF-8");
        Files.writeString(file, "\uFEFFmemberId=1\n");
        assertThatThrownBy(() -> NodeConfig.load(file, Map.of(), new Properties()))
            .hasMessage("cannot read " + file + ": it begins with a byte order mark: save it as UTF-8 without one");
        Files.writeString(file, "memberId=1\n# \\users\n#\nsecretsFile=C:\\users\n");
        assertThatThrownBy(() -> NodeConfig.load(file, Map.of(), new Properties())).hasMessage("cannot read " + file +
            ": line 4: \\u wants four hexadecimal digits; a backslash is written as two");
    }

    @Test
    void namesTheSettingWhoseKeysCannotBeRead(@TempDir final Path directory)
    {
        final Path none = directory.resolve("none.key");
        try (KeyFiles keys = new KeyFiles())
        {
            assertThatThrownBy(() -> NodeWire.of(sealed(none, keys.clients()), (error) -> { }))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("memberKeyFile " + none + " cannot be read: ");
            assertThatThrownBy(() -> NodeWire.of(sealed(keys.members(), none), (error) -> { }))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("clientKeyFile " + none + " cannot be read: ");
        }
    }

    private static NodeConfig sealed(final Path memberKeyFile, final Path clientKeyFile)
    {
        return NodeConfig.of(
            Map.of("memberKeyFile", memberKeyFile.toString(), "clientKeyFile", clientKeyFile.toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "memberId, 3", "memberId, -1", "memberId, one", "hosts, 'a,b'", "hosts, 'a b'", "hosts, ''", "basePort, 0",
        "basePort, 70000", "clusterName, ''", "clusterName, 'a/b'", "durability, yes", "checksum, md5", "idle, busy",
        "threading, one", "sparseTerms, maybe", "logFormat, xml", "heartbeatTimeoutMs, 0",
        "heartbeatIntervalMs, 900", "startupTimeoutMs, 1000", "sessionsMax, 0", "logTermLength, 3m",
        "logTermLength, 64k", "logTermLength, ''", "segmentLength, 8m", "mtuLength, 100", "mtuLength, 1409",
        "receiverWindowLength, 8m", "socketBufferLength, many", "statusPort, 65536", "statusPort, -1",
        "flowControlTimeoutMs, x", "electionTimeoutMs, -5", "sessionTimeoutMs, 99999999999", "authentication, none",
        "sessionsPerPrincipalMax, 0"})
    void refusesWhatCannotBeAndNamesIt(final String key, final String text)
    {
        assertThatThrownBy(() -> NodeConfig.of(Map.of(key, text)))
            .isInstanceOf(ConfigException.class).hasMessageContaining("code: ").hasMessageContaining("is not");
    }

    @Test
    void refusesHostsBeyondLoopbackWithoutKeys()
    {
        assertThatThrownBy(() -> NodeConfig.of(Map.of("hosts", "127.0.0.1,localhost,10.7.0.1")))
            .isInstanceOf(ConfigException.class).hasMessageContaining("memberKeyFile");
        assertThat(NodeConfig.of(Map.of("hosts", "127.0.0.1,localhost,127.0.0.2")).mtuLength()).isEqualTo(8192);
        assertThatThrownBy(() -> NodeConfig.of(Map.of("memberKeyFile", "members.key")))
            .isInstanceOf(ConfigException.class).hasMessageContaining("clientKeyFile");
    }

    @Test
    void givesEachMemberItsPorts()
    {
        final NodeConfig config = NodeConfig.of(Map.of("hosts", "a,b,c", "basePort", "30000", "memberId", "1",
            "memberKeyFile", "members.key", "clientKeyFile", "clients.key"));
        assertThat(config.endpoints().clusterMembers()).isEqualTo(
            "0,a:30001,a:30002,a:30003,a:30004,a:30005" +
            "|1,b:30101,b:30102,b:30103,b:30104,b:30105" +
            "|2,c:30201,c:30202,c:30203,c:30204,c:30205");
        assertThat(config.statusPort()).isEqualTo(30106);
        assertThat(config.mtuLength()).isEqualTo(1376);
    }

    @Test
    void keepsBuffersOfDifferentDirectoriesApart()
    {
        assertThat(NodeConfig.of(Map.of("directory", "/a")).aeronDirectory())
            .isNotEqualTo(NodeConfig.of(Map.of("directory", "/b")).aeronDirectory());
    }

    @ParameterizedTest
    @ValueSource(strings = {"flatbook-small.properties", "flatbook-production.properties"})
    void shipsFilesThatLoadAndSpeakOfEverySetting(final String name) throws IOException
    {
        final Path file = Path.of("..", "scripts", "config", name);
        final NodeConfig config = NodeConfig.load(file, Map.of(), new Properties());
        assertThat(config.durable()).isTrue();
        assertThat(config.checksums()).isTrue();
        assertThat(config.takesNames()).isEqualTo(name.contains("small"));
        final String text = Files.readString(file);
        for (final Setting setting : Setting.values())
        {
            assertThat(text).containsPattern("(?m)^#?" + setting.key() + "=");
        }
    }

    @Test
    void isNotPrintedWhereThereIsNoRoom() throws IOException
    {
        final PrintStream before = System.out;
        for (final String verb : List.of("print", "--help"))
        {
            try (PrintStream full = new PrintStream(new FileOutputStream("/dev/full")))
            {
                System.setOut(full);
                assertThat(ClearingNode.run(new String[]{verb}, HostedService::clearing)).as(verb)
                    .isEqualTo(ExitCode.START_FAILED);
            }
            finally
            {
                System.setOut(before);
            }
        }
    }

    @Test
    void isDocumentedSettingBySetting() throws IOException
    {
        final String readme = Files.readString(Path.of("README.md"));
        for (final Setting setting : Setting.values())
        {
            final String shown = setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
            assertThat(readme).contains("| `" + setting.key() + "` | " + shown + " |");
        }
    }
}
