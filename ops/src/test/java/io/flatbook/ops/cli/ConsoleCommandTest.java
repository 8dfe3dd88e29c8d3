package io.flatbook.ops.cli;

import io.flatbook.ops.console.ConsoleSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void anAddressOrPortThatItCannotHaveIsNamed() throws IOException
    {
        assertThat(cli.run("console", "--port", "0", "--bind", "no.such.host.invalid")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("--bind no.such.host.invalid: no such address");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            final String port = Integer.toString(taken.getLocalPort());
            assertThat(cli.run("console", "--port", port)).isEqualTo(ExitCode.FAILURE);
            assertThat(cli.err()).contains("cannot listen on 127.0.0.1 at TCP port " + port + ": Address already");
        }
        // Of the block that is for documents only, RFC 5737.
        assertThat(cli.run("console", "--port", "0", "--bind", "192.0.2.1")).isEqualTo(ExitCode.FAILURE);
        assertThat(cli.err()).contains("cannot listen on 192.0.2.1 at TCP port 0: Cannot assign requested address");
    }

    @Test
    void aHistoryThatCannotBeReadIsToldBeforeAnythingIsServed() throws IOException
    {
        final Path broken = directory.resolve("broken.duckdb");
        Files.writeString(broken, "This is not a history. ".repeat(999));

        assertThat(cli.run("console", "--port", "0", "--history", broken.toString())).isEqualTo(ExitCode.FAILURE);
        assertThat(cli.err()).contains("broken.duckdb", "not a valid DuckDB database file");
        assertThat(cli.run("console", "--port", "0", "--history", directory.toString())).isEqualTo(ExitCode.FAILURE);
        assertThat(cli.err()).contains("there is no history " + directory);
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void anAddressOfIpv6StandsInBracketsInThatOfAPage()
    {
        assertThat(List.of("::1", "[2001:db8::5]", "10.0.0.1", "console.internal").stream()
            .map(ConsoleSettings::inAddress)).containsExactly("[::1]", "[2001:db8::5]", "10.0.0.1", "console.internal");
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
