package io.flatbook.backup;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import io.aeron.Aeron;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusterBackup;
import io.aeron.cluster.ClusterBackupEventsListener;
import io.aeron.cluster.ClusterMember;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.TimeoutException;
import io.flatbook.archive.ArchiveAccess;
import io.flatbook.archive.UncountedRecording;
import io.flatbook.wire.KeyFileException;
import io.flatbook.wire.RingSettings;
import io.flatbook.wire.SealedWire;
import io.flatbook.wire.SourceList;
import org.agrona.CloseHelper;

/**
 * Fetches the newest snapshot and the log of a cluster that runs, and goes on with the log as it grows: Aeron's cluster
 * backup, with a media driver and an archive of its own, in this process. Only what is committed is fetched. It takes
 * no part in the cluster, and goes to another member when one is gone.
 *
 * <p>The caller holds the lock of the directory.
 */
public final class LogFollower implements LogCopy
{
    private static final String SMALL_TERM = "term-length=64k";
    private static final String CATCHUP = "aeron:udp?alias=backup|rcv-wnd=128k";
    private static final String LOCAL = "aeron:ipc?" + SMALL_TERM;
    private static final int TERM_LENGTH = 1024 * 1024;
    private static final long QUERY_INTERVAL_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long RESPONSE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long COOL_DOWN_NS = TimeUnit.SECONDS.toNanos(1);
    /** By these, counted from the one on which it listens, members know the ports of a backup from those of clients. */
    private static final int PASSING_LOWEST = 12;
    private static final int PASSING_HIGHEST = 91;
    private static final int RECORDINGS_MAX = 1_000;

    private final FollowerSettings settings;
    private final AtomicReference<FollowedLog> followed = new AtomicReference<>(FollowedLog.NOTHING);
    private final AtomicReference<String> end = new AtomicReference<>();
    private final OldSnapshots oldSnapshots;
    private SealedWire wire;
    private ArchiveAccess access;
    private MediaDriver driver;
    private Archive archive;
    private ClusterBackup backup;
    private volatile String sourceArchive;
    private volatile boolean isAsking = true;
    private UnaryOperator<AeronArchive.Context> clients = UnaryOperator.identity();

    LogFollower(final FollowerSettings settings)
    {
        this.settings = settings;
        oldSnapshots = new OldSnapshots(settings.snapshotsKept());
    }

    /**
     * Starts to fetch, from scratch or into what a former run left.
     *
     * @param settings of the copy.
     * @return the follower, to be closed.
     * @throws BackupException if the directory cannot be used.
     */
    public static LogFollower launch(final FollowerSettings settings)
    {
        final LogFollower follower = new LogFollower(settings);
        try
        {
            follower.prepare();
            follower.start();
            return follower;
        }
        catch (final IOException ex)
        {
            throw new BackupException("cannot use " + settings.directory(), ex);
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietClose(follower);
            throw ex instanceof KeyFileException ? new BackupException(ex.getMessage(), ex) : ex;
        }
    }

    @Override
    public FollowedLog followed()
    {
        if (null != end.get())
        {
            throw new BackupException(end.get());
        }
        return followed.get();
    }

    @Override
    public long sourcePosition()
    {
        final String endpoint = sourceArchive;
        if (null == endpoint)
        {
            return -1;
        }
        try (AeronArchive source = AeronArchive.connect(clients.apply(access.remote(new AeronArchive.Context()
            .aeronDirectoryName(settings.aeronDirectory().toString())
            .controlRequestChannel("aeron:udp?endpoint=" + endpoint + "|" + SMALL_TERM)
            .controlResponseChannel(answers())))))
        {
            final long[] position = {-1};
            final long[] log = {-1};
            source.listRecordings(0, RECORDINGS_MAX,
                (controlSessionId, correlationId, recordingId, startTimestamp, stopTimestamp, startPosition,
                    stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength, sessionId, streamId,
                    strippedChannel, originalChannel, sourceIdentity) ->
                    log[0] = ConsensusModule.Configuration.LOG_STREAM_ID_DEFAULT == streamId ? recordingId : log[0]);
            if (log[0] >= 0)
            {
                position[0] = source.getMaxRecordedPosition(log[0]);
            }
            return position[0];
        }
    }

    /**
     * Why its disk takes nothing now: an archive begins no recording in so little room.
     *
     * @return the sentence, without a full stop; empty if there is room.
     */
    public String roomProblem()
    {
        try
        {
            final long usable = archive.context().archiveFileStore().getUsableSpace();
            final long least = archive.context().lowStorageSpaceThreshold();
            return least < usable ? "" : "the disk of " + settings.directory() + " has room for " + (usable >> 20) +
                " MB, which must be more than " + (least >> 20);
        }
        catch (final IOException ex)
        {
            return "the room on the disk of " + settings.directory() + " cannot be told: " + ex.getMessage();
        }
    }

    @Override
    public void close()
    {
        end.compareAndSet(null, "it was closed");
        CloseHelper.closeAll(backup, archive, driver, wire);
    }

    /** Does to the directory what is done before a start. */
    void prepare() throws IOException
    {
        final String foreign = AeronDirectory.foreign(settings.aeronDirectory());
        if (null != foreign)
        {
            throw new BackupException("buffers: a start deletes what is in " + settings.aeronDirectory() + ", and " +
                foreign + " there is of no media driver: name a directory that nothing else uses");
        }
        if (AeronDirectory.isOfAnother(settings.aeronDirectory()))
        {
            throw new BackupException("another process has its buffers in " + settings.aeronDirectory());
        }
        LockedDirectory.createOwnerOnly(LockedDirectory.archive(settings.directory()));
        LockedDirectory.createOwnerOnly(LockedDirectory.cluster(settings.directory()));
        LockedDirectory.forgetProcesses(settings.directory());
        UncountedRecording.count(LockedDirectory.archive(settings.directory()));
        knowFormerRun();
    }

    /**
     * @param newClients changes what connects to an archive, for a caller who runs the parts in steps.
     */
    void clients(final UnaryOperator<AeronArchive.Context> newClients)
    {
        clients = newClients;
    }

    /** Of a driver of its own; without a wire that seals. */
    MediaDriver.Context driverContext()
    {
        return new MediaDriver.Context()
            .aeronDirectoryName(settings.aeronDirectory().toString())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.SHARED)
            .publicationTermBufferLength(TERM_LENGTH)
            .ipcTermBufferLength(TERM_LENGTH)
            .errorHandler(this::onProblem);
    }

    /** From which ports it takes those that it needs for a while, as Aeron wants it: low high. */
    String passingPorts()
    {
        return settings.listenPort() + PASSING_LOWEST + " " + (settings.listenPort() + PASSING_HIGHEST);
    }

    private void start()
    {
        final MediaDriver.Context driverContext = driverContext();
        if (null != settings.memberKeyFile())
        {
            wire = SealedWire.ofOneRing(new RingSettings("memberKeyFile", settings.memberKeyFile(), SourceList.ANY,
                Math.max(RingSettings.TERM_LENGTH_MAX, settings.segmentLength())), this::onProblem);
            wire.install(driverContext.receiverWildcardPortRange(passingPorts()));
        }
        driver = MediaDriver.launch(driverContext);
        try
        {
            LockedDirectory.createOwnerOnly(settings.aeronDirectory());
        }
        catch (final IOException ex)
        {
            throw new BackupException("cannot close " + settings.aeronDirectory() + " to others", ex);
        }

        archive = Archive.launch(archiveContext());
        backup = ClusterBackup.launch(backupContext());
    }

    /** Of an archive of its own, which takes requests of this process only. */
    Archive.Context archiveContext()
    {
        access = new ArchiveAccess(null == wire ? null : wire.clientKeys());
        final Archive.Context archiveContext = new Archive.Context()
            .aeronDirectoryName(settings.aeronDirectory().toString())
            .archiveDir(LockedDirectory.archive(settings.directory()).toFile())
            .deleteArchiveOnStart(false)
            .localControlChannel(LOCAL)
            .replicationChannel("aeron:udp?endpoint=" + settings.listenHost() + ":0")
            .recordingEventsEnabled(false)
            .segmentFileLength(settings.segmentLength())
            .fileSyncLevel(1)
            .catalogFileSyncLevel(1)
            .threadingMode(ArchiveThreadingMode.SHARED)
            .errorHandler(this::onProblem);
        if (settings.checksums())
        {
            archiveContext.recordChecksum(Checksums.crc32c()).replayChecksum(Checksums.crc32c());
        }
        return access.guard(archiveContext, settings.listenHost());
    }

    /** Of what fetches, once there is the archive's. */
    ClusterBackup.Context backupContext()
    {
        return new ClusterBackup.Context()
            .aeronDirectoryName(settings.aeronDirectory().toString())
            .clusterDir(LockedDirectory.cluster(settings.directory()).toFile())
            .deleteDirOnStart(false)
            .clusterConsensusEndpoints(String.join(",", settings.consensusEndpoints()))
            .consensusChannel(
                "aeron:udp?endpoint=" + settings.listenHost() + ":" + settings.listenPort() + "|" + SMALL_TERM)
            .catchupEndpoint(settings.listenHost() + ":0")
            .catchupChannel(CATCHUP)
            .archiveContext(ownArchive())
            .clusterArchiveContext(access.remote(new AeronArchive.Context()
                .controlRequestChannel("aeron:udp?" + SMALL_TERM)
                .controlResponseChannel(answers())))
            .sourceType(settings.source())
            .initialReplayStart(settings.fromStart() ?
                ClusterBackup.Configuration.ReplayStart.BEGINNING :
                ClusterBackup.Configuration.ReplayStart.LATEST_SNAPSHOT)
            .clusterBackupIntervalNs(QUERY_INTERVAL_NS)
            .clusterBackupResponseTimeoutNs(RESPONSE_TIMEOUT_NS)
            .clusterBackupCoolDownIntervalNs(COOL_DOWN_NS)
            .eventsListener(new Listener())
            .threadFactory(this::thread)
            .errorHandler(this::onProblem);
    }

    private AeronArchive.Context ownArchive()
    {
        return access.own(new AeronArchive.Context()
            .aeronDirectoryName(settings.aeronDirectory().toString())
            .controlRequestChannel(LOCAL)
            .controlResponseChannel(LOCAL));
    }

    /** Where archives of members answer: any free port of this host. */
    private String answers()
    {
        return "aeron:udp?endpoint=" + settings.listenHost() + ":0|" + SMALL_TERM;
    }

    /** The backup's thread ends only if it cannot go on: its archive or driver is gone, or the disk is full. */
    private Thread thread(final Runnable task)
    {
        final Thread thread = new Thread(() ->
        {
            try
            {
                task.run();
            }
            finally
            {
                end.compareAndSet(null, "following the log ended: " + followed.get().problem());
            }
        }, "log-follower");
        thread.setDaemon(true);
        return thread;
    }

    private void onProblem(final Throwable throwable)
    {
        final String said = null == throwable.getMessage() ? throwable.toString() : throwable.getMessage();
        final String problem = isAsking && throwable instanceof TimeoutException ? settings.silence() : said;
        update((state) -> state.failing(problem));
    }

    private void update(final UnaryOperator<FollowedLog> change)
    {
        followed.updateAndGet(change);
    }

    private void knowFormerRun()
    {
        if (BackupStatus.exists(settings.directory()))
        {
            final FollowedLog former = BackupStatus.read(settings.directory()).followed();
            update((state) -> former.from(Aeron.NULL_VALUE).failing(""));
        }
        final BackupStatus.Newest newest = BackupStatus.newestSnapshot(LockedDirectory.cluster(settings.directory()));
        update((state) -> state.withSnapshot(newest.position(), newest.timestampMs()));
    }

    /** Runs on the backup's thread. */
    private final class Listener implements ClusterBackupEventsListener
    {
        @Override
        public void onBackupQuery()
        {
            isAsking = true;
        }

        @Override
        public void onPossibleFailure(final Exception ex)
        {
            onProblem(ex);
        }

        @Override
        public void onBackupResponse(
            final ClusterMember[] clusterMembers,
            final ClusterMember logSourceMember,
            final List<RecordingLog.Snapshot> snapshotsToRetrieve)
        {
            isAsking = false;
            sourceArchive = logSourceMember.archiveEndpoint();
            update((state) -> state.from(logSourceMember.id()));
        }

        @Override
        public void onUpdatedRecordingLog(
            final RecordingLog recordingLog, final List<RecordingLog.Snapshot> snapshotsRetrieved)
        {
            for (final RecordingLog.Snapshot snapshot : snapshotsRetrieved)
            {
                if (ConsensusModule.Configuration.SERVICE_ID == snapshot.serviceId())
                {
                    update((state) -> state.withSnapshot(snapshot.logPosition(), snapshot.timestamp()));
                }
            }
            if (!snapshotsRetrieved.isEmpty())
            {
                deleteOldSnapshots(recordingLog);
            }
        }

        private void deleteOldSnapshots(final RecordingLog recordingLog)
        {
            try
            {
                oldSnapshots.delete(recordingLog, clients.apply(ownArchive()));
            }
            catch (final RuntimeException ex)
            {
                // They stay until the next one is here.
                onProblem(ex);
            }
        }

        @Override
        public void onLiveLogProgress(final long recordingId, final long recordingPosCounterId, final long logPosition)
        {
            update((state) -> state.at(logPosition));
        }
    }
}
