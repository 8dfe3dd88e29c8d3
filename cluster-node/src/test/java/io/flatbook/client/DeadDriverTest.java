package io.flatbook.client;

import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.exceptions.DriverTimeoutException;
import io.flatbook.testkit.ClusterExtension;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** A media driver that runs by itself, is killed and comes back. */
final class DeadDriverTest
{
    /** Half of the time for which Aeron waits, inside of a call, for a driver that is silent. */
    private static final long LONGEST_POLL_NS = TimeUnit.SECONDS.toNanos(5);

    @RegisterExtension
    private final ClusterExtension extension =
        ClusterExtension.oneNode().hosting(() -> ScriptedService.hosted(new ScriptedService.Faults()));

    private final String directory = CommonContext.generateRandomDirName();
    private final List<Throwable> errors = new ArrayList<>();
    private long longestPollNs;

    @Test
    void pollsOnAndConnectsAgainWhenTheDriverComesBack() throws IOException, InterruptedException
    {
        Process driver = startDriver();
        try (FlatbookClient client = FlatbookClient.connect(new FlatbookClient.Context().gateway("a")
            .ingressEndpoints(extension.ingressEndpoints()).aeronDirectoryName(directory)
            .window(32).listener(new ClientListener()
            {
                @Override
                public void onConnectionError(final Throwable cause)
                {
                    errors.add(cause);
                }
            })))
        {
            assertThat(client.submit(GatewayCommands.closeAccount(1), ofSeconds(60)).isAccepted()).isTrue();
            driver.destroyForcibly().waitFor();
            client.trySubmit(GatewayCommands.closeAccount(2));

            // First Aeron's own word that the driver is silent, then that there is none to connect to.
            pollUntil(client, () -> errors.stream().filter(DriverTimeoutException.class::isInstance).count() > 3);
            assertThat(client.state()).isEqualTo(ConnectionState.CONNECTING);
            assertThat(errors.get(errors.size() - 1)).hasMessageContaining("no media driver lives in " + directory);

            driver = startDriver();
            pollUntil(client, () -> 0 == client.unacknowledged());
            assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
        }
        finally
        {
            driver.destroyForcibly().waitFor();
            IoUtil.delete(new File(directory), true);
        }
        System.err.println("longest poll: " + TimeUnit.NANOSECONDS.toMillis(longestPollNs) + " ms");
        assertThat(longestPollNs).isLessThan(LONGEST_POLL_NS);
    }

    private void pollUntil(final FlatbookClient client, final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + VenueFixture.PATIENCE.toNanos();
        while (!condition.getAsBoolean())
        {
            final long beforeNs = System.nanoTime();
            client.poll();
            longestPollNs = Math.max(longestPollNs, System.nanoTime() - beforeNs);
            assertThat(System.nanoTime() - deadlineNs).as("in time, errors: " + errors).isNegative();
            Thread.onSpinWait();
        }
    }

    private Process startDriver() throws IOException
    {
        final Process driver = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"),
            "-Daeron.dir=" + directory, "-Daeron.dir.delete.on.start=true", "-Daeron.threading.mode=SHARED",
            MediaDriver.class.getName())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        extension.cluster().await("a driver").until(
            () -> CommonContext.isDriverActive(new File(directory), 1_000, message ->
            {
            }));
        return driver;
    }
}
