package io.flatbook.engine.book;

import java.util.ArrayList;
import java.util.List;

/**
 * The accounts whose collateral, positions or units of an instrument changed, and the positions that were closed, since
 * the keeper of an index last asked. Nothing is noted until somebody watches. Not state.
 */
public final class ChangedAccounts
{
    private final List<Account> accounts = new ArrayList<>();
    private final List<Position> closed = new ArrayList<>();
    private boolean isWatched;

    /** Nothing changed, nobody watches. */
    public ChangedAccounts()
    {
    }

    /** Begins to note changes, or ends it. */
    public void watch(final boolean isWatching)
    {
        isWatched = isWatching;
        if (!isWatching)
        {
            clear();
        }
    }

    /** An account changed. */
    public void changed(final Account account)
    {
        if (isWatched && !account.noted())
        {
            account.noted(true);
            accounts.add(account);
        }
    }

    void closed(final Position position)
    {
        if (isWatched)
        {
            closed.add(position);
        }
    }

    /** Accounts that changed, each once, in order of their first change; not to be changed. */
    public List<Account> accounts()
    {
        return accounts;
    }

    /** Positions that were closed, in order; not to be changed. */
    public List<Position> closed()
    {
        return closed;
    }

    /** Forgets what changed so far. */
    public void clear()
    {
        for (int i = 0; i < accounts.size(); i++)
        {
            accounts.get(i).noted(false);
        }
        accounts.clear();
        closed.clear();
    }
}
