package io.flatbook.proving.benchmark;

import io.aeron.cluster.client.AeronCluster;
import io.flatbook.ops.link.OwnDriver;
import io.flatbook.ops.link.Profile;
import io.aeron.security.CredentialsSupplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Messages without meaning to a cluster that answers each with itself, or with as many bytes as it is asked for.
 */
final class EchoLoad extends Load
{
    private static final long TIMEOUT_NS = Duration.ofSeconds(30).toNanos();

    private final AeronCluster session;
    private final UnsafeBuffer message;

    /**
     * @param profile of the cluster.
     * @param driver  that sends.
     * @param length  of a message in bytes.
     * @param answerLength of each answer in bytes.
     */
    EchoLoad(final Profile profile, final OwnDriver driver, final int length, final int answerLength)
    {
        message = new UnsafeBuffer(new byte[length]);
        message.putInt(0, answerLength);
        session = AeronCluster.connect(new AeronCluster.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .messageTimeoutNs(TIMEOUT_NS)
            .ingressChannel("aeron:udp?term-length=1m")
            .ingressEndpoints(profile.ingressEndpoints())
            .egressChannel("aeron:udp?endpoint=localhost:0")
            .egressListener((sessionId, timestamp, buffer, offset, answeredLength, header) -> answered())
            .credentialsSupplier(new Name()));
    }

    @Override
    boolean offer()
    {
        return 0 < session.offer(message, 0, message.capacity());
    }

    @Override
    int poll()
    {
        return session.pollEgress();
    }

    @Override
    public void close()
    {
        CloseHelper.quietClose(session);
    }

    private static final class Name implements CredentialsSupplier
    {
        @Override
        public byte[] encodedCredentials()
        {
            return "gateway/benchmark".getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public byte[] onChallenge(final byte[] encodedChallenge)
        {
            return new byte[0];
        }
    }
}
