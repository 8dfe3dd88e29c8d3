package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.flatbook.cluster.SessionPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest
{
    private static final String SECRET = "0123456789abcdef".repeat(4);

    @TempDir
    private Path directory;

    static byte[] secretOf(final Path clientFile)
    {
        try
        {
            return HexFormat.of().parseHex(Files.readString(clientFile).strip().split(":")[1]);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    @Test
    void findsSecretsByPrincipalAndVersion() throws IOException
    {
        final Secrets secrets = Secrets.read(file("r--------", "# of the demo", "", "gateway/a 1:" + SECRET,
            "gateway/a   3:" + SECRET + SECRET, "  risk/alice 12:" + SECRET + " "));
        assertThat(secrets.principals()).isEqualTo(2);
        assertThat(secrets.find("gateway/a", 1)).hasSize(32).startsWith(0x01, 0x23);
        assertThat(secrets.find("gateway/a", 3)).hasSize(64);
        assertThat(secrets.find("risk/alice", 12)).hasSize(32);
        assertThat(secrets.find("gateway/a", 2)).isNull();
        assertThat(secrets.find("gateway/b", 1)).isNull();
        assertThat(secrets.knows("gateway/a")).isTrue();
        assertThat(secrets.knows("gateway/b")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "gateway/a", "gateway/a 1", "gateway/a 0:S", "gateway/a -1:S", "gateway/a x:S", "gateway/A 1:S",
        "boss/a 1:S", "a 1:S", "gateway/a 1:S0", "gateway/a 1:00", "gateway/a 1:S g", "gateway/a 9999999999:S"})
    void namesTheWrongLineButNoSecret(final String line) throws IOException
    {
        final Path file = file("r--------", "risk/alice 1:" + SECRET, line.replace("S", SECRET));
        assertThatThrownBy(() -> Secrets.read(file)).isInstanceOf(ConfigException.class)
            .hasMessageContaining(file + ":2: not 'role/NAME version:secret'").hasMessageNotContaining(SECRET);
    }

    @Test
    void refusesAVersionTwiceAndAThirdVersion() throws IOException
    {
        final Path twice = file("r--------", "gateway/a 1:" + SECRET, "gateway/a 1:" + SECRET);
        assertThatThrownBy(() -> Secrets.read(twice)).hasMessageContaining("version 1 of gateway/a is given twice");
        final Path third =
            file("r--------", "gateway/a 1:" + SECRET, "gateway/a 2:" + SECRET, "gateway/a 3:" + SECRET);
        assertThatThrownBy(() -> Secrets.read(third)).hasMessageContaining("more than 2 versions of gateway/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--r-----", "r-----r--", "rw----r--", "r---w----", "r-x------"})
    void refusesAFileThatOthersMayRead(final String mode) throws IOException
    {
        final Path file = file(mode, "gateway/a 1:" + SECRET);
        assertThatThrownBy(() -> Secrets.read(file)).isInstanceOf(ConfigException.class)
            .hasMessageContaining("chmod 0400").hasMessageContaining(mode);
    }

    @Test
    void refusesToStartWithoutSecretsUnlessToldTo() throws IOException
    {
        assertThatThrownBy(() -> new Admission(NodeConfig.of(Map.of()), SecretsTest::ignore))
            .isInstanceOf(ConfigException.class).hasMessageContaining("authentication=names");
        final NodeConfig missing = NodeConfig.of(Map.of("secretsFile", directory.resolve("none").toString()));
        assertThatThrownBy(() -> new Admission(missing, SecretsTest::ignore))
            .isInstanceOf(ConfigException.class).hasMessageContaining("cannot be read");

        assertThatCode(() -> new Admission(NodeConfig.of(Map.of("authentication", "names")), SecretsTest::ignore))
            .doesNotThrowAnyException();
        final Path file = file("rw-------", "gateway/a 1:" + SECRET);
        assertThatCode(() -> new Admission(NodeConfig.of(Map.of("secretsFile", file.toString())), SecretsTest::ignore))
            .doesNotThrowAnyException();
        assertThatThrownBy(
            () -> NodeConfig.of(Map.of("authentication", "names", "secretsFile", file.toString())))
            .isInstanceOf(ConfigException.class).hasMessageContaining("is not secrets");
    }

    @Test
    void goesOnWithTheSecretsReadBeforeWhereAFileHasBecomeWrong() throws IOException
    {
        final long[] nowNs = {0};
        final List<Throwable> errors = new ArrayList<>();
        final SecretStore store =
            new SecretStore(file("r--------", "gateway/a 1:" + SECRET), () -> nowNs[0], errors::add);
        file("r--------", "gateway/a 1:");
        assertThat(store.current().knows("gateway/a")).as("looks once a second").isTrue();
        assertThat(errors).isEmpty();
        nowNs[0] += TimeUnit.SECONDS.toNanos(1);
        assertThat(store.current().knows("gateway/a")).isTrue();
        assertThat(errors).hasSize(1);
        nowNs[0] += TimeUnit.SECONDS.toNanos(1);
        assertThat(store.current().knows("gateway/a")).isTrue();
        assertThat(errors).as("reported once").hasSize(1);

        file("r--------", "gateway/b 1:" + SECRET);
        nowNs[0] += TimeUnit.SECONDS.toNanos(1);
        assertThat(store.current().knows("gateway/a")).isFalse();
        assertThat(store.current().knows("gateway/b")).isTrue();
        assertThat(store.isRevoked(opener("gateway/a", 1))).as("a file may be written in steps").isFalse();
        nowNs[0] += SecretStore.SETTLED_NS;
        assertThat(store.isRevoked(opener("gateway/a", 1))).isTrue();
        assertThat(store.isRevoked(opener("gateway/b", 1))).isFalse();
        assertThat(store.isRevoked(opener("gateway/b", 2))).as("another version of it is there").isTrue();
        assertThat(store.isRevoked(opener("gateway/b", 0))).as("nothing was proven").isTrue();
    }

    @Test
    void aFileWithoutAnySecretHoldsAndIsReported() throws IOException
    {
        final long[] nowNs = {0};
        final List<Throwable> errors = new ArrayList<>();
        final SecretStore store =
            new SecretStore(file("r--------", "gateway/a 1:" + SECRET), () -> nowNs[0], errors::add);
        assertThat(errors).isEmpty();
        final Path empty = file("r--------", "# nobody");
        nowNs[0] += TimeUnit.SECONDS.toNanos(1);
        assertThat(store.current().knows("gateway/a")).as("the last one may have been stolen").isFalse();
        assertThat(errors).singleElement().satisfies((error) ->
            assertThat(error).hasMessageContaining(empty + " holds no secret"));

        assertThat(new SecretStore(empty, () -> nowNs[0], errors::add).current().principals()).isZero();
        assertThat(errors).as("at the start too").hasSize(2);
    }

    private static SessionPrincipal opener(final String name, final int secretVersion)
    {
        return new SessionPrincipal(name, 1, 0, secretVersion, new byte[Proof.NONCE_LENGTH]);
    }

    private Path file(final String mode, final String... lines) throws IOException
    {
        final Path file = directory.resolve("secrets");
        Files.deleteIfExists(file);
        Files.writeString(file, String.join("\n", lines));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static void ignore(final Throwable throwable)
    {
        throw new AssertionError("nothing is wrong", throwable);
    }
}
