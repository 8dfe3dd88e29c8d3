package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import io.flatbook.cluster.NodeStatus.PositionHash;
import org.junit.jupiter.api.Test;

class ReplicaComparisonTest
{
    private static final long GOOD = 0x600dL;
    private static final long BAD = 0xbadL;
    private static final long WORSE = 0xbaddL;
    private static final MemberClocks CLOCKS = new MemberClocks(1_750_000_000_000L, 1_750_000_000_250L);

    private final List<String> found = new ArrayList<>();
    private final ReplicaComparison comparison = comparisonOf(3);

    @Test
    void findsNothingWhereAllAgree()
    {
        comparison.own(pairs(100, GOOD, 200, BAD));
        reported(1, 1, 100, GOOD, 200, BAD);
        reported(2, 1, 200, BAD, 300, WORSE);
        assertThat(found).isEmpty();
        assertThat(comparison.peers()).containsExactly(
            new PeerReplica(1, 200, false, 0, 0, 0), new PeerReplica(2, 200, false, 0, 0, 0));
    }

    @Test
    void isTheOddOneWhereTwoAgreeAgainstIt()
    {
        comparison.own(pairs(100, GOOD, 200, BAD));
        reported(1, 1, 100, GOOD, 200, GOOD);
        assertThat(found).containsExactly("node 1 differs at 200: bad here, 600d there");
        reported(2, 1, 100, GOOD, 200, GOOD);
        assertThat(found).contains("odd at 200: bad here, 600d on [1, 2]");
    }

    @Test
    void isToldOnlyOnceThatItIsTheOddOne()
    {
        comparison.own(pairs(100, BAD));
        reported(1, 1, 100, GOOD);
        reported(2, 1, 100, GOOD);
        reported(2, 1, 100, GOOD);
        comparison.own(pairs(100, BAD, 200, BAD));
        assertThat(found).filteredOn((line) -> line.startsWith("odd")).hasSize(1);
    }

    @Test
    void alarmsWhereAnotherIsTheOddOne()
    {
        comparison.own(pairs(100, GOOD));
        reported(1, 1, 100, GOOD);
        reported(2, 1, 100, BAD);
        reported(2, 1, 100, BAD, 200, BAD);
        assertThat(found).containsExactly("node 2 differs at 100: 600d here, bad there");
        assertThat(comparison.peers()).containsExactly(
            new PeerReplica(1, 100, false, 0, 0, 0), new PeerReplica(2, -1, true, 100, GOOD, BAD));
    }

    @Test
    void goesOnWithAnAlarmWhereOneStandsAgainstOne()
    {
        comparison.own(pairs(100, GOOD));
        reported(1, 1, 100, BAD);
        comparison.own(pairs(100, GOOD, 200, GOOD));
        assertThat(found).containsExactly("node 1 differs at 100: 600d here, bad there");
    }

    @Test
    void goesOnWhereEachHasAStateOfItsOwn()
    {
        comparison.own(pairs(100, GOOD));
        reported(1, 1, 100, BAD);
        reported(2, 1, 100, WORSE);
        assertThat(found).hasSize(2).noneMatch((line) -> line.startsWith("odd"));
    }

    @Test
    void takesTheWordOfALatePeerWhenItComes()
    {
        reported(1, 1, 300, GOOD);
        comparison.own(pairs(300, BAD));
        assertThat(found).hasSize(1);
        reported(2, 1, 100, GOOD, 200, GOOD);
        assertThat(found).as("nothing is known of node 2 at 300 yet").hasSize(1);
        reported(2, 1, 200, GOOD, 300, GOOD);
        assertThat(found).contains("odd at 300: bad here, 600d on [1, 2]");
    }

    @Test
    void takesSilenceAndOtherPositionsForNoDifference()
    {
        reported(1, 1, 100, GOOD, 200, GOOD);
        comparison.own(pairs(300, BAD, 400, BAD));
        reported(2, 1);
        assertThat(found).isEmpty();
        assertThat(comparison.peers()).allMatch((peer) -> -1 == peer.agreedPosition());
    }

    @Test
    void keepsTheAlarmUntilTheOtherHasStartedAgainAndAgrees()
    {
        comparison.own(pairs(100, GOOD, 200, GOOD));
        reported(2, 1, 100, GOOD, 200, BAD);
        comparison.own(pairs(200, GOOD, 300, GOOD));
        reported(2, 1, 300, GOOD);
        assertThat(comparison.peers().get(1).differs()).as("equal later on, without a new start").isTrue();

        reported(2, 7, 100, GOOD);
        assertThat(comparison.peers().get(1).differs()).as("still before the difference").isTrue();
        reported(2, 7, 100, GOOD, 200, GOOD);
        assertThat(comparison.peers().get(1)).isEqualTo(new PeerReplica(2, 300, false, 0, 0, 0));
        assertThat(found).containsExactly(
            "node 2 differs at 200: 600d here, bad there", "node 2 agrees again at 300");
    }

    @Test
    void alarmsAnewWhereTheOtherStartedAgainAndDiffersLater()
    {
        comparison.own(pairs(100, GOOD, 200, GOOD));
        reported(2, 1, 100, BAD);
        reported(2, 7, 100, BAD, 200, GOOD);
        reported(2, 7, 200, GOOD);
        assertThat(comparison.peers().get(1).differs()).as("differed after the start").isTrue();
        reported(2, 8, 200, GOOD);
        assertThat(comparison.peers().get(1).differs()).isFalse();
        comparison.own(pairs(200, GOOD, 300, GOOD));
        reported(2, 8, 200, GOOD, 300, BAD);
        assertThat(found).containsExactly("node 2 differs at 100: 600d here, bad there",
            "node 2 agrees again at 200", "node 2 differs at 300: 600d here, bad there");
    }

    @Test
    void needsAMajorityOfTheWholeClusterToBeTheOddOne()
    {
        final ReplicaComparison ofFive = comparisonOf(5);
        ofFive.own(pairs(100, GOOD));
        ofFive.reported(new ReplicaReport(1, 1, MemberProgress.UNKNOWN, CLOCKS, pairs(100, BAD)));
        ofFive.reported(new ReplicaReport(2, 1, MemberProgress.UNKNOWN, CLOCKS, pairs(100, BAD)));
        assertThat(found).hasSize(2).noneMatch((line) -> line.startsWith("odd"));
        ofFive.reported(new ReplicaReport(4, 1, MemberProgress.UNKNOWN, CLOCKS, pairs(100, BAD)));
        assertThat(found).contains("odd at 100: 600d here, bad on [1, 2, 4]");
    }

    @Test
    void ignoresReportsOfItselfAndOfStrangers()
    {
        comparison.own(pairs(100, GOOD));
        for (final int stranger : new int[]{0, 3, -1, Integer.MAX_VALUE})
        {
            reported(stranger, 1, 100, BAD);
        }
        assertThat(found).isEmpty();
    }

    @Test
    void hasNobodyToCompareWithInAClusterOfOne()
    {
        final ReplicaComparison ofOne = comparisonOf(1);
        ofOne.own(pairs(100, GOOD));
        assertThat(ofOne.peers()).isEmpty();
        assertThat(found).isEmpty();
    }

    private void reported(final int member, final long incarnation, final long... positionsAndHashes)
    {
        comparison.reported(
            new ReplicaReport(member, incarnation, MemberProgress.UNKNOWN, CLOCKS, pairs(positionsAndHashes)));
    }

    private static List<PositionHash> pairs(final long... positionsAndHashes)
    {
        final List<PositionHash> pairs = new ArrayList<>();
        for (int i = 0; i < positionsAndHashes.length; i += 2)
        {
            pairs.add(new PositionHash(positionsAndHashes[i], positionsAndHashes[i + 1]));
        }
        return pairs;
    }

    /** As member 0. */
    private ReplicaComparison comparisonOf(final int members)
    {
        return new ReplicaComparison(0, members, new ReplicaListener()
        {
            @Override
            public void replicaDiffered(final PeerReplica peer)
            {
                found.add("node " + peer.member() + " differs at " + peer.position() + ": " +
                    Long.toHexString(peer.ownHash()) + " here, " + Long.toHexString(peer.peerHash()) + " there");
            }

            @Override
            public void replicaAgreedAgain(final PeerReplica peer)
            {
                found.add("node " + peer.member() + " agrees again at " + peer.agreedPosition());
            }

            @Override
            public void ownReplicaIsOdd(
                final long position, final long ownHash, final long majorityHash, final List<Integer> members)
            {
                found.add("odd at " + position + ": " + Long.toHexString(ownHash) + " here, " +
                    Long.toHexString(majorityHash) + " on " + members);
            }
        });
    }
}
