package io.flatbook.node;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.cluster.codecs.AdminRequestType;
import io.aeron.cluster.codecs.AdminResponseCode;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.Header;
import io.aeron.security.CredentialsSupplier;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.awaitility.Awaitility;

/**
 * A session with texts: sends one and waits until it comes back, reconnecting when the leader is gone.
 */
final class EchoClient implements AutoCloseable, EgressListener
{
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final MediaDriver driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
        .threadingMode(ThreadingMode.SHARED)
        .publicationTermBufferLength(256 * 1024)
        .ipcTermBufferLength(256 * 1024)
        .dirDeleteOnShutdown(true));
    private final String ingressEndpoints;
    private final String principal;
    private final List<String> received = new ArrayList<>();
    private AdminResponseCode adminResponse;
    private AeronCluster session;

    EchoClient(final String ingressEndpoints, final String principal)
    {
        this.ingressEndpoints = ingressEndpoints;
        this.principal = principal;
    }

    EchoClient connect()
    {
        session = AeronCluster.connect(new AeronCluster.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .ingressChannel("aeron:udp?term-length=64k")
            .ingressEndpoints(ingressEndpoints)
            .egressChannel("aeron:udp?endpoint=localhost:0")
            .egressListener(this)
            .credentialsSupplier(new PlainCredentials(principal)));
        return this;
    }

    /** Send until it is echoed; after a change of leader that can be more often than once. */
    void echo(final String text)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
        received.clear();
        final long[] nextSendNs = {System.nanoTime()};
        Awaitility.await("echo of " + text).atMost(PATIENCE).pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(1)).until(() ->
            {
                if (System.nanoTime() - nextSendNs[0] >= 0)
                {
                    offer(buffer);
                    nextSendNs[0] = System.nanoTime() + Duration.ofMillis(500).toNanos();
                }
                session.pollEgress();
                return received.contains(text);
            });
    }

    /** Send once and hope. */
    void send(final String text)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
        Awaitility.await("offer").atMost(PATIENCE).until(() -> session.offer(buffer, 0, buffer.capacity()) > 0);
    }

    /** Send many times as fast as it goes, without waiting for the echoes. */
    void flood(final String text, final int times)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
        final long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        int sent = 0;
        while (sent < times)
        {
            if (session.isClosed())
            {
                connect();
            }
            sent += session.offer(buffer, 0, buffer.capacity()) > 0 ? 1 : 0;
            session.pollEgress();
            received.clear();
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new AssertionError(sent + " of " + times + " messages were taken");
            }
        }
    }

    AdminResponseCode requestSnapshot()
    {
        adminResponse = null;
        session.sendAdminRequestToTakeASnapshot(1);
        Awaitility.await("admin response").atMost(PATIENCE).until(() ->
        {
            session.pollEgress();
            return null != adminResponse;
        });
        return adminResponse;
    }

    @Override
    public void onMessage(
        final long clusterSessionId,
        final long timestamp,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Header header)
    {
        received.add(buffer.getStringWithoutLengthAscii(offset, length));
    }

    @Override
    public void onAdminResponse(
        final long clusterSessionId,
        final long correlationId,
        final AdminRequestType requestType,
        final AdminResponseCode responseCode,
        final String message,
        final DirectBuffer payload,
        final int payloadOffset,
        final int payloadLength)
    {
        adminResponse = responseCode;
    }

    @Override
    public void close()
    {
        CloseHelper.quietCloseAll(session, driver);
    }

    private void offer(final DirectBuffer buffer)
    {
        if (session.isClosed())
        {
            connect();
        }
        session.offer(buffer, 0, buffer.capacity());
    }

    private record PlainCredentials(String principal) implements CredentialsSupplier
    {
        @Override
        public byte[] encodedCredentials()
        {
            return principal.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public byte[] onChallenge(final byte[] encodedChallenge)
        {
            return new byte[0];
        }
    }
}
