package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.status.RecordingPos;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted of an archive that has recordings of all kinds, by a real archive. */
class LogPurgeTest
{
    private static final String CHANNEL = "aeron:ipc?term-length=64k";
    private static final String CONTROL = "aeron:udp?endpoint=localhost:0";
    private static final int LOG = 100;
    private static final int OF_SERVICE = 106;
    private static final int OF_MODULE = 107;

    @TempDir
    private Path directory;
    private MediaDriver driver;
    private Archive server;
    private AeronArchive archive;

    @BeforeEach
    void begin()
    {
        driver = MediaDriver.launch(new MediaDriver.Context().aeronDirectoryName(aeron())
            .threadingMode(ThreadingMode.SHARED).dirDeleteOnShutdown(true));
        server = Archive.launch(new Archive.Context().aeronDirectoryName(aeron())
            .archiveDir(directory.resolve("archive").toFile()).threadingMode(ArchiveThreadingMode.SHARED)
            .controlChannel(CONTROL).replicationChannel(CONTROL));
        archive = AeronArchive.connect(client());
    }

    @AfterEach
    void end()
    {
        archive.close();
        server.close();
        driver.close();
    }

    @Test
    void deletesHalvesOfSnapshotsAndNothingThatIsNamedOrInUseOrYoungOrNoSnapshot()
    {
        final long log = recorded(LOG);
        final long old = recorded(OF_SERVICE);
        final long halfOfService = recorded(OF_SERVICE);
        final long halfOfModule = recorded(OF_MODULE);
        try (ExclusivePublication live = record(OF_SERVICE))
        {
            final long active = recordingId(live);
            final long whole = recorded(OF_SERVICE);
            final long wholeOfModule = recorded(OF_MODULE);
            final long young = recorded(OF_MODULE);
            final long unnamedLog = recorded(LOG);
            try (LogPurge purge = new LogPurge(client()))
            {
                purge.purgeHalves(Set.of(log, old, whole, wholeOfModule), whole);
                assertThat(recordings()).containsExactly(
                    log, old, active, whole, wholeOfModule, young, unnamedLog);
                purge.purgeHalves(Set.of(log, old, whole, wholeOfModule), whole);
                assertThat(recordings()).hasSize(7).doesNotContain(halfOfService, halfOfModule);
            }
        }
    }

    private String aeron()
    {
        return directory.resolve("aeron").toString();
    }

    private AeronArchive.Context client()
    {
        return server.context().archiveClientContext().clone().aeron(null).aeronDirectoryName(aeron())
            .controlRequestChannel(server.context().localControlChannel())
            .controlRequestStreamId(server.context().localControlStreamId())
            .controlResponseChannel(CHANNEL).ownsAeronClient(true)
            .aeron(Aeron.connect(new Aeron.Context().aeronDirectoryName(aeron())));
    }

    /** A recording that has ended. */
    private long recorded(final int streamId)
    {
        try (ExclusivePublication publication = record(streamId))
        {
            final long recordingId = recordingId(publication);
            archive.stopRecording(publication);
            Awaitility.await().until(() -> archive.getStopPosition(recordingId) > 0);
            return recordingId;
        }
    }

    private ExclusivePublication record(final int streamId)
    {
        final ExclusivePublication publication = archive.addRecordedExclusivePublication(CHANNEL, streamId);
        Awaitility.await().until(() -> publication.offer(new UnsafeBuffer(new byte[64])) > 0);
        Awaitility.await().until(() -> archive.getRecordingPosition(recordingId(publication)) > 0);
        return publication;
    }

    private long recordingId(final ExclusivePublication publication)
    {
        final CountersReader counters = archive.context().aeron().countersReader();
        return RecordingPos.getRecordingId(counters, RecordingPos.findCounterIdBySession(
            counters, publication.sessionId(), archive.archiveId()));
    }

    private Set<Long> recordings()
    {
        final Set<Long> ids = new TreeSet<>();
        archive.listRecordings(0, Integer.MAX_VALUE,
            (controlSessionId, correlationId, recordingId, startTimestamp, stopTimestamp, startPosition, stopPosition,
                initialTermId, segmentFileLength, termBufferLength, mtuLength, sessionId, streamId, strippedChannel,
                originalChannel, sourceIdentity) -> ids.add(recordingId));
        return ids;
    }
}
