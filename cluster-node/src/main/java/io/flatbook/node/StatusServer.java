package io.flatbook.node;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Answers {@code GET /status} on 127.0.0.1 with one JSON document. It reads what others publish and asks the state
 * machine nothing.
 */
final class StatusServer implements AutoCloseable
{
    private static final int BACKLOG = 16;
    private static final int NO_BODY = -1;
    private static final long CLOSE_TIMEOUT_MS = 2_000;

    private final HttpServer server;
    private final ExecutorService executor;

    /**
     * @param port     to listen on; 0: any free one.
     * @param document gives the answer; null if there is none yet (503).
     */
    StatusServer(final int port, final Supplier<String> document)
    {
        try
        {
            final InetAddress loopback = InetAddress.getByAddress("localhost", new byte[]{127, 0, 0, 1});
            server = HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot serve /status on 127.0.0.1:" + port, ex);
        }

        executor = Executors.newSingleThreadExecutor((task) ->
        {
            final Thread thread = new Thread(task, "node-status");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(executor);
        server.createContext("/", (exchange) -> answer(exchange, document));
        server.start();
    }

    int port()
    {
        return server.getAddress().getPort();
    }

    /** Returns when no request is being answered any more, so that what is read for it may be unmapped. */
    @Override
    public void close()
    {
        server.stop(0);
        executor.shutdown();
        try
        {
            executor.awaitTermination(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        }
        catch (final InterruptedException ignore)
        {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(final HttpExchange exchange, final Supplier<String> document) throws IOException
    {
        try (exchange)
        {
            if (!"/status".equals(exchange.getRequestURI().getPath()))
            {
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_NOT_FOUND, NO_BODY);
            }
            else if (!"GET".equals(exchange.getRequestMethod()))
            {
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_BAD_METHOD, NO_BODY);
            }
            else
            {
                answerStatus(exchange, document.get());
            }
        }
    }

    private static void answerStatus(final HttpExchange exchange, final String document) throws IOException
    {
        if (null == document)
        {
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_UNAVAILABLE, NO_BODY);
            return;
        }

        final byte[] body = document.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, body.length);
        try (OutputStream out = exchange.getResponseBody())
        {
            out.write(body);
        }
    }
}
