package io.flatbook.ops.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatbook.ops.cli.ExitCode;
import io.flatbook.sbe.RejectReason;
import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.ClusterHarness;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** VER-1: entries that cannot be decoded are refused, counted by the node, and fail the verification of its log. */
final class UndecodableReplayTest
{
    private static final int NO_MESSAGE_LENGTH = 3;

    @RegisterExtension
    private static final ClusterExtension EXTENSION = ClusterExtension.oneNode();

    @TempDir
    private Path temporary;

    @Test
    void aLogWithSuchEntriesIsNotVerified() throws Exception
    {
        final ClusterHarness cluster = EXTENSION.cluster();
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final int length = DepositLoad.depositOfNextVersion(1).encode(buffer, 0, 1);
        try (BareSession session = new BareSession(EXTENSION.ingressEndpoints(), "gateway/b"))
        {
            assertThat(session.refusal(buffer, length)).isEqualTo(RejectReason.UNSUPPORTED_VERSION);
            assertThat(session.refusal(buffer, NO_MESSAGE_LENGTH)).isEqualTo(RejectReason.MALFORMED);
        }
        cluster.await("two entries").until(() -> 2 == cluster.node(0).status().entriesUndecodable());
        final String directory = cluster.config(0).directory().toString();
        cluster.stop(0);

        final OfflineCli cli = new OfflineCli(temporary);
        assertThat(cli.run("log", "replay", directory, "-o", "json")).as(cli.err()).isEqualTo(ExitCode.OK);
        final JsonNode replay = new ObjectMapper().readTree(cli.out()).path("replay");
        assertThat(replay.path("undecodable").asInt()).isEqualTo(2);
        assertThat(replay.path("commands").asInt()).isZero();

        assertThat(cli.run("log", "replay", directory, "--verify")).isEqualTo(ExitCode.REPLICAS_DIFFER);
        assertThat(cli.err()).contains("2 messages of the log cannot be decoded", "nothing else is wrong");
    }
}
