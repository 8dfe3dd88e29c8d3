package io.flatbook.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.aeron.Aeron;
import io.aeron.ConcurrentPublication;
import io.aeron.Subscription;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import org.agrona.concurrent.UnsafeBuffer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exporter beside a media driver and an archive that nobody of Flatbook started. */
class AeronExporterTest
{
    private static final String ARCHIVE = "aeron:udp?endpoint=localhost:0";

    @TempDir
    private Path directory;

    @Test
    void exportsADriverAndAnArchiveThatAreNotOurs() throws Exception
    {
        final Path aeron = directory.resolve("aeron");
        try (AeronExporter exporter = new AeronExporter(aeron, "127.0.0.1", 0))
        {
            assertThat(scrape(exporter)).containsOnlyKeys("aeron_up").containsEntry("aeron_up", 0.0);
            assertThat(get(exporter, "/readyz").statusCode()).isEqualTo(503);
            assertThat(get(exporter, "/livez").statusCode()).isEqualTo(200);
            try (MediaDriver driver = MediaDriver.launch(new MediaDriver.Context().aeronDirectoryName(aeron.toString())
                .threadingMode(ThreadingMode.SHARED).dirDeleteOnShutdown(true)))
            {
                assertThat(scrape(exporter)).containsEntry("aeron_up", 1.0)
                    .containsEntry("aeron_images", 0.0).containsEntry("aeron_publications", 0.0)
                    .containsEntry("aeron_clients", 0.0).doesNotContainKey("aeron_archive_errors_total");
                try (Archive archive = Archive.launch(archive(aeron)); Aeron client = Aeron.connect(
                    new Aeron.Context().aeronDirectoryName(aeron.toString())))
                {
                    sends(client);
                    assertThat(archive.context().aeronDirectoryName()).isEqualTo(aeron.toString());
                    final Map<String, Double> series = scrape(exporter);
                    assertThat(series.get("aeron_sent_bytes_total")).isPositive();
                    assertThat(series).containsEntry("aeron_errors_total", 0.0)
                        .containsEntry("aeron_archive_errors_total", 0.0)
                        .doesNotContainKey("aeron_cluster_role{cluster=\"0\"}");
                    assertThat(get(exporter, "/readyz").statusCode()).isEqualTo(200);
                    assertThat(driver.aeronDirectoryName()).isEqualTo(aeron.toString());
                }
            }
            assertThat(scrape(exporter)).containsEntry("aeron_up", 0.0);
        }
    }

    @Test
    void refusesWrongArguments()
    {
        for (final String line : List.of("", "--listen 127.0.0.1:1", "--aeron-dir", "--aeron-dir a --listen x",
            "--aeron-dir a --other b", "--aeron-dir a --listen 127.0.0.1:port"))
        {
            assertThat(AeronExporter.run(line.isEmpty() ? List.of() : Arrays.asList(line.split(" "))))
                .as(line).isEqualTo(2);
        }
    }

    @Test
    void saysThatItCannotListen() throws IOException
    {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            assertThat(AeronExporter.run(
                List.of("--aeron-dir", directory.toString(), "--listen", "127.0.0.1:" + taken.getLocalPort())))
                .isEqualTo(1);
        }
    }

    private static void sends(final Aeron client)
    {
        try (Subscription subscription = client.addSubscription("aeron:udp?endpoint=localhost:0", 7))
        {
            Awaitility.await().until(() -> null != subscription.resolvedEndpoint());
            try (ConcurrentPublication publication = client.addPublication(
                "aeron:udp?endpoint=" + subscription.resolvedEndpoint(), 7))
            {
                Awaitility.await().until(() -> publication.offer(new UnsafeBuffer(new byte[64])) > 0);
                Awaitility.await().until(() -> subscription.poll((buffer, offset, length, header) -> { }, 1) > 0);
            }
        }
    }

    private Archive.Context archive(final Path aeron)
    {
        return new Archive.Context().aeronDirectoryName(aeron.toString())
            .archiveDir(directory.resolve("archive").toFile()).threadingMode(ArchiveThreadingMode.SHARED)
            .controlChannel(ARCHIVE).replicationChannel(ARCHIVE);
    }

    private static Map<String, Double> scrape(final AeronExporter exporter) throws IOException, InterruptedException
    {
        return get(exporter, "/metrics").body().lines().filter((line) -> !line.startsWith("#"))
            .collect(Collectors.toMap((line) -> line.substring(0, line.lastIndexOf(' ')),
                (line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
    }

    private static HttpResponse<String> get(final AeronExporter exporter, final String path)
        throws IOException, InterruptedException
    {
        return HttpClient.newHttpClient().send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + exporter.port() + path)).build(),
            HttpResponse.BodyHandlers.ofString());
    }
}
