package io.flatbook.ops.replay;

import io.flatbook.client.Outcome;
import io.flatbook.cluster.NodeStatus;
import io.flatbook.sbe.RejectReason;
import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.ClusterHarness;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What three nodes wrote, with default runs, a snapshot, a lost leader and commands sent again, is replayed.
 */
class LogReplayTest
{
    private static final int FLIPS = 40;
    private static final int LONG_COMMANDS = 500;
    private static final int SEGMENT_LENGTH = 1024 * 1024;

    @RegisterExtension
    private static final ClusterExtension EXTENSION = ClusterExtension.threeNodes()
        .with("mtuLength", "1408").with("logTermLength", "1m").with("segmentLength", "1m");

    private static final List<NodeStatus.PositionHash> PUBLISHED = new ArrayList<>();
    private static final List<Path> DIRECTORIES = new ArrayList<>();
    private static Workload workload;

    @TempDir
    private static Path ofARunningNode;

    @TempDir
    private Path temporary;

    @BeforeAll
    static void trade() throws IOException
    {
        final ClusterHarness cluster = EXTENSION.cluster();
        workload = Workload.open(cluster.ingressEndpoints());
        try (Workload trading = workload)
        {
            trading.trade(5);
            trading.defaultRun();
            cluster.snapshot();
            trading.sendLong(LONG_COMMANDS);
            trading.trade(5);
            final int lost = cluster.awaitLeader();
            trading.tradeWithoutWaiting(100);
            cluster.stop(lost);
            trading.trade(5);
            trading.defaultRun();
            cluster.start(lost);
            trading.trade(5);
            cluster.awaitHashes();
        }
        for (int member = 0; member < cluster.members(); member++)
        {
            PUBLISHED.addAll(cluster.node(member).status().replicaHashes());
            DIRECTORIES.add(cluster.config(member).directory());
        }
        assertThatThrownBy(() -> LogReplay.of(DIRECTORIES.get(0)).run(ReplayListener.NONE))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("runs in " + DIRECTORIES.get(0));
        copy(DIRECTORIES.get(0), ofARunningNode.resolve("copy"));
        for (int member = 0; member < cluster.members(); member++)
        {
            cluster.stop(member);
        }
    }

    @Test
    void aCopyOfARunningNodeWillDo()
    {
        final RecordedReplay replay = new RecordedReplay();
        final ReplayResult result =
            LogReplay.of(ofARunningNode.resolve("copy")).verifying().run(replay);

        assertThat(result.findings()).isEmpty();
        assertThat(PUBLISHED).anyMatch((hash) -> hash.logPosition() <= result.logPosition())
            .allMatch((hash) -> hash.logPosition() > result.logPosition() ||
                hash.replicaHash() == replay.replicaHashes().get(hash.logPosition()));
    }

    @Test
    void anEntryThatOperatorsHadRefusedIsRefusedAgain()
    {
        final RecordedReplay whole = new RecordedReplay();
        LogReplay.of(DIRECTORIES.get(0)).run(whole);
        final List<AppliedCommand> all = whole.appliedOf(Workload.GATEWAY);
        final AppliedCommand last = all.stream().filter(AppliedCommand::isAccepted)
            .reduce((first, second) -> second).orElseThrow();

        final RecordedReplay without = new RecordedReplay();
        final ReplayResult result =
            LogReplay.of(DIRECTORIES.get(0)).verifying().refuseAt(last.logPosition()).run(without);

        final AppliedCommand refused = without.appliedOf(Workload.GATEWAY).get((int)last.commandId() - 1);
        assertThat(refused.reason()).isEqualTo(RejectReason.ENGINE_FAULT);
        assertThat(refused.stateHashAfter()).isEqualTo(last.stateHashBefore());
        assertThat(result.findings()).isEmpty();
        assertThat(result.commands()).isEqualTo(whole.applied().size());
    }

    @Test
    void hasTheHashesThatEveryNodePublished()
    {
        assertThat(PUBLISHED).hasSizeGreaterThan(5);
        for (final Path directory : DIRECTORIES)
        {
            final RecordedReplay replay = new RecordedReplay();
            final ReplayResult result = LogReplay.of(directory).verifying().run(replay);
            assertThat(result.findings()).isEmpty();
            assertThat(result.isConserved()).isTrue();
            assertThat(result.isChecksummed()).isTrue();
            assertThat(result.snapshots()).isEqualTo(1);
            assertThat(result.accounts()).isEqualTo(4);
            assertThat(result.instruments().get(0).positions()).as("two accounts were offset").isEqualTo(2);
            for (final NodeStatus.PositionHash hash : PUBLISHED)
            {
                assertThat(replay.replicaHashes().get(hash.logPosition())).as("at position %d", hash.logPosition())
                    .isEqualTo(hash.replicaHash());
            }
            assertThat(replay.replicaHashes()).containsAllEntriesOf(replay.publishedHashes());
        }
    }

    @Test
    void appliesEveryCommandOnceWithTheOutcomeThatWasTold()
    {
        final RecordedReplay replay = new RecordedReplay();
        final ReplayResult result = LogReplay.of(DIRECTORIES.get(1)).run(replay);

        final List<AppliedCommand> applied = replay.appliedOf(Workload.GATEWAY);
        for (int i = 0; i < applied.size(); i++)
        {
            assertThat(applied.get(i).commandId()).isEqualTo(i + 1);
            assertThat(applied.get(i).isAccepted() ||
                applied.get(i).stateHashBefore() == applied.get(i).stateHashAfter()).isTrue();
        }
        for (final Outcome outcome : workload.outcomes().values())
        {
            final AppliedCommand command = applied.get((int)outcome.commandId() - 1);
            assertThat(command.reason()).isEqualTo(outcome.reason());
            assertThat(command.field()).isEqualTo(outcome.field());
            assertThat(command.detail()).isEqualTo(outcome.detail());
            assertThat(command.firstEventSequence()).isEqualTo(outcome.firstEventSequence());
            assertThat(command.tradeReasons()).isEqualTo(
                outcome.trades().stream().map(Outcome.TradeOutcome::reason).toList());
        }
        assertThat(result.refused()).isGreaterThanOrEqualTo(60 + LONG_COMMANDS);
        assertThat(result.logPosition()).as("more than one file").isGreaterThan(SEGMENT_LENGTH);
        assertThat(result.resent()).isEqualTo(replay.resent().size());
        assertThat(result.commands()).isEqualTo(replay.applied().size());
    }

    @Test
    void fromTheSnapshotItIsTheSame()
    {
        final RecordedReplay fromZero = new RecordedReplay();
        final ReplayResult whole = LogReplay.of(DIRECTORIES.get(2)).fromZero().run(fromZero);
        final RecordedReplay fromSnapshot = new RecordedReplay();
        final ReplayResult rest = LogReplay.of(DIRECTORIES.get(2)).fromNewestSnapshot().run(fromSnapshot);

        assertThat(rest.fromPosition()).isPositive();
        assertThat(rest.commands()).isPositive().isLessThan(whole.commands());
        assertThat(fromZero.replicaHashes()).containsAllEntriesOf(fromSnapshot.replicaHashes());
        assertThat(rest.logPosition()).isEqualTo(whole.logPosition());
        assertThat(rest.replicaHash()).isEqualTo(whole.replicaHash());
        assertThat(rest.stateHash()).isEqualTo(whole.stateHash());
    }

    @Test
    void endsWhereItIsToldTo()
    {
        final RecordedReplay all = new RecordedReplay();
        LogReplay.of(DIRECTORIES.get(0)).run(all);
        final AppliedCommand middle = all.applied().get(all.applied().size() / 2);

        final RecordedReplay half = new RecordedReplay();
        final ReplayResult result =
            LogReplay.of(DIRECTORIES.get(0)).toPosition(middle.logPosition()).run(half);
        assertThat(half.applied().get(half.applied().size() - 1)).isEqualTo(middle);
        assertThat(result.replicaHash()).isEqualTo(all.replicaHashes().get(middle.logPosition()));

        final RecordedReplay inTime = new RecordedReplay();
        LogReplay.of(DIRECTORIES.get(0)).toTimeMs(middle.timestampMs()).run(inTime);
        assertThat(inTime.applied()).contains(middle)
            .allMatch((command) -> command.timestampMs() <= middle.timestampMs());
        assertThat(all.applied().size() - inTime.applied().size()).isEqualTo(
            all.applied().stream().filter((command) -> command.timestampMs() > middle.timestampMs()).count());
    }

    @Test
    void findsAFlippedBitOrIsNotChangedByIt() throws IOException
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final Path copy = copy(DIRECTORIES.get(0), temporary.resolve("copy"));
        final ReplayResult whole = LogReplay.of(copy).run(ReplayListener.NONE);
        int found = 0;
        for (int i = 0; i < FLIPS; i++)
        {
            final long position = random.nextInt((int)whole.logPosition());
            final long base = position / SEGMENT_LENGTH * SEGMENT_LENGTH;
            final Path segment = copy.resolve("archive").resolve("0-" + base + ".rec");
            final long offset = position - base;
            final int mask = 1 << random.nextInt(8);
            flip(segment, offset, mask);
            try
            {
                assertThat(LogReplay.of(copy).run(ReplayListener.NONE).replicaHash())
                    .as("seed %d, flip %d of %d", seed, mask, offset).isEqualTo(whole.replicaHash());
            }
            catch (final BadRecordingException ex)
            {
                assertThat(ex.file()).isEqualTo(segment);
                assertThat(ex.offset()).as("seed %d", seed).isLessThanOrEqualTo(offset);
                found++;
            }
            flip(segment, offset, mask);
        }
        assertThat(found).as("seed %d", seed).isGreaterThan(FLIPS / 2);
        assertThat(LogReplay.of(copy).run(ReplayListener.NONE)).isEqualTo(whole);
    }

    @Test
    void aSnapshotThatIsNotTheReplayedStateIsAFinding()
    {
        final long position = LogReplay.of(DIRECTORIES.get(0)).fromNewestSnapshot().run(ReplayListener.NONE)
            .fromPosition();
        assertThat(SnapshotInspector.difference(DIRECTORIES.get(0), DIRECTORIES.get(1), position)).isEmpty();
        assertThatThrownBy(() -> LogReplay.of(DIRECTORIES.get(0)).fromSnapshot(32).run(ReplayListener.NONE))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("no snapshot at position 32");
        assertThatThrownBy(() -> LogReplay.of(temporary).run(ReplayListener.NONE))
            .isInstanceOf(BadRecordingException.class).hasMessageContaining("is this a node's data directory?");
    }

    static Path copy(final Path from, final Path to) throws IOException
    {
        try (Stream<Path> files = Files.walk(from))
        {
            files.forEach((file) ->
            {
                try
                {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
                catch (final IOException ex)
                {
                    throw new UncheckedIOException(ex);
                }
            });
        }
        return to;
    }

    static void flip(final Path file, final long offset, final int mask) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final ByteBuffer octet = ByteBuffer.allocate(1);
            channel.read(octet, offset);
            octet.put(0, (byte)(octet.get(0) ^ mask)).rewind();
            channel.write(octet, offset);
        }
    }
}
