package io.flatbook.engine.book;

import java.util.Arrays;

/**
 * Numbers accounts from 0 in the order in which they come, so that what somebody notes of them lies in arrays: open
 * addressing on the numbers, so that a search reads one line of a small table and one account's place. At most a
 * quarter of the table is taken: it is asked for many who did not come.
 */
public final class AccountNumbers
{
    /** The number of an account that did not come. */
    public static final int NONE = -1;

    private static final int GROWTH_BITS = 2;

    private Account[] accounts = new Account[IdPlaces.NEIGHBORS];
    private int bits = IdPlaces.bitsFor(4 * IdPlaces.NEIGHBORS);
    private int[] table = empty(bits);
    private int count;

    /** No accounts. */
    public AccountNumbers()
    {
    }

    private static int[] empty(final int bits)
    {
        final int[] table = new int[1 << bits];
        Arrays.fill(table, NONE);
        return table;
    }

    /** How many came. */
    public int count()
    {
        return count;
    }

    /** The number of an account, or {@link #NONE}. */
    public int of(final Account account)
    {
        return table[place(account)];
    }

    /** The number of an account; a new one if it did not come before. */
    public int add(final Account account)
    {
        int at = place(account);
        if (NONE == table[at])
        {
            if (count == accounts.length)
            {
                grow();
                at = place(account);
            }
            accounts[count] = account;
            table[at] = count;
            count++;
        }
        return table[at];
    }

    private void grow()
    {
        accounts = Arrays.copyOf(accounts, count << GROWTH_BITS);
        bits += GROWTH_BITS;
        table = empty(bits);
        for (int number = 0; number < count; number++)
        {
            table[place(accounts[number])] = number;
        }
    }

    // Where its number stands or would stand.
    private int place(final Account account)
    {
        int at = IdPlaces.place(account.id(), bits);
        while (NONE != table[at] && accounts[table[at]] != account)
        {
            at = at + 1 & table.length - 1;
        }
        return at;
    }
}
