package io.flatbook.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatbook.ops.link.StatusPages;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class NodesVerdictTest
{
    private static final String HEALTHY = "\"hasRoom\":true,\"diskUsableBytes\":9,\"service\":{\"storageLow\":false}";
    private static final String FOLLOWS = "\"replicas\":[{\"member\":1,\"heard\":true,\"lagging\":false}],";

    @Test
    void allIsWell()
    {
        assertVerdict(ExitCode.OK, "healthy: node 0 leads, 2 of 2 nodes answer",
            node(0, "LEADER", FOLLOWS + HEALTHY), node(1, "FOLLOWER", HEALTHY));
    }

    @Test
    void aClusterIsNotHealthyIfTheProfileDoesNotNameAllOfIt()
    {
        assertVerdict(ExitCode.UNHEALTHY, "the profile names status pages of 1 of 2 nodes: the others were not asked",
            node(0, "LEADER", FOLLOWS + HEALTHY));
        assertVerdict(ExitCode.OK, "healthy: node 0 leads, 1 of 1 nodes answer", node(0, "LEADER", HEALTHY));
    }

    @Test
    void aNodeThatAnswersMayServeNobody()
    {
        assertVerdict(ExitCode.NO_LEADER, "there is no leader",
            HealthPages.node(0, "LEADER").election("INIT").json());
        assertVerdict(ExitCode.NO_LEADER, "there is no leader",
            HealthPages.node(0, "LEADER").module("SUSPENDED").json());
        assertVerdict(ExitCode.UNHEALTHY, "node 1 does not serve: its election is CANVASS, its consensus module ACTIVE",
            HealthPages.node(0, "LEADER").json(), HealthPages.node(1, "FOLLOWER").election("CANVASS").json());
        assertVerdict(ExitCode.UNHEALTHY, "node 1 does not serve: its state machine has not started",
            HealthPages.node(0, "LEADER").json(), HealthPages.node(1, "FOLLOWER").withoutService().json());
    }

    @Test
    void tooFewDisksHaveRoom()
    {
        assertVerdict(ExitCode.UNHEALTHY, "new business is refused with STORAGE_LOW",
            node(0, "LEADER", FOLLOWS + "\"hasRoom\":false,\"service\":{\"storageLow\":true}"),
            node(1, "FOLLOWER", HEALTHY));
    }

    @Test
    void aDiskIsShortOfSpace()
    {
        assertVerdict(ExitCode.UNHEALTHY, "the disk of node 1 is short of space: 7 bytes are left",
            node(0, "LEADER", FOLLOWS + HEALTHY),
            node(1, "FOLLOWER", "\"hasRoom\":false,\"diskUsableBytes\":7,\"service\":{}"));
    }

    @Test
    void theClocksOfTwoMembersAreApart()
    {
        final String apart = "\"replicas\":[{\"member\":0,\"heard\":true,\"lagging\":false,\"clockSkewMs\":-1," +
            "\"hostClockSkewMs\":61000,\"clockApart\":true}],";
        assertVerdict(ExitCode.UNHEALTHY, "the clocks of nodes 1 and 0 are apart: the latter is -1 ms ahead, its " +
            "machine 61000 ms",
            node(0, "LEADER", FOLLOWS + HEALTHY), node(1, "FOLLOWER", apart + HEALTHY));
    }

    @Test
    void aMemberDoesNotKeepUpWithTheLeader()
    {
        final String behind = "\"replicas\":[{\"member\":1,\"heard\":true,\"lagging\":true,\"lagBytes\":700}],";
        assertVerdict(ExitCode.UNHEALTHY, "node 1 is 700 bytes of log behind",
            node(0, "LEADER", behind + HEALTHY), node(1, "FOLLOWER", HEALTHY));
        final String silent = "\"replicas\":[{\"member\":1,\"heard\":false,\"lagging\":true,\"lagBytes\":0}],";
        assertVerdict(ExitCode.UNHEALTHY, "node 1 is silent to the leader",
            node(0, "LEADER", silent + HEALTHY), node(1, "FOLLOWER", HEALTHY));
        assertVerdict(ExitCode.OK, "healthy",
            node(0, "LEADER", FOLLOWS + HEALTHY), node(1, "FOLLOWER", silent + HEALTHY));
    }

    @Test
    void aNodeWasFoundToDifferThoughItHasStoppedOrItsHashesAgreeNow()
    {
        final String differs = "\"replicas\":[{\"member\":1,\"heard\":true,\"lagging\":false,\"differs\":true," +
            "\"position\":640}],";
        assertVerdict(ExitCode.UNHEALTHY, "1 of 2 nodes do not answer: http://node (Connection refused); node 0 " +
            "found the state of node 1 to differ at log position 640", node(0, "LEADER", differs + HEALTHY), null);
        assertVerdict(ExitCode.REPLICAS_DIFFER, "node 0 found the state of node 1 to differ at log position 640",
            node(0, "LEADER", differs + HEALTHY), node(1, "FOLLOWER", HEALTHY));
    }

    @Test
    void aClockOrAKeyIsWrong()
    {
        final String wire = "\"wire\":{\"sealed\":true,\"members\":{\"clockSuspect\":%s,\"tagSuspect\":%s}," +
            "\"clients\":{\"clockSuspect\":%s,\"tagSuspect\":false}},";
        assertVerdict(ExitCode.OK, "healthy",
            node(0, "LEADER", FOLLOWS + String.format(wire, false, false, false) + HEALTHY),
            node(1, "FOLLOWER", HEALTHY));
        assertVerdict(ExitCode.UNHEALTHY, "node 1 refuses datagrams of the ring members as stale",
            node(0, "LEADER", FOLLOWS + HEALTHY),
            node(1, "FOLLOWER", String.format(wire, true, false, false) + HEALTHY));
        assertVerdict(ExitCode.UNHEALTHY, "node 0 refuses datagrams of the ring members as forged",
            node(0, "LEADER", FOLLOWS + String.format(wire, false, true, false) + HEALTHY));
        assertVerdict(ExitCode.UNHEALTHY, "node 0 refuses datagrams of the ring clients as stale",
            node(0, "LEADER", FOLLOWS + String.format(wire, false, false, true) + HEALTHY));
    }

    private static String node(final int member, final String role, final String rest)
    {
        return "{\"member\":" + member + ",\"role\":\"" + role +
            "\",\"election\":\"CLOSED\",\"module\":\"ACTIVE\"," + rest + "}";
    }

    private static void assertVerdict(final int exitCode, final String sentence, final String... pages)
    {
        final List<StatusPages.Page> read = new ArrayList<>();
        for (final String page : pages)
        {
            try
            {
                read.add(null == page ? new StatusPages.Page("http://node", null, "Connection refused") :
                    new StatusPages.Page("http://node", new ObjectMapper().readTree(page), null));
            }
            catch (final JsonProcessingException ex)
            {
                throw new IllegalArgumentException(page, ex);
            }
        }
        final NodesVerdict verdict = NodesVerdict.of(read);
        assertThat(verdict.sentence()).startsWith(sentence);
        assertThat(verdict.exitCode()).isEqualTo(exitCode);
    }
}
