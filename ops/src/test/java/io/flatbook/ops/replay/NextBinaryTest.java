package io.flatbook.ops.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatbook.ops.cli.ExitCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A binary of the next version reads what this one wrote (VER-1).
 */
final class NextBinaryTest
{
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private static Path binaries;
    private static NextBinary next;

    private final GoldenDirectory golden = new GoldenDirectory(ReleasedVersion.present());

    @TempDir
    private Path temporary;

    @BeforeAll
    static void build() throws Exception
    {
        next = NextBinary.build(binaries);
    }

    @Test
    void itReplaysALogOfThisVersionToTheSameHashesAndFindsItsSnapshotsRight() throws Exception
    {
        final Path node = golden.node(temporary.resolve("node"));
        final JsonNode whole = replay(node, "--verify");
        assertSame(whole, "node");
        assertThat(whole.path("snapshotsCompared").asInt()).isEqualTo(2);
    }

    @Test
    void itGoesOnFromASnapshotOfThisVersionWithItsProposals() throws Exception
    {
        final Path node = golden.node(temporary.resolve("node"));
        final JsonNode rest = replay(node, "--from", "newest");
        assertThat(rest.path("from").asLong()).isPositive();
        assertSame(rest, "node");
        assertThat(next.flatbook("snapshot", "verify", node.toString()).exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void itMakesANodeOfABackupOfThisVersion() throws Exception
    {
        final Path backup = golden.backup(temporary.resolve("backup"));
        final Path node = temporary.resolve("restored");
        assertThat(next.flatbook("backup", "restore", backup.toString(), node.toString()).exitCode())
            .isEqualTo(ExitCode.OK);
        assertSame(replay(node, "--verify"), "backup");
    }

    private void assertSame(final JsonNode replayed, final String what) throws Exception
    {
        final JsonNode expected = MAPPER.readTree(Files.readString(golden.expected())).path(what);
        assertThat(replayed.path("stateHash")).isEqualTo(expected.path("stateHash"));
        assertThat(replayed.path("replicaHash")).isEqualTo(expected.path("replicaHash"));
        assertThat(replayed.path("logPosition")).isEqualTo(expected.path("logPosition"));
        assertThat(replayed.path("undecodable").asInt()).isZero();
    }

    private JsonNode replay(final Path node, final String... options) throws Exception
    {
        final String[] arguments = new String[options.length + 5];
        System.arraycopy(new String[]{"log", "replay", node.toString(), "-o", "json"}, 0, arguments, 0, 5);
        System.arraycopy(options, 0, arguments, 5, options.length);
        final NextBinary.Ended ended = next.flatbook(arguments);
        assertThat(ended.exitCode()).as("%s", ended).isEqualTo(ExitCode.OK);
        return MAPPER.readTree(ended.out()).path("replay");
    }
}
