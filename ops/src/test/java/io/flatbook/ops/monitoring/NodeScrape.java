package io.flatbook.ops.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What Prometheus would see of a node: its series by the text format, and {@code up}.
 */
final class NodeScrape
{
    private static final HttpClient CLIENT =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private NodeScrape()
    {
    }

    /** The text of {@code /metrics}; null if nobody answers there. */
    static String text(final int port)
    {
        try
        {
            final HttpResponse<String> answer = CLIENT.send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/metrics")).timeout(Duration.ofSeconds(10)).build(),
                HttpResponse.BodyHandlers.ofString());
            return 200 == answer.statusCode() ? answer.body() : null;
        }
        catch (final IOException ignore)
        {
            return null;
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(ex));
        }
    }

    /** Values by series with the labels that a target has; {@code up} alone if nobody answers. */
    static Map<String, String> series(final int port, final String instance)
    {
        final String target = "job=\"flatbook\",instance=\"" + instance + "\"";
        final Map<String, String> series = new TreeMap<>();
        final String text = text(port);
        series.put("up{" + target + "}", null == text ? "0" : "1");
        if (null != text)
        {
            text.lines().filter((line) -> !line.startsWith("#")).forEach((line) ->
            {
                final int end = line.lastIndexOf(' ');
                final String name = line.substring(0, end);
                series.put(name.endsWith("}") ? name.replaceFirst("\\{", "{" + target + ",") :
                    name + "{" + target + "}", line.substring(end + 1));
            });
        }
        return series;
    }

    /** The values of a metric among series. */
    static List<Double> values(final Map<String, String> series, final String metric)
    {
        return values(series, metric, "");
    }

    /** The values of a metric among series with a label. */
    static List<Double> values(final Map<String, String> series, final String metric, final String label)
    {
        return series.entrySet().stream()
            .filter((each) -> each.getKey().startsWith(metric + "{") && each.getKey().contains(label))
            .map((each) -> Double.parseDouble(each.getValue())).toList();
    }

    /** Adds to a counter what it rose by between two looks, from 0 if its node was started again; the latter look. */
    static Map<String, String> count(final String metric, final Map<String, String> last,
        final Map<String, String> now, final Map<String, String> counted)
    {
        counted.replaceAll((series, value) ->
        {
            if (!series.startsWith(metric + "{"))
            {
                return value;
            }
            final double then = Double.parseDouble(last.get(series));
            final double since = Double.parseDouble(now.get(series));
            return Double.toString(Double.parseDouble(value) + (since < then ? since : since - then));
        });
        return now;
    }

    /** The same series with more counted of a metric. */
    static Map<String, String> plus(final Map<String, String> all, final String metric, final double more)
    {
        final Map<String, String> risen = new TreeMap<>(all);
        risen.replaceAll((series, value) ->
            series.startsWith(metric + "{") ? Double.toString(Double.parseDouble(value) + more) : value);
        return risen;
    }

    /** The names of the metrics of a text, as they are in expressions. */
    static Set<String> names(final String text)
    {
        final Set<String> names = new TreeSet<>();
        text.lines().filter((line) -> !line.startsWith("#")).forEach((line) -> names.add(line.split("[{ ]")[0]));
        return names;
    }
}
