package io.flatbook.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class ProvenPrincipalTest
{
    private static final String SECRET = "0123456789abcdef".repeat(4);

    @TempDir
    private Path directory;

    @Test
    void computesTheProofThatTheDocumentationShows()
    {
        final byte[] proof = ProvenPrincipal.proof(
            filled(1), filled(2), filled(3), proven(7, 2, "gateway/exchange-a"));
        assertThat(HexFormat.of().formatHex(proof))
            .isEqualTo("853920f37826b8f775024e47fadee7bb90b17e5d78130c0bd7e585a298a1a2f8");
    }

    @Test
    void computesTheKeyOfTheSessionThatTheDocumentationShows()
    {
        final byte[] key = ProvenPrincipal.sessionKey(
            filled(1), filled(2), filled(3), proven(7, 2, "gateway/exchange-a"));
        assertThat(HexFormat.of().formatHex(key))
            .isEqualTo("4d16058e1d44110f88a5620cdc07681febba3d3d62b19e4694784cf62559dbef");
    }

    @Test
    void namesItselfWithAFreshNonceAndNoSecret()
    {
        final ProvenPrincipal principal = new ProvenPrincipal("gateway/a", new Secret(258, filled(7)), Instance.READER);
        final byte[] first = principal.encodedCredentials();
        final byte[] second = principal.encodedCredentials();
        assertThat(first).startsWith(2, 0, 0, 1, 2).hasSize(53 + 9);
        assertThat(new String(first, 53, 9, StandardCharsets.US_ASCII)).isEqualTo("gateway/a");
        assertThat(Arrays.copyOfRange(first, 5, 37)).isNotEqualTo(Arrays.copyOfRange(second, 5, 37));
        assertThat(HexFormat.of().formatHex(first)).doesNotContain(HexFormat.of().formatHex(filled(7)));
    }

    @Test
    void answersOneChallengePerRequestAndOnlyOfTheKnownFormat()
    {
        final ProvenPrincipal principal = new ProvenPrincipal("gateway/a", new Secret(1, filled(7)), Instance.READER);
        final byte[] challenge = new byte[33];
        challenge[0] = 2;
        assertThatThrownBy(() -> principal.onChallenge(challenge)).isInstanceOf(IllegalStateException.class);
        principal.encodedCredentials();
        for (final byte[] other : new byte[][]{new byte[0], new byte[33], Arrays.copyOf(challenge, 34)})
        {
            assertThatThrownBy(() -> principal.onChallenge(other)).hasMessageContaining("unknown format");
        }
        assertThat(principal.onChallenge(challenge)).hasSize(33).startsWith(2);
        assertThatThrownBy(() -> principal.onChallenge(challenge)).hasMessageContaining("twice");
    }

    @Test
    void readsASecretAndShowsNoneOfIt() throws IOException
    {
        final Secret secret = Secret.read(file("r--------", "12:" + SECRET + "\n"));
        assertThat(secret.version()).isEqualTo(12);
        assertThat(HexFormat.of().formatHex(secret.key())).isEqualTo(SECRET);
        assertThat(secret).hasToString("secret of version 12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "S", "0:S", "-1:S", "1:Sx", "1:S0", "1:00", "1:S\n2:S", "1: S", "x:S"})
    void refusesAFileThatHoldsSomethingElse(final String text) throws IOException
    {
        final Path file = file("r--------", text.replace("S", SECRET));
        assertThatThrownBy(() -> Secret.read(file)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("secretFile " + file).hasMessageNotContaining(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--r-----", "r-----r--", "rw-r-----", "r---w----", "r-x------"})
    void refusesAFileThatOthersMayRead(final String mode) throws IOException
    {
        final Path file = file(mode, "1:" + SECRET);
        assertThatThrownBy(() -> Secret.read(file)).hasMessageContaining("chmod 0400").hasMessageContaining(mode);
    }

    @Test
    void saysAtOnceThatTheFileCannotBeUsed()
    {
        assertThatThrownBy(() -> FlatbookClient.connect(new FlatbookClient.Context().gateway("a")
            .ingressEndpoints("0=localhost:1").secretFile(directory.resolve("none"))))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> FlatbookClient.connect(new FlatbookClient.Context().gateway("a")
            .ingressEndpoints("0=localhost:1").transportKeyFile(directory.resolve("none"))))
            .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("transportKeyFile " + directory);
    }

    private Path file(final String mode, final String text) throws IOException
    {
        final Path file = directory.resolve("secret");
        Files.deleteIfExists(file);
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static byte[] proven(final long instance, final long epoch, final String principal)
    {
        return ByteBuffer.allocate(16 + principal.length()).putLong(instance).putLong(epoch)
            .put(principal.getBytes(StandardCharsets.US_ASCII)).array();
    }

    private static byte[] filled(final int value)
    {
        final byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte)value);
        return bytes;
    }
}
