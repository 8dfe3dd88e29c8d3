package io.flatbook.ops.replay;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.logbuffer.Header;
import io.flatbook.client.BundleReader;
import io.flatbook.client.Credentials;
import io.flatbook.ops.link.OwnDriver;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.SessionReportDecoder;
import org.agrona.DirectBuffer;
import org.awaitility.Awaitility;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A session below the client, which sends bytes that no client of this version writes.
 */
final class BareSession implements EgressListener, AutoCloseable
{
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final BundleReader bundles = new BundleReader(this::onOne);
    private final SessionReportDecoder report = new SessionReportDecoder();
    private final List<RejectReason> refusals = new ArrayList<>();
    private final OwnDriver driver = OwnDriver.launch(null, null);
    private final AeronCluster cluster;

    BareSession(final String ingressEndpoints, final String principal)
    {
        cluster = AeronCluster.connect(new AeronCluster.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .ingressChannel("aeron:udp?term-length=64k")
            .ingressEndpoints(ingressEndpoints)
            .egressChannel("aeron:udp?endpoint=localhost:0")
            .messageTimeoutNs(PATIENCE.toNanos())
            .credentialsSupplier(Credentials.of(principal, null))
            .egressListener(this));
    }

    /** Sends a message and gives the reason of the report that refuses it. */
    RejectReason refusal(final DirectBuffer buffer, final int length)
    {
        refusals.clear();
        Awaitility.await("offer").atMost(PATIENCE).until(() -> cluster.offer(buffer, 0, length) > 0);
        Awaitility.await("a report that refuses").atMost(PATIENCE).until(() ->
        {
            cluster.pollEgress();
            return !refusals.isEmpty();
        });
        return refusals.get(0);
    }

    @Override
    public void onMessage(
        final long clusterSessionId,
        final long timestamp,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Header frameHeader)
    {
        bundles.read(buffer, offset, length);
    }

    private void onOne(final DirectBuffer buffer, final int offset, final int length)
    {
        if (SessionReportDecoder.TEMPLATE_ID == header.wrap(buffer, offset).templateId())
        {
            final RejectReason reason = report.wrapAndApplyHeader(buffer, offset, header).reason();
            if (RejectReason.NONE != reason)
            {
                refusals.add(reason);
            }
        }
    }

    @Override
    public void close()
    {
        cluster.close();
        driver.close();
    }
}
