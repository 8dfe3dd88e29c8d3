package io.flatbook.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.agrona.CloseHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PageServerTest
{
    /** Loopback has more addresses than one, which stand for those of a network here. */
    private static final String OTHER_ADDRESS = "127.0.0.2";
    private static final String DOCUMENT = "{\"cluster\":\"test\"}\n";
    private static final Map<String, Page> PAGES = Map.of(
        "/status", (accept) -> Page.Content.json(DOCUMENT), "/later", (accept) -> null);
    private static final int HALF_OPEN = 12;

    @Test
    void answersOnLoopbackAndOnOneAddressMore() throws IOException
    {
        try (PageServer server = new PageServer(OTHER_ADDRESS, 0, "node-1.example.com", PAGES))
        {
            for (final String address : List.of("127.0.0.1", OTHER_ADDRESS))
            {
                assertThat(answer(address, server.port(), "GET /status", address + ":" + server.port()))
                    .startsWith("HTTP/1.1 200").endsWith(DOCUMENT);
            }
        }
    }

    @Test
    void answersOnLoopbackOnlyUnlessItIsToldSo() throws IOException
    {
        try (PageServer server = new PageServer("127.0.0.1", 0, "localhost", PAGES))
        {
            assertThat(answer("127.0.0.1", server.port(), "GET /status", "localhost")).startsWith("HTTP/1.1 200");
            assertThatThrownBy(() -> answer(OTHER_ADDRESS, server.port(), "GET /status", "localhost"))
                .isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesHostsThatItDoesNotGoBy() throws IOException
    {
        try (PageServer server = new PageServer("127.0.0.1", 0, "node-1.example.com", PAGES))
        {
            for (final String own : List.of("localhost", "LOCALHOST:80", "[::1]:80", "Node-1.example.com", "127.0.0.1"))
            {
                assertThat(answer("127.0.0.1", server.port(), "GET /status", own)).startsWith("HTTP/1.1 200");
            }
            for (final String other : List.of("example.com", "attacker.test:80", "127.0.0.1.attacker.test", "", ":"))
            {
                assertThat(answer("127.0.0.1", server.port(), "GET /status", other)).startsWith("HTTP/1.1 421")
                    .doesNotContain("cluster");
            }
        }
    }

    @Test
    void onlyReads() throws IOException
    {
        try (PageServer server = new PageServer("127.0.0.1", 0, "localhost", PAGES))
        {
            for (final String verb : List.of("POST", "PUT", "DELETE", "HEAD", "OPTIONS"))
            {
                assertThat(answer("127.0.0.1", server.port(), verb + " /status", "localhost"))
                    .startsWith("HTTP/1.1 405");
            }
            assertThat(answer("127.0.0.1", server.port(), "GET /", "localhost")).startsWith("HTTP/1.1 404");
            assertThat(answer("127.0.0.1", server.port(), "GET /later", "localhost")).startsWith("HTTP/1.1 503");
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void cutsOffWhoDoesNotFinishARequestAndAnswersTheOthers() throws IOException
    {
        final List<Socket> halfOpen = new ArrayList<>();
        try (PageServer server = new PageServer("127.0.0.1", 0, "localhost", PAGES))
        {
            for (int i = 0; i < HALF_OPEN; i++)
            {
                final Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                halfOpen.add(socket);
                socket.getOutputStream().write(
                    "GET /status HTTP/1.1\r\nHost: local".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(answer("127.0.0.1", server.port(), "GET /status", "localhost")).startsWith("HTTP/1.1 200");
            for (final Socket socket : halfOpen)
            {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
        finally
        {
            CloseHelper.closeAll(halfOpen);
        }
    }

    @Test
    void saysThatThePortIsTaken() throws IOException
    {
        try (PageServer server = new PageServer("127.0.0.1", 0, "localhost", PAGES))
        {
            assertThatThrownBy(() -> new PageServer("127.0.0.1", server.port(), "localhost", PAGES))
                .isInstanceOf(BindException.class);
        }
    }

    private static String answer(final String address, final int port, final String request, final String host)
        throws IOException
    {
        try (Socket socket = new Socket(InetAddress.getByName(address), port); InputStream in = socket.getInputStream())
        {
            final String text = request + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
