package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.aeron.archive.checksum.Checksums;
import io.aeron.cluster.ClusterBackup.SourceType;
import io.flatbook.backup.BackupException;
import io.flatbook.backup.BackupRestore;
import io.flatbook.backup.BackupStatus;
import io.flatbook.backup.FollowedLog;
import io.flatbook.backup.FollowerSettings;
import io.flatbook.backup.Incoming;
import io.flatbook.backup.LockedDirectory;
import io.flatbook.backup.LogFollower;
import io.flatbook.backup.MemberSettings;
import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.ClusterHarness;
import io.flatbook.testkit.KeyFiles;
import org.agrona.IoUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A backup follows a cluster through its changes, and a whole cluster comes back from it. */
class BackupTest
{
    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.threeNodes();

    @TempDir
    private Path temporary;
    private Path backup;
    private Path buffers;
    private ClusterHarness cluster;

    @BeforeEach
    void setUp()
    {
        cluster = extension.cluster();
        backup = temporary.resolve("backup");
        buffers = Path.of("/dev/shm", "flatbook-backup-test-" + ProcessHandle.current().pid());
    }

    @AfterEach
    void tearDown()
    {
        IoUtil.delete(buffers.toFile(), true);
    }

    @Test
    void followsThroughSnapshotsAndLeadersAndMakesAClusterAgain() throws IOException
    {
        final long stateHash;
        try (Venue venue = Venue.open(cluster.ingressEndpoints()))
        {
            trades(venue, 5);
            try (LockedDirectory locked = LockedDirectory.lock(backup); LogFollower follower = follow())
            {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(locked.path())))
                    .isEqualTo("rwx------");
                awaitPresent(follower);
                assertThat(follower.followed().snapshotPosition()).isEqualTo(-1);
                cluster.snapshot();
                cluster.await("the snapshot").until(() -> follower.followed().snapshotPosition() > 0);
                trades(venue, 5);
                final int leader = cluster.awaitLeader();
                cluster.stop(leader);
                trades(venue, 5);
                cluster.start(leader);
                trades(venue, 5);
                awaitPresent(follower);
            }
            trades(venue, 5);
            try (LockedDirectory locked = LockedDirectory.lock(backup); LogFollower follower = follow())
            {
                assertThat(follower.followed().snapshotPosition()).as("known from before").isPositive();
                awaitPresent(follower);
                write(follower.followed(), locked.path());
            }
            assertThat(venue.openInterestLots()).isEqualTo(25);
            assertEqualOnAll();
            stateHash = cluster.node(cluster.awaitLeader()).status().stateHash();
        }

        for (int member = 0; member < 3; member++)
        {
            cluster.stop(member);
        }
        for (int member = 0; member < 3; member++)
        {
            final Path directory = cluster.config(member).directory();
            assertThatThrownBy(() -> BackupRestore.restore(backup, directory))
                .isInstanceOf(BackupException.class).hasMessageContaining("is not empty");
            cluster.wipe(member);
            assertThat(BackupRestore.restore(backup, directory)).isPositive();
        }
        cluster.start();
        try (Venue venue = Venue.connect(cluster.ingressEndpoints()).tradesFrom(26))
        {
            assertThat(venue.openInterestLots()).isEqualTo(25);
            assertEqualOnAll();
            assertThat(cluster.node(0).status().stateHash()).isEqualTo(stateHash);
            trades(venue, 5);
            assertThat(venue.isBalanced()).isTrue();
        }
    }

    @Test
    void keepsNoMoreSnapshotsThanItIsTold() throws IOException
    {
        try (Venue venue = Venue.open(cluster.ingressEndpoints()))
        {
            try (LockedDirectory locked = LockedDirectory.lock(backup); LogFollower follower = follow())
            {
                for (int snapshots = 1; snapshots <= 4; snapshots++)
                {
                    trades(venue, 5);
                    final long before = follower.followed().snapshotPosition();
                    cluster.snapshot();
                    cluster.await("the snapshot").until(() -> follower.followed().snapshotPosition() > before);
                    final int kept = 2 * Math.min(2, snapshots);
                    cluster.await("files of the log and of the kept snapshots, of module and service").until(() ->
                        segments(backup.resolve("archive")).size() == 1 + kept);
                }
                awaitPresent(follower);
                assertThat(follower.followed().problem()).isEmpty();
                write(follower.followed(), locked.path());
            }
            final Path target = temporary.resolve("node");
            assertThat(BackupRestore.restore(backup, target)).isPositive();
            DamageCheck.run(target.resolve("archive"), target.resolve("cluster"), Checksums.crc32c());
        }
    }

    @Test
    void refusesToMakeANodeOfADamagedBackup() throws IOException
    {
        final Path target = temporary.resolve("node");
        assertThatThrownBy(() -> BackupRestore.restore(backup, target)).hasMessageContaining("holds no backup");
        try (Venue venue = Venue.open(cluster.ingressEndpoints());
            LockedDirectory locked = LockedDirectory.lock(backup); LogFollower follower = follow())
        {
            trades(venue, 50);
            awaitPresent(follower);
            write(follower.followed(), locked.path());
            assertThatThrownBy(() -> BackupRestore.restore(backup, target)).hasMessageContaining("is in use");
        }
        final List<Path> segments = segments(backup.resolve("archive"));
        assertThat(segments).isNotEmpty();
        try (RandomAccessFile file = new RandomAccessFile(segments.get(0).toFile(), "rw"))
        {
            file.seek(1_000);
            final int bits = file.read();
            file.seek(1_000);
            file.write(bits ^ 1);
        }
        assertThatThrownBy(() -> BackupRestore.restore(backup, target)).hasMessageContaining("is damaged");
        assertThat(Incoming.isUnfinished(target)).as("no node starts on it").isTrue();

        Files.createDirectory(backup.resolve("archive").resolve("other"));
        final Path another = temporary.resolve("another");
        assertThatThrownBy(() -> BackupRestore.restore(backup, another)).hasMessage(
            "cannot restore " + backup + " into " + another + ": IOException: Is a directory");
    }

    @Test
    void refusesToMakeANodeOfABackupThatHasFetchedNothing() throws IOException
    {
        for (int member = 0; member < 3; member++)
        {
            cluster.stop(member);
        }
        try (LockedDirectory locked = LockedDirectory.lock(backup); LogFollower follower = follow())
        {
            assertThat(follower.followed().position()).isEqualTo(-1);
            write(follower.followed(), locked.path());
        }
        final Path target = temporary.resolve("node");
        assertThatThrownBy(() -> BackupRestore.restore(backup, target)).isInstanceOf(BackupException.class)
            .hasMessageContaining("is of no use yet: it has no log");
        assertThat(Incoming.isUnfinished(target)).as("no node starts on it").isTrue();
    }

    /** Members drop what is sealed with another key, so the copy hears nothing. */
    @Test
    void namesTheKeysIfNoMemberAnswers()
    {
        try (KeyFiles keys = new KeyFiles(); LockedDirectory locked = LockedDirectory.lock(backup);
            LogFollower follower = follow(keys.members()))
        {
            cluster.await("the reason").until(() -> !follower.followed().problem().isEmpty());
            assertThat(follower.followed().problem()).startsWith("no member answers at localhost:")
                .contains("memberKeyFile " + keys.members() + " has not their key");
            assertThat(locked.path()).isEqualTo(backup);
        }
    }

    @Test
    void readsOfTheMembersWhatANodeReads() throws IOException
    {
        for (final String name : new String[]{"small", "production"})
        {
            final Path file = Path.of("..", "scripts", "config", "flatbook-" + name + ".properties");
            assertSame(MemberSettings.read(file, Map.of()),
                NodeConfig.load(file, Map.of(), new Properties()));
        }
        final Path empty = Files.writeString(temporary.resolve("empty.properties"), "");
        final Map<String, String> environment = Map.of("FLATBOOK_NODE_HOSTS", "a,b, c", "FLATBOOK_NODE_CHECKSUM",
            "none", "FLATBOOK_NODE_BASE_PORT", "30000", "FLATBOOK_NODE_SEGMENT_LENGTH", "128m",
            "FLATBOOK_NODE_CLUSTER_NAME", "x", "FLATBOOK_NODE_MEMBER_KEY_FILE", "members.key",
            "FLATBOOK_NODE_CLIENT_KEY_FILE", "clients.key");
        assertSame(MemberSettings.read(empty, environment),
            NodeConfig.load(empty, environment, new Properties()));
        assertThatThrownBy(() -> MemberSettings.read(temporary.resolve("none"), Map.of()))
            .isInstanceOf(BackupException.class);
    }

    private static void assertSame(final MemberSettings settings, final NodeConfig config)
    {
        assertThat(settings.clusterName()).isEqualTo(config.clusterName());
        assertThat(settings.consensusEndpoints()).isEqualTo(config.endpoints().othersConsensus(-1));
        assertThat(settings.checksums()).isEqualTo(config.checksums());
        assertThat(settings.segmentLength()).isEqualTo(config.segmentLength());
        assertThat(settings.memberKeyFile()).isEqualTo(config.memberKeyFile());
        assertThat(settings.backupPort()).isEqualTo(config.endpoints().rejoinPort(NodeConfig.MEMBERS_MAX));
    }

    private LogFollower follow()
    {
        return follow(null);
    }

    private LogFollower follow(final Path memberKeyFile)
    {
        final Endpoints endpoints = cluster.config(0).endpoints();
        return LogFollower.launch(new FollowerSettings(backup, buffers, endpoints.othersConsensus(-1), "localhost",
            endpoints.rejoinPort(0), SourceType.ANY, false, true, 4 * 1024 * 1024, memberKeyFile, 2));
    }

    private void awaitPresent(final LogFollower follower)
    {
        final long committed = cluster.node(cluster.awaitLeader()).counters().commitPosition();
        cluster.await("the present").until(() -> follower.followed().position() >= committed);
    }

    private static void write(final FollowedLog followed, final Path directory)
    {
        final BackupStatus status = new BackupStatus(followed, 2, 1, "test", true);
        status.write(directory);
        assertThat(BackupStatus.read(directory)).isEqualTo(status);
    }

    private static void trades(final Venue venue, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            assertThat(venue.trade(1).isAccepted()).isTrue();
        }
    }

    private static List<Path> segments(final Path archive) throws IOException
    {
        try (Stream<Path> files = Files.list(archive))
        {
            return files.filter((file) -> file.getFileName().toString().endsWith(".rec"))
                .collect(Collectors.toList());
        }
    }

    private void assertEqualOnAll()
    {
        final Map<Integer, Long> hashes = cluster.awaitHashes();
        assertThat(hashes).hasSize(3);
        assertThat(hashes.values()).containsOnly(hashes.get(0));
    }
}
