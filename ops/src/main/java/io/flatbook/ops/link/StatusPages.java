package io.flatbook.ops.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Reads the status pages of all nodes.
 */
public final class StatusPages
{
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private StatusPages()
    {
    }

    /**
     * What one node says of itself.
     *
     * @param url     of its page.
     * @param page    what it says; null when it does not answer.
     * @param problem why it does not answer; null when it does.
     */
    public record Page(String url, JsonNode page, String problem)
    {
    }

    /**
     * Reads status pages.
     */
    @FunctionalInterface
    public interface Source
    {
        /**
         * Reads all pages of a cluster.
         *
         * @param profile   of the cluster.
         * @param timeoutMs for all pages, which are read side by side, in milliseconds.
         * @return a page for every node of the profile, in its order.
         */
        List<Page> read(Profile profile, long timeoutMs);
    }

    /**
     * Reads all pages of a cluster over HTTP, side by side: a node that does not answer holds up no other.
     *
     * @param profile   of the cluster.
     * @param timeoutMs for all pages, in milliseconds.
     * @return a page for every node of the profile, in its order.
     */
    public static List<Page> read(final Profile profile, final long timeoutMs)
    {
        final List<String> urls = profile.statusUrls();
        final ExecutorService readers = Executors.newCachedThreadPool(StatusPages::thread);
        final List<Page> pages = new ArrayList<>();
        try
        {
            final List<Callable<Page>> reads = new ArrayList<>();
            urls.forEach(url -> reads.add(() -> read(url, timeoutMs)));
            final List<Future<Page>> ends = readers.invokeAll(reads, timeoutMs, TimeUnit.MILLISECONDS);
            for (int i = 0; i < ends.size(); i++)
            {
                pages.add(ends.get(i).isCancelled() ?
                    new Page(urls.get(i), null, "does not answer within " + timeoutMs + " ms") : ends.get(i).get());
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            urls.stream().skip(pages.size()).forEach(url -> pages.add(new Page(url, null, "interrupted")));
        }
        catch (final ExecutionException ex)
        {
            throw new IllegalStateException(ex.getCause());
        }
        finally
        {
            readers.shutdownNow();
        }
        return pages;
    }

    /**
     * Reads the metrics page of a node, which it has beside its status page.
     *
     * @param url       of the status page.
     * @param timeoutMs for it, in milliseconds.
     * @return the page in the text form of OpenMetrics; empty if the node does not answer.
     */
    public static String metrics(final String url, final long timeoutMs)
    {
        try
        {
            return new String(body(url.replaceFirst("/status$", "/metrics"), timeoutMs), StandardCharsets.UTF_8);
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            return "";
        }
    }

    private static Page read(final String url, final long timeoutMs)
    {
        try
        {
            return new Page(url, MAPPER.readTree(body(url, timeoutMs)), null);
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            return new Page(url, null, null == ex.getMessage() ? "does not answer" : ex.getMessage());
        }
    }

    /** Not by {@code HttpClient}, whose start costs a short verb more than all pages. */
    private static byte[] body(final String url, final long timeoutMs) throws IOException
    {
        if (!(URI.create(url).toURL().openConnection() instanceof HttpURLConnection connection))
        {
            throw new IOException("is no address of http");
        }
        connection.setConnectTimeout((int)Math.min(timeoutMs, Integer.MAX_VALUE));
        connection.setReadTimeout((int)Math.min(timeoutMs, Integer.MAX_VALUE));
        connection.setInstanceFollowRedirects(false);
        final int status = connection.getResponseCode();
        if (HttpURLConnection.HTTP_OK != status)
        {
            connection.disconnect();
            throw new IOException("answers " + status);
        }
        try (InputStream body = connection.getInputStream())
        {
            return body.readAllBytes();
        }
    }

    private static Thread thread(final Runnable reader)
    {
        final Thread thread = new Thread(reader, "status-page");
        thread.setDaemon(true);
        return thread;
    }
}
