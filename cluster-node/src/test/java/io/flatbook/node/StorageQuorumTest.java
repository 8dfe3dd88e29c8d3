package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class StorageQuorumTest
{
    /** R: has room, F: full, S: silent and had room, X: silent and was full, N: never heard. The first is this node. */
    private static boolean isLow(final String members)
    {
        final List<PeerStanding> standings = new ArrayList<>();
        for (int i = 1; i < members.length(); i++)
        {
            final char state = members.charAt(i);
            final boolean hasRoom = 'R' == state || 'S' == state;
            final MemberProgress progress =
                'N' == state ? MemberProgress.UNKNOWN : new MemberProgress(1, 1, 0, hasRoom);
            standings.add(new PeerStanding(i, 'R' == state || 'F' == state, progress, 0, false));
        }
        return StorageQuorum.isLow('R' == members.charAt(0), standings);
    }

    @Test
    void oneNodeIsAMajorityOfItself()
    {
        assertThat(isLow("R")).isFalse();
        assertThat(isLow("F")).isTrue();
    }

    @Test
    void oneFullDiskOfThreeIsNoReason()
    {
        assertThat(isLow("RRF")).isFalse();
        assertThat(isLow("FRR")).isFalse();
        assertThat(isLow("RFF")).isTrue();
        assertThat(isLow("FRF")).isTrue();
        assertThat(isLow("FFF")).isTrue();
    }

    @Test
    void oneFullDiskOfTwoThatAreLeftIs()
    {
        assertThat(isLow("RFS")).isTrue();
        assertThat(isLow("FRN")).isTrue();
        assertThat(isLow("RFX")).isTrue();
    }

    @Test
    void silenceAloneIsNoReason()
    {
        assertThat(isLow("RRN")).isFalse();
        assertThat(isLow("RNN")).isFalse();
        assertThat(isLow("RXX")).isFalse();
        assertThat(isLow("RSR")).isFalse();
    }

    @Test
    void itTakesAMajorityOfFive()
    {
        assertThat(isLow("RRRFF")).isFalse();
        assertThat(isLow("RRFFF")).isTrue();
        assertThat(isLow("RRFSS")).isTrue();
        assertThat(isLow("RRRFS")).isFalse();
    }
}
