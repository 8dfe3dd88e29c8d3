package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class PeerWatchTest
{
    private static final long ALARM_LENGTH = 1_000;
    private static final long START_NS = -17;

    private final List<String> told = new ArrayList<>();
    private final PeerWatch watch = new PeerWatch(1, 3, ALARM_LENGTH, START_NS, new LagListener()
    {
        @Override
        public void memberLags(final PeerStanding peer)
        {
            told.add(peer.member() + (peer.isHeard() ? " behind " + peer.lagBytes() : " silent"));
        }

        @Override
        public void memberCaughtUp(final PeerStanding peer)
        {
            told.add(peer.member() + " caught up");
        }
    });

    private long appliedPosition = 10_000;
    private long nowNs = START_NS;

    @Test
    void tellsNothingOfMembersThatFollow()
    {
        for (int second = 0; second < 20; second++)
        {
            hear(0, appliedPosition - ALARM_LENGTH);
            hear(2, appliedPosition + 5_000);
            pass(1);
        }
        assertThat(told).isEmpty();
        assertThat(standing(0)).isEqualTo(
            new PeerStanding(0, true, progress(appliedPosition - ALARM_LENGTH), ALARM_LENGTH, false));
        assertThat(standing(2).lagBytes()).as("ahead of this node").isZero();
    }

    @Test
    void givesMembersTimeAtTheStart()
    {
        pass(4);
        assertThat(told).isEmpty();
        assertThat(standing(0)).isEqualTo(new PeerStanding(0, false, MemberProgress.UNKNOWN, 0, false));
        pass(1);
        assertThat(told).containsExactly("0 silent", "2 silent");
    }

    @Test
    void tellsOnceOfAMemberThatIsSilentAndOnceThatItIsBack()
    {
        for (int second = 0; second < 10; second++)
        {
            hear(0, appliedPosition);
            hear(2, second < 3 ? appliedPosition : -1);
            pass(1);
        }
        assertThat(told).containsExactly("2 silent");
        assertThat(standing(2).isHeard()).isFalse();
        assertThat(standing(2).isLagging()).isTrue();

        hear(2, appliedPosition);
        pass(0);
        assertThat(told).containsExactly("2 silent", "2 caught up");
        assertThat(standing(2).isLagging()).isFalse();
    }

    @Test
    void tellsOfAMemberThatIsFarBehindForSomeSeconds()
    {
        for (int second = 0; second < 6; second++)
        {
            hear(0, appliedPosition);
            hear(2, appliedPosition - ALARM_LENGTH - 1);
            pass(1);
        }
        assertThat(told).containsExactly("2 behind 1001");
        hear(2, appliedPosition - ALARM_LENGTH);
        pass(0);
        assertThat(told).containsExactly("2 behind 1001", "2 caught up");
    }

    @Test
    void bearsAMemberThatIsFarBehindForAMoment()
    {
        for (int second = 0; second < 20; second++)
        {
            hear(0, appliedPosition);
            hear(2, 0 == second % 4 ? appliedPosition : 0);
            pass(1);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void ignoresWhatIsSaidInTheNameOfNobody()
    {
        hear(0, appliedPosition);
        hear(2, appliedPosition);
        hear(1, 5);
        hear(3, 5);
        hear(-7, 5);
        pass(0);
        assertThat(watch.standings(appliedPosition, nowNs)).extracting(PeerStanding::member).containsExactly(0, 2);
    }

    private void hear(final int member, final long position)
    {
        if (position >= 0)
        {
            watch.heard(member, progress(position), nowNs);
        }
    }

    private void pass(final int seconds)
    {
        nowNs += TimeUnit.SECONDS.toNanos(seconds);
        watch.standings(appliedPosition, nowNs);
    }

    private PeerStanding standing(final int member)
    {
        return watch.standings(appliedPosition, nowNs).stream()
            .filter((standing) -> standing.member() == member).findFirst().orElseThrow();
    }

    private static MemberProgress progress(final long position)
    {
        return new MemberProgress(position, position, 0, true);
    }
}
