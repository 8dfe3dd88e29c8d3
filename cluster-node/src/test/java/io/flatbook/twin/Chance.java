package io.flatbook.twin;

import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded chance. */
final class Chance
{
    private static final long[] JUNK = {0, -1, 99, Long.MAX_VALUE, Integer.MAX_VALUE, -5, 1L << 55, Long.MIN_VALUE};

    private final SplittableRandom random;

    Chance(final long seed)
    {
        random = new SplittableRandom(seed);
    }

    int below(final int bound)
    {
        return random.nextInt(bound);
    }

    boolean percent(final double share)
    {
        return random.nextDouble() * 100 < share;
    }

    <T> T of(final List<T> choices)
    {
        return choices.get(below(choices.size()));
    }

    /** One of the first that are not empty, from each of the lists in turn. */
    @SafeVarargs
    final <T> T firstOf(final Collection<T>... choices)
    {
        for (final Collection<T> each : choices)
        {
            if (!each.isEmpty())
            {
                return of(List.copyOf(each));
            }
        }
        return null;
    }

    @SafeVarargs
    final <T> T one(final T... choices)
    {
        return choices[below(choices.length)];
    }

    /** The number, or once in a while something that nobody means. */
    long junk(final long number)
    {
        return percent(0.4) ? JUNK[below(JUNK.length)] : number;
    }

    /** The number, or once in a while a negative one. */
    long negative(final long number)
    {
        return percent(0.4) ? -1 - below(5) : number;
    }

    /** A number within so many per cent of a positive one, at least 1. */
    long near(final long number, final int percent)
    {
        final long width = Math.max(1, number * percent / 100);
        return Math.max(1, number - width + random.nextLong(2 * width + 1));
    }

    /** A number at most so far away. */
    long about(final long number, final long distance)
    {
        return number - distance + random.nextLong(2 * distance + 1);
    }
}
