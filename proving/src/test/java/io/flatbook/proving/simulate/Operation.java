package io.flatbook.proving.simulate;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * What an operator does to a cluster that runs, beside all faults. A seed draws each for itself, from random numbers
 * of its own: the faults and commands of a seed do not depend on it.
 */
enum Operation
{
    /** The next binary is brought to one node after the other, and its version is activated. */
    UPGRADE(16),
    /**
     * Snapshots are taken on schedule, and each node but the first deletes old ones and the log that two of every
     * member cover.
     */
    PURGE(16),
    /** A backup host follows the cluster; once it is killed and goes on where it was. */
    BACKUP(16),
    /**
     * The disk of one node confirms what it does not keep; its power is cut, and it is brought back as a member that
     * lost its disk.
     */
    LYING_DISK(32);

    // Not the step of the generator itself, by which neighbors would draw the same.
    private static final long ODD = 0xD1B54A32D192ED03L;
    static final String NONE = "none";

    private final int oneIn;

    Operation(final int oneIn)
    {
        this.oneIn = oneIn;
    }

    /** One in so many seeds has it. */
    int oneIn()
    {
        return oneIn;
    }

    /** Those of a seed. */
    static Set<Operation> of(final long seed)
    {
        final SplittableRandom random = random(seed);
        final Set<Operation> drawn = EnumSet.noneOf(Operation.class);
        for (final Operation each : values())
        {
            if (0 == random.nextInt(each.oneIn))
            {
                drawn.add(each);
            }
        }
        return drawn;
    }

    /** By commas; "none" is none. */
    static Set<Operation> parse(final String names)
    {
        return names.equals(NONE) ? EnumSet.noneOf(Operation.class) : Arrays.stream(names.split(",")).map((name) ->
            valueOf(name.trim().toUpperCase(Locale.ROOT).replace('-', '_')))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Operation.class)));
    }

    /** What {@link #parse} takes. */
    static String text(final Set<Operation> operations)
    {
        return operations.isEmpty() ? NONE : operations.stream().map((each) ->
            each.name().toLowerCase(Locale.ROOT).replace('_', '-')).collect(Collectors.joining(","));
    }

    /** What operators draw from, and nobody else. */
    static SplittableRandom random(final long seed)
    {
        return new SplittableRandom(seed * ODD + 1);
    }
}
