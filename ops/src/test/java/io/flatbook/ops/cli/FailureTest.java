package io.flatbook.ops.cli;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;

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
    void keepsTheTraceOfAFaultInTheProgram()
    {
        assertThat(Failure.isFault(new NullPointerException())).isTrue();
        assertThat(Failure.isFault(new AssertionError())).isTrue();
        assertThat(Failure.isFault(new IOException("no file"))).isFalse();
        assertThat(Failure.isFault(new CliException(ExitCode.USAGE, "which command?"))).isFalse();
    }
}
