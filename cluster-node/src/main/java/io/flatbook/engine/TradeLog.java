package io.flatbook.engine;

import io.flatbook.engine.book.Hashed;
import io.flatbook.engine.book.IdWindow;
import io.flatbook.engine.book.StateHash;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;

/**
 * The last trades that a gateway booked: the window in which a trade id is known and a trade can be busted, once.
 *
 * <p>Contract: TRD-4.
 */
public final class TradeLog extends Hashed
{
    private final long domain;
    private final IdWindow ids;
    private final Long2ObjectHashMap<BookedTrade> tradeById = new Long2ObjectHashMap<>();
    private final LongHashSet busted = new LongHashSet();
    private long digestSum;

    TradeLog(final StateHash hash, final long domain, final int capacity)
    {
        super(hash);
        this.domain = domain;
        ids = new IdWindow(hash, domain, capacity);
    }

    /** Trade ids in order of booking. */
    public IdWindow ids()
    {
        return ids;
    }

    /** The trade with an id, or null. */
    public BookedTrade trade(final long tradeId)
    {
        return tradeById.get(tradeId);
    }

    /** Whether a trade was busted. */
    public boolean isBusted(final long tradeId)
    {
        return busted.contains(tradeId);
    }

    void add(final BookedTrade trade)
    {
        final long displaced = ids.add(trade.tradeId());
        if (0 != displaced)
        {
            digestSum -= digest(displaced);
            tradeById.remove(displaced);
            busted.remove(displaced);
        }
        tradeById.put(trade.tradeId(), trade);
        digestSum += digest(trade.tradeId());
        rehash();
    }

    void bust(final long tradeId)
    {
        digestSum -= digest(tradeId);
        busted.add(tradeId);
        digestSum += digest(tradeId);
        rehash();
    }

    private long digest(final long tradeId)
    {
        return StateHash.mix(StateHash.mix(domain, tradeById.get(tradeId).digest()), busted.contains(tradeId) ? 1 : 0);
    }

    @Override
    protected long replicaDigest()
    {
        return digestSum;
    }
}
