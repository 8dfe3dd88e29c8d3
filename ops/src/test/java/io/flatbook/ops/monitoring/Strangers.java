package io.flatbook.ops.monitoring;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.MessageHeaderEncoder;
import io.aeron.cluster.codecs.SessionConnectRequestEncoder;
import io.aeron.security.AuthenticationException;
import io.flatbook.client.Credentials;
import io.flatbook.ops.link.OwnDriver;
import org.agrona.CloseHelper;
import org.agrona.ExpandableArrayBuffer;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that reach a node and are never let in.
 */
final class Strangers implements AutoCloseable
{
    private static final String INGRESS = "aeron:udp?term-length=64k";
    private static final int LOGINS = 12;
    private static final int JUNK_FRAMES = 2_000;

    private final OwnDriver driver;
    private final Aeron aeron;

    /** @param keyFile of the clients' wire; null: it is not sealed. */
    Strangers(final Path keyFile)
    {
        driver = OwnDriver.launch(null, keyFile);
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
    }

    /** Logs in by a secret that the nodes do not have, until all were rejected. */
    void rejected(final String ingressEndpoints, final String principal, final Path secretFile)
    {
        final List<AeronCluster.AsyncConnect> logins = new ArrayList<>();
        for (int i = 0; i < LOGINS; i++)
        {
            logins.add(AeronCluster.asyncConnect(new AeronCluster.Context()
                .aeron(aeron)
                .ownsAeronClient(false)
                .ingressChannel(INGRESS)
                .ingressEndpoints(ingressEndpoints)
                .egressChannel("aeron:udp?endpoint=localhost:0")
                .credentialsSupplier(Credentials.of(principal, secretFile))));
        }
        while (!logins.isEmpty())
        {
            logins.removeIf(Strangers::isRejected);
            Thread.onSpinWait();
        }
    }

    private static boolean isRejected(final AeronCluster.AsyncConnect login)
    {
        try
        {
            if (null != login.poll())
            {
                throw new AssertionError("let in");
            }
            return false;
        }
        catch (final AuthenticationException ignore)
        {
            login.close();
            return true;
        }
    }

    /** Asks for a session that is to be answered at a host that nobody knows. */
    void unreachable(final String endpoint)
    {
        try (ExclusivePublication ingress = aeron.addExclusivePublication(
            INGRESS + "|endpoint=" + endpoint, AeronCluster.Configuration.INGRESS_STREAM_ID_DEFAULT))
        {
            final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
            final SessionConnectRequestEncoder request = new SessionConnectRequestEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(aeron.nextCorrelationId())
                .responseStreamId(AeronCluster.Configuration.EGRESS_STREAM_ID_DEFAULT)
                .version(AeronCluster.Configuration.PROTOCOL_SEMANTIC_VERSION)
                .responseChannel("aeron:udp?endpoint=host.invalid:9");
            final byte[] credentials = Credentials.of("risk/nobody", null).encodedCredentials();
            request.putEncodedCredentials(credentials, 0, credentials.length);
            while (ingress.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + request.encodedLength()) < 0)
            {
                Thread.onSpinWait();
            }
        }
    }

    /** Sends datagrams that are no frames. */
    static void junk(final DatagramSocket sender, final int port) throws Exception
    {
        final byte[] junk = new byte[512];
        for (int i = 0; i < JUNK_FRAMES; i++)
        {
            sender.send(new DatagramPacket(junk, junk.length, InetAddress.getLoopbackAddress(), port));
        }
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(aeron, driver);
    }
}
