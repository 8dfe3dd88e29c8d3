package io.flatbook.client;

import java.security.SecureRandom;

/**
 * One client among those of its principal (ONCE-2): a random number, and the epoch that it was given when it took over.
 */
final class Instance
{
    /** Of a client that only reads: it takes over from nobody. */
    static final Instance READER = new Instance(0, 0);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final long number;
    private long epoch;

    private Instance(final long number, final long epoch)
    {
        this.number = number;
        this.epoch = epoch;
    }

    static Instance next()
    {
        long number = 0;
        while (0 == number)
        {
            number = RANDOM.nextLong();
        }
        return new Instance(number, 0);
    }

    /** Its number; 0 if it only reads. */
    long number()
    {
        return number;
    }

    /** Its epoch; 0 before it was given one. */
    long epoch()
    {
        return epoch;
    }

    boolean onlyReads()
    {
        return 0 == number;
    }

    /** The cluster has reported the epoch of this instance. */
    void given(final long newEpoch)
    {
        if (0 < newEpoch && !onlyReads())
        {
            epoch = newEpoch;
        }
    }
}
