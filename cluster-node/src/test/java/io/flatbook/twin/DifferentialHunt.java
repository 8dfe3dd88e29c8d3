package io.flatbook.twin;

import java.util.function.LongFunction;

/** Engine and twin over the commands of a seed; answers how they differ. */
public final class DifferentialHunt implements LongFunction<String>
{
    private static final int COMMANDS = 1_000;

    @Override
    public String apply(final long seed)
    {
        try
        {
            return new DifferentialPair(seed).run(COMMANDS);
        }
        catch (final RuntimeException | AssertionError ex)
        {
            return ex.toString();
        }
    }
}
