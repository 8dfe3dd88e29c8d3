package io.flatbook.engine;

/**
 * An entity of the state that carries its share of the running hashes. Whoever changes it calls {@link #rehash()}
 * afterwards.
 */
abstract class Hashed
{
    private final StateHash hash;
    private long bookShare;
    private long replicaShare;

    Hashed(final StateHash hash)
    {
        this.hash = hash;
    }

    /** Digest of what belongs to the book: definitions, prices, money, positions, statuses. */
    abstract long bookDigest();

    /** Digest of all other state: times, windows, ids. */
    long replicaDigest()
    {
        return 0;
    }

    final void rehash()
    {
        final long book = bookDigest();
        final long replica = replicaDigest();
        hash.add(book - bookShare, replica - replicaShare);
        bookShare = book;
        replicaShare = replica;
    }

    final void unhash()
    {
        hash.add(-bookShare, -replicaShare);
        bookShare = 0;
        replicaShare = 0;
    }

    final StateHash hash()
    {
        return hash;
    }
}
