package io.flatbook.ops.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aeron.archive.ArchiveTool;
import io.flatbook.cluster.ClearingService;
import io.flatbook.cluster.SnapshotSink;
import io.flatbook.engine.book.Limits;
import io.flatbook.ops.cli.ExitCode;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Directories that nodes of every released version wrote: this binary replays them to the same hashes, and loads their
 * snapshots, proposals and outcomes (VER-1).
 */
final class GoldenDirectoryTest
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> FIGURES = List.of(
        "logPosition", "entries", "commands", "refused", "undecodable", "snapshotsCompared", "accounts", "stateHash",
        "replicaHash", "conserved", "checksummed");
    private static final String ADVICE =
        "what nodes of version %d wrote has another meaning than it had. If nobody meant that, it is a bug. Before " +
        "the first release, and only then, it may be written anew: scripts/build/golden. After it, new behavior " +
        "begins with a version of its own (ActivateVersion)";

    @TempDir
    private Path temporary;

    static List<ReleasedVersion> versions()
    {
        return ReleasedVersion.all();
    }

    @BeforeAll
    static void writeIfAsked(@TempDir final Path temporary) throws Exception
    {
        if (ReleasedVersion.isToBeWritten())
        {
            final GoldenDirectory golden = new GoldenDirectory(ReleasedVersion.present());
            golden.write(temporary);
            final ObjectNode expected = MAPPER.createObjectNode();
            expected.set("node", replayed(golden.node(temporary.resolve("written")), temporary));
            expected.set("backup", replayed(restored(golden, temporary), temporary));
            Files.writeString(golden.expected(),
                MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(expected) + "\n");
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theLogAndItsSnapshotsReplayToTheRecordedHashes(final ReleasedVersion version) throws Exception
    {
        final GoldenDirectory golden = new GoldenDirectory(version);
        final JsonNode expected = MAPPER.readTree(Files.readString(golden.expected())).path("node");
        final Path node = golden.node(temporary.resolve("node"));

        assertThat(replayed(node, temporary)).as(ADVICE, version.number()).isEqualTo(expected);
        assertThat(expected.path("snapshotsCompared").asInt()).isEqualTo(2);
        assertThat(expected.path("undecodable").asInt()).isZero();

        final OfflineCli cli = new OfflineCli(temporary);
        assertThat(cli.run("log", "replay", node.toString(), "--from", "newest", "-o", "json"))
            .as(cli.err()).isEqualTo(ExitCode.OK);
        final JsonNode fromSnapshot = MAPPER.readTree(cli.out()).path("replay");
        assertThat(fromSnapshot.path("from").asLong()).isPositive();
        assertThat(fromSnapshot.path("replicaHash")).isEqualTo(expected.path("replicaHash"));
        assertThat(fromSnapshot.path("stateHash")).isEqualTo(expected.path("stateHash"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aBackupBecomesANode(final ReleasedVersion version) throws Exception
    {
        final GoldenDirectory golden = new GoldenDirectory(version);
        assertThat(replayed(restored(golden, temporary), temporary)).as(ADVICE, version.number())
            .isEqualTo(MAPPER.readTree(Files.readString(golden.expected())).path("backup"));
    }

    @Test
    void aSnapshotOfTheReplayedStateIsTheRecordedOneToTheByte() throws Exception
    {
        final ReleasedVersion present = ReleasedVersion.present();
        try (NodeDirectory directory = opened(present))
        {
            assertThat(directory.snapshots()).hasSize(2);
            for (final SnapshotEntry entry : directory.snapshots())
            {
                final List<String> recorded = new ArrayList<>();
                new SnapshotRecording(directory.recording(entry)).read(
                    (session) -> { }, (buffer, offset, length) -> recorded.add(hex(buffer, offset, length)));
                assertThat(replayedSnapshot(directory, entry.logPosition())).as(ADVICE, present.number())
                    .isEqualTo(recorded);
            }
        }
    }

    @Test
    void anAuditThatCannotBeWrittenLeavesTheFileOfAnother() throws Exception
    {
        final Path node = new GoldenDirectory(ReleasedVersion.present()).node(temporary.resolve("node"));
        final Path day = Files.createDirectory(temporary.resolve("day"));
        final Path file = Files.writeString(day.resolve("audit"), "another");

        final OfflineCli cli = new OfflineCli(temporary);
        assertThat(cli.run("audit", "export", "20251010", file.toString(), "--node-dir", node.toString()))
            .isEqualTo(ExitCode.NOT_FOUND);
        assertThat(file).hasContent("another");
        assertThat(day).isDirectoryContaining(file::equals).isDirectoryNotContaining((other) -> !other.equals(file));
    }

    @Test
    void aNumberThatNothingHasIsAWrongCommandLine() throws Exception
    {
        final String node = new GoldenDirectory(ReleasedVersion.present()).node(temporary.resolve("node")).toString();
        final OfflineCli cli = new OfflineCli(temporary);
        for (final String[] verb : new String[][]{{"dossier", "0", "--node-dir", node},
            {"dossier", "-1", "--node-dir", node}, {"dossier", "proof", "0", "1", "--node-dir", node},
            {"dossier", "0", "--scenario", Path.of("..", "scenarios", "policy-queue.jsonl").toString()},
            {"log", "replay", node, "--from", "-2"}, {"log", "replay", node, "--venue", "-1"},
            {"log", "replay", node, "--events-from", "0"}, {"audit", "export", "20251010", "", "--node-dir", node},
            {"audit", "export", "20251010", temporary.toString(), "--node-dir", node}})
        {
            assertThat(cli.run(verb)).as(String.join(" ", verb)).isEqualTo(ExitCode.USAGE);
            assertThat(cli.out()).isEmpty();
            assertThat(cli.err().strip()).hasLineCount(1);
        }
    }

    @Test
    void aFileThatIsNoneOfANodeIsNamed() throws Exception
    {
        final Path node = new GoldenDirectory(ReleasedVersion.present()).node(temporary.resolve("node"));
        final Path recordingLog = node.resolve("cluster").resolve("recording.log");
        final Path catalog = node.resolve("archive").resolve("archive.catalog");
        final byte[] right = Files.readAllBytes(recordingLog);

        Files.write(recordingLog, Files.readAllBytes(node.resolve("archive").resolve("0-0.rec")));
        areRefused(node, recordingLog + ", offset 0: it cannot be read");
        Files.write(recordingLog, new byte[0]);
        areRefused(node, node.resolve("archive") + ", offset 0: the node has never been in a cluster");
        Files.write(recordingLog, right);
        final byte[] rightCatalog = Files.readAllBytes(catalog);
        Files.write(catalog, new byte[0]);
        areRefused(node, catalog + ", offset 0: the catalog of recordings cannot be read");
        final int lengthOfTheFirstText = 144;
        ByteBuffer.wrap(rightCatalog).order(ByteOrder.LITTLE_ENDIAN).putInt(lengthOfTheFirstText, Integer.MAX_VALUE);
        Files.write(catalog, rightCatalog);
        areRefused(node, catalog + ", offset 0: the catalog of recordings cannot be read");
    }

    @Test
    void aBackupWithALengthThatNoFrameHasIsRefused() throws Exception
    {
        final Path backup = new GoldenDirectory(ReleasedVersion.present()).backup(temporary.resolve("backup"));
        final OfflineCli cli = new OfflineCli(temporary);
        for (final String recording : List.of("0-0.rec", "1-0.rec"))
        {
            final Path file = backup.resolve("archive").resolve(recording);
            final byte[] right = Files.readAllBytes(file);
            final byte[] wrong = right.clone();
            for (int i = 0; i < 64; i++)
            {
                wrong[i] = "hello world\n".getBytes(StandardCharsets.US_ASCII)[i % 12];
            }
            for (final byte[] written : List.of(wrong, withLength(right, Integer.MAX_VALUE), withLength(right, 70_000),
                withLength(right, Integer.MAX_VALUE - 255)))
            {
                Files.write(file, written);
                final Path node = temporary.resolve("node " + recording + " " + System.identityHashCode(written));
                assertThat(cli.run("backup", "restore", backup.toString(), node.toString())).as(recording)
                    .isEqualTo(ExitCode.FAILURE);
                assertThat(cli.err().strip()).contains("the backup is damaged: " + recording).hasLineCount(1);
            }
            Files.write(file, right);
        }
        assertThat(cli.run("backup", "restore", backup.toString(), temporary.resolve("node").toString()))
            .as(cli.err()).isEqualTo(ExitCode.OK);
    }

    /** The first frame that is there claims to be as long. */
    private static byte[] withLength(final byte[] right, final int length)
    {
        final byte[] wrong = right.clone();
        ByteBuffer.wrap(wrong).order(ByteOrder.LITTLE_ENDIAN).putInt(0, length);
        return wrong;
    }

    private void areRefused(final Path node, final String why)
    {
        final OfflineCli cli = new OfflineCli(temporary);
        for (final List<String> verb : List.of(List.of("log", "replay"), List.of("log", "replay", "--verify"),
            List.of("snapshot", "inspect"), List.of("snapshot", "verify")))
        {
            final List<String> words = new ArrayList<>(verb);
            words.add(node.toString());
            assertThat(cli.run(words.toArray(new String[0]))).as(verb.toString()).isEqualTo(ExitCode.FAILURE);
            assertThat(cli.err().strip()).as(verb.toString()).contains(why).hasLineCount(1);
        }
    }

    /** A backup keeps the entries of those that it has deleted, a node until they are marked. */
    @Test
    void aSnapshotThatIsListedAndDeletedIsNoObstacle() throws Exception
    {
        final Path node = new GoldenDirectory(ReleasedVersion.present()).node(temporary.resolve("node"));
        final List<SnapshotEntry> listed;
        try (NodeDirectory directory = NodeDirectory.open(node))
        {
            listed = directory.snapshots();
        }
        ArchiveTool.markRecordingInvalid(new PrintStream(OutputStream.nullOutputStream()),
            node.resolve("archive").toFile(), listed.get(0).recordingId());

        try (NodeDirectory directory = NodeDirectory.open(node))
        {
            assertThat(directory.snapshots()).isEqualTo(listed.subList(1, 2));
        }
        assertThat(LogReplay.of(node).verifying().run(new RecordedReplay()).snapshots()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theProposalsOfASnapshotWaitForApproval(final ReleasedVersion version) throws Exception
    {
        try (NodeDirectory directory = opened(version))
        {
            final SnapshotEntry newest = directory.snapshots().get(1);
            final OfflineCluster cluster = new OfflineCluster();
            cluster.at(newest.logPosition(), newest.timestampMs());
            final ClearingService service = new ClearingService(new Limits());
            service.startOffline(cluster, (records) ->
                new SnapshotRecording(directory.recording(newest)).read(cluster::add, records));
            assertThat(service.engine().proposals()).hasSize(2);
        }
    }

    private NodeDirectory opened(final ReleasedVersion version) throws Exception
    {
        return NodeDirectory.open(new GoldenDirectory(version).node(temporary.resolve("node")));
    }

    private static List<String> replayedSnapshot(final NodeDirectory directory, final long logPosition)
    {
        final OfflineCluster cluster = new OfflineCluster();
        final ClearingService service = new ClearingService(new Limits());
        final LogAdapter adapter = new LogAdapter(cluster, service);
        service.startOffline(cluster, null);
        try (MessageReader reader = new MessageReader(directory.log(), 0))
        {
            while (reader.position() < logPosition && reader.next())
            {
                final EntryKind kind = adapter.kind(reader.buffer(), reader.offset(), reader.length());
                adapter.timestampMs(kind, reader.buffer(), reader.offset());
                adapter.apply(kind, reader.position(), reader.buffer(), reader.offset(), reader.length());
            }
        }
        final List<String> taken = new ArrayList<>();
        service.takeSnapshot(new SnapshotSink()
        {
            @Override
            public void write(final DirectBuffer buffer, final int offset, final int length)
            {
                taken.add(hex(buffer, offset, length));
            }

            @Override
            public int recordLengthMax()
            {
                return Integer.MAX_VALUE;
            }

            @Override
            public void finish()
            {
                // Every record is taken at once.
            }
        });
        return taken;
    }

    private static Path restored(final GoldenDirectory golden, final Path temporary) throws Exception
    {
        final Path backup = golden.backup(temporary.resolve("backup-unpacked"));
        final Path node = temporary.resolve("restored");
        final OfflineCli cli = new OfflineCli(temporary);
        assertThat(cli.run("backup", "restore", backup.toString(), node.toString())).as(cli.err())
            .isEqualTo(ExitCode.OK);
        return node;
    }

    private static JsonNode replayed(final Path node, final Path temporary) throws Exception
    {
        final OfflineCli cli = new OfflineCli(temporary);
        assertThat(cli.run("log", "replay", node.toString(), "--verify", "-o", "json")).as(cli.err())
            .isEqualTo(ExitCode.OK);
        final ObjectNode figures = (ObjectNode)MAPPER.readTree(cli.out()).path("replay");
        return MAPPER.readTree(figures.retain(FIGURES).toString());
    }

    private static String hex(final DirectBuffer buffer, final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
