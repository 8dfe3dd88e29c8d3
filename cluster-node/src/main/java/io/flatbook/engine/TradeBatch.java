package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * Outcomes of the trades of the batch at hand; empty for any other command.
 *
 * <p>Before the first trade is registered {@link #lookAhead()} reads what all of them are about: first the accounts,
 * then which positions they are, then those. What one trade reads in a step does not depend on what another does, so
 * that the processor has the memory of several on its way at once; a trade for itself waits for one after the other.
 * It changes nothing, and nothing depends on it: each trade looks up again what it needs.
 *
 * <p>Contract: CMD-8.
 */
public final class TradeBatch
{
    private final RejectReason[] reasons;
    private final RejectField[] fields;
    private final Book book;
    private final Instrument[] instruments;
    private final Account[] accounts;
    private final int[] legs;
    private int count;
    private int expected;
    private long seen;

    TradeBatch(final Book book, final int tradesMax)
    {
        this.book = book;
        instruments = new Instrument[2 * tradesMax];
        accounts = new Account[2 * tradesMax];
        legs = new int[2 * tradesMax];
        reasons = new RejectReason[tradesMax];
        fields = new RejectField[tradesMax];
    }

    /**
     * Starts the batch of a gateway.
     *
     * @param sender of the batch.
     * @param trades how many it holds.
     * @return {@link RejectReason#NONE}, {@link RejectReason#NOT_AUTHORIZED} if the sender may register no trade, or
     *         {@link RejectReason#INVALID_FIELD} if it holds none or too many.
     */
    public RejectReason begin(final Principal sender, final int trades)
    {
        final RejectReason reason = begin(trades);
        return sender.may(Principal.TRADE) ? reason : RejectReason.NOT_AUTHORIZED;
    }

    /**
     * Starts a batch.
     *
     * @param trades how many it holds.
     * @return {@link RejectReason#NONE}, or {@link RejectReason#INVALID_FIELD} if it holds none or too many.
     */
    public RejectReason begin(final int trades)
    {
        count = 0;
        expected = 0;
        return trades < 1 || trades > reasons.length ? RejectReason.INVALID_FIELD : RejectReason.NONE;
    }

    /** A trade that the batch holds, with whatever ids it has; no more than {@link #begin} announced. */
    public void expect(final int instrumentId, final long buyerId, final long sellerId)
    {
        final Instrument instrument = book.instrument(instrumentId);
        instruments[expected] = instrument;
        accounts[expected++] = book.account(buyerId);
        instruments[expected] = instrument;
        accounts[expected++] = book.account(sellerId);
    }

    /** Reads what the expected trades are about. */
    public void lookAhead()
    {
        for (int i = 0; i < expected; i++)
        {
            legs[i] = null == accounts[i] || null == instruments[i] ? -1 : accounts[i].legIndex(instruments[i]);
        }
        long sum = 0;
        for (int i = 0; i < expected; i++)
        {
            sum += legs[i] < 0 ? 0 : accounts[i].glance(legs[i]) + accounts[i].collateral();
        }
        seen = sum;
    }

    /** Adds the outcome of the next trade. */
    public void add(final RejectReason reason, final RejectField field)
    {
        reasons[count] = reason;
        fields[count] = field;
        count++;
    }

    void clear()
    {
        count = 0;
    }

    /** Number of outcomes. */
    public int count()
    {
        return count;
    }

    /** How trade {@code i} (from 0) ended. */
    public RejectReason reason(final int i)
    {
        return reasons[i];
    }

    /** Field of its refusal. */
    public RejectField field(final int i)
    {
        return fields[i];
    }
}
