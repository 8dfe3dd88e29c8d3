package io.flatbook.ops.chaos;

import io.aeron.Aeron;
import io.aeron.archive.client.AeronArchive;
import io.aeron.driver.MediaDriver;
import io.aeron.exceptions.TimeoutException;
import io.aeron.security.CredentialsSupplier;
import io.aeron.security.NullCredentialsSupplier;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.NotAsPromisedException;
import io.flatbook.ops.link.OwnDriver;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Those who ask the archives of the nodes for the log.
 */
final class ArchiveFaults
{
    private static final long GAP_MAX_MS = 3_000;
    private static final int ARCHIVE = 5;
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(3);

    private ArchiveFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(
            Fault.of("archive-port", "asks the archive of each node for a session: without a key and with the clients' " +
                "key nothing is answered", ArchiveFaults::archivePort).gapMaxMs(GAP_MAX_MS));
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

    private static void isSilent(final ChaosCluster rig, final int member, final Path keyFile)
    {
        try
        {
            connect(rig, member, keyFile, 0, new NullCredentialsSupplier(), SILENCE_NS);
        }
        catch (final TimeoutException ex)
        {
            return;
        }
        throw new NotAsPromisedException("the archive of node " + member + " let somebody in who has " +
            (null == keyFile ? "no key" : "the clients' key"));
    }

    private static void connect(final ChaosCluster rig, final int member, final Path keyFile, final int answerPort,
        final CredentialsSupplier credentials, final long timeoutNs)
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
                .messageTimeoutNs(timeoutNs)))
        {
            archive.listRecordings(0, Integer.MAX_VALUE, (controlSessionId, correlationId, recordingId,
                startTimestamp, stopTimestamp, startPosition, stopPosition, initialTermId, segmentFileLength,
                termBufferLength, mtuLength, sessionId, streamId, strippedChannel, originalChannel, sourceIdentity) ->
                rig.note("recording " + recordingId + " of node " + member + " was shown"));
        }
    }
}
