package io.flatbook.engine.book;

import io.flatbook.sbe.InstrumentStatus;
import org.agrona.collections.Int2IntCounterMap;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Object2ObjectHashMap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Assets, instruments, owners and accounts, found by id and walked in order of id.
 */
public final class Book extends Hashed
{
    private final ChangedAccounts changes = new ChangedAccounts();
    private final List<Asset> assets = new ArrayList<>();
    private final Int2ObjectHashMap<Instrument> instrumentById = new Int2ObjectHashMap<>();
    private final TreeMap<Integer, Instrument> instrumentsInOrder = new TreeMap<>();
    private final Object2ObjectHashMap<String, Instrument> instrumentBySymbol = new Object2ObjectHashMap<>();
    private final AccountTable accountById = new AccountTable();
    private final TreeMap<Long, Account> accountsInOrder = new TreeMap<>();
    private final Int2IntCounterMap accountsByVenue = new Int2IntCounterMap(0);
    private final Object2ObjectHashMap<Asset.OwnerKey, Owner> ownerByKey = new Object2ObjectHashMap<>();
    private final TreeSet<Instrument> unexpired = new TreeSet<>(
        Comparator.<Instrument>comparingLong((instrument) -> instrument.definition().expiryMs)
            .thenComparingInt(Instrument::id));
    private int lastInstrumentId;
    private int settledCount;
    private long lastAccountSerial;

    /** An empty book. */
    public Book(final StateHash hash)
    {
        super(hash);
        rehash();
    }

    /** Accounts that changed, for whoever keeps an index of them. */
    public ChangedAccounts changes()
    {
        return changes;
    }

    /** Number of assets. */
    public int assetCount()
    {
        return assets.size();
    }

    /** Money is conserved in every asset, and what cannot be negative is not. */
    public void checkMoney()
    {
        for (int i = 0; i < assets.size(); i++)
        {
            final Asset asset = assets.get(i);
            Invariant.check(asset.balanced(), "money is conserved", asset.id(), asset.netDeposits());
            Invariant.check(asset.insuranceFund() >= 0 && asset.fees() >= 0 && asset.houseDeficit().high() >= 0,
                "fund, fees and house deficit are not negative", asset.insuranceFund(), asset.fees());
        }
    }

    /** Asset by id, or null. */
    public Asset asset(final int id)
    {
        return id >= 1 && id <= assets.size() ? assets.get(id - 1) : null;
    }

    /** Number of instruments that were not removed. */
    public int instrumentCount()
    {
        return instrumentsInOrder.size();
    }

    /** Number of instruments that are not settled, which is what the limit counts (SETL-3). */
    public int openInstrumentCount()
    {
        return instrumentsInOrder.size() - settledCount;
    }

    /** Highest instrument id ever given, or 0. */
    public int lastInstrumentId()
    {
        return lastInstrumentId;
    }

    /** Instrument by id, or null. */
    public Instrument instrument(final int id)
    {
        return instrumentById.get(id);
    }

    /**
     * The next instrument in order of id.
     *
     * @param afterId exclusive; 0 for the first instrument.
     * @return the instrument with the least id above it, or null.
     */
    public Instrument nextInstrument(final int afterId)
    {
        final Map.Entry<Integer, Instrument> entry = instrumentsInOrder.higherEntry(afterId);
        return null == entry ? null : entry.getValue();
    }

    /** Number of accounts. */
    public int accountCount()
    {
        return accountById.count();
    }

    /** Number of accounts of a venue. */
    public int accountCount(final int venue)
    {
        return accountsByVenue.get(venue);
    }

    /** Account by id, or null. */
    public Account account(final long id)
    {
        return accountById.get(id);
    }

    /** All accounts in order of id, for a walk that opens and closes none. */
    public Collection<Account> accounts()
    {
        return Collections.unmodifiableCollection(accountsInOrder.values());
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

    /** Owner by venue and id, or null if it has no account. */
    public Owner owner(final int venue, final long ownerId)
    {
        return ownerByKey.get(new Asset.OwnerKey(venue, ownerId));
    }

    /** Whether an asset has a symbol. */
    public boolean hasAsset(final String symbol)
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

    /** Whether an instrument that was not removed has a symbol. */
    public boolean hasInstrument(final String symbol)
    {
        return null != instrumentBySymbol.get(symbol);
    }

    Asset addAsset(final String symbol, final int scale)
    {
        final Asset asset = new Asset(hash(), assets.size() + 1, symbol, scale);
        assets.add(asset);
        return asset;
    }

    Instrument addInstrument(final int id, final InstrumentDefinition definition, final InstrumentUnits units)
    {
        final Instrument instrument = new Instrument(
            hash(), id, definition, units, asset(definition.settlementAssetId),
            Absent.INT == definition.underlyingId ? null : instrument(definition.underlyingId));
        instrumentById.put(id, instrument);
        instrumentsInOrder.put(id, instrument);
        instrumentBySymbol.put(instrument.symbol(), instrument);
        if (Absent.LONG != definition.expiryMs)
        {
            unexpired.add(instrument);
        }
        lastInstrumentId(Math.max(lastInstrumentId, id));
        return instrument;
    }

    void lastInstrumentId(final int id)
    {
        lastInstrumentId = id;
        rehash();
    }

    /** Number of accounts ever opened. */
    public long lastAccountSerial()
    {
        return lastAccountSerial;
    }

    void lastAccountSerial(final long serial)
    {
        if (serial != lastAccountSerial)
        {
            lastAccountSerial = serial;
            rehash();
        }
    }

    /** Dated instruments that are neither EXPIRED nor SETTLED, by expiry; not to be changed. */
    public TreeSet<Instrument> unexpired()
    {
        return unexpired;
    }

    /** Keeps indexes and counters by the status of an instrument, which only moves towards its end. */
    void statusChanged(final Instrument instrument)
    {
        if (instrument.isSettled())
        {
            settledCount++;
        }
        if (instrument.isSettled() || InstrumentStatus.EXPIRED == instrument.status())
        {
            unexpired.remove(instrument);
        }
    }

    void removeInstrument(final Instrument instrument)
    {
        instrument.remove();
        instrumentById.remove(instrument.id());
        instrumentsInOrder.remove(instrument.id());
        instrumentBySymbol.remove(instrument.symbol());
        settledCount--;
    }

    Account addAccount(
        final long id, final long serial, final int venue, final long ownerId, final Asset asset)
    {
        final Asset.OwnerKey key = new Asset.OwnerKey(venue, ownerId);
        Owner owner = ownerByKey.get(key);
        if (null == owner)
        {
            owner = new Owner(venue, ownerId);
            ownerByKey.put(key, owner);
        }
        final Account account = new Account(hash(), changes, id, serial, owner, asset);
        account.ownerAccounts(owner.add(account));
        accountById.add(account);
        accountsInOrder.put(id, account);
        accountsByVenue.incrementAndGet(venue);
        lastAccountSerial(Math.max(lastAccountSerial, serial));
        return account;
    }

    void removeAccount(final Account account)
    {
        account.remove();
        accountById.remove(account);
        accountsInOrder.remove(account.id());
        accountsByVenue.decrementAndGet(account.venue());
        final Owner owner = account.owner();
        owner.remove(account);
        if (owner.isEmpty())
        {
            ownerByKey.remove(new Asset.OwnerKey(owner.venue(), owner.id()));
        }
    }

    @Override
    protected long bookDigest()
    {
        return StateHash.digest(7, lastInstrumentId, 0, 0, 0);
    }

    @Override
    protected long replicaDigest()
    {
        return StateHash.digest(114, lastAccountSerial, 0, 0, 0);
    }
}
