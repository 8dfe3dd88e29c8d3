package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.flatbook.wire.KeyRing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts/secret transport-key writes is what nodes and clients read. */
class TransportKeyScriptTest
{
    private static final Path SCRIPT = Path.of("..", "scripts", "secret").toAbsolutePath();
    private static final int NOT_DONE = 1;
    private static final int WRONG_ARGUMENTS = 2;

    @TempDir
    private Path directory;

    @Test
    void makesKeysAndChangesThemInThreeSteps() throws IOException, InterruptedException
    {
        assertThat(run("members.key")).isZero();
        assertThat(run("next.key", "2")).isZero();
        assertThat(keyIds()).containsExactly(1);
        assertThat(run("learn", "members.key", "next.key")).isZero();
        assertThat(keyIds()).containsExactly(1, 2);
        assertThat(run("forget", "members.key", "1")).isEqualTo(NOT_DONE);
        assertThat(run("use", "members.key", "2")).isZero();
        assertThat(keyIds()).containsExactly(2, 1);
        assertThat(run("forget", "members.key", "1")).isZero();
        assertThat(keyIds()).containsExactly(2);
        assertThat(Files.readString(directory.resolve("members.key")))
            .isEqualTo(Files.readString(directory.resolve("next.key")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("members.key"))))
            .isEqualTo("r--------");
    }

    @Test
    void changesNothingThatWouldLeaveNoRing() throws IOException, InterruptedException
    {
        assertThat(run("members.key")).isZero();
        final String before = Files.readString(directory.resolve("members.key"));
        assertThat(run("members.key")).isEqualTo(NOT_DONE);
        assertThat(run("learn", "members.key", "members.key")).isEqualTo(NOT_DONE);
        assertThat(run("use", "members.key", "1")).isEqualTo(NOT_DONE);
        assertThat(run("forget", "members.key", "1")).isEqualTo(NOT_DONE);
        assertThat(run("use", "members.key", "7")).isEqualTo(NOT_DONE);
        assertThat(run("learn", "none.key", "members.key")).isEqualTo(NOT_DONE);
        assertThat(run("x.key", "65536")).isEqualTo(WRONG_ARGUMENTS);
        assertThat(run()).isEqualTo(WRONG_ARGUMENTS);
        assertThat(Files.readString(directory.resolve("members.key"))).isEqualTo(before);
    }

    private int[] keyIds()
    {
        return KeyRing.read("memberKeyFile", directory.resolve("members.key")).keyIds();
    }

    private int run(final String... arguments) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toString(), "transport-key"));
        command.addAll(List.of(arguments));
        final Process script = new ProcessBuilder(command).directory(directory.toFile())
            .redirectErrorStream(true).redirectOutput(directory.resolve("output").toFile()).start();
        assertThat(script.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return script.exitValue();
    }
}
