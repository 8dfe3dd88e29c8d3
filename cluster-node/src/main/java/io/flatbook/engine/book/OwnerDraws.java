package io.flatbook.engine.book;

/**
 * What the accounts of an owner drew from the insurance fund and withdrew in the present window of an asset. Both are
 * saturated to 64 bits: what is paid in again can be withdrawn again, so that nothing bounds them (NUM-4).
 */
public final class OwnerDraws extends Hashed
{
    private final int assetId;
    private final int venue;
    private final long ownerId;
    private long drawn;
    private long withdrawn;

    OwnerDraws(final StateHash hash, final int assetId, final int venue, final long ownerId)
    {
        super(hash);
        this.assetId = assetId;
        this.venue = venue;
        this.ownerId = ownerId;
    }

    /** Venue of the owner. */
    public int venue()
    {
        return venue;
    }

    /** Number of the owner at its venue. */
    public long ownerId()
    {
        return ownerId;
    }

    /** Drawn by default runs, minor units. */
    public long drawn()
    {
        return drawn;
    }

    /** Withdrawn, minor units. */
    public long withdrawn()
    {
        return withdrawn;
    }

    void add(final long moreDrawn, final long moreWithdrawn)
    {
        drawn = FixedPoint.addSaturated(drawn, moreDrawn);
        withdrawn = FixedPoint.addSaturated(withdrawn, moreWithdrawn);
        rehash();
    }

    void forget()
    {
        unhash();
    }

    @Override
    protected long replicaDigest()
    {
        return StateHash.digest(StateHash.digest(112, assetId, venue, ownerId, 0), drawn, withdrawn, 0, 0);
    }
}
