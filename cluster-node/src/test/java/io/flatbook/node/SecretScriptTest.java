package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts/secret writes is what nodes and clients read. */
class SecretScriptTest
{
    private static final Path SCRIPT = Path.of("..", "scripts", "secret").toAbsolutePath();

    @TempDir
    private Path directory;

    @Test
    void makesSecretsThatNodesReadAndChangesThem() throws IOException, InterruptedException
    {
        assertThat(run("new", "a.1")).isZero();
        assertThat(run("new", "a.2", "2")).isZero();
        assertThat(run("add", "nodes", "gateway/a", "a.1")).isZero();
        assertThat(run("add", "nodes", "risk/alice", "a.1")).isZero();
        assertThat(run("add", "nodes", "gateway/a", "a.2")).isZero();
        for (final String name : new String[]{"a.1", "a.2", "nodes"})
        {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                .isEqualTo("r--------");
        }

        Secrets secrets = Secrets.read(directory.resolve("nodes"));
        assertThat(secrets.principals()).isEqualTo(2);
        assertThat(secrets.find("gateway/a", 1)).hasSize(32)
            .isEqualTo(SecretsTest.secretOf(directory.resolve("a.1")))
            .isNotEqualTo(secrets.find("gateway/a", 2));
        assertThat(run("list", "nodes")).isZero();
        assertThat(output()).isEqualTo("gateway/a 1\nrisk/alice 1\ngateway/a 2\n");

        assertThat(run("remove", "nodes", "gateway/a", "1")).isZero();
        secrets = Secrets.read(directory.resolve("nodes"));
        assertThat(secrets.find("gateway/a", 1)).isNull();
        assertThat(secrets.find("gateway/a", 2)).isNotNull();
        assertThat(secrets.find("risk/alice", 1)).isNotNull();
    }

    @Test
    void addsALineToAFileWhoseLastHasNoEnd() throws IOException, InterruptedException
    {
        assertThat(run("new", "a.1")).isZero();
        assertThat(run("add", "nodes", "gateway/a", "a.1")).isZero();
        final Path nodes = directory.resolve("nodes");
        final String stripped = Files.readString(nodes).strip();
        Files.setPosixFilePermissions(nodes, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(nodes, stripped);
        assertThat(run("add", "nodes", "gateway/b", "a.1")).isZero();
        assertThat(Secrets.read(nodes).principals()).isEqualTo(2);
    }

    @Test
    void refusesWhatWouldNotBeReadOrOverwriteASecret() throws IOException, InterruptedException
    {
        assertThat(run("new", "a.1")).isZero();
        final String before = Files.readString(directory.resolve("a.1"));
        assertThat(run("new", "a.1")).isEqualTo(1);
        assertThat(Files.readString(directory.resolve("a.1"))).isEqualTo(before);
        assertThat(run("add", "nodes", "gateway/A", "a.1")).isEqualTo(2);
        assertThat(run("add", "nodes", "gateway/a", "a.1")).isZero();
        assertThat(run("add", "nodes", "gateway/a", "a.1")).as("a version twice").isEqualTo(1);
        assertThat(run("remove", "nodes", "gateway/a", "2")).isEqualTo(1);
        assertThat(run("new", "b", "0")).isEqualTo(2);
        assertThat(run("unknown")).isEqualTo(2);
        assertThat(run("new")).isEqualTo(2);
        assertThat(run("--help")).isZero();
        assertThat(output()).startsWith("usage: scripts/secret VERB");
        assertThat(Secrets.read(directory.resolve("nodes")).principals()).isEqualTo(1);
    }

    private int run(final String... arguments) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toString()));
        command.addAll(List.of(arguments));
        final Process script = new ProcessBuilder(command).directory(directory.toFile())
            .redirectOutput(directory.resolve("output").toFile())
            .redirectError(directory.resolve("errors").toFile()).start();
        assertThat(script.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return script.exitValue();
    }

    private String output() throws IOException
    {
        return Files.readString(directory.resolve("output"));
    }
}
