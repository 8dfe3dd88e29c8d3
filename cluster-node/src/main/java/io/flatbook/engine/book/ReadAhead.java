package io.flatbook.engine.book;

import java.util.function.IntFunction;

/**
 * Reads what a loop over many positions will read next of them and their accounts. That lies anywhere in memory: it is
 * fetched for several at once, not for one after the other.
 */
public final class ReadAhead
{
    /** How many are read at once. */
    public static final int COUNT = 16;

    private long read;

    /** Nothing read yet. */
    public ReadAhead()
    {
    }

    /**
     * Reads the next ones if it is time to.
     *
     * @param at        index of the loop.
     * @param end       of the loop.
     * @param positions by index; null for none.
     */
    public void from(final int at, final int end, final IntFunction<Position> positions)
    {
        if (0 == at % COUNT)
        {
            long sum = 0;
            for (int i = at; i < Math.min(at + COUNT, end); i++)
            {
                final Position position = positions.apply(i);
                sum += null == position ? 0 :
                    position.quantityLots() + position.account().id() + position.account().collateral();
            }
            read = sum;
        }
    }
}
