package io.flatbook.cluster;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Blocks are of 64 sequences; venue 66 shares a bit with venue 2. */
class AddressIndexTest
{
    private static final int RETAINED = 1 << 18;
    private static final int BUSY = 1;
    private static final int QUIET = 2;
    private static final int LIKE_QUIET = 66;

    private final AddressIndex index = new AddressIndex(RETAINED);
    private long end = 1;

    @Test
    void goesInOneStepToTheOnlyBlockThatHasAVenue()
    {
        add(200_000, BUSY);
        final long only = end;
        add(1, QUIET);
        add(RETAINED - 200_001, BUSY);

        assertThat(index.from(1, end, QUIET)).isEqualTo(only / 64 * 64);
        assertThat(index.from(only + 1, end, QUIET)).as("its block is looked through").isEqualTo(only + 1);
        assertThat(index.from(only / 64 * 64 + 64, end, QUIET)).isEqualTo(end);
        assertThat(index.backFrom(end - 1, 1, QUIET)).isEqualTo(only / 64 * 64 + 63);
        assertThat(index.backFrom(only / 64 * 64 - 1, 1, QUIET)).isLessThan(1);
        assertThat(index.from(1, end, BUSY)).isEqualTo(1);
        assertThat(index.backFrom(end - 1, 1, BUSY)).isEqualTo(end - 1);
    }

    @Test
    void leavesOutNoBlockOfWhatIsForTwoVenuesForAllOrForANumberThatSharesABit()
    {
        add(1_000, BUSY);
        final long both = end;
        index.add(end++, BUSY, QUIET);
        add(1_000, BUSY);
        final long all = end;
        add(1, EventRing.ALL);
        add(1_000, BUSY);
        final long like = end;
        add(1, LIKE_QUIET);
        add(1_000, EventRing.RISK_OPS);

        assertThat(index.from(1, end, QUIET)).isEqualTo(both / 64 * 64);
        assertThat(index.from(both / 64 * 64 + 64, end, QUIET)).isEqualTo(all / 64 * 64);
        assertThat(index.from(all / 64 * 64 + 64, end, QUIET)).isEqualTo(like / 64 * 64);
        assertThat(index.from(like / 64 * 64 + 64, end, QUIET)).isEqualTo(end);
        assertThat(index.from(like / 64 * 64 + 64, end, BUSY)).as("risk's own").isEqualTo(end);
    }

    @Test
    void forgetsABlockWhoseEventsHaveMadeRoomForOthers()
    {
        add(1, QUIET);
        add(3 * RETAINED, BUSY);

        assertThat(index.from(end - RETAINED, end, QUIET)).isEqualTo(end);
        assertThat(index.backFrom(end - 1, end - RETAINED, QUIET)).isLessThan(end - RETAINED);
    }

    private void add(final int count, final int venue)
    {
        for (int i = 0; i < count; i++)
        {
            index.add(end++, venue, 0);
        }
    }
}
