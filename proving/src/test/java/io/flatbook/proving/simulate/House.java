package io.flatbook.proving.simulate;

import java.util.function.IntToLongFunction;
import java.util.function.Supplier;

import io.flatbook.node.SimulatedHousekeeping;
import org.agrona.ErrorHandler;

/**
 * The housekeeping of a node from one start to the next kill. It begins when the consensus module runs.
 */
final class House
{
    private final Supplier<SimulatedHousekeeping> maker;
    private final int member;
    private final IntToLongFunction covered;
    private final ErrorHandler errors;
    private SimulatedHousekeeping made;

    House(
        final Supplier<SimulatedHousekeeping> maker, final int member, final IntToLongFunction covered,
        final ErrorHandler errors)
    {
        this.maker = maker;
        this.member = member;
        this.covered = covered;
        this.errors = errors;
    }

    /** Log position below which the node needs its log no more; -1 before it says. */
    long coveredPosition()
    {
        return null == made ? -1 : made.coveredPosition();
    }

    boolean isAtRest()
    {
        return null != made && made.isAtRest();
    }

    @Override
    public String toString()
    {
        return String.valueOf(made);
    }

    int attend()
    {
        if (null == made)
        {
            made = maker.get();
            made.hears(member, Simulation.MEMBERS, covered);
        }
        try
        {
            return made.attend();
        }
        catch (final RuntimeException ex)
        {
            // It is tried again, as the thread of the product does.
            errors.onError(ex);
            return 0;
        }
    }
}
