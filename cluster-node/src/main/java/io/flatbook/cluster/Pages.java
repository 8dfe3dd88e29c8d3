package io.flatbook.cluster;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.RejectReason;

/**
 * What the pages of all reports share.
 */
final class Pages
{
    /** More than the header and root block of any report, in bytes. */
    static final int HEAD_LENGTH_MAX = 256;
    /** Rows of other venues and accounts without positions that a page goes past. */
    static final int ROWS_PASSED_MAX = 4_096;

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

    /** Says whether an asker of a venue may ask for one account, and why not. */
    static RejectReason visible(final Book book, final int venue, final long accountId)
    {
        if (accountId < 1)
        {
            return RejectReason.INVALID_FIELD;
        }
        final Account account = book.account(accountId);
        if (null == account)
        {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        return isVisible(venue, account) ? RejectReason.NONE : RejectReason.NOT_YOUR_ACCOUNT;
    }

    static boolean isVisible(final int venue, final Account account)
    {
        return EventRing.RISK_OPS == venue || venue == account.venue();
    }

    /** Where a page begins; null is from the start. */
    static long fromStart(final long after)
    {
        return Math.max(0, after);
    }
}
