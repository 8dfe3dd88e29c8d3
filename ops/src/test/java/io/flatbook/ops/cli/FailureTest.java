package io.flatbook.ops.cli;

import io.flatbook.ops.link.ClusterLinks;
import io.flatbook.ops.scenario.EngineTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class FailureTest
{
    @Test
    void isToldInOneLineWithItsCauses()
    {
        assertThat(Failure.line(new UncheckedIOException("cannot read the key", new NoSuchFileException("/etc/key"))))
            .isEqualTo("cannot read the key: NoSuchFileException: /etc/key");
        assertThat(Failure.line(new CliException(ExitCode.FAILURE, "events are missing")))
            .isEqualTo("events are missing");
        assertThat(Failure.line(new IOException("one\n\tat two"))).isEqualTo("IOException: one");
        assertThat(Failure.line(new IllegalStateException())).isEqualTo("IllegalStateException");
    }

    @Test
    void saysACauseOnlyOnce()
    {
        final IOException cause = new IOException("no room");
        assertThat(Failure.line(new UncheckedIOException(cause))).isEqualTo(
            "java.io.IOException: no room");
    }

    @Test
    void whatAProfileOrAnOptionSaysWronglyIsAMatterOfTheCommandLine(@TempDir final Path profiles) throws IOException
    {
        final Path profile = Files.writeString(profiles.resolve("p.properties"), "ingressEndpoints=localhost\n");
        final StringWriter err = new StringWriter();
        final Surroundings surroundings = new Surroundings(new PrintWriter(new StringWriter()), new PrintWriter(err),
            profiles, new ClusterLinks(), (named, timeoutMs) -> List.of(), (named, timeoutMs) -> { },
            EngineTarget::new, EngineTarget::new, System::currentTimeMillis);

        assertThat(RootCommand.execute(surroundings, "audit", "check", "--profile", profile.toString()))
            .isEqualTo(ExitCode.USAGE);
        assertThat(RootCommand.execute(surroundings, "outcome", "1", "--principal", "junk"))
            .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines().map(String::strip)).satisfiesExactly(
            (line) -> assertThat(line).startsWith("flatbook: ingressEndpoints names each member once"),
            (line) -> assertThat(line).startsWith("flatbook: principal junk: must be"));
    }

    @Test
    void keepsTheTraceOfAFaultInTheProgram()
    {
        assertThat(Failure.isFault(new NullPointerException())).isTrue();
        assertThat(Failure.isFault(new AssertionError())).isTrue();
        assertThat(Failure.isFault(new IOException("no file"))).isFalse();
        assertThat(Failure.isFault(new CliException(ExitCode.USAGE, "which command?"))).isFalse();
    }
}
