package io.flatbook.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;

/**
 * The content at one path.
 */
@FunctionalInterface
public interface Page
{
    /**
     * Makes the answer; called by several threads.
     *
     * @param accept formats that the asker takes, as its header says; null if it says nothing.
     * @return the answer; null if there is none (503).
     */
    Content content(String accept);

    /**
     * An answer.
     *
     * @param status of HTTP.
     * @param type   of the content.
     * @param body   of it.
     */
    record Content(int status, String type, byte[] body)
    {
        private static final ExpositionFormats FORMATS = ExpositionFormats.init();

        /**
         * @param document of JSON.
         * @return the answer.
         */
        public static Content json(final String document)
        {
            return new Content(
                HttpURLConnection.HTTP_OK, "application/json", document.getBytes(StandardCharsets.UTF_8));
        }

        /**
         * @param isWell   200 if it is, else 503.
         * @param sentence for a person.
         * @return the answer.
         */
        public static Content verdict(final boolean isWell, final String sentence)
        {
            return new Content(isWell ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE,
                "text/plain; charset=utf-8", (sentence + "\n").getBytes(StandardCharsets.UTF_8));
        }

        /**
         * Metrics, as OpenMetrics if the asker takes that, else in the older text format of Prometheus.
         *
         * @param samples of them.
         * @param accept  formats that the asker takes; null: any.
         * @return the answer.
         */
        public static Content metrics(final MetricSamples samples, final String accept)
        {
            final boolean wantsOpen = null != accept && FORMATS.getOpenMetricsTextFormatWriter().accepts(accept);
            final ExpositionFormatWriter writer = wantsOpen ?
                FORMATS.getOpenMetricsTextFormatWriter() : FORMATS.getPrometheusTextFormatWriter();
            final ByteArrayOutputStream out = new ByteArrayOutputStream();
            try
            {
                writer.write(out, samples.snapshots());
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
            return new Content(HttpURLConnection.HTTP_OK, writer.getContentType(), out.toByteArray());
        }
    }
}
