package io.flatbook.ops.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the status pages of all nodes.
 */
public final class StatusPages
{
    private static final int HTTP_OK = 200;
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
         * @param timeoutMs for each page, in milliseconds.
         * @return a page for every node of the profile, in its order.
         */
        List<Page> read(Profile profile, long timeoutMs);
    }

    /**
     * Reads all pages of a cluster over HTTP.
     *
     * @param profile   of the cluster.
     * @param timeoutMs for each page, in milliseconds.
     * @return a page for every node of the profile, in its order.
     */
    public static List<Page> read(final Profile profile, final long timeoutMs)
    {
        final Duration timeout = Duration.ofMillis(timeoutMs);
        final HttpClient client = HttpClient.newBuilder().connectTimeout(timeout).build();
        final List<Page> pages = new ArrayList<>();
        for (final String url : profile.statusUrls())
        {
            pages.add(read(client, url, timeout));
        }
        return pages;
    }

    private static Page read(final HttpClient client, final String url, final Duration timeout)
    {
        try
        {
            final HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(url)).timeout(timeout).build(), HttpResponse.BodyHandlers.ofString());
            return HTTP_OK == response.statusCode() ? new Page(url, MAPPER.readTree(response.body()), null) :
                new Page(url, null, "answers " + response.statusCode());
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            return new Page(url, null, null == ex.getMessage() ? "does not answer" : ex.getMessage());
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return new Page(url, null, "interrupted");
        }
    }
}
