package io.flatbook.engine.book;

/**
 * Calendar dates as yyyymmdd.
 */
public final class Dates
{
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Dates()
    {
    }

    /** Whether a date exists; years 1970 to 9999. */
    public static boolean valid(final int date)
    {
        final int year = date / 10_000;
        final int month = date / 100 % 100;
        final int day = date % 100;
        if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1)
        {
            return false;
        }
        return day <= DAYS[month - 1] + (2 == month && isLeap(year) ? 1 : 0);
    }

    /**
     * Number of a date in a count of days, so that the difference of two is the days between them.
     *
     * @param date a valid date.
     * @return days since a fixed day.
     */
    public static int dayNumber(final int date)
    {
        final int year = date / 10_000;
        final int month = date / 100 % 100;
        final int yearsBefore = year - 1;
        int days = 365 * yearsBefore + yearsBefore / 4 - yearsBefore / 100 + yearsBefore / 400 + date % 100;
        for (int m = 1; m < month; m++)
        {
            days += DAYS[m - 1];
        }
        return days + (month > 2 && isLeap(year) ? 1 : 0);
    }

    private static boolean isLeap(final int year)
    {
        return 0 == year % 4 && 0 != year % 100 || 0 == year % 400;
    }
}
