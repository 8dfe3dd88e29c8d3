package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

import io.aeron.cluster.codecs.AdminResponseCode;
import io.aeron.exceptions.AeronException;
import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.ClusterHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OneNodeTest
{
    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.oneNode().hosting(EchoService::hosted);

    @Test
    void keepsItsStateOverARestartWithAndWithoutSnapshot()
    {
        final ClusterHarness cluster = extension.cluster();
        final long hash;
        try (EchoClient client = new EchoClient(cluster.ingressEndpoints(), "gateway/a").connect())
        {
            client.echo("one");
            cluster.snapshot();
            client.echo("two");
            hash = cluster.node(0).status().replicaHash();
        }

        cluster.stop(0);
        cluster.start();
        try (EchoClient client = new EchoClient(cluster.ingressEndpoints(), "gateway/a").connect())
        {
            client.echo("three");
            assertThat(cluster.node(0).status().replicaHash()).isEqualTo(31 * hash + "three".hashCode());
            assertThat(cluster.node(0).status().lastEventSequence()).isEqualTo(3);
        }
    }

    @Test
    void rejectsWhoIsNoPrincipal()
    {
        for (final String stranger : new String[]{"nobody/a", "gateway/", "gateway/A b", "risk/" + "x".repeat(25), ""})
        {
            try (EchoClient client = new EchoClient(extension.ingressEndpoints(), stranger))
            {
                assertThatThrownBy(client::connect).isInstanceOf(AeronException.class);
            }
        }
    }

    @Test
    void letsOnlyOpsAskForASnapshot()
    {
        try (EchoClient gateway = new EchoClient(extension.ingressEndpoints(), "gateway/a").connect();
            EchoClient risk = new EchoClient(extension.ingressEndpoints(), "risk/alice").connect();
            EchoClient ops = new EchoClient(extension.ingressEndpoints(), "ops/bob").connect())
        {
            assertThat(gateway.requestSnapshot()).isEqualTo(AdminResponseCode.UNAUTHORISED_ACCESS);
            assertThat(risk.requestSnapshot()).isEqualTo(AdminResponseCode.UNAUTHORISED_ACCESS);
            assertThat(ops.requestSnapshot()).isEqualTo(AdminResponseCode.OK);
            extension.cluster().await("snapshot").until(
                () -> extension.cluster().node(0).counters().snapshots() == 1);
        }
    }

    @Test
    void refusesADirectoryInUse()
    {
        final NodeConfig config = extension.cluster().config(0);
        assertThatThrownBy(() -> EmbeddedNode.launch(config, EchoService.hosted(), (what, cause) -> { }, () -> { }))
            .isInstanceOf(DirectoryInUseException.class).hasMessageContaining(config.directory().toString());
    }

    @Test
    void closesItsDirectoriesToOthers() throws IOException
    {
        final Path directory = extension.cluster().config(0).directory();
        final Path buffers = extension.cluster().config(0).aeronDirectory();
        for (final Path path :
            new Path[]{directory, directory.resolve("cluster"), directory.resolve("archive"), buffers})
        {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rwx------");
        }
    }

    @Test
    void answersItsStatusOnLoopback() throws IOException, InterruptedException
    {
        try (EchoClient client = new EchoClient(extension.ingressEndpoints(), "gateway/a").connect())
        {
            client.echo("one");
        }
        final HttpResponse<String> answer = get("/status");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body()).startsWith("{\"cluster\":\"test\",\"member\":0,\"role\":\"LEADER\"," +
            "\"election\":\"CLOSED\",\"module\":\"ACTIVE\",\"leadershipTermId\":0,")
            .contains("\"durable\":false", "\"service\":{\"role\":\"LEADER\"", "\"hashes\":[{\"position\":")
            .endsWith("\"assets\":[]}}\n");
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    @Test
    void refusesALogInWhichABitFlipped() throws IOException
    {
        final ClusterHarness cluster = extension.cluster();
        try (EchoClient client = new EchoClient(cluster.ingressEndpoints(), "gateway/a").connect())
        {
            client.echo("flip a bit of this text");
        }
        cluster.stop(0);
        flipBitOf("flip a bit of this text", cluster.config(0).directory().resolve("archive"));

        assertThatThrownBy(() -> cluster.start(0)).isInstanceOf(DamagedException.class)
            .hasMessageContaining("the log").hasMessageContaining("fails its checksum");
    }

    private HttpResponse<String> get(final String path) throws IOException, InterruptedException
    {
        final int port = extension.cluster().node(0).statusPort();
        final HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void flipBitOf(final String text, final Path archive) throws IOException
    {
        int flipped = 0;
        try (Stream<Path> files = Files.list(archive))
        {
            for (final Path file : (Iterable<Path>)files.filter((path) -> path.toString().endsWith(".rec"))::iterator)
            {
                final byte[] bytes = Files.readAllBytes(file);
                final int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
                if (at >= 0)
                {
                    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw"))
                    {
                        access.seek(at);
                        access.write(bytes[at] ^ 1);
                        flipped++;
                    }
                }
            }
        }
        assertThat(flipped).isEqualTo(1);
    }
}
