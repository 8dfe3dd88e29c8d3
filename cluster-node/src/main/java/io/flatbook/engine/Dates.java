package io.flatbook.engine;

/**
 * Calendar dates as yyyymmdd.
 */
final class Dates
{
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Dates()
    {
    }

    static boolean valid(final int date)
    {
        final int year = date / 10_000;
        final int month = date / 100 % 100;
        final int day = date % 100;
        if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1)
        {
            return false;
        }
        final boolean leap = 0 == year % 4 && 0 != year % 100 || 0 == year % 400;
        return day <= DAYS[month - 1] + (2 == month && leap ? 1 : 0);
    }
}
