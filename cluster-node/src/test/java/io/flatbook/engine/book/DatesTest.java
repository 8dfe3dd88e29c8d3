package io.flatbook.engine.book;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Trade dates and business days are dates of the calendar (CMD-7, EYES-2). */
class DatesTest
{
    @Test
    void agreesWithTheCalendarOnEveryNumber()
    {
        for (int year = 1970; year <= 2105; year++)
        {
            for (int monthAndDay = 0; monthAndDay < 1_350; monthAndDay++)
            {
                final int date = year * 10_000 + monthAndDay;
                assertThat(Dates.valid(date)).as("%d", date).isEqualTo(exists(year, monthAndDay));
            }
        }
    }

    @Test
    void refusesWhatIsNoYearOfFourDigits()
    {
        assertThat(Dates.valid(19_691_231)).isFalse();
        assertThat(Dates.valid(99_991_231)).isTrue();
        assertThat(Dates.valid(100_000_101)).isFalse();
        assertThat(Dates.valid(0)).isFalse();
        assertThat(Dates.valid(-20_260_101)).isFalse();
        assertThat(Dates.valid(Integer.MIN_VALUE)).isFalse();
        assertThat(Dates.valid(Integer.MAX_VALUE)).isFalse();
    }

    private static boolean exists(final int year, final int monthAndDay)
    {
        try
        {
            return null != LocalDate.of(year, monthAndDay / 100, monthAndDay % 100);
        }
        catch (final DateTimeException ex)
        {
            return false;
        }
    }
}
