package io.flatbook.engine.book;

/**
 * The two running hashes (DET-2): sums over entities of a mixed 64-bit digest, so that a change costs O(1) and no order
 * matters. The state hash covers the book; the replica hash covers all state.
 */
public final class StateHash
{
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;

    private long bookSum;
    private long replicaSum;

    /** Hashes of an empty state. */
    public StateHash()
    {
    }

    void add(final long bookDelta, final long replicaDelta)
    {
        bookSum += bookDelta;
        replicaSum += replicaDelta;
    }

    /** Hash of the book. */
    public long book()
    {
        return mix(bookSum, 1);
    }

    /** Hash of all state, with values that no entity carries. */
    public long replica(final long scalars)
    {
        return mix(mix(bookSum, replicaSum), scalars);
    }

    /**
     * Digest of up to four values: independent products, which a processor computes side by side, and one mix.
     *
     * @param domain what kind of entity it is.
     * @param a      first value.
     * @param b      second value.
     * @param c      third value.
     * @param d      fourth value.
     * @return the digest.
     */
    public static long digest(final long domain, final long a, final long b, final long c, final long d)
    {
        return finish(domain * PRIME_1 ^ Long.rotateLeft(a * PRIME_2, 13) ^ Long.rotateLeft(b * PRIME_3, 26) ^
            Long.rotateLeft(c * PRIME_4, 39) ^ Long.rotateLeft(d * PRIME_5, 52));
    }

    /**
     * Mixes a value into a digest; for chains that are rarely computed.
     *
     * @param seed  digest so far.
     * @param value to be mixed in.
     * @return the digest.
     */
    public static long mix(final long seed, final long value)
    {
        return finish(seed * PRIME_1 + value + PRIME_3);
    }

    /**
     * Mixes a text into a digest.
     *
     * @param seed digest so far.
     * @param text to be mixed in.
     * @return the digest.
     */
    public static long mix(final long seed, final String text)
    {
        long h = seed;
        for (int i = 0; i < text.length(); i++)
        {
            h = mix(h, text.charAt(i));
        }
        return mix(h, text.length());
    }

    // The finalizer of splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    private static long finish(final long value)
    {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
