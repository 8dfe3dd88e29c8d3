package io.flatbook.proving.chaos;

import io.aeron.Aeron;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.driver.MediaDriver;
import io.aeron.exceptions.TimeoutException;
import io.aeron.security.AuthenticationException;
import io.aeron.security.CredentialsSupplier;
import io.aeron.security.NullCredentialsSupplier;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.NotAsPromisedException;
import io.flatbook.ops.link.OwnDriver;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Those who ask the archives of the nodes for the log.
 */
final class ArchiveFaults
{
    private static final long GAP_MAX_MS = 3_000;
    private static final int ARCHIVE = 5;
    /** In the block behind the last node's: what is answered there is sealed with the members' key. */
    private static final int MEMBERS_PORT = 55;
    /** None, and as long as a digest and as two. */
    private static final int[] PROOF_LENGTHS = {0, 32, 64};
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(3);

    private ArchiveFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(
            Fault.of("archive-port", "asks the archive of each node for a session: without a key and with " +
                "the clients' key nothing is answered", ArchiveFaults::archivePort).gapMaxMs(GAP_MAX_MS),
            Fault.of("archive-without-proof", "asks the archive of each node for a session, with the members' key of " +
                "the wire but without a proof of it or with a wrong one: nobody is let in",
                ArchiveFaults::archiveWithoutProof).gapMaxMs(GAP_MAX_MS));
    }

    private static void archivePort(final ChaosCluster rig, final RandomGenerator chance)
    {
        try (Footprints footprints = new Footprints(rig))
        {
            for (int member = 0; member < LocalCluster.MEMBERS; member++)
            {
                isSilent(rig, member, null);
                isSilent(rig, member, rig.keys().clientKeyFile());
                if (0 == footprints.refusedSince(member))
                {
                    throw new NotAsPromisedException("node " + member + " counted no refusal of who asked its archive");
                }
            }
            footprints.checkNothingLeft();
        }
    }

    private static void archiveWithoutProof(final ChaosCluster rig, final RandomGenerator chance)
    {
        final int answerPort = rig.cluster().port(LocalCluster.MEMBERS) + MEMBERS_PORT;
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            for (final int length : PROOF_LENGTHS)
            {
                final byte[] proof = new byte[length];
                chance.nextBytes(proof);
                final Wrong wrong = new Wrong(proof, new AtomicInteger());
                isRefused(rig, member, rig.keys().memberKeyFile(), answerPort, wrong);
                if (0 == wrong.challenges().get())
                {
                    throw new NotAsPromisedException(
                        "the archive of node " + member + " was not reached, so nothing was shown");
                }
            }
        }
    }

    private static void isSilent(final ChaosCluster rig, final int member, final Path keyFile)
    {
        isRefused(rig, member, keyFile, 0, new NullCredentialsSupplier());
    }

    /** Refused, or not answered: either way nothing is read. */
    private static void isRefused(final ChaosCluster rig, final int member, final Path keyFile, final int answerPort,
        final CredentialsSupplier credentials)
    {
        try
        {
            connect(rig, member, keyFile, answerPort, credentials);
        }
        catch (final TimeoutException | ArchiveException | AuthenticationException ex)
        {
            return;
        }
        throw new NotAsPromisedException("the archive of node " + member + " let somebody in who has " +
            (null == keyFile ? "no key" : "no more than " + keyFile.getFileName()));
    }

    /**
     * Bytes that prove nothing, whatever is asked.
     *
     * @param challenges how often something was asked.
     */
    private record Wrong(byte[] proof, AtomicInteger challenges) implements CredentialsSupplier
    {
        @Override
        public byte[] encodedCredentials()
        {
            return proof;
        }

        @Override
        public byte[] onChallenge(final byte[] encodedChallenge)
        {
            challenges.incrementAndGet();
            return proof;
        }
    }

    private static void connect(final ChaosCluster rig, final int member, final Path keyFile, final int answerPort,
        final CredentialsSupplier credentials)
    {
        final MediaDriver.Context context = new MediaDriver.Context().errorHandler((ex) ->
        {
            // Refused channels and the like belong to an attack.
        });
        try (OwnDriver driver = OwnDriver.launch(context, rig.strangersDirectory().toString(), keyFile);
            AeronArchive archive = AeronArchive.connect(new AeronArchive.Context()
                .aeron(Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName())))
                .ownsAeronClient(true)
                .controlRequestChannel("aeron:udp?term-length=64k|endpoint=" + rig.ingressHost(member) + ':' +
                    (rig.cluster().port(member) + ARCHIVE))
                .controlResponseChannel("aeron:udp?endpoint=" + rig.clientHost() + ':' + answerPort)
                .credentialsSupplier(credentials)
                .messageTimeoutNs(SILENCE_NS)))
        {
            archive.listRecordings(0, Integer.MAX_VALUE, (controlSessionId, correlationId, recordingId,
                startTimestamp, stopTimestamp, startPosition, stopPosition, initialTermId, segmentFileLength,
                termBufferLength, mtuLength, sessionId, streamId, strippedChannel, originalChannel, sourceIdentity) ->
                rig.note("recording " + recordingId + " of node " + member + " was shown"));
        }
    }
}
