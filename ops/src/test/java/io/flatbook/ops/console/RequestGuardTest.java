package io.flatbook.ops.console;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** What the console refuses, byte by byte on its port, and what it tells browsers. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
final class RequestGuardTest
{
    @TempDir
    private static Path directory;
    private static ConsoleFixture fixture;
    private static int port;

    @BeforeAll
    static void start()
    {
        fixture = ConsoleFixture.readOnly(directory, new EngineGround());
        port = URI.create(fixture.address()).getPort();
    }

    @AfterAll
    static void stop()
    {
        fixture.close();
    }

    @Test
    void onlyItsOwnNamesAreAnswered() throws IOException
    {
        assertThat(status("Host: localhost:" + port)).isEqualTo(200);
        assertThat(status("Host: 127.0.0.1:" + port)).isEqualTo(200);
        assertThat(status("Host: [::1]:" + port)).isEqualTo(200);
        assertThat(status("Host: rebound.example:" + port)).isEqualTo(403);
        assertThat(status("Host: localhost.example")).isEqualTo(403);
    }

    @Test
    void pagesOfOthersAreNotAnswered() throws IOException
    {
        final String host = "Host: localhost:" + port;
        assertThat(status(host, "Origin: http://localhost:" + port)).isEqualTo(200);
        assertThat(status(host, "Origin: http://localhost:1")).isEqualTo(403);
        assertThat(status(host, "Origin: https://elsewhere.example")).isEqualTo(403);
        assertThat(status(host, "Origin: null")).isEqualTo(403);
        assertThat(status(host, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors")).isEqualTo(403);
        assertThat(status(host, "Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: cors")).isEqualTo(403);
        assertThat(status(host, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")).isEqualTo(200);
    }

    @Test
    void browsersLoadNothingFromElsewhere()
    {
        for (final String path : List.of("/", "/ladder", "/app/app.js", "/api/overview", "/nowhere",
            "/webjars/uplot/1.6.30/dist/uPlot.esm.js"))
        {
            final HttpResponse<String> response = fixture.get(path);
            assertThat(response.headers().firstValue("Content-Security-Policy").orElse("")).as(path)
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).as(path).hasValue("nosniff");
            assertThat(response.headers().firstValue("Server")).as(path).isEmpty();
            assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).as(path).isEmpty();
        }
        assertThat(fixture.get("/app/app.js").headers().firstValue("Content-Type").orElse(""))
            .contains("javascript");
    }

    @Test
    void thereIsNothingToWriteTo() throws IOException
    {
        for (final String method : List.of("POST", "PUT", "DELETE", "PATCH"))
        {
            for (final String path :
                List.of("/api/overview", "/api/sign-in", "/api/defaults", "/api/proposals/approve"))
            {
                assertThat(statusOf(method, path, "Host: localhost:" + port, "Origin: http://localhost:" + port,
                    "Content-Length: 0")).as(method + path).isIn(404, 405);
            }
        }
    }

    /** HEAD tells what GET would, without asking for it: before, each was 200 and text/plain, an unknown run too. */
    @Test
    void theHeadIsThatOfTheAnswer() throws IOException
    {
        for (final String path : List.of("/", "/desk", "/api/overview", "/api/positions?format=csv", "/api/runs/7",
            "/api/plan", "/app/app.js", "/nowhere"))
        {
            final String whole = answerOf("GET", path, "Host: localhost:" + port);
            final String head = answerOf("HEAD", path, "Host: localhost:" + port);
            assertThat(lineOf(head, "HTTP/1.1 ")).as(path).isEqualTo(lineOf(whole, "HTTP/1.1 "));
            assertThat(lineOf(head, "Content-Type: ")).as(path).isEqualTo(lineOf(whole, "Content-Type: "));
            assertThat(head).as(path).endsWith("\r\n\r\n");
        }
    }

    @Test
    void everyRefusalIsJsonThatSaysWhy() throws IOException
    {
        final String host = "Host: localhost:" + port;
        for (final String accepted : List.of("text/html", "application/json", "*/*"))
        {
            final String accept = "Accept: " + accepted;
            assertThat(answerOf("GET", "/nowhere", host, accept)).startsWith("HTTP/1.1 404 ")
                .contains("Content-Type: application/json")
                .endsWith("{\"problem\":\"Endpoint GET /nowhere not found\"}");
            assertThat(answerOf("OPTIONS", "/api/overview", host, accept)).startsWith("HTTP/1.1 405 ")
                .contains("{\"problem\":");
            assertThat(answerOf("GET", "/", "Host: elsewhere.example", accept)).startsWith("HTTP/1.1 403 ")
                .endsWith("{\"problem\":\"the console is not known by this name: see --host-name\"}");
        }
    }

    @Test
    void aQuestionThatCanBeReadInTwoWaysIsNotAnswered() throws IOException
    {
        for (final String question : List.of("positions?atRisk=yes", "positions?account=1&account=2",
            "positions?format=xml", "positions?account=-1", "positions?account=99999999999999999999",
            "distance?instrument=BTC-PERP&all=1"))
        {
            assertThat(answerOf("GET", "/api/" + question, "Host: localhost:" + port)).as(question)
                .startsWith("HTTP/1.1 400 ").contains("{\"problem\":");
        }
        assertThat(statusOf("GET", "/api/positions?atRisk=false&format=json", "Host: localhost:" + port))
            .isEqualTo(200);
    }

    private static int status(final String... headers) throws IOException
    {
        return statusOf("GET", "/api/overview", headers);
    }

    private static int statusOf(final String method, final String path, final String... headers) throws IOException
    {
        return Integer.parseInt(answerOf(method, path, headers).substring(9, 12));
    }

    private static String lineOf(final String answer, final String begin)
    {
        return answer.lines().filter(line -> line.startsWith(begin)).findFirst().orElse("");
    }

    private static String answerOf(final String method, final String path, final String... headers) throws IOException
    {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port))
        {
            socket.getOutputStream().write((method + ' ' + path + " HTTP/1.1\r\n" + String.join("\r\n", headers) +
                "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            final String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 ");
            return answer;
        }
    }
}
