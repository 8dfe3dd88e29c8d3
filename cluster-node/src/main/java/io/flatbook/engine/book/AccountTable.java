package io.flatbook.engine.book;

/**
 * Accounts by id: open addressing on the accounts themselves, which carry their ids, so that a search reads one line of
 * the table and the account that it is for. At most half of the table is taken. Where an account leaves, those behind
 * it move up, so that no search meets a gap before what it looks for. Nobody walks it: {@link Book} keeps the order.
 */
final class AccountTable
{
    private Account[] accounts = new Account[IdPlaces.NEIGHBORS];
    private int bits = IdPlaces.bitsFor(IdPlaces.NEIGHBORS);
    private int count;

    int count()
    {
        return count;
    }

    /** The account with an id, or null. */
    Account get(final long id)
    {
        final Account[] table = accounts;
        int at = IdPlaces.place(id, bits);
        Account account = table[at];
        while (null != account && account.id() != id)
        {
            at = at + 1 & table.length - 1;
            account = table[at];
        }
        return account;
    }

    /** Adds an account whose id no other has. */
    void add(final Account account)
    {
        if (2 * count >= accounts.length)
        {
            grow();
        }
        place(account);
        count++;
    }

    private void grow()
    {
        final Account[] former = accounts;
        bits++;
        accounts = new Account[1 << bits];
        for (final Account account : former)
        {
            if (null != account)
            {
                place(account);
            }
        }
    }

    private void place(final Account account)
    {
        int at = IdPlaces.place(account.id(), bits);
        while (null != accounts[at])
        {
            at = at + 1 & accounts.length - 1;
        }
        accounts[at] = account;
    }

    /** Removes an account that is there. */
    void remove(final Account account)
    {
        final int mask = accounts.length - 1;
        int gap = IdPlaces.place(account.id(), bits);
        while (accounts[gap] != account)
        {
            gap = gap + 1 & mask;
        }
        for (int at = gap + 1 & mask; null != accounts[at]; at = at + 1 & mask)
        {
            if ((at - IdPlaces.place(accounts[at].id(), bits) & mask) >= (at - gap & mask))
            {
                accounts[gap] = accounts[at];
                gap = at;
            }
        }
        accounts[gap] = null;
        count--;
    }
}
