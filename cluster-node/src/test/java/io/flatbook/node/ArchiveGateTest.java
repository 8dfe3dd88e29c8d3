package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.archive.client.ArchiveProxy;
import io.aeron.archive.client.ReplicationParams;
import io.aeron.archive.codecs.SourceLocation;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.TimeoutException;
import io.flatbook.archive.ArchiveAccess;
import io.flatbook.testkit.ClusterHarness;
import io.flatbook.testkit.KeyFiles;
import io.flatbook.wire.KeyRing;
import io.flatbook.wire.RingSettings;
import io.flatbook.wire.SealedWire;
import io.flatbook.wire.SourceList;
import org.agrona.CloseHelper;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a host that has the members' key gets out of the archive of a node, and what one without a proof does. */
class ArchiveGateTest
{
    private static final long LOG = 0;
    private static final long SNAPSHOT = 1;
    private static final int NEIGHBORS = 20;
    private static final int RECORDINGS_MAX = 100;
    private static final int REPLAY_STREAM = 1_234;

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
    void whoProvesTheMembersKeyReadsAndDoesNothingElse()
    {
        startSealed();
        try (AeronArchive archive = AeronArchive.connect(proving(KeyRing.read("memberKeyFile", keys.members()))))
        {
            readsAndDoesNothingElse(archive);
        }
    }

    @Test
    void onLoopbackWithoutKeysOthersReadAndDoNothingElse()
    {
        cluster = new ClusterHarness(1, HostedService::clearing, Map.of()).start();
        launchDriver();
        try (AeronArchive archive = AeronArchive.connect(context()))
        {
            readsAndDoesNothingElse(archive);
        }
    }

    @Test
    void whoHasTheWireButProvesNothingIsNotLetIn()
    {
        startSealed();
        final AeronArchive.Context withoutProof = context().messageTimeoutNs(TimeUnit.SECONDS.toNanos(3));
        assertThatThrownBy(() -> AeronArchive.connect(withoutProof)).isInstanceOf(AeronException.class);
        final AeronArchive.Context wrongProof =
            proving(KeyRing.read("clientKeyFile", keys.clients())).messageTimeoutNs(TimeUnit.SECONDS.toNanos(3));
        assertThatThrownBy(() -> AeronArchive.connect(wrongProof)).isInstanceOf(TimeoutException.class);
        AeronArchive.connect(proving(KeyRing.read("memberKeyFile", keys.members()))).close();
    }

    @Test
    void nobodySpeaksInTheNameOfASessionOfTheNode()
    {
        startSealed();
        cluster.snapshot();
        try (AeronArchive archive = AeronArchive.connect(proving(KeyRing.read("memberKeyFile", keys.members())));
            Subscription stolen = aeron.addSubscription("aeron:udp?endpoint=localhost:0", REPLAY_STREAM))
        {
            cluster.await("the port").until(() -> null != stolen.tryResolveChannelEndpointPort());
            final List<Long> before = recordings(archive);
            assertThat(before).contains(SNAPSHOT);
            final ArchiveProxy proxy = archive.archiveProxy();
            for (long session = archive.controlSessionId() - NEIGHBORS;
                session <= archive.controlSessionId() + NEIGHBORS; session++)
            {
                if (session != archive.controlSessionId())
                {
                    assertThat(proxy.purgeRecording(SNAPSHOT, aeron.nextCorrelationId(), session)).isTrue();
                    assertThat(proxy.replay(LOG, 0, Long.MAX_VALUE, stolen.tryResolveChannelEndpointPort(),
                        REPLAY_STREAM, aeron.nextCorrelationId(), session)).isTrue();
                    assertThat(proxy.closeSession(session)).isTrue();
                }
            }
            // What is said in order is taken in order, so by now all of it was.
            assertThat(recordings(archive)).isEqualTo(before);
            assertThat(stolen.isConnected()).isFalse();
            cluster.snapshot();
            assertThat(recordings(archive)).hasSizeGreaterThan(before.size());
        }
    }

    @Test
    void nothingIsReplayedIntoStreamsOfTheNode()
    {
        startSealed();
        try (AeronArchive archive = AeronArchive.connect(
            proving(KeyRing.read("memberKeyFile", keys.members())).messageTimeoutNs(TimeUnit.SECONDS.toNanos(10))))
        {
            assertThatThrownBy(() -> archive.startReplay(LOG, 0, Long.MAX_VALUE, "aeron:ipc", REPLAY_STREAM))
                .isInstanceOf(TimeoutException.class);
            assertThat(recordings(archive)).contains(LOG);
        }
    }

    private void readsAndDoesNothingElse(final AeronArchive archive)
    {
        cluster.snapshot();
        final List<Long> recordings = recordings(archive);
        assertThat(recordings).contains(LOG, SNAPSHOT);
        assertThat(archive.getMaxRecordedPosition(LOG)).isPositive();
        final int[] fragments = {0};
        try (Subscription replay = aeron.addSubscription("aeron:udp?endpoint=localhost:0", REPLAY_STREAM))
        {
            cluster.await("the port").until(() -> null != replay.tryResolveChannelEndpointPort());
            archive.startReplay(LOG, 0, Long.MAX_VALUE, replay.tryResolveChannelEndpointPort(), REPLAY_STREAM);
            cluster.await("the log").until(() ->
                replay.poll((buffer, offset, length, header) -> fragments[0]++, RECORDINGS_MAX) > 0);
        }
        assertThat(fragments[0]).isPositive();

        refused(() -> archive.purgeRecording(SNAPSHOT));
        refused(() -> archive.truncateRecording(SNAPSHOT, 0));
        refused(() -> archive.purgeSegments(LOG, 0));
        refused(() -> archive.tryStopRecordingByIdentity(LOG));
        refused(() -> archive.stopAllReplays(LOG));
        refused(() -> archive.startRecording("aeron:ipc", 1, SourceLocation.LOCAL));
        refused(() -> archive.replicate(LOG, Aeron.NULL_VALUE, AeronArchive.Configuration.CONTROL_STREAM_ID_DEFAULT,
            "aeron:udp?endpoint=localhost:9", null));
        refused(() -> archive.replicate(LOG, AeronArchive.Configuration.CONTROL_STREAM_ID_DEFAULT,
            "aeron:udp?endpoint=localhost:9", new ReplicationParams()));
        assertThat(recordings(archive)).isEqualTo(recordings);
    }

    private static void refused(final ThrowingCallable request)
    {
        assertThatThrownBy(request).isInstanceOfSatisfying(ArchiveException.class, (ex) ->
            assertThat(ex.errorCode()).isEqualTo(ArchiveException.UNAUTHORISED_ACTION));
    }

    private static List<Long> recordings(final AeronArchive archive)
    {
        final List<Long> recordings = new ArrayList<>();
        archive.listRecordings(0, RECORDINGS_MAX,
            (controlSessionId, correlationId, recordingId, startTimestamp, stopTimestamp, startPosition,
                stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength, sessionId, streamId,
                strippedChannel, originalChannel, sourceIdentity) -> recordings.add(recordingId));
        return recordings;
    }

    private void startSealed()
    {
        cluster = new ClusterHarness(1, HostedService::clearing, keys.settings()).start();
        wire = SealedWire.ofOneRing(
            new RingSettings("memberKeyFile", keys.members(), SourceList.ANY, RingSettings.TERM_LENGTH_MAX),
            Throwable::printStackTrace);
        launchDriver();
    }

    /** One whose ports are those of a backup, which tell the nodes that it is not a client's. */
    private void launchDriver()
    {
        final String archive = cluster.config(0).endpoints().archiveControl(0);
        final int basePort = Integer.parseInt(archive.substring(archive.indexOf(':') + 1)) - 5;
        final MediaDriver.Context context = new MediaDriver.Context()
            .aeronDirectoryName(CommonContext.generateRandomDirName())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.SHARED)
            .receiverWildcardPortRange((basePort + 920) + " " + (basePort + 999));
        driver = MediaDriver.launch(null == wire ? context : wire.install(context));
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
        cluster.awaitLeader();
    }

    private AeronArchive.Context proving(final KeyRing ring)
    {
        return new ArchiveAccess(ring).remote(context());
    }

    private AeronArchive.Context context()
    {
        return new AeronArchive.Context()
            .aeron(aeron)
            .ownsAeronClient(false)
            .controlRequestChannel("aeron:udp?term-length=64k|endpoint=" +
                cluster.config(0).endpoints().archiveControl(0))
            .controlResponseChannel("aeron:udp?term-length=64k|endpoint=localhost:0");
    }
}
