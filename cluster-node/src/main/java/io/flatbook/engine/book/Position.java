package io.flatbook.engine.book;

/**
 * What an account holds of an instrument: signed lots and their cost. The average entry price is derived, never kept.
 * A read-only cursor: lots and cost lie in the words of its account ({@link AccountLegs}), which is their only writer.
 * Once it is closed it has none.
 */
public final class Position
{
    private static final int CLOSED = -1;

    private final Account account;
    private final Instrument instrument;
    private int index = CLOSED;
    private TriggerRange ownRange;
    private TriggerRange underlyingRange;

    Position(final Account account, final Instrument instrument)
    {
        this.account = account;
        this.instrument = instrument;
    }

    /** The account that holds it. */
    public Account account()
    {
        return account;
    }

    /** The instrument held. */
    public Instrument instrument()
    {
        return instrument;
    }

    /** Signed quantity in lots, long above 0. */
    public long quantityLots()
    {
        return CLOSED == index ? 0 : account.legLots(index);
    }

    /** Whether it is long. */
    public boolean isLong()
    {
        return quantityLots() > 0;
    }

    /** Sum of the trade values still open, and what haircuts took, signed, minor units. */
    public long cost()
    {
        return CLOSED == index ? 0 : account.legCost(index);
    }

    /** Value at mark, minor units. */
    public long value()
    {
        return instrument.markValue(quantityLots());
    }

    /** Value at mark less cost, minor units (BOOK-3). */
    public long unrealizedPnl()
    {
        return value() - cost();
    }

    /** Marks of its instrument that cannot change its account's status, or null; not state. */
    TriggerRange ownRange()
    {
        return ownRange;
    }

    void ownRange(final TriggerRange range)
    {
        ownRange = range;
    }

    /** Marks of its underlying that cannot change its account's status, or null; not state. */
    TriggerRange underlyingRange()
    {
        return underlyingRange;
    }

    void underlyingRange(final TriggerRange range)
    {
        underlyingRange = range;
    }

    /** Reads what an evaluation will read of its range; the number has no meaning. */
    long glance()
    {
        return null == ownRange ? 0 : ownRange.edgeTicks(true);
    }

    /** Its index among the positions of its account. */
    void index(final int newIndex)
    {
        index = newIndex;
    }

    void closed()
    {
        disarm(ownRange);
        disarm(underlyingRange);
        index = CLOSED;
    }

    private static void disarm(final TriggerRange range)
    {
        if (null != range)
        {
            range.disarm();
        }
    }
}
