package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.aeron.cluster.ClusterBackup.SourceType;
import io.flatbook.backup.FollowedLog;
import io.flatbook.backup.FollowerSettings;
import io.flatbook.backup.LockedDirectory;
import io.flatbook.backup.LogFollower;
import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.ClusterHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Snapshots by schedule, and the purge of what they cover, on three nodes with small segments. */
class HousekeepingTest
{
    private static final int MESSAGE_LENGTH = 7_000;
    private static final int SNAPSHOT_LOG_LENGTH = 512 * 1024;
    private static final int MESSAGES_OF_A_SEGMENT = 160;

    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.threeNodes().hosting(EchoService::hosted)
        .with("logTermLength", "1m").with("segmentLength", "1m")
        .with("snapshotIntervalMs", "0").with("snapshotLogLength", Integer.toString(SNAPSHOT_LOG_LENGTH))
        .with("purgeLog", "true").with("snapshotsKept", "2");

    private ClusterHarness cluster;

    @Test
    void purgesWhatAllCoverAndEveryNodeCanStillComeBack() throws InterruptedException
    {
        cluster = extension.cluster();
        try (EchoClient client = new EchoClient(cluster.ingressEndpoints(), "gateway/a").connect())
        {
            client.echo("begin");
            backUp((followed) -> followed.position() > 0);
            grow(client, 4);
            for (int member = 0; member < 3; member++)
            {
                final int purging = member;
                cluster.await("purge on node " + member).until(() -> logBegins(purging) > 0);
                cluster.await("old snapshots gone on node " + member).until(
                    () -> SnapshotHistory.read(clusterDirectory(purging)).snapshots().size() <= 2);
            }

            // It was away for longer than the members keep their log.
            backUp((followed) -> !followed.connected() && followed.problem().contains("less than recording start"));

            final int silent = (cluster.awaitLeader() + 1) % 3;
            final int third = 3 - silent - cluster.awaitLeader();
            cluster.stop(silent);
            client.echo("silent");
            cluster.await("silence").until(
                () -> !cluster.node(third).standings().get(silent > third ? silent - 1 : silent).isHeard());
            final long begins = logBegins(third);
            grow(client, 3);
            assertThat(logBegins(third)).as("a silent member stops the purge").isEqualTo(begins);
            cluster.start(silent);
            client.echo("back");
            assertEqualOnAll();
            cluster.await("purge goes on").until(() -> logBegins(third) > begins);

            for (int member = 0; member < 3; member++)
            {
                cluster.stop(member);
                client.echo("without " + member);
                cluster.start(member);
                client.echo("with " + member);
                assertEqualOnAll();
            }
            final int leader = cluster.awaitLeader();
            cluster.stop(leader);
            client.echo("under the next");
            cluster.start(leader);
            client.echo("all");
            assertEqualOnAll();
            rejoins((cluster.awaitLeader() + 1) % 3, client);
        }
    }

    private void backUp(final Predicate<FollowedLog> isEnough)
    {
        final Endpoints endpoints = cluster.config(0).endpoints();
        final Path buffers = cluster.config(0).aeronDirectory().resolveSibling("flatbook-housekeeping-backup");
        try (LockedDirectory locked = LockedDirectory.lock(cluster.directory().resolve("backup"));
            LogFollower follower = LogFollower.launch(new FollowerSettings(locked.path(), buffers,
                endpoints.othersConsensus(-1), "localhost", endpoints.rejoinPort(0), SourceType.ANY, false, true,
                1024 * 1024, null, 2)))
        {
            cluster.await("backup").until(() -> isEnough.test(follower.followed()));
        }
    }

    /** After all that: other terms than the first, and a log that no longer begins at 0. */
    private void rejoins(final int lost, final EchoClient client) throws InterruptedException
    {
        cluster.stop(lost);
        cluster.wipe(lost);
        final AtomicBoolean isBack = new AtomicBoolean();
        final Thread life = new Thread(() ->
        {
            try (EchoClient other = new EchoClient(cluster.ingressEndpoints(), "gateway/b").connect())
            {
                for (int i = 0; !isBack.get(); i++)
                {
                    other.echo("life goes on " + i);
                }
            }
        });
        life.start();
        try
        {
            Rejoin.run(cluster.config(lost), false);
        }
        finally
        {
            isBack.set(true);
            life.join();
        }
        assertThat(logBegins(lost)).isPositive();
        cluster.start(lost);
        client.echo("back");
        assertEqualOnAll();
        cluster.stop(cluster.awaitLeader());
        client.echo("with what was fetched");
    }

    private void grow(final EchoClient client, final int segments)
    {
        for (int i = 0; i < 2 * segments; i++)
        {
            client.flood("abcdefg".repeat(MESSAGE_LENGTH / 7), MESSAGES_OF_A_SEGMENT / 2);
            client.echo("half a segment " + i);
            cluster.await("snapshot for its length").until(() -> cluster.node(cluster.awaitLeader()).counters()
                .commitPosition() - SnapshotHistory.read(clusterDirectory(cluster.awaitLeader())).newestPosition() <
                    SNAPSHOT_LOG_LENGTH);
        }
    }

    private long logBegins(final int member)
    {
        final long recordingId = SnapshotHistory.read(clusterDirectory(member)).logRecordingId();
        final String prefix = recordingId + "-";
        try (Stream<Path> files = Files.list(cluster.config(member).directory().resolve("archive")))
        {
            final List<String> names = files.map((file) -> file.getFileName().toString())
                .filter((name) -> name.startsWith(prefix) && name.endsWith(".rec")).collect(Collectors.toList());
            return names.stream().mapToLong((name) -> Long.parseLong(
                name.substring(prefix.length(), name.length() - ".rec".length()))).min().orElse(-1);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private Path clusterDirectory(final int member)
    {
        return cluster.config(member).directory().resolve("cluster");
    }

    private void assertEqualOnAll()
    {
        final Map<Integer, Long> hashes = cluster.awaitHashes();
        assertThat(hashes).hasSize(3);
        assertThat(hashes.values()).containsOnly(hashes.get(0));
    }
}
