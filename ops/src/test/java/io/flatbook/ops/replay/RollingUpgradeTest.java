package io.flatbook.ops.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatbook.node.ClearingNode;
import io.flatbook.ops.cli.ExitCode;
import io.flatbook.sbe.RejectReason;
import io.flatbook.testkit.ForkedCluster;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three nodes under load are brought to the next binary one by one, and then to the next version (VER-1, VER-2).
 */
@Tag("long")
final class RollingUpgradeTest
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MEMBERS = 3;
    private static final int PRESENT = ReleasedVersion.present().number();
    private static final int NEXT = NextSchema.version();
    private static final String ACTIVATE = "{\"command\":\"activateVersion\",\"version\":" + NEXT + "}";
    private static final String CLEARING = ClearingNode.class.getName();

    @TempDir
    private Path temporary;

    private final ForkedCluster cluster = new ForkedCluster(MEMBERS, Map.of());
    private final String presentBinary = System.getProperty("java.class.path");
    private NextBinary nextBinary;
    private DepositLoad load;
    private int refused;

    @Test
    void nothingIsLostAndAllNodesAgreeUnderTwoBinaries() throws Exception
    {
        nextBinary = NextBinary.build(Files.createDirectories(temporary.resolve("next")));
        try (cluster)
        {
            cluster.start(CLEARING);
            try (DepositLoad deposits = new DepositLoad(cluster.ingressEndpoints()))
            {
                load = deposits;
                refuseNextVersion();
                rollForward();
                goBackAndForth();
                activate();
                oldBinaryStops();
                deposits.end();
                awaitEqualHashes();
            }
            for (int member = 0; member < MEMBERS; member++)
            {
                assertThat(cluster.node(member).terminate()).isZero();
            }
            assertLogs();
        }
    }

    /** Followers first, the leader last: it is the only one whose end the clients notice. */
    private void rollForward() throws Exception
    {
        final int leader = cluster.awaitLeader();
        for (final int member : IntStream.range(0, MEMBERS).boxed().sorted(
            (a, b) -> Boolean.compare(a == leader, b == leader)).toList())
        {
            assertThat(status(member).path("knownVersion").asInt()).isEqualTo(PRESENT);
            refuseActivation();
            restart(member, nextBinary.classPath(), NEXT);
            refuseNextVersion();
            awaitEqualHashes();
        }
    }

    /** Before the activation a node can go back, also with the snapshot that the newer binary took. */
    private void goBackAndForth() throws Exception
    {
        snapshot();
        final int member = (cluster.awaitLeader() + 1) % MEMBERS;
        restart(member, presentBinary, PRESENT);
        refuseActivation();
        refuseNextVersion();
        awaitEqualHashes();
        snapshot();
        restart(member, nextBinary.classPath(), NEXT);
    }

    private void activate() throws Exception
    {
        final NextBinary.Ended ended = flatbook("send", "--yes", ACTIVATE);
        assertThat(ended.exitCode()).as("%s", ended).isEqualTo(ExitCode.OK);
        for (int member = 0; member < MEMBERS; member++)
        {
            final int node = member;
            cluster.await("activation on node " + member)
                .until(() -> NEXT == status(node).path("engineVersion").asInt());
        }
        load.sendBothVersions();
        cluster.await("deposits of both versions").until(() -> load.bookedOfNextVersion() > 100);
    }

    /** From the log, and from a snapshot. */
    private void oldBinaryStops() throws Exception
    {
        final int member = (cluster.awaitLeader() + 1) % MEMBERS;
        assertThat(cluster.node(member).terminate()).isZero();
        stopsWithOldBinary(member);
        start(member, nextBinary.classPath(), NEXT);
        snapshot();
        assertThat(cluster.node(member).terminate()).isZero();
        stopsWithOldBinary(member);
        start(member, nextBinary.classPath(), NEXT);
    }

    private void stopsWithOldBinary(final int member)
    {
        cluster.binary(presentBinary).start(member, CLEARING);
        assertThat(cluster.node(member).awaitExit()).as(cluster.node(member).output())
            .isEqualTo(io.flatbook.node.ExitCode.VERSION_UNKNOWN);
        assertThat(cluster.node(member).output()).contains("the log activates engine version " + NEXT);
    }

    /** Every node has all deposits of which the gateway was told; the refused messages are told, and nothing else. */
    private void assertLogs() throws Exception
    {
        final Set<String> hashes = new TreeSet<>();
        for (int member = 0; member < MEMBERS; member++)
        {
            final String directory = cluster.config(member).directory().toString();
            final NextBinary.Ended ended =
                nextBinary.flatbook("log", "replay", directory, "--from", "0", "--verify", "-o", "json");
            final JsonNode answer = MAPPER.readTree(ended.out());
            assertThat(answer.path("findings")).isEmpty();
            assertThat(ended.exitCode()).as("%s", ended).isEqualTo(ExitCode.REPLICAS_DIFFER);
            assertThat(ended.err())
                .contains(refused + " messages of the log cannot be decoded", "nothing else is wrong");
            assertThat(answer.path("replay").path("undecodable").asInt()).isEqualTo(refused);
            assertThat(new BigDecimal(answer.path("assets").get(0).path("deposits").asText()).unscaledValue())
                .isEqualTo(BigInteger.valueOf(load.booked()));
            hashes.add(answer.path("replay").path("stateHash").asText());
            assertThat(new OfflineCli(temporary).run("log", "replay", directory, "--from", "0"))
                .as("this binary").isEqualTo(ExitCode.FAILURE);
        }
        assertThat(hashes).hasSize(1);
    }

    private void refuseNextVersion()
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final int length = DepositLoad.depositOfNextVersion(1).encode(buffer, 0, 1);
        try (BareSession session = new BareSession(cluster.ingressEndpoints(), "gateway/b"))
        {
            assertThat(session.refusal(buffer, length)).isEqualTo(RejectReason.UNSUPPORTED_VERSION);
            refused++;
        }
    }

    private void refuseActivation() throws Exception
    {
        final NextBinary.Ended ended = flatbook("send", "--yes", ACTIVATE);
        assertThat(ended.exitCode()).as("%s", ended).isEqualTo(ExitCode.UNHEALTHY);
        assertThat(ended.err()).contains("knows versions up to " + PRESENT + " and would stop at version " + NEXT);
    }

    private void snapshot() throws Exception
    {
        final Map<Integer, Integer> before = new TreeMap<>();
        for (int member = 0; member < MEMBERS; member++)
        {
            before.put(member, snapshots(member));
        }
        cluster.await("an order to take a snapshot").until(() ->
            ExitCode.OK == flatbook("cluster", "snapshot").exitCode());
        before.forEach((member, count) -> cluster.await("snapshot of node " + member)
            .until(() -> snapshots(member) > count));
    }

    private int snapshots(final int member)
    {
        return document(member).path("snapshots").asInt();
    }

    private void restart(final int member, final String binary, final int known)
    {
        assertThat(cluster.node(member).terminate()).isZero();
        start(member, binary, known);
    }

    private void start(final int member, final String binary, final int known)
    {
        cluster.binary(binary).start(member, CLEARING);
        cluster.await("node " + member).until(() -> known == status(member).path("knownVersion").asInt());
        final int leader = cluster.awaitLeader();
        final long position = status(leader).path("appliedPosition").asLong();
        cluster.await("node " + member + " to catch up")
            .until(() -> status(member).path("appliedPosition").asLong() >= position);
        final long booked = load.booked();
        cluster.await("deposits to go on").until(() -> load.booked() > booked + 100);
    }

    /** All nodes publish a hash of a position from now on, and it is the same. */
    private void awaitEqualHashes()
    {
        final long from = status(cluster.awaitLeader()).path("appliedPosition").asLong();
        final Map<Long, Set<String>> shared = cluster.await("hashes of one position")
            .until(() -> shared(from), (hashes) -> !hashes.isEmpty());
        assertThat(shared.values()).allSatisfy((hashes) -> assertThat(hashes).hasSize(1));
    }

    /** Hashes of every position that all nodes publish. */
    private Map<Long, Set<String>> shared(final long from)
    {
        final Map<Long, Set<String>> hashes = new TreeMap<>();
        final Map<Long, Integer> members = new TreeMap<>();
        for (int member = 0; member < MEMBERS; member++)
        {
            for (final JsonNode hash : status(member).path("hashes"))
            {
                final long position = hash.path("position").asLong();
                hashes.computeIfAbsent(position, (key) -> new TreeSet<>()).add(hash.path("replicaHash").asText());
                members.merge(position, 1, Integer::sum);
            }
        }
        hashes.keySet().removeIf((position) -> position < from || members.get(position) < MEMBERS);
        return hashes;
    }

    private NextBinary.Ended flatbook(final String... arguments) throws Exception
    {
        final String urls = IntStream.range(0, MEMBERS)
            .mapToObj((member) -> "http://127.0.0.1:" + cluster.config(member).statusPort() + "/status")
            .collect(Collectors.joining(","));
        final Path profile = Files.writeString(temporary.resolve("profile.properties"),
            "clusterName=test\nprincipal=risk/alice\ningressEndpoints=" + cluster.ingressEndpoints() +
            "\nstatusUrls=" + urls + "\n");
        final List<String> all = new ArrayList<>(List.of("--profile", profile.toString(), "--timeout", "60s"));
        all.addAll(List.of(arguments));
        return NextBinary.flatbook(temporary, presentBinary, all.toArray(new String[0]));
    }

    private JsonNode status(final int member)
    {
        return document(member).path("service");
    }

    private JsonNode document(final int member)
    {
        try
        {
            return MAPPER.readTree(cluster.status(member));
        }
        catch (final JsonProcessingException ex)
        {
            return MAPPER.missingNode();
        }
    }
}
