package io.flatbook.engine.book;

/**
 * What an account holds of an instrument: signed lots and their cost. The average entry price is derived, never kept.
 */
public final class Position extends Hashed
{
    private final Account account;
    private final Instrument instrument;
    private long quantityLots;
    private long cost;
    private TriggerRange ownRange;
    private TriggerRange underlyingRange;

    Position(final Account account, final Instrument instrument)
    {
        super(account.hash());
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
        return quantityLots;
    }

    /** Whether it is long. */
    public boolean isLong()
    {
        return quantityLots > 0;
    }

    /** Sum of the trade values still open, and what haircuts took, signed, minor units. */
    public long cost()
    {
        return cost;
    }

    /** Reads what a trade will read of it; the number has no meaning. */
    public long glance()
    {
        return quantityLots + (null == ownRange ? 0 : ownRange.edgeTicks(isLong()));
    }

    /** Value at mark, minor units. */
    public long value()
    {
        return instrument.markValue(quantityLots);
    }

    /** Value at mark less cost, minor units (BOOK-3). */
    public long unrealizedPnl()
    {
        return value() - cost;
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

    void set(final long newQuantityLots, final long newCost)
    {
        moveCushion(newQuantityLots, newCost);
        instrument.countLots(quantityLots, -1);
        instrument.countLots(newQuantityLots, 1);
        instrument.settlementAsset().cost().add(newCost - cost);
        quantityLots = newQuantityLots;
        cost = newCost;
        if (0 == quantityLots)
        {
            unhash();
            disarm(ownRange);
            disarm(underlyingRange);
        }
        else
        {
            rehash();
        }
    }

    private void moveCushion(final long newQuantityLots, final long newCost)
    {
        if (account.isCushioned())
        {
            if (null != ownRange && ownRange.isFor(newQuantityLots))
            {
                account.addCushion(ownRange.moveCushion(newQuantityLots, newCost));
            }
            else
            {
                account.dropCushion();
            }
        }
    }

    private static void disarm(final TriggerRange range)
    {
        if (null != range)
        {
            range.disarm();
        }
    }

    @Override
    protected long bookDigest()
    {
        return StateHash.digest(4, account.id(), instrument.id(), quantityLots, cost);
    }
}
