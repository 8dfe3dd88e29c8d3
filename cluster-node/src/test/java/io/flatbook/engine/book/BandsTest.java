package io.flatbook.engine.book;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Bands around a price: the larger of a share of it and a number of ticks, at least one tick (MARK-2, TRD-1). */
class BandsTest
{
    private static final long TEN_PERCENT = 100_000;

    @Test
    void withBothSettingsZeroTheBandIsOff()
    {
        assertThat(Bands.isOutside(Long.MAX_VALUE, 1, 0, 0)).isFalse();
        assertThat(Bands.isOutside(-5, 1_000_000, 0, 0)).isFalse();
    }

    @Test
    void theShareIsRoundedDown()
    {
        assertThat(Bands.isOutside(110, 100, TEN_PERCENT, 0)).isFalse();
        assertThat(Bands.isOutside(111, 100, TEN_PERCENT, 0)).isTrue();
        assertThat(Bands.isOutside(90, 100, TEN_PERCENT, 0)).isFalse();
        assertThat(Bands.isOutside(89, 100, TEN_PERCENT, 0)).isTrue();
        assertThat(Bands.isOutside(120, 109, TEN_PERCENT, 0)).as("10.9 is 10 ticks").isTrue();
        assertThat(Bands.isOutside(119, 109, TEN_PERCENT, 0)).isFalse();
    }

    @Test
    void theLargerOfShareAndTicksCounts()
    {
        assertThat(Bands.isOutside(115, 100, TEN_PERCENT, 15)).isFalse();
        assertThat(Bands.isOutside(116, 100, TEN_PERCENT, 15)).isTrue();
        assertThat(Bands.isOutside(1_100, 1_000, TEN_PERCENT, 15)).isFalse();
        assertThat(Bands.isOutside(103, 100, 0, 3)).isFalse();
        assertThat(Bands.isOutside(104, 100, 0, 3)).isTrue();
    }

    @Test
    void aBandThatIsOnIsAtLeastOneTick()
    {
        assertThat(Bands.isOutside(2, 1, TEN_PERCENT, 0)).isFalse();
        assertThat(Bands.isOutside(3, 1, TEN_PERCENT, 0)).isTrue();
        assertThat(Bands.isOutside(1, 0, 1, 0)).isFalse();
        assertThat(Bands.isOutside(-2, 0, 1, 0)).isTrue();
    }

    @Test
    void aNegativeReferenceCountsByItsSize()
    {
        assertThat(Bands.isOutside(-110, -100, TEN_PERCENT, 0)).isFalse();
        assertThat(Bands.isOutside(-111, -100, TEN_PERCENT, 0)).isTrue();
        assertThat(Bands.isOutside(-90, -100, TEN_PERCENT, 0)).isFalse();
        assertThat(Bands.isOutside(3, -3, TEN_PERCENT, 6)).isFalse();
        assertThat(Bands.isOutside(3, -3, TEN_PERCENT, 5)).isTrue();
    }

    @Test
    void aDistanceBeyond64BitsIsOutside()
    {
        assertThat(Bands.isOutside(Long.MAX_VALUE, -1, TEN_PERCENT, 0)).isTrue();
        assertThat(Bands.isOutside(Long.MIN_VALUE + 1, 2, TEN_PERCENT, 0)).isTrue();
        assertThat(Bands.isOutside(Long.MIN_VALUE, 0, TEN_PERCENT, Long.MAX_VALUE)).isTrue();
    }
}
