package io.flatbook.engine.book;

/**
 * An entity of the state that carries its share of the running hashes. Whoever changes it calls {@link #rehash()}
 * afterwards.
 */
public abstract class Hashed
{
    private final StateHash hash;
    private long bookShare;
    private long replicaShare;

    /** An entity that contributes to these hashes. */
    protected Hashed(final StateHash hash)
    {
        this.hash = hash;
    }

    /** Digest of what belongs to the book: definitions, prices, money, positions, statuses; 0 if nothing does. */
    protected long bookDigest()
    {
        return 0;
    }

    /** Digest of all other state: times, windows, ids; 0 if there is none. */
    protected long replicaDigest()
    {
        return 0;
    }

    /** Replaces this entity's share of the hashes. */
    protected final void rehash()
    {
        final long book = bookDigest();
        final long replica = replicaDigest();
        hash.add(book - bookShare, replica - replicaShare);
        bookShare = book;
        replicaShare = replica;
    }

    /** Takes this entity out of the hashes. */
    protected final void unhash()
    {
        hash.add(-bookShare, -replicaShare);
        bookShare = 0;
        replicaShare = 0;
    }

    /** The hashes that it contributes to. */
    protected final StateHash hash()
    {
        return hash;
    }
}
