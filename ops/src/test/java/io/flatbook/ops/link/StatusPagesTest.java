package io.flatbook.ops.link;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each page tells of its own node only: one that is away, stuck or says something else leaves the others as they are.
 */
class StatusPagesTest
{
    private static final long TIMEOUT_MS = 4_000;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException
    {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/status", (exchange) ->
        {
            final byte[] page = "{\"member\":1}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.createContext("/elsewhere", (exchange) ->
        {
            exchange.getResponseHeaders().set("Location", "/status");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop()
    {
        server.stop(0);
    }

    @Test
    void readsEveryPageBesideNodesThatAreAwayOrStuck() throws IOException
    {
        // It takes connections, since the system does so for it, and never answers.
        try (ServerSocket stuck = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            final int free;
            try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
            {
                free = closed.getLocalPort();
            }
            final List<StatusPages.Page> pages = read(url(stuck.getLocalPort(), "/status"), url(free, "/status"),
                url(server.getAddress().getPort(), "/status"), url(server.getAddress().getPort(), "/elsewhere"),
                url(server.getAddress().getPort(), "/none"), "file:///dev/null", "no address");

            assertThat(pages).extracting(page -> null == page.page()).containsExactly(
                true, true, false, true, true, true, true);
            assertThat(pages.get(2).page().path("member").asInt()).isEqualTo(1);
            assertThat(pages.get(0).problem()).containsAnyOf(
                "timed out", "does not answer within " + TIMEOUT_MS + " ms");
            assertThat(pages.get(1).problem()).contains("refused");
            assertThat(pages.get(3).problem()).isEqualTo("answers 302");
            assertThat(pages.get(4).problem()).isEqualTo("answers 404");
            assertThat(pages.get(5).problem()).isEqualTo("is no address of http");
            assertThat(pages.get(6).problem()).isNotBlank();
        }
    }

    private static String url(final int port, final String path)
    {
        return "http://127.0.0.1:" + port + path;
    }

    private static List<StatusPages.Page> read(final String... urls)
    {
        return StatusPages.read(
            Profile.of("test", "test", "0=localhost:1", List.of(urls), "risk/test"), TIMEOUT_MS);
    }
}
