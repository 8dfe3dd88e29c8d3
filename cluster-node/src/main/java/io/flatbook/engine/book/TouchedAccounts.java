package io.flatbook.engine.book;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The accounts that a command touched so far and that are to be evaluated at its end, in ascending id (STAT-1).
 */
public final class TouchedAccounts
{
    /** More than the trades of a message touch. */
    static final int MANY = 64;

    private static final Comparator<Account> BY_ID = Comparator.comparingLong(Account::id);

    private final WorkCounter work;
    private List<Account> touched = new ArrayList<>();
    private List<Account> drained = new ArrayList<>();

    /**
     * No accounts.
     *
     * @param work counts the accounts that are evaluated.
     */
    public TouchedAccounts(final WorkCounter work)
    {
        this.work = work;
    }

    /** Has an account evaluated at the end of the command. */
    public void touch(final Account account)
    {
        if (!account.touched())
        {
            account.touched(true);
            touched.add(account);
        }
    }

    /** Touches all holders of an instrument and of the options written on it. */
    public void touchHolders(final Instrument instrument)
    {
        for (final Position position : instrument.positions())
        {
            touch(position.account());
        }
        for (final Instrument option : instrument.options())
        {
            touchHolders(option);
        }
    }

    boolean hasAny()
    {
        return !touched.isEmpty();
    }

    /** The accounts touched since the last time, in ascending id; valid until the next call. */
    List<Account> drain()
    {
        final List<Account> due = touched;
        touched = drained;
        touched.clear();
        drained = due;
        work.evaluated(due.size());
        sort(due);
        for (int i = 0; i < due.size(); i++)
        {
            due.get(i).touched(false);
        }
        return due;
    }

    // A trade touches two. Of many each is read once for its id, which is above 0: to compare them would read them
    // again and again.
    private static void sort(final List<Account> due)
    {
        if (2 == due.size())
        {
            if (due.get(0).id() > due.get(1).id())
            {
                due.add(due.remove(0));
            }
        }
        else if (due.size() > MANY)
        {
            sortMany(due);
        }
        else if (due.size() > 2)
        {
            due.sort(BY_ID);
        }
    }

    private static void sortMany(final List<Account> due)
    {
        final long[] ids = new long[due.size()];
        boolean isSorted = true;
        for (int i = 0; i < ids.length; i++)
        {
            ids[i] = due.get(i).id();
            isSorted &= 0 == i || ids[i] > ids[i - 1];
        }
        if (!isSorted)
        {
            final CodeOrder order = new CodeOrder(ids);
            final Account[] unsorted = due.toArray(new Account[0]);
            for (int i = 0; i < unsorted.length; i++)
            {
                due.set(i, unsorted[order.place(i)]);
            }
        }
    }
}
