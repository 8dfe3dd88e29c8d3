package io.flatbook.client;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The figures of RFC 6298, chapter 2, worked by hand. */
final class RoundTripTest
{
    private final RoundTrip roundTrip = new RoundTrip(100);

    @Test
    void isTheLeastUntilSomethingWasMeasured()
    {
        assertThat(roundTrip.timeoutNs()).isEqualTo(100);
    }

    @Test
    void isTheSmoothedRoundTripAndFourVariances()
    {
        measure(1, 800);
        // 800, and half of it
        assertThat(roundTrip.timeoutNs()).isEqualTo(800 + 4 * 400);
        measure(2, 1_600);
        // 7/8 of 800 and 1/8 of 1,600; 3/4 of 400 and 1/4 of 800
        assertThat(roundTrip.timeoutNs()).isEqualTo(900 + 4 * 500);
    }

    @Test
    void isNeverBelowTheLeast()
    {
        measure(1, 3);
        assertThat(roundTrip.timeoutNs()).isEqualTo(100);
    }

    @Test
    void doublesUntilACommandThatWasSentOnceIsAnswered()
    {
        roundTrip.backOff();
        roundTrip.backOff();
        assertThat(roundTrip.timeoutNs()).isEqualTo(400);
        roundTrip.answered(1, false, 10);
        assertThat(roundTrip.timeoutNs()).isEqualTo(400);
        roundTrip.answered(2, true, 10);
        assertThat(roundTrip.timeoutNs()).isEqualTo(100);
    }

    @Test
    void measuresNothingOfACommandThatWasSentTwice()
    {
        roundTrip.sent(1, 0);
        roundTrip.sentAgain(1);
        roundTrip.answered(1, false, 5_000);
        assertThat(roundTrip.timeoutNs()).isEqualTo(100);
        roundTrip.sent(2, 0);
        roundTrip.forget();
        roundTrip.answered(2, true, 5_000);
        assertThat(roundTrip.timeoutNs()).isEqualTo(100);
    }

    @Test
    void timesOneCommandAtATime()
    {
        roundTrip.sent(1, 0);
        roundTrip.sent(2, 10);
        roundTrip.answered(2, true, 90_000);
        roundTrip.answered(1, true, 800);
        assertThat(roundTrip.timeoutNs()).isEqualTo(800 + 4 * 400);
    }

    private void measure(final long id, final long roundTripNs)
    {
        roundTrip.sent(id, 7);
        roundTrip.answered(id, true, 7 + roundTripNs);
    }
}
