package io.flatbook.proving.simulate;

import java.lang.reflect.Field;
import java.security.Provider;
import java.security.SecureRandomSpi;
import java.security.Security;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Draws whatever Aeron and the service take from the JVM's random numbers from the seed of the run: session ids,
 * correlation ids, instances of clients, tokens.
 */
public final class SeededChance extends SecureRandomSpi
{
    private static final long serialVersionUID = 1L;
    private static final long ODD = 0x9E3779B97F4A7C15L;

    private static SplittableRandom random = new SplittableRandom(0);

    /** Called by the JVM. */
    public SeededChance()
    {
    }

    private static final class SeededProvider extends Provider
    {
        private static final long serialVersionUID = 1L;

        private SeededProvider()
        {
            super("Seeded", "1", "random numbers of a simulation");
            put("SecureRandom.Seeded", SeededChance.class.getName());
        }
    }

    /** Before anything else is loaded. */
    static void install()
    {
        Security.insertProviderAt(new SeededProvider(), 1);
    }

    /** Begins anew. Threads that have drawn a thread's random number before must not take part. */
    static void seed(final long seed)
    {
        random = new SplittableRandom(seed);
        try
        {
            final Field seeder = ThreadLocalRandom.class.getDeclaredField("seeder");
            seeder.setAccessible(true);
            ((AtomicLong)seeder.get(null)).set(seed * ODD);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new IllegalStateException("start the JVM with --add-opens java.base/java.util.concurrent=ALL-UNNAMED",
                ex);
        }
    }

    @Override
    protected void engineSetSeed(final byte[] seed)
    {
        // The run's seed is the only one.
    }

    @Override
    protected void engineNextBytes(final byte[] bytes)
    {
        random.nextBytes(bytes);
    }

    @Override
    protected byte[] engineGenerateSeed(final int length)
    {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
