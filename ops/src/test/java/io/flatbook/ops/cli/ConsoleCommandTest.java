package io.flatbook.ops.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;

/** What a console that lets people act is not started with, and how it ends. */
final class ConsoleCommandTest
{
    @TempDir
    private Path directory;
    private final CliFixture cli = new CliFixture();

    @Test
    void secretsDoNotCrossTheNetworkInClearText()
    {
        assertThat(cli.run("console", "--port", "0", "--allow-admin", "--bind", "0.0.0.0"))
            .isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("clear text", "--behind-tls");
    }

    @Test
    void whereOthersActTheConsoleItselfHasNoRightToIt() throws IOException
    {
        final Path profile = Files.writeString(directory.resolve("risk.properties"),
            "principal=risk/alice\nsecretFile=" + directory.resolve("secret") + "\n");

        assertThat(cli.run("--profile", profile.toString(), "console", "--port", "0", "--allow-admin"))
            .isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("speaks for risk/alice", "must be audit/NAME");
    }

    @Test
    @Timeout(60)
    void itsEndIsWaitedForWhileItWaitsForSomebodyElse() throws InterruptedException
    {
        final Object held = new Object();
        final AtomicBoolean isClosed = new AtomicBoolean();
        final Thread serving = new Thread(() ->
        {
            synchronized (held)
            {
                isClosed.set(true);
            }
        });
        final Thread ending = new Thread(() -> ConsoleCommand.end(serving));
        synchronized (held)
        {
            serving.start();
            awaitState(serving, Thread.State.BLOCKED);
            ending.start();
            awaitState(ending, Thread.State.TIMED_WAITING);
        }
        ending.join();
        assertThat(isClosed).isTrue();
    }

    private static void awaitState(final Thread thread, final Thread.State state)
    {
        while (state != thread.getState())
        {
            assertThat(thread.getState()).isNotEqualTo(Thread.State.TERMINATED);
            Thread.onSpinWait();
        }
    }
}
