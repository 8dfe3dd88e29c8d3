package io.flatbook.engine;

/**
 * The two running hashes: sums over entities of a mixed 64-bit digest, so that a change costs O(1) and no order
 * matters. The state hash covers the book; the replica hash covers all state.
 */
final class StateHash
{
    private long bookSum;
    private long replicaSum;

    void add(final long bookDelta, final long replicaDelta)
    {
        bookSum += bookDelta;
        replicaSum += replicaDelta;
    }

    long book()
    {
        return mix(bookSum, 1);
    }

    long replica(final long scalars)
    {
        return mix(mix(bookSum, replicaSum), scalars);
    }

    // The finalizer of splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    static long mix(final long seed, final long value)
    {
        long z = seed * 0x9E3779B97F4A7C15L + value + 0x632BE59BD9B4E019L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    static long mix(final long seed, final String text)
    {
        long h = seed;
        for (int i = 0; i < text.length(); i++)
        {
            h = mix(h, text.charAt(i));
        }
        return mix(h, text.length());
    }
}
