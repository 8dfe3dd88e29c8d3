package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.ops.cli.ExitCode;
import io.flatbook.ops.cli.RootCommand;
import io.flatbook.ops.cli.Surroundings;
import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.NotPermittedException;
import io.flatbook.ops.scenario.EngineTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One thread asks the cluster, whatever number of browsers look, and nobody answers for a leader that is gone. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class BookPollerTest
{
    @TempDir
    private Path directory;

    @Test
    void manyBrowsersAskNoMoreThanOne() throws Exception
    {
        final EngineGround ground = new EngineGround();
        try (ConsoleFixture fixture = ConsoleFixture.onEngine(directory, ground).market())
        {
            fixture.awaitInstruments();
            final long before = ground.asked();
            final long beginNs = System.nanoTime();
            final List<CompletableFuture<JsonNode>> browsers = new ArrayList<>();
            for (int browser = 0; browser < 200; browser++)
            {
                browsers.add(CompletableFuture.supplyAsync(() -> fixture.json("/api/ladder?instrument=BTC-PERP")));
            }
            browsers.forEach(CompletableFuture::join);
            final long looks = 1 + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs) / ConsoleFixture.POLL_MS;

            // An instrument, two sides and who is nearest to bankruptcy for a ladder, and a look around: ten each.
            assertThat(ground.asked() - before).isLessThanOrEqualTo((looks + 1) * (10 + 10));
        }
    }

    @Test
    void browsersThatReadNothingStopNobody() throws Exception
    {
        final EngineGround ground = new EngineGround();
        final List<Socket> stuck = new ArrayList<>();
        try (ConsoleFixture fixture = ConsoleFixture.onEngine(directory, ground).market())
        {
            for (int browser = 0; browser < 10; browser++)
            {
                stuck.add(stream(fixture));
            }
            fixture.awaitInstruments();
            try (Socket reader = stream(fixture))
            {
                final BufferedReader lines = new BufferedReader(
                    new InputStreamReader(reader.getInputStream(), StandardCharsets.UTF_8));
                fixture.run("{'command':'updateMarkPrices','marks':{'ETH-PERP':'2499.95'}}");
                await().atMost(30, TimeUnit.SECONDS).until(() -> lines.readLine().contains("2499.95"));
            }
            assertThat(fixture.json("/api/ladder?instrument=ETH-PERP").path("mark").asText()).isEqualTo("2499.95");
        }
        finally
        {
            for (final Socket socket : stuck)
            {
                socket.close();
            }
        }
    }

    @Test
    void browsersThatGoAwayLeaveNoThreadBehind() throws Exception
    {
        final EngineGround ground = new EngineGround();
        try (ConsoleFixture fixture = ConsoleFixture.onEngine(directory, ground).market())
        {
            fixture.awaitInstruments();
            for (int round = 0; round < 3; round++)
            {
                final List<Socket> browsers = new ArrayList<>();
                for (int browser = 0; browser < 20; browser++)
                {
                    browsers.add(stream(fixture));
                }
                await().atMost(30, TimeUnit.SECONDS).until(() -> 20 <= streamThreads());
                for (final Socket browser : browsers)
                {
                    browser.setSoLinger(true, 0);
                    browser.close();
                }
                await().atMost(30, TimeUnit.SECONDS).until(() -> 0 == streamThreads());
            }
        }
    }

    @Test
    void withoutALeaderTheLastBookIsShownWithTheProblem() throws Exception
    {
        final EngineGround ground = new EngineGround();
        try (ConsoleFixture fixture = ConsoleFixture.onEngine(directory, ground).market())
        {
            fixture.awaitInstruments();
            ground.leaderAnswers(false);
            await().atMost(30, TimeUnit.SECONDS).until(() -> fixture.json("/api/overview").has("problem"));

            assertThat(fixture.json("/api/overview").path("problem").asText()).isEqualTo("no leader answers");
            assertThat(fixture.json("/api/overview").path("instruments").path("rows")).hasSize(2);
            assertThat(fixture.get("/api/funds").statusCode()).isEqualTo(503);

            ground.leaderAnswers(true);
            await().atMost(30, TimeUnit.SECONDS).until(() -> 200 == fixture.get("/api/funds").statusCode());
            assertThat(fixture.json("/api/overview").has("problem")).isFalse();
        }
    }

    @Test
    void theDistanceIsThatOfTheStressVerb() throws Exception
    {
        final EngineGround ground = new EngineGround();
        try (ConsoleFixture fixture = ConsoleFixture.onEngine(directory, ground).market())
        {
            fixture.awaitInstruments();
            final JsonNode stress = fixture.commandLine("stress", "--move", "BTC-PERP=20");
            final JsonNode points =
                fixture.json("/api/distance?instrument=BTC-PERP&span=20").path("table").path("rows");

            assertThat(points).hasSize(17);
            final JsonNode point = points.path(16);
            assertThat(point.path("move").asText()).isEqualTo("20");
            assertThat(point.path("mark").asText()).isEqualTo("61200");
            assertThat(point.path("defaults").asInt()).isPositive().isEqualTo(stress.path("runs").size());
            final JsonNode lastRun = stress.path("runs").path(stress.path("runs").size() - 1);
            assertThat(point.path("fundLeft")).isEqualTo(lastRun.path("fundAfter"));
            assertThat(points.path(8).path("defaults").asInt()).as("where the mark stands").isZero();
            assertThat(fixture.get("/api/distance?instrument=BTC-PERP&span=91").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void theVerbEndsIfItsPrincipalIsNotLetIn()
    {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final EngineGround ground = new EngineGround();
        final BookLink.Opener nobody = (profile, principal, eventsFrom, timeoutMs) ->
        {
            throw new NotPermittedException(principal + " is not let in");
        };

        final int exitCode = RootCommand.execute(new Surroundings(new PrintWriter(out), new PrintWriter(err),
            directory, nobody, (profile, timeoutMs) -> ground.pages(), (profile, timeoutMs) ->
            {
                throw new IllegalStateException("the console asks for no snapshot");
            }, EngineTarget::new, EngineTarget::new, System::currentTimeMillis), "console", "--port", "0");

        assertThat(exitCode).as(err.toString()).isEqualTo(ExitCode.NOT_AUTHORIZED);
        assertThat(out.toString()).startsWith("http://127.0.0.1:");
        assertThat(err.toString()).contains("is not let in");
    }

    private static long streamThreads()
    {
        return Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> "console-stream".equals(thread.getName())).count();
    }

    private static Socket stream(final ConsoleFixture fixture) throws IOException
    {
        final int port = URI.create(fixture.address()).getPort();
        final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(("GET /api/stream HTTP/1.1\r\nHost: localhost:" + port +
            "\r\nAccept: text/event-stream\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
