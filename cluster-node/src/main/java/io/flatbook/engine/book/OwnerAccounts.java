package io.flatbook.engine.book;

import java.util.ArrayList;
import java.util.List;

/**
 * The accounts of one owner in one asset, in order of id, and how many of them are distressed.
 */
public final class OwnerAccounts
{
    private final Asset asset;
    private final List<Account> accounts = new ArrayList<>(1);
    private int distressed;
    private int marginCalls;

    OwnerAccounts(final Asset asset)
    {
        this.asset = asset;
    }

    /** The asset. */
    public Asset asset()
    {
        return asset;
    }

    /** Number of accounts. */
    public int count()
    {
        return accounts.size();
    }

    /** Account {@code i} (from 0) in order of id. */
    public Account account(final int i)
    {
        return accounts.get(i);
    }

    /** Number of accounts that are LIQUIDATING or DEFAULTED, or that only doubt keeps from it (RUN-3). */
    public int distressed()
    {
        return distressed;
    }

    /** Number of accounts in MARGIN_CALL. */
    public int marginCalls()
    {
        return marginCalls;
    }

    /** Lots that all accounts together hold on one side of an instrument, at or above 0. */
    public long lots(final Instrument instrument, final boolean isLong)
    {
        long sum = 0;
        for (int i = 0; i < accounts.size(); i++)
        {
            final Position leg = accounts.get(i).leg(instrument);
            if (null != leg && leg.quantityLots() > 0 == isLong)
            {
                sum += Math.abs(leg.quantityLots());
            }
        }
        return sum;
    }

    void countDistressed(final int delta)
    {
        distressed += delta;
        asset.countDistressed(delta);
    }

    void countMarginCalls(final int delta)
    {
        marginCalls += delta;
    }

    void add(final Account account)
    {
        int at = accounts.size();
        while (at > 0 && accounts.get(at - 1).id() > account.id())
        {
            at--;
        }
        accounts.add(at, account);
    }

    void remove(final Account account)
    {
        accounts.remove(account);
    }
}
