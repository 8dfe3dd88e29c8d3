package io.flatbook.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Answers {@code GET} for some pages on 127.0.0.1, and on one address more by choice, from threads of its own.
 *
 * <p>A request must name a host name of this process, or it is refused: a web page that a browser reached by another
 * name reads nothing here. A client that does not finish its request, or does not read the answer, is cut off after
 * some seconds.
 */
public final class PageServer implements AutoCloseable
{
    /** Whoever is slow holds one of these threads until a timeout ends it; who finds none is cut off by it too. */
    private static final int THREADS_MAX = 64;
    private static final long THREAD_IDLE_S = 10;
    private static final int BACKLOG = 16;
    private static final int NO_BODY = -1;
    private static final int MISDIRECTED = 421;
    private static final long CLOSE_TIMEOUT_MS = 2_000;
    private static final String LOOPBACK = "127.0.0.1";

    static
    {
        // Read once, by the first server of the process; in seconds, and connections.
        setUnlessSet("sun.net.httpserver.maxReqTime", "2");
        setUnlessSet("sun.net.httpserver.maxRspTime", "5");
        setUnlessSet("sun.net.httpserver.idleInterval", "5");
        setUnlessSet("jdk.httpserver.maxConnections", "64");
    }

    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService executor;
    private final Map<String, Page> pages;
    private final Set<String> knownHosts;

    /**
     * @param host      to listen on besides 127.0.0.1; that one itself for nothing else.
     * @param port      to listen on; 0: any free one.
     * @param otherName by which the process is known to others.
     * @param pages     by path.
     * @throws IOException if it cannot listen there.
     */
    public PageServer(final String host, final int port, final String otherName, final Map<String, Page> pages)
        throws IOException
    {
        this.pages = Map.copyOf(pages);
        final InetAddress loopback = InetAddress.getByName(LOOPBACK);
        final InetAddress address = InetAddress.getByName(host);
        knownHosts = Stream.of(LOOPBACK, "localhost", "[::1]", host, address.getHostAddress(), otherName)
            .map((name) -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        executor = new ThreadPoolExecutor(0, THREADS_MAX, THREAD_IDLE_S, TimeUnit.SECONDS, new SynchronousQueue<>(),
            PageServer::thread, new ThreadPoolExecutor.DiscardPolicy());
        try
        {
            listen(loopback, port);
            if (!address.equals(loopback))
            {
                listen(address, port());
            }
        }
        catch (final IOException ex)
        {
            close();
            throw ex;
        }
    }

    /**
     * @return port on which it listens.
     */
    public int port()
    {
        return servers.get(0).getAddress().getPort();
    }

    /** Returns when no request is being answered any more, so that what is read for it may be unmapped. */
    @Override
    public void close()
    {
        servers.forEach((server) -> server.stop(0));
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

    private void listen(final InetAddress address, final int port) throws IOException
    {
        final HttpServer server = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
        servers.add(server);
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(final HttpExchange exchange) throws IOException
    {
        try (exchange)
        {
            final Page page = pages.get(exchange.getRequestURI().getPath());
            if (!isKnown(exchange.getRequestHeaders().getFirst("Host")))
            {
                exchange.sendResponseHeaders(MISDIRECTED, NO_BODY);
            }
            else if (null == page)
            {
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_NOT_FOUND, NO_BODY);
            }
            else if (!"GET".equals(exchange.getRequestMethod()))
            {
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_BAD_METHOD, NO_BODY);
            }
            else
            {
                answer(exchange, page.content(exchange.getRequestHeaders().getFirst("Accept")));
            }
        }
    }

    /** Whether a Host header, with a port or without, is a name of this process. */
    private boolean isKnown(final String header)
    {
        if (null == header)
        {
            return false;
        }
        final int colon = header.lastIndexOf(':');
        final String host = colon > header.indexOf(']') ? header.substring(0, colon) : header;
        return knownHosts.contains(host.toLowerCase(Locale.ROOT));
    }

    private static void answer(final HttpExchange exchange, final Page.Content content) throws IOException
    {
        if (null == content)
        {
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_UNAVAILABLE, NO_BODY);
            return;
        }

        exchange.getResponseHeaders().set("Content-Type", content.type());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(content.status(), content.body().length);
        try (OutputStream out = exchange.getResponseBody())
        {
            out.write(content.body());
        }
    }

    private static Thread thread(final Runnable task)
    {
        final Thread thread = new Thread(task, "pages");
        thread.setDaemon(true);
        return thread;
    }

    private static void setUnlessSet(final String property, final String value)
    {
        if (null == System.getProperty(property))
        {
            System.setProperty(property, value);
        }
    }
}
