package io.flatbook.engine.book;

/**
 * Checks that stay on in production. A failure is the engine's own bug, never an answer to bad input.
 *
 * <p>Contract: INV-1.
 */
public final class Invariant
{
    private Invariant()
    {
    }

    /**
     * Throws when an invariant does not hold.
     *
     * @param holds whether it holds.
     * @param rule  what must hold.
     * @param a     first value to report.
     * @param b     second value to report.
     * @throws IllegalStateException if it does not hold.
     */
    public static void check(final boolean holds, final String rule, final long a, final long b)
    {
        if (!holds)
        {
            throw new IllegalStateException("invariant broken: " + rule + " (" + a + ", " + b + ")");
        }
    }
}
