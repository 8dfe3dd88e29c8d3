package io.flatbook.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest
{
    private static final String ONE = TestKeys.line(1, 1);
    private static final String TWO = TestKeys.line(2, 2);

    @TempDir
    private Path directory;

    @Test
    void readsOneKeyOrTwoOfWhichTheFirstSeals()
    {
        assertThat(read(write(ONE)).keyIds()).containsExactly(1);
        assertThat(read(write("# changed on Sunday\n", TWO, "\n", ONE)).keyIds()).containsExactly(2, 1);
    }

    @Test
    void provesAKeyWithTheFirstAndTakesEither()
    {
        final Path file = TestKeys.write("r--------", directory.resolve("keys"), ONE);
        final KeyRing asks = read(file);
        final KeyRing answers = read(file);
        final byte[] challenge = {1, 2, 3};
        final byte[] first = answers.prove(challenge);
        assertThat(first).hasSize(34);
        assertThat(asks.isProof(challenge, first)).isTrue();
        assertThat(asks.isProof(new byte[]{1, 2, 4}, first)).as("of another challenge").isFalse();
        assertThat(asks.isProof(challenge, null)).isFalse();
        assertThat(asks.isProof(challenge, new byte[34])).isFalse();
        for (int i = 0; i < first.length; i++)
        {
            final byte[] changed = first.clone();
            changed[i] ^= 1;
            assertThat(asks.isProof(challenge, changed)).as("byte %d changed", i).isFalse();
        }

        TestKeys.write("r--------", file, ONE, TWO);
        asks.refresh();
        assertThat(asks.isProof(challenge, first)).as("while the key is changed").isTrue();
        TestKeys.write("r--------", file, TWO, ONE);
        answers.refresh();
        assertThat(asks.isProof(challenge, answers.prove(challenge))).as("the other key seals").isTrue();
        TestKeys.write("r--------", file, TWO);
        asks.refresh();
        assertThat(asks.isProof(challenge, first)).as("the key is forgotten").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "r--r--r--", "r-x------"})
    void refusesAFileThatIsNotClosedToOthers(final String mode)
    {
        final Path file = TestKeys.write(mode, directory.resolve("keys"), ONE);
        assertThatThrownBy(() -> read(file)).isInstanceOf(KeyFileException.class)
            .hasMessageContaining("0400").hasMessageContaining(mode);
    }

    @Test
    void refusesWhatIsNoRingAndShowsNoKey()
    {
        final String hex = ONE.substring(2).strip();
        assertRefused("");
        assertRefused(ONE + TWO + TestKeys.line(3, 3));
        assertRefused(ONE + TestKeys.line(1, 2));
        assertRefused(ONE + "2:" + hex + "\n");
        assertRefused("0:" + hex);
        assertRefused("65536:" + hex);
        assertRefused(hex);
        assertRefused("1:" + hex + "00");
        assertRefused("1:" + hex.substring(2));
        assertThatThrownBy(() -> read(directory.resolve("none"))).isInstanceOf(KeyFileException.class);
    }

    @Test
    void readsAChangedFileAndGoesOnWithTheOldKeysIfItIsWrong()
    {
        final KeyRing ring = read(write(ONE));
        ring.refresh();
        write(TWO, ONE);
        ring.refresh();
        assertThat(ring.keyIds()).containsExactly(2, 1);
        write("nonsense\n");
        assertThatThrownBy(ring::refresh).isInstanceOf(KeyFileException.class)
            .hasMessageStartingWith("memberKeyFile " + directory.resolve("keys") + ":1: not 'number:key'");
        ring.refresh();
        assertThat(ring.keyIds()).containsExactly(2, 1);
        write(TWO);
        ring.refresh();
        assertThat(ring.keyIds()).containsExactly(2);
    }

    @Test
    void aNodesRingsHoldDifferentKeys()
    {
        final Path members = write(ONE);
        final Path clients = TestKeys.write(directory.resolve("clients"), TWO, "7:" + ONE.substring(2));
        assertThatThrownBy(() -> SealedWire.ofTwoRings(new RingSettings("memberKeyFile", members),
            new RingSettings("clientKeyFile", clients),
            (port) -> false, Throwable::printStackTrace)).isInstanceOf(KeyFileException.class)
            .hasMessageStartingWith(
                "memberKeyFile " + members + " and clientKeyFile " + clients + " hold the same key");
    }

    private static KeyRing read(final Path file)
    {
        return KeyRing.read("memberKeyFile", file);
    }

    private Path write(final String... lines)
    {
        return TestKeys.write(directory.resolve("keys"), lines);
    }

    private void assertRefused(final String lines)
    {
        final Path file = write(lines);
        assertThatThrownBy(() -> read(file)).isInstanceOf(KeyFileException.class)
            .satisfies((ex) -> assertThat(ex.getMessage()).doesNotContainPattern("[0-9a-f]{32}"));
    }
}
