package io.flatbook.cluster;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Limits;

/**
 * What the pages of all reports share.
 */
final class Pages
{
    /** More than the header and root block of any report, in bytes. */
    static final int HEAD_LENGTH_MAX = 256;

    private Pages()
    {
    }

    /**
     * @return how many rows of a length fit one page, at least 1.
     */
    static int rows(final Limits limits, final int rowLength)
    {
        return Math.max(1, Math.min(limits.pageRows(), (limits.pageBytes() - HEAD_LENGTH_MAX) / rowLength));
    }

    static long zeroIsNull(final long value)
    {
        return 0 == value ? Absent.LONG : value;
    }
}
