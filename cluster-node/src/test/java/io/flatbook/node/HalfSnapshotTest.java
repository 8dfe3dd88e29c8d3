package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.flatbook.testkit.ForkedCluster;
import org.junit.jupiter.api.Test;

/** What is left of a snapshot during which a node was killed is deleted after the next one. */
class HalfSnapshotTest
{
    private static final String ECHO = EchoNode.class.getName();

    @Test
    void whatANodeLeavesThatDiesInASnapshotIsDeletedOnceThereIsANewerOne()
    {
        try (ForkedCluster cluster = new ForkedCluster(1, Map.of("snapshotIntervalMs", "1000"));
            EchoClient client = new EchoClient(cluster.ingressEndpoints(), "gateway/a"))
        {
            cluster.start(HalfSnapshotNode.class.getName());
            client.connect().echo("one");
            final Path directory = cluster.config(0).directory();
            cluster.await("the first snapshot").until(() -> 1 == history(directory).snapshots().size());
            client.send("two");
            assertThat(cluster.node(0).awaitExit()).isEqualTo(ExitCode.CRASHED);
            final Set<Long> halves = halves(directory);
            assertThat(halves).isNotEmpty();

            cluster.start(ECHO);
            client.echo("three");
            cluster.await("halves deleted").until(() -> recordings(directory).stream().noneMatch(halves::contains));
            final String state = state(cluster);
            assertThat(cluster.node(0).terminate()).isEqualTo(ExitCode.OK);
            final SnapshotHistory history = history(directory);
            assertThat(history.snapshots()).hasSizeGreaterThan(1).allSatisfy((snapshot) ->
                assertThat(recordings(directory)).containsAll(snapshot.recordingIds()));
            assertThat(recordings(directory)).contains(history.logRecordingId());

            cluster.start(ECHO);
            assertThat(state(cluster)).isEqualTo(state);
        }
    }

    /** Recordings that nothing names. */
    static Set<Long> halves(final Path directory)
    {
        final Set<Long> halves = recordings(directory);
        halves.removeAll(SnapshotHistory.recordingsNamed(directory.resolve("cluster")));
        return halves;
    }

    private static String state(final ForkedCluster cluster)
    {
        final Matcher hash = Pattern.compile("\"stateHash\":\"[0-9a-f]{16}\"").matcher("");
        cluster.await("state").until(() -> hash.reset(cluster.status(0)).find());
        return hash.group();
    }

    private static SnapshotHistory history(final Path directory)
    {
        return SnapshotHistory.read(directory.resolve("cluster"));
    }

    private static Set<Long> recordings(final Path directory)
    {
        try (Stream<Path> files = Files.list(directory.resolve("archive")))
        {
            return files.map((file) -> file.getFileName().toString()).filter((name) -> name.endsWith(".rec"))
                .map((name) -> Long.parseLong(name.split("-")[0])).collect(Collectors.toSet());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
