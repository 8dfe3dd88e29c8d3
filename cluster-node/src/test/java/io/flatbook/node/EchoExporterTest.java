package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.flatbook.metrics.AeronExporter;
import io.flatbook.testkit.ClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The exporter of Aeron's counters shows a cluster whose service is not the clearing service. */
class EchoExporterTest
{
    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.oneNode()
        .hosting(() -> new HostedService(new BareEchoNode(), () -> null));

    @Test
    void showsAClusterThatIsNotFlatbook() throws Exception
    {
        try (AeronExporter exporter = new AeronExporter(
            extension.cluster().config(0).aeronDirectory(), "127.0.0.1", 0);
            EchoClient client = new EchoClient(extension.ingressEndpoints(), "gateway/a").connect())
        {
            client.echo("one");
            final String text = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + exporter.port() + "/metrics")).build(),
                HttpResponse.BodyHandlers.ofString()).body();
            assertThat(text).contains("\naeron_up 1.0\n", "\naeron_cluster_role{cluster=\"0\"} 2.0\n",
                "\naeron_cluster_module_state{cluster=\"0\"} 1.0\n", "\naeron_archive_recordings 1.0\n")
                .containsPattern("\naeron_cluster_commit_position_bytes\\{cluster=\"0\"} [1-9]")
                .doesNotContain("flatbook");
        }
    }
}
