package io.flatbook.engine.book;

import java.util.Arrays;

/**
 * Ranges of one instrument by one of their edges, the one that a mark passes first at the top: the highest low edge, or
 * the lowest high edge. Each range knows its slot, so that it is moved and removed in the logarithm of their number.
 */
final class TriggerHeap
{
    /** Slot of a range that is in no heap. */
    static final int NOWHERE = -1;

    private static final int CAPACITY_MIN = 8;

    private final boolean isLow;
    private TriggerRange[] ranges = {};
    private int count;

    TriggerHeap(final boolean isLow)
    {
        this.isLow = isLow;
    }

    /** The range whose edge a mark has passed and that no other precedes, or null. */
    TriggerRange passed(final long ticks)
    {
        if (0 == count)
        {
            return null;
        }
        final long edge = ranges[0].edgeTicks(isLow);
        return (isLow ? edge > ticks : edge < ticks) ? ranges[0] : null;
    }

    /** Puts a range where its edge belongs, or takes it out. */
    void place(final TriggerRange range, final boolean isWanted)
    {
        final int slot = range.slot(isLow);
        if (isWanted)
        {
            if (NOWHERE == slot)
            {
                if (count == ranges.length)
                {
                    ranges = Arrays.copyOf(ranges, Math.max(CAPACITY_MIN, 2 * count));
                }
                up(range, count++);
            }
            else
            {
                settle(range, slot);
            }
        }
        else if (NOWHERE != slot)
        {
            remove(slot);
            range.slot(isLow, NOWHERE);
        }
    }

    private void remove(final int slot)
    {
        final TriggerRange last = ranges[--count];
        ranges[count] = null;
        if (slot < count)
        {
            settle(last, slot);
        }
        if (ranges.length > CAPACITY_MIN && count < ranges.length / 4)
        {
            ranges = Arrays.copyOf(ranges, ranges.length / 2);
        }
    }

    private void settle(final TriggerRange range, final int slot)
    {
        if (slot > 0 && precedes(range, ranges[(slot - 1) / 2]))
        {
            up(range, slot);
        }
        else
        {
            down(range, slot);
        }
    }

    private void up(final TriggerRange range, final int from)
    {
        int slot = from;
        while (slot > 0 && precedes(range, ranges[(slot - 1) / 2]))
        {
            set(slot, ranges[(slot - 1) / 2]);
            slot = (slot - 1) / 2;
        }
        set(slot, range);
    }

    private void down(final TriggerRange range, final int from)
    {
        int slot = from;
        for (int child = 2 * slot + 1; child < count; child = 2 * slot + 1)
        {
            if (child + 1 < count && precedes(ranges[child + 1], ranges[child]))
            {
                child++;
            }
            if (!precedes(ranges[child], range))
            {
                break;
            }
            set(slot, ranges[child]);
            slot = child;
        }
        set(slot, range);
    }

    private void set(final int slot, final TriggerRange range)
    {
        ranges[slot] = range;
        range.slot(isLow, slot);
    }

    private boolean precedes(final TriggerRange a, final TriggerRange b)
    {
        return isLow ? a.edgeTicks(true) > b.edgeTicks(true) : a.edgeTicks(false) < b.edgeTicks(false);
    }
}
