package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class ClockComparisonTest
{
    private static final long BOUND_MS = 500;
    private static final long NOW_MS = 1_750_000_000_000L;

    private final List<PeerClock> told = new ArrayList<>();
    private final ClockComparison comparison = new ClockComparison(1, 3, BOUND_MS, told::add);

    @Test
    void saysNothingOfClocksWithinTheBound()
    {
        hear(0, BOUND_MS, -BOUND_MS, 20);
        assertThat(told).isEmpty();
        assertThat(comparison.clocks()).containsExactly(
            new PeerClock(0, BOUND_MS, -BOUND_MS, false), new PeerClock(2, 0, 0, false));
    }

    @Test
    void saysOnceThatAClockIsAheadAndOnceThatItNoLongerIs()
    {
        hear(2, BOUND_MS + 1, 0, 30);
        assertThat(told).containsExactly(new PeerClock(2, BOUND_MS + 1, 0, true));
        hear(2, 3, 0, ClockComparison.REPORTS);
        assertThat(told).hasSize(2).last().isEqualTo(new PeerClock(2, 3, 0, false));
    }

    @Test
    void saysThatTheClockOfAMachineWasSet()
    {
        hear(0, 0, -3_600_000, ClockComparison.REPORTS);
        assertThat(told).containsExactly(new PeerClock(0, 0, -3_600_000, true));
    }

    @Test
    void doesNotTakeAReportThatWasDelayedForAClockThatIsBehind()
    {
        for (int i = 0; i < 100; i++)
        {
            hear(0, -5_000, -5_000, ClockComparison.REPORTS - 1);
            hear(0, -2, -2, 1);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void ignoresWhatIsSaidInItsOwnNameOrThatOfNobody()
    {
        hear(1, 9_000, 9_000, 20);
        hear(7, 9_000, 9_000, 20);
        assertThat(told).isEmpty();
        assertThat(comparison.clocks()).hasSize(2).noneMatch(PeerClock::isApart);
    }

    private void hear(final int member, final long nodeSkewMs, final long hostSkewMs, final int times)
    {
        for (int i = 0; i < times; i++)
        {
            comparison.heard(member, new MemberClocks(NOW_MS + nodeSkewMs, NOW_MS + hostSkewMs),
                new MemberClocks(NOW_MS, NOW_MS));
        }
    }
}
