package io.flatbook.ops.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aeron.archive.checksum.Checksums;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import io.flatbook.client.FlatbookClient;
import io.flatbook.ops.cli.ExitCode;
import io.flatbook.ops.cli.RootCommand;
import io.flatbook.ops.cli.Surroundings;
import io.flatbook.ops.scenario.EngineTarget;
import io.flatbook.sbe.snapshot.AccountStateDecoder;
import io.flatbook.sbe.snapshot.AccountStateEncoder;
import io.flatbook.sbe.snapshot.MessageHeaderDecoder;
import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.ClusterHarness;
import io.flatbook.testkit.SecretFiles;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The verbs that read a stopped node's directory, on one that a real node wrote.
 */
class OfflineVerbsTest
{
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final SecretFiles SECRETS = new SecretFiles().give("risk/alice", 1).give("gateway/a", 1);

    @RegisterExtension
    private static final ClusterExtension EXTENSION = ClusterExtension.oneNode().withSecrets(SECRETS);

    private static Path directory;
    private static int commands;

    @TempDir
    private Path temporary;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeAll
    static void trade()
    {
        final ClusterHarness cluster = EXTENSION.cluster();
        try (Workload workload = Workload.open(context("risk/alice"), context("gateway/a")))
        {
            workload.trade(2);
            cluster.snapshot();
            workload.defaultRun();
            cluster.snapshot();
            workload.trade(2);
            commands = 3 + workload.outcomes().size();
        }
        directory = cluster.config(0).directory();
        cluster.stop(0);
    }

    @Test
    void replaysAndVerifies() throws IOException
    {
        final Path outcomes = temporary.resolve("outcomes.jsonl");

        assertThat(run("log", "replay", directory.toString(), "--verify", "--outcomes", outcomes.toString(),
            "-o", "json")).as(err.toString()).isEqualTo(ExitCode.OK);

        final JsonNode replay = MAPPER.readTree(out.toString()).path("replay");
        assertThat(replay.path("commands").asInt()).isEqualTo(commands);
        assertThat(replay.path("conserved").asBoolean()).isTrue();
        assertThat(replay.path("snapshotsCompared").asInt()).isEqualTo(2);
        assertThat(err.toString()).contains("verified:", "2 snapshots");
        final List<String> lines = Files.readAllLines(outcomes);
        assertThat(lines).hasSize(commands);
        final JsonNode last = MAPPER.readTree(lines.get(lines.size() - 1));
        assertThat(last.path("principal").asText()).isEqualTo(Workload.GATEWAY);
        assertThat(last.path("command").asText()).isEqualTo("deposit");
        assertThat(last.path("reason").asText()).isEqualTo("UNKNOWN_ACCOUNT");
        assertThat(last.path("stateHash")).isEqualTo(last.path("stateHashBefore"));
        assertThat(last.path("stateHash")).isEqualTo(replay.path("stateHash"));
    }

    /** Contract: ONCE-3. */
    @Test
    void writesTheEventsWithTheirSequencesForAGatewayThatMissedThem() throws IOException
    {
        final List<JsonNode> all = events();
        for (int i = 0; i < all.size(); i++)
        {
            assertThat(all.get(i).path("eventSequence").asLong()).isEqualTo(i + 1);
            assertThat(all.get(i).path("previousSequence").asLong()).isEqualTo(i);
        }
        assertThat(all).extracting((event) -> event.path("event").asText())
            .startsWith("AssetDefined").contains("TradeRegistered", "DefaultRunCompleted");
        final int from = all.size() / 2;
        assertThat(events("--from", "newest", "--events-from", Integer.toString(from)))
            .as("from a snapshot").isEqualTo(all.subList(from - 1, all.size()));

        long previous = 0;
        final List<JsonNode> ofAnotherVenue = events("--venue", "2");
        for (final JsonNode event : ofAnotherVenue)
        {
            assertThat(event.path("previousSequence").asLong()).isEqualTo(previous);
            previous = event.path("eventSequence").asLong();
        }
        assertThat(ofAnotherVenue).extracting((event) -> event.path("event").asText())
            .contains("AssetDefined", "DefaultRunCompleted").doesNotContain("TradeRegistered", "PositionChanged");
        assertThat(run("log", "replay", directory.toString(), "--events", "a", "--outcomes", "b"))
            .isEqualTo(ExitCode.USAGE);
    }

    private List<JsonNode> events(final String... options) throws IOException
    {
        final Path file = temporary.resolve("events.jsonl");
        final List<String> arguments = new ArrayList<>(List.of("log", "replay", directory.toString(), "--events",
            file.toString()));
        arguments.addAll(List.of(options));
        assertThat(run(arguments.toArray(String[]::new))).as(err.toString()).isEqualTo(ExitCode.OK);
        final List<JsonNode> events = new ArrayList<>();
        for (final String line : Files.readAllLines(file))
        {
            events.add(MAPPER.readTree(line));
        }
        return events;
    }

    @Test
    void replaysAsATableFromAndUpToWhereItIsTold()
    {
        assertThat(run("log", "replay", directory.toString(), "--from", "newest", "--to-time", "2100-01-01T00:00:00Z"))
            .as(err.toString()).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("state hash", "BTC-PERP", "USDC", "2,003,000.00");
        assertThat(run("log", "replay", directory.toString(), "--to-position", "0")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).containsPattern("entries +0\n");
        assertThat(run("log", "replay", directory.toString(), "--from", "7")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("no snapshot at position 7");
        assertThat(run("log", "replay", directory.toString(), "--from", "oldest")).isEqualTo(ExitCode.USAGE);
        assertThat(run("log", "replay", directory.toString(), "--to-time", "soon")).isEqualTo(ExitCode.USAGE);
        assertThat(run("log", "replay", temporary.toString())).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("is this a node's data directory?");
    }

    @Test
    void namesTheFileAndThePlaceOfDamage() throws IOException
    {
        final Path copy = LogReplayTest.copy(directory, temporary.resolve("copy"));
        final int inFirstMessage = DataHeaderFlyweight.HEADER_LENGTH + 8;
        LogReplayTest.flip(copy.resolve("archive").resolve("0-0.rec"), inFirstMessage, 4);

        assertThat(run("log", "replay", copy.toString())).isEqualTo(ExitCode.FAILURE);

        assertThat(err.toString()).contains(copy + "/archive/0-0.rec, offset 0", "checksum does not fit");
    }

    @Test
    void inspectsSnapshots() throws IOException
    {
        assertThat(run("snapshot", "inspect", directory.toString(), "-o", "json")).isEqualTo(ExitCode.OK);
        final JsonNode snapshots = MAPPER.readTree(out.toString()).path("snapshots");
        assertThat(snapshots).hasSize(2).allMatch((snapshot) -> snapshot.path("whole").asBoolean());
        assertThat(MAPPER.readTree(out.toString()).path("assets").get(0).path("deposits").asText())
            .isEqualTo("2003000.00");

        final String older = snapshots.get(0).path("position").asText();
        assertThat(run("snapshot", "inspect", directory.toString(), "--position", older)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("2,000,000.00");
        assertThat(run("snapshot", "inspect", directory.toString(), "--position", "1")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(run("snapshot", "verify", directory.toString())).isEqualTo(ExitCode.OK);
    }

    @Test
    void aForgedSnapshotIsSeenByEveryVerb() throws IOException
    {
        final Path copy = LogReplayTest.copy(directory, temporary.resolve("copy"));
        final SnapshotReport newest = SnapshotInspector.inspect(copy).get(1);
        giveAnAccountOneMinorUnit(copy.resolve("archive").resolve(newest.entry().recordingId() + "-0.rec"));

        assertThat(run("snapshot", "verify", copy.toString())).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("stateHash");
        assertThat(run("snapshot", "diff", directory.toString(), copy.toString())).isEqualTo(ExitCode.REPLICAS_DIFFER);
        assertThat(out.toString()).contains("AccountState{account=1001", "against AccountState{account=1001");
        assertThat(run("log", "replay", copy.toString(), "--verify")).isEqualTo(ExitCode.REPLICAS_DIFFER);
        assertThat(err.toString()).contains("found: the snapshot at position " + newest.entry().logPosition() +
            " is not the replayed state: AccountState{account=1001");
        final String older = Long.toString(SnapshotInspector.inspect(copy).get(0).entry().logPosition());
        assertThat(run("snapshot", "diff", directory.toString(), copy.toString(), "--position", older))
            .isEqualTo(ExitCode.OK);
    }

    @Test
    void aDamagedSnapshotIsNamed() throws IOException
    {
        final Path copy = LogReplayTest.copy(directory, temporary.resolve("copy"));
        final long recordingId = SnapshotInspector.inspect(copy).get(0).entry().recordingId();
        final Path file = copy.resolve("archive").resolve(recordingId + "-0.rec");
        LogReplayTest.flip(file, 500, 1);

        assertThat(run("snapshot", "verify", copy.toString())).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains(file + ", offset ");
        assertThat(run("log", "replay", copy.toString())).as("the log is whole").isEqualTo(ExitCode.OK);
        assertThat(run("log", "replay", copy.toString(), "--verify")).isEqualTo(ExitCode.FAILURE);
    }

    /** Sessions that prove a secret seal their messages, and the seals are in the log. */
    private static FlatbookClient.Context context(final String principal)
    {
        return new FlatbookClient.Context().ingressEndpoints(EXTENSION.ingressEndpoints())
            .secretFile(SECRETS.clientFile(principal, 1));
    }

    /** As bad memory would: before the checksum is taken. */
    private static void giveAnAccountOneMinorUnit(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
            final UnsafeBuffer buffer = new UnsafeBuffer(mapped);
            int frame = 0;
            while (FrameDescriptor.frameLength(buffer, frame) > 0)
            {
                final int length = BitUtil.align(
                    FrameDescriptor.frameLength(buffer, frame), FrameDescriptor.FRAME_ALIGNMENT);
                final int body = frame + DataHeaderFlyweight.HEADER_LENGTH;
                final int account = accountIn(buffer, body, frame + length);
                if (account > 0)
                {
                    final long collateral = new AccountStateDecoder()
                        .wrapAndApplyHeader(buffer, account, new MessageHeaderDecoder()).collateral();
                    new AccountStateEncoder().wrap(buffer, account + MessageHeaderDecoder.ENCODED_LENGTH)
                        .collateral(collateral + 1);
                    FrameDescriptor.frameSessionId(buffer, frame, Checksums.crc32c().compute(buffer.addressOffset(),
                        body, length - DataHeaderFlyweight.HEADER_LENGTH));
                    mapped.force();
                    return;
                }
                frame += length;
            }
        }
        throw new AssertionError("no account in " + file);
    }

    /** Where in a frame of a block the first record of an account begins; -1 if there is none. */
    private static int accountIn(final UnsafeBuffer buffer, final int from, final int to)
    {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        final int length = MessageHeaderDecoder.ENCODED_LENGTH + AccountStateDecoder.BLOCK_LENGTH;
        for (int at = from; at + length <= to; at++)
        {
            header.wrap(buffer, at);
            if (AccountStateDecoder.TEMPLATE_ID == header.templateId() &&
                AccountStateDecoder.SCHEMA_ID == header.schemaId() &&
                AccountStateDecoder.SCHEMA_VERSION == header.version() &&
                AccountStateDecoder.BLOCK_LENGTH == header.blockLength())
            {
                return at;
            }
        }
        return -1;
    }

    private int run(final String... arguments)
    {
        out = new StringWriter();
        err = new StringWriter();
        return RootCommand.execute(new Surroundings(new PrintWriter(out), new PrintWriter(err), temporary,
            (profile, principal, eventsFrom, timeoutMs) ->
            {
                throw new AssertionError("no cluster is asked");
            },
            (profile, timeoutMs) -> List.of(),
            (profile, timeoutMs) -> { },
            EngineTarget::new, EngineTarget::new, System::currentTimeMillis), arguments);
    }
}
