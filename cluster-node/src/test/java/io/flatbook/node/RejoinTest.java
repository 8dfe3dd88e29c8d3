package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.flatbook.backup.BackupException;
import io.flatbook.backup.Incoming;
import io.flatbook.backup.LockedDirectory;
import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.ClusterHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejoinTest
{
    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.threeNodes();

    @Test
    void aMemberThatLostItsDiskHasAllThatIsCommittedBeforeItVotesAgain() throws IOException
    {
        final ClusterHarness cluster = extension.cluster();
        try (Venue venue = Venue.open(cluster.ingressEndpoints()))
        {
            trades(venue, 10);
            cluster.snapshot();
            trades(venue, 10);
            final int lost = (cluster.awaitLeader() + 1) % 3;
            cluster.stop(lost);
            cluster.wipe(lost);
            trades(venue, 10);

            final NodeConfig config = cluster.config(lost);
            final long committed = cluster.node(cluster.awaitLeader()).counters().commitPosition();
            Rejoin.run(config, false);
            final SnapshotHistory history = SnapshotHistory.read(config.directory().resolve("cluster"));
            assertThat(history.snapshots()).hasSize(1);
            assertThat(history.newestPosition()).isLessThan(committed);
            assertThat(Incoming.isUnfinished(config.directory())).isFalse();

            // The other two end: what is acknowledged now hangs on what was fetched.
            cluster.start(lost);
            assertEqualOnAll(cluster);
            cluster.stop(cluster.awaitLeader());
            trades(venue, 10);
            assertThat(venue.openInterestLots()).isEqualTo(40);
            assertThat(venue.isBalanced()).isTrue();
        }
    }

    @Test
    void itTakesMoreThanADefaultToReplaceWhatIsThere() throws IOException
    {
        final ClusterHarness cluster = extension.cluster();
        try (Venue venue = Venue.open(cluster.ingressEndpoints()))
        {
            trades(venue, 5);
            final int member = (cluster.awaitLeader() + 2) % 3;
            final NodeConfig config = cluster.config(member);
            assertThatThrownBy(() -> Rejoin.run(config, true)).isInstanceOf(BackupException.class)
                .hasMessageContaining("is in use");
            cluster.stop(member);
            assertThatThrownBy(() -> Rejoin.run(config, false)).isInstanceOf(BackupException.class)
                .hasMessageContaining("is not empty");

            Rejoin.run(config, true);
            final List<Path> aside = aside(config.directory());
            assertThat(aside).hasSize(1);
            assertThat(aside.get(0).resolve("archive")).isDirectory();
            assertThat(aside.get(0).resolve("cluster").resolve("recording.log")).isNotEmptyFile();
            cluster.start(member);
            trades(venue, 5);
            assertEqualOnAll(cluster);
        }
    }

    @Test
    void noNodeStartsOnWhatIsNotWhole() throws IOException
    {
        final ClusterHarness cluster = extension.cluster();
        final int member = (cluster.awaitLeader() + 1) % 3;
        cluster.stop(member);
        cluster.wipe(member);
        try (LockedDirectory directory = LockedDirectory.lock(cluster.config(member).directory()))
        {
            assertThat(Files.list(new Incoming(directory).begin())).isEmpty();
        }
        assertThatThrownBy(() -> cluster.start(member)).isInstanceOf(ConfigException.class)
            .hasMessageContaining("is not whole");
        Rejoin.run(cluster.config(member), true);
        cluster.start(member);
        try (Venue venue = Venue.open(cluster.ingressEndpoints()))
        {
            trades(venue, 5);
            assertEqualOnAll(cluster);
        }
    }

    @Test
    void whatIsNotWholeStaysSoThatNoNodeStartsWhenARejoinFails() throws IOException
    {
        final ClusterHarness cluster = extension.cluster();
        cluster.awaitLeader();
        for (int member = 0; member < 3; member++)
        {
            cluster.stop(member);
        }
        cluster.wipe(1);
        final NodeConfig config = cluster.config(1);
        try (LockedDirectory directory = LockedDirectory.lock(config.directory()))
        {
            assertThat(Files.list(new Incoming(directory).begin())).isEmpty();
        }
        assertThatThrownBy(() -> Rejoin.run(config, true, 100)).isInstanceOf(BackupException.class);
        assertThatThrownBy(() -> cluster.start(1)).isInstanceOf(ConfigException.class)
            .hasMessageContaining("is not whole");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "archive", "archive cluster"})
    void whatWasAcceptedIsPutToItsPlaceByTheNextStartIfTheRejoinWasKilledAtThat(final String notYetMoved)
        throws IOException
    {
        final ClusterHarness cluster = extension.cluster();
        try (Venue venue = Venue.open(cluster.ingressEndpoints()))
        {
            trades(venue, 5);
            final int member = (cluster.awaitLeader() + 1) % 3;
            cluster.stop(member);
            final Path directory = cluster.config(member).directory();
            final Path accepted = Files.createDirectory(directory.resolve("accepted"));
            for (final String name : List.of("archive", "cluster"))
            {
                if (notYetMoved.contains(name))
                {
                    Files.move(directory.resolve(name), accepted.resolve(name));
                    Files.writeString(Files.createDirectory(directory.resolve(name)).resolve("old"), name);
                }
            }

            cluster.start(member);
            assertThat(accepted).doesNotExist();
            final List<Path> aside = aside(directory);
            assertThat(aside).hasSize("nothing".equals(notYetMoved) ? 0 : 1);
            for (final Path old : aside)
            {
                assertThat(old.resolve("archive").resolve("old")).hasContent("archive");
            }
            trades(venue, 5);
            assertEqualOnAll(cluster);
        }
    }

    @Test
    void withoutALeaderItBringsNothingInSoNothingAcknowledgedIsVotedAway() throws IOException
    {
        final ClusterHarness cluster = extension.cluster();
        try (Venue venue = Venue.open(cluster.ingressEndpoints()))
        {
            final int leader = cluster.awaitLeader();
            final int behind = (leader + 1) % 3;
            final int lost = (leader + 2) % 3;
            cluster.stop(behind);
            trades(venue, 5);
            cluster.stop(lost);
            cluster.stop(leader);
            cluster.wipe(lost);

            // Of the five trades the one that is left knows nothing: with an empty vote it would lead without them.
            cluster.start(behind);
            assertThatThrownBy(() -> Rejoin.run(cluster.config(lost), false, 4_000))
                .isInstanceOf(BackupException.class).hasMessageContaining("no leader answers");
            assertThatThrownBy(() -> cluster.start(lost)).isInstanceOf(ConfigException.class);

            cluster.start(leader);
            cluster.awaitLeader();
            Rejoin.run(cluster.config(lost), true);
            cluster.start(lost);
            assertThat(venue.openInterestLots()).isEqualTo(5);
            assertEqualOnAll(cluster);
        }
    }

    private static void trades(final Venue venue, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            assertThat(venue.trade(1).isAccepted()).isTrue();
        }
    }

    private static List<Path> aside(final Path directory) throws IOException
    {
        try (Stream<Path> files = Files.list(directory))
        {
            return files.filter((file) -> file.getFileName().toString().startsWith("replaced-"))
                .collect(Collectors.toList());
        }
    }

    private static void assertEqualOnAll(final ClusterHarness cluster)
    {
        final Map<Integer, Long> hashes = cluster.awaitHashes();
        assertThat(hashes).hasSize(3);
        assertThat(hashes.values()).containsOnly(hashes.get(0));
    }
}
