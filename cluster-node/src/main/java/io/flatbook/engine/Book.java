package io.flatbook.engine;

import org.agrona.collections.Long2ObjectHashMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Assets, instruments and accounts, found by id and walked in order of id.
 */
public final class Book
{
    private final StateHash hash;
    private final Limits limits;
    private final List<Asset> assets = new ArrayList<>();
    private final List<Instrument> instruments = new ArrayList<>();
    private final Long2ObjectHashMap<Account> accountById = new Long2ObjectHashMap<>();
    private final TreeMap<Long, Account> accountsInOrder = new TreeMap<>();
    private final Long2ObjectHashMap<List<Account>> accountsByOwner = new Long2ObjectHashMap<>();

    Book(final StateHash hash, final Limits limits)
    {
        this.hash = hash;
        this.limits = limits;
    }

    /** Number of assets. */
    public int assetCount()
    {
        return assets.size();
    }

    /** Asset by id, or null. */
    public Asset asset(final int id)
    {
        return id >= 1 && id <= assets.size() ? assets.get(id - 1) : null;
    }

    /** Number of instruments. */
    public int instrumentCount()
    {
        return instruments.size();
    }

    /** Instrument by id, or null. */
    public Instrument instrument(final int id)
    {
        return id >= 1 && id <= instruments.size() ? instruments.get(id - 1) : null;
    }

    /** Number of accounts. */
    public int accountCount()
    {
        return accountById.size();
    }

    /** Account by id, or null. */
    public Account account(final long id)
    {
        return accountById.get(id);
    }

    /**
     * The next account in order of id.
     *
     * @param afterId exclusive; 0 for the first account.
     * @return the account with the least id above it, or null.
     */
    public Account nextAccount(final long afterId)
    {
        final Map.Entry<Long, Account> entry = accountsInOrder.higherEntry(afterId);
        return null == entry ? null : entry.getValue();
    }

    /** Accounts of an owner in order of id; empty where there is none. */
    List<Account> accountsOf(final long ownerId)
    {
        final List<Account> accounts = accountsByOwner.get(ownerId);
        return null == accounts ? List.of() : accounts;
    }

    boolean hasAsset(final String symbol)
    {
        for (final Asset asset : assets)
        {
            if (asset.symbol().equals(symbol))
            {
                return true;
            }
        }
        return false;
    }

    boolean hasInstrument(final String symbol)
    {
        for (final Instrument instrument : instruments)
        {
            if (instrument.symbol().equals(symbol))
            {
                return true;
            }
        }
        return false;
    }

    Asset addAsset(final String symbol, final int scale)
    {
        final Asset asset = new Asset(hash, assets.size() + 1, symbol, scale);
        assets.add(asset);
        return asset;
    }

    Instrument addInstrument(final InstrumentDefinition definition, final InstrumentUnits units)
    {
        final Instrument instrument = new Instrument(
            hash, instruments.size() + 1, definition, units, asset(definition.settlementAssetId),
            instrument(definition.underlyingId), limits.idsRetained());
        instruments.add(instrument);
        return instrument;
    }

    Account addAccount(final long id, final long ownerId, final Asset asset, final int venue)
    {
        final Account account = new Account(hash, id, ownerId, asset, venue);
        accountById.put(id, account);
        accountsInOrder.put(id, account);
        List<Account> ofOwner = accountsByOwner.get(ownerId);
        if (null == ofOwner)
        {
            ofOwner = new ArrayList<>(1);
            accountsByOwner.put(ownerId, ofOwner);
        }
        int at = ofOwner.size();
        while (at > 0 && ofOwner.get(at - 1).id() > id)
        {
            at--;
        }
        ofOwner.add(at, account);
        return account;
    }

    void removeAccount(final Account account)
    {
        account.unhash();
        accountById.remove(account.id());
        accountsInOrder.remove(account.id());
        final List<Account> ofOwner = accountsByOwner.get(account.ownerId());
        ofOwner.remove(account);
        if (ofOwner.isEmpty())
        {
            accountsByOwner.remove(account.ownerId());
        }
    }
}
