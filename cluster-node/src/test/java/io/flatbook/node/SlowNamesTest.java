package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.NameResolverAgent;
import io.aeron.driver.ThreadingMode;
import io.flatbook.client.FlatbookClient;
import io.flatbook.testkit.ClusterHarness;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Name servers that do not answer hold up neither a node nor its clients. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SlowNamesTest
{
    private static final String HOST = "gateway-host";

    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger lookups = new AtomicInteger();
    private final AtomicReference<String> failure = new AtomicReference<>();
    private final ClusterHarness harness = new ClusterHarness(1, HostedService::clearing, Map.of());
    private EmbeddedNode node;
    private MediaDriver driver;

    @AfterEach
    void close()
    {
        answers.countDown();
        CloseHelper.quietCloseAll(driver, node, harness);
    }

    @Test
    void aSessionOpensWhileTheNameOfItsHostCannotBeLookedUpAgain()
    {
        node = EmbeddedNode.launch(harness.config(0), HostedService.clearing(),
            (what, cause) -> failure.set(what + ": " + cause), () -> { }, DiskSpace.OF_FILE_STORE, this::slowlyAgain);
        driver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(CommonContext.generateRandomDirName())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.SHARED)
            .nameResolver(new Local()));
        try (FlatbookClient client = FlatbookClient.connect(new FlatbookClient.Context().risk("alice")
            .aeronDirectoryName(driver.aeronDirectoryName())
            .ingressEndpoints(harness.ingressEndpoints())
            .egressChannel("aeron:udp?endpoint=" + HOST + ":0")
            .reconnect(Duration.ofSeconds(60), Duration.ofMillis(500))
            .connectTimeout(Duration.ofSeconds(60))))
        {
            assertThat(client).isNotNull();
            assertThat(lookups).hasValueGreaterThan(1);
            assertThat(failure).hasNullValue();
        }
    }

    /**
     * The first answer comes at once, for the consensus module. Aeron's driver alone would wait for the second, and so
     * the service in the middle of the entry by which the session opens: it would leave that entry out.
     */
    private InetAddress slowlyAgain(final String name) throws UnknownHostException
    {
        if (!HOST.equals(name))
        {
            return InetAddress.getByName(name);
        }
        if (0 < lookups.getAndIncrement())
        {
            try
            {
                answers.await();
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
            }
        }
        return InetAddress.getLoopbackAddress();
    }

    private static final class Local implements NameResolverAgent
    {
        @Override
        public InetAddress resolve(final String name, final String uriParamName, final boolean isReResolution)
        {
            return InetAddress.getLoopbackAddress();
        }
    }
}
