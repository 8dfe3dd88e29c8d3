package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class SnapshotScheduleTest
{
    private static final long START_NS = 1_000_000_007L;
    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);

    private final SnapshotSchedule schedule = new SnapshotSchedule(HOUR_MS, 1_000, START_NS);

    @Test
    void isDueByAgeOrByLengthAndNotBefore()
    {
        assertThat(schedule.isDue(999, START_NS + 59 * MINUTE_NS)).isFalse();
        assertThat(schedule.isDue(999, START_NS + 60 * MINUTE_NS)).isTrue();
        assertThat(schedule.isDue(1_000, START_NS)).isTrue();
        schedule.newest(5_000, 10 * 60_000, START_NS);
        assertThat(schedule.isDue(5_999, START_NS + 49 * MINUTE_NS)).isFalse();
        assertThat(schedule.isDue(5_999, START_NS + 50 * MINUTE_NS)).isTrue();
        assertThat(schedule.isDue(6_000, START_NS)).isTrue();
        assertThat(schedule.isDue(5_000, START_NS + 999 * MINUTE_NS)).as("nothing came since").isFalse();
    }

    @Test
    void asksOnceAndAgainWhenNothingCameOfIt()
    {
        assertThat(schedule.isDue(1_000, START_NS)).isTrue();
        schedule.requested(START_NS);
        assertThat(schedule.isDue(2_000, START_NS + SnapshotSchedule.PATIENCE_NS - 1)).isFalse();
        assertThat(schedule.isDue(2_000, START_NS + SnapshotSchedule.PATIENCE_NS)).isTrue();
        schedule.requested(START_NS + SnapshotSchedule.PATIENCE_NS);
        schedule.newest(1_900, 0, START_NS + SnapshotSchedule.PATIENCE_NS + 1);
        assertThat(schedule.isDue(2_899, START_NS + SnapshotSchedule.PATIENCE_NS + 2)).isFalse();
        assertThat(schedule.isDue(2_900, START_NS + SnapshotSchedule.PATIENCE_NS + 2)).isTrue();
    }

    @Test
    void aWrongWallClockDoesNoMoreThanOneSnapshotsHarm()
    {
        schedule.newest(5_000, -HOUR_MS, START_NS);
        assertThat(schedule.isDue(5_001, START_NS + 59 * MINUTE_NS)).isFalse();
        assertThat(schedule.isDue(5_001, START_NS + 60 * MINUTE_NS)).isTrue();
        schedule.newest(5_500, Long.MAX_VALUE, START_NS);
        assertThat(schedule.isDue(5_501, START_NS)).isTrue();
        schedule.newest(5_600, 0, START_NS);
        assertThat(schedule.isDue(5_601, START_NS + MINUTE_NS)).isFalse();
    }

    @Test
    void zeroSwitchesEitherOff()
    {
        final SnapshotSchedule off = new SnapshotSchedule(0, 0, START_NS);
        assertThat(off.isDue(Long.MAX_VALUE, START_NS + 1_000 * MINUTE_NS)).isFalse();
        off.newest(5, 1_000 * HOUR_MS, START_NS);
        assertThat(off.isDue(Long.MAX_VALUE, START_NS + 1_000 * MINUTE_NS)).isFalse();
    }

    @Test
    void whatAllCoverIsTheLeastOfAllAndNothingIfOneIsSilent()
    {
        final PeerStanding far = standing(1, true, 7_000);
        final PeerStanding near = standing(2, true, 5_000);
        assertThat(Housekeeping.coveredByAll(6_000, List.of(far, near))).isEqualTo(5_000);
        assertThat(Housekeeping.coveredByAll(4_000, List.of(far, near))).isEqualTo(4_000);
        assertThat(Housekeeping.coveredByAll(6_000, List.of(far, standing(2, false, 5_000)))).isZero();
        assertThat(Housekeeping.coveredByAll(6_000, List.of())).as("alone").isEqualTo(6_000);
    }

    @Test
    void noSnapshotIsAskedForWhileALivingMemberHasNoRoom()
    {
        assertThat(Housekeeping.haveRoom(List.of())).isTrue();
        assertThat(Housekeeping.haveRoom(List.of(room(1, true, true), room(2, true, true)))).isTrue();
        assertThat(Housekeeping.haveRoom(List.of(room(1, true, true), room(2, true, false)))).isFalse();
        assertThat(Housekeeping.haveRoom(List.of(room(1, true, true), room(2, false, false)))).isTrue();
    }

    private static PeerStanding standing(final int member, final boolean isHeard, final long coveredPosition)
    {
        return new PeerStanding(member, isHeard, new MemberProgress(9_000, 9_000, coveredPosition, true), 0, false);
    }

    private static PeerStanding room(final int member, final boolean isHeard, final boolean hasRoom)
    {
        return new PeerStanding(member, isHeard, new MemberProgress(9_000, 9_000, 0, hasRoom), 0, false);
    }
}
