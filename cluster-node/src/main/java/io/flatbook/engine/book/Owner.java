package io.flatbook.engine.book;

import java.util.ArrayList;
import java.util.List;

/**
 * A beneficial owner at a venue: an id means nothing at another venue. Its accounts of one asset answer for each other
 * as RUN-3 says, which is why they are kept asset by asset.
 *
 * <p>Contract: NOUN-3.
 */
public final class Owner
{
    private final int venue;
    private final long id;
    private final List<OwnerAccounts> accountsByAsset = new ArrayList<>(1);

    Owner(final int venue, final long id)
    {
        this.venue = venue;
        this.id = id;
    }

    /** Venue at which the id has a meaning. */
    public int venue()
    {
        return venue;
    }

    /** Number of the owner at its venue. */
    public long id()
    {
        return id;
    }

    /** Its accounts of an asset; null if it has none. */
    public OwnerAccounts accountsIn(final Asset asset)
    {
        for (int i = 0; i < accountsByAsset.size(); i++)
        {
            if (accountsByAsset.get(i).asset() == asset)
            {
                return accountsByAsset.get(i);
            }
        }
        return null;
    }

    OwnerAccounts add(final Account account)
    {
        OwnerAccounts accounts = accountsIn(account.asset());
        if (null == accounts)
        {
            accounts = new OwnerAccounts(account.asset());
            accountsByAsset.add(accounts);
        }
        accounts.add(account);
        return accounts;
    }

    void remove(final Account account)
    {
        final OwnerAccounts accounts = accountsIn(account.asset());
        accounts.remove(account);
        if (0 == accounts.count())
        {
            accountsByAsset.remove(accounts);
        }
    }

    boolean isEmpty()
    {
        return accountsByAsset.isEmpty();
    }
}
