package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.Image;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.AeronException;
import io.aeron.security.CredentialsSupplier;
import io.flatbook.client.FlatbookClient;
import io.flatbook.testkit.ClusterHarness;
import io.flatbook.testkit.KeyFiles;
import io.flatbook.wire.RingSettings;
import io.flatbook.wire.SealedWire;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client can say about the way on which a node answers it. */
class EgressChannelTest
{
    private static final long REFUSED_WITHIN_NS = TimeUnit.SECONDS.toNanos(3);

    private final KeyFiles keys = new KeyFiles();
    private ClusterHarness cluster;
    private SealedWire wire;
    private MediaDriver driver;
    private Aeron aeron;

    @AfterEach
    void close()
    {
        CloseHelper.closeAll(aeron, driver, wire, cluster, keys);
    }

    @Test
    void theNodeSaysWhatItsAnswersTakeOfItsMemory()
    {
        start(Map.of());
        try (AeronCluster session = AeronCluster.connect(
            asking("localhost:0|term-length=64m|mtu=1024|linger=1h|sparse=false")))
        {
            final Image egress = session.egressSubscription().imageAtIndex(0);
            assertThat(egress.termBufferLength()).isEqualTo(1024 * 1024);
            assertThat(egress.mtuLength()).isEqualTo(SealedWire.MTU_LENGTH);
            assertThat(egressChannelsOfTheNode()).isNotEmpty()
                .allSatisfy((channel) -> assertThat(channel).contains("linger=5s").doesNotContain("linger=1h"));
        }
    }

    @Test
    void aNodeAnswersOnlyWhereClientsMayComeFrom()
    {
        start(Map.of("allowedSources", "127.0.0.1"));
        assertThatThrownBy(() -> AeronCluster.connect(asking("127.0.0.2:0").messageTimeoutNs(REFUSED_WITHIN_NS)))
            .isInstanceOf(AeronException.class);
        assertThat(egressChannelsOfTheNode()).isEmpty();
        AeronCluster.connect(asking("127.0.0.1:0")).close();
    }

    @Test
    void aNodeAnswersNobodyOverAControlAddress()
    {
        start(Map.of());
        assertThatThrownBy(() -> AeronCluster.connect(asking("localhost:0")
            .egressChannel("aeron:udp?control=localhost:0|control-mode=dynamic")
            .messageTimeoutNs(REFUSED_WITHIN_NS))).isInstanceOf(AeronException.class);
        assertThat(egressChannelsOfTheNode()).isEmpty();
        AeronCluster.connect(asking("localhost:0")).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
    void aClientIsAnsweredByNameAndByAddress(final String host)
    {
        start(Map.of());
        FlatbookClient.connect(new FlatbookClient.Context().risk("alice").transportKeyFile(keys.clients())
            .ingressEndpoints(cluster.ingressEndpoints()).egressChannel("aeron:udp?endpoint=" + host + ":0")
            .connectTimeout(Duration.ofSeconds(60))).close();
    }

    private void start(final Map<String, String> settings)
    {
        final Map<String, String> all = new TreeMap<>(settings);
        all.putAll(keys.settings());
        cluster = new ClusterHarness(1, HostedService::clearing, all).start();
        cluster.awaitLeader();
        wire = SealedWire.ofOneRing(new RingSettings("transportKeyFile", keys.clients()), Throwable::printStackTrace);
        driver = MediaDriver.launch(wire.install(new MediaDriver.Context()
            .aeronDirectoryName(CommonContext.generateRandomDirName())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.SHARED)));
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
    }

    private AeronCluster.Context asking(final String egress)
    {
        return new AeronCluster.Context()
            .aeron(aeron)
            .ownsAeronClient(false)
            .ingressChannel("aeron:udp?term-length=64k")
            .ingressEndpoints(cluster.ingressEndpoints())
            .egressChannel("aeron:udp?endpoint=" + egress)
            .credentialsSupplier(new Named());
    }

    /** Positions of what the node sends on the streams of sessions, which name the channel. */
    private List<String> egressChannelsOfTheNode()
    {
        final List<String> channels = new ArrayList<>();
        try (Aeron node = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(cluster.config(0).aeronDirectory().toString())))
        {
            node.countersReader().forEach((counterId, label) ->
            {
                if (label.startsWith("snd-pos") &&
                    label.contains(" " + AeronCluster.Configuration.EGRESS_STREAM_ID_DEFAULT + " "))
                {
                    channels.add(label);
                }
            });
        }
        return channels;
    }

    private record Named() implements CredentialsSupplier
    {
        @Override
        public byte[] encodedCredentials()
        {
            return "risk/alice".getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public byte[] onChallenge(final byte[] encodedChallenge)
        {
            throw new AssertionError("names are not challenged");
        }
    }
}
