package io.flatbook.engine;

import io.flatbook.engine.book.Hashed;
import io.flatbook.engine.book.IdWindow;
import io.flatbook.engine.book.StateHash;

/**
 * The last trades that a gateway booked: the window in which a trade id is known and a trade can be busted, once. A
 * trade lies in the window beside its id, as words.
 *
 * <p>Contract: TRD-4.
 */
public final class TradeLog extends Hashed
{
    private static final int INSTRUMENT = 1;
    private static final int BUYER = 2;
    private static final int SELLER = 3;
    private static final int LOTS = 4;
    private static final int TICKS = 5;
    private static final int BUYER_FEE = 6;
    private static final int SELLER_FEE = 7;
    private static final int BUYER_SERIAL = 8;
    private static final int SELLER_SERIAL = 9;
    private static final int BUSTED = 10;
    private static final int DIGEST = 11;

    private final long domain;
    private final IdWindow ids;
    private long digestSum;

    TradeLog(final StateHash hash, final long domain, final int capacity)
    {
        super(hash);
        this.domain = domain;
        ids = new IdWindow(hash, domain, capacity, DIGEST);
    }

    /** Trade ids in order of booking. */
    public IdWindow ids()
    {
        return ids;
    }

    /** A copy of the trade with an id, or null. */
    public BookedTrade trade(final long tradeId)
    {
        final int slot = ids.slotOf(tradeId);
        return IdWindow.NOWHERE == slot ? null : new BookedTrade(tradeId, (int)ids.word(slot, INSTRUMENT),
            ids.word(slot, BUYER), ids.word(slot, SELLER), ids.word(slot, LOTS), ids.word(slot, TICKS),
            ids.word(slot, BUYER_FEE), ids.word(slot, SELLER_FEE), ids.word(slot, BUYER_SERIAL),
            ids.word(slot, SELLER_SERIAL));
    }

    /** Whether a trade was busted. */
    public boolean isBusted(final long tradeId)
    {
        final int slot = ids.slotOf(tradeId);
        return IdWindow.NOWHERE != slot && 0 != ids.word(slot, BUSTED);
    }

    void add(final TradeTicket trade)
    {
        add(trade.tradeId(), trade.instrument().id(), trade.buyer().account().id(), trade.seller().account().id(),
            trade.quantityLots(), trade.priceTicks(), trade.buyerFee(), trade.sellerFee(),
            trade.buyer().account().serial(), trade.seller().account().serial());
    }

    void add(final BookedTrade trade)
    {
        add(trade.tradeId(), trade.instrumentId(), trade.buyer(), trade.seller(), trade.lots(), trade.ticks(),
            trade.buyerFee(), trade.sellerFee(), trade.buyerSerial(), trade.sellerSerial());
    }

    private void add(
        final long tradeId, final int instrumentId, final long buyer, final long seller, final long lots,
        final long ticks, final long buyerFee, final long sellerFee, final long buyerSerial, final long sellerSerial)
    {
        final int leaving = ids.slotToLeave();
        if (IdWindow.NOWHERE != leaving)
        {
            digestSum -= ids.word(leaving, DIGEST);
        }
        ids.add(tradeId);
        final int slot = ids.lastSlot();
        ids.word(slot, INSTRUMENT, instrumentId);
        ids.word(slot, BUYER, buyer);
        ids.word(slot, SELLER, seller);
        ids.word(slot, LOTS, lots);
        ids.word(slot, TICKS, ticks);
        ids.word(slot, BUYER_FEE, buyerFee);
        ids.word(slot, SELLER_FEE, sellerFee);
        ids.word(slot, BUYER_SERIAL, buyerSerial);
        ids.word(slot, SELLER_SERIAL, sellerSerial);
        ids.word(slot, BUSTED, 0);
        count(tradeId, slot);
    }

    void bust(final long tradeId)
    {
        final int slot = ids.slotOf(tradeId);
        digestSum -= ids.word(slot, DIGEST);
        ids.word(slot, BUSTED, 1);
        count(tradeId, slot);
    }

    // A trade keeps its digest beside it, to be taken out of the sum when it leaves.
    private void count(final long tradeId, final int slot)
    {
        final long digest = digest(tradeId, slot);
        ids.word(slot, DIGEST, digest);
        digestSum += digest;
        rehash();
    }

    private long digest(final long tradeId, final int slot)
    {
        long h = StateHash.digest(tradeId, ids.word(slot, INSTRUMENT), ids.word(slot, BUYER), ids.word(slot, SELLER),
            ids.word(slot, LOTS));
        h = StateHash.digest(h, ids.word(slot, TICKS), ids.word(slot, BUYER_FEE), ids.word(slot, SELLER_FEE), 0);
        h = StateHash.digest(h, ids.word(slot, BUYER_SERIAL), ids.word(slot, SELLER_SERIAL), 0, 0);
        return StateHash.mix(StateHash.mix(domain, h), ids.word(slot, BUSTED));
    }

    @Override
    protected long replicaDigest()
    {
        return digestSum;
    }
}
