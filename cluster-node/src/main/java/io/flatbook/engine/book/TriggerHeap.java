package io.flatbook.engine.book;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Ranges of one instrument by one of their edges, the one that a mark passes first at the top: the highest low edge, or
 * the lowest high edge. Each range knows its slot, so that it is moved and removed in the logarithm of their number.
 *
 * <p>Why it is sound. What is compared is the rank beside each range: its edge, for the lowest the complement of it,
 * which turns the order around without overflow. Edges change only in {@link TriggerRange#arm}, which then places the
 * range anew, so that a rank is never old. So a walk down reads a line of memory for four ranks, not four ranges that
 * lie anywhere. Which of equal edges is found first depends on history; accounts are evaluated in order of their ids.
 */
final class TriggerHeap
{
    /** Slot of a range that is in no heap. */
    static final int NOWHERE = -1;

    private static final int CAPACITY_MIN = 8;
    private static final int CHILDREN = 4;
    private static final int MANY = 8;

    private final boolean isLow;
    private TriggerRange[] ranges = {};
    private long[] ranks = {};
    private int count;

    TriggerHeap(final boolean isLow)
    {
        this.isLow = isLow;
    }

    /**
     * Finds all ranges whose edge a mark has passed: those at the top, down to the first that it has not on each way.
     * Few stay where they are, so that one that gets another edge moves from there. Many are taken out together: one
     * after the other would move through all the others that are still to go. What takes them must not place any.
     */
    void findPassed(final long ticks, final Consumer<TriggerRange> found)
    {
        final long rank = rank(ticks);
        if (findAbove(rank, 0, found) > count / MANY)
        {
            removeAbove(rank);
        }
    }

    private int findAbove(final long rank, final int slot, final Consumer<TriggerRange> found)
    {
        if (slot >= count || ranks[slot] <= rank)
        {
            return 0;
        }
        found.accept(ranges[slot]);
        int passed = 1;
        for (int child = 1; child <= CHILDREN; child++)
        {
            passed += findAbove(rank, CHILDREN * slot + child, found);
        }
        return passed;
    }

    private void removeAbove(final long rank)
    {
        final int before = count;
        count = 0;
        for (int slot = 0; slot < before; slot++)
        {
            if (ranks[slot] > rank)
            {
                ranges[slot].slot(isLow, NOWHERE);
            }
            else
            {
                // Added again, to a slot not behind the one that it is read from.
                up(ranges[slot], ranks[slot], count++);
            }
        }
        Arrays.fill(ranges, count, before, null);
    }

    private long rank(final long ticks)
    {
        return isLow ? ticks : ~ticks;
    }

    /** Puts a range where its edge belongs, or takes it out. */
    void place(final TriggerRange range, final boolean isWanted)
    {
        final int slot = range.slot(isLow);
        if (isWanted)
        {
            final long rank = rank(range.edgeTicks(isLow));
            if (NOWHERE != slot)
            {
                settle(range, rank, slot);
                return;
            }
            if (count == ranges.length)
            {
                resize(Math.max(CAPACITY_MIN, count + count / 2));
            }
            up(range, rank, count++);
        }
        else if (NOWHERE != slot)
        {
            remove(slot);
            range.slot(isLow, NOWHERE);
        }
    }

    private void resize(final int capacity)
    {
        ranges = Arrays.copyOf(ranges, capacity);
        ranks = Arrays.copyOf(ranks, capacity);
    }

    private void remove(final int slot)
    {
        final TriggerRange last = ranges[--count];
        ranges[count] = null;
        if (slot < count)
        {
            settle(last, ranks[count], slot);
        }
        if (ranges.length > CAPACITY_MIN && count < ranges.length / 4)
        {
            resize(ranges.length / 2);
        }
    }

    private void settle(final TriggerRange range, final long rank, final int slot)
    {
        if (slot > 0 && rank > ranks[(slot - 1) / CHILDREN])
        {
            up(range, rank, slot);
        }
        else
        {
            down(range, rank, slot);
        }
    }

    private void up(final TriggerRange range, final long rank, final int from)
    {
        int slot = from;
        while (slot > 0 && rank > ranks[(slot - 1) / CHILDREN])
        {
            final int parent = (slot - 1) / CHILDREN;
            set(slot, ranges[parent], ranks[parent]);
            slot = parent;
        }
        set(slot, range, rank);
    }

    private void down(final TriggerRange range, final long rank, final int from)
    {
        int slot = from;
        int child = first(slot);
        while (child < count && ranks[child] > rank)
        {
            set(slot, ranges[child], ranks[child]);
            slot = child;
            child = first(slot);
        }
        set(slot, range, rank);
    }

    // The first of the ranges below a slot; if there is none, at or beyond the count.
    private int first(final int slot)
    {
        final int begin = CHILDREN * slot + 1;
        final int end = Math.min(begin + CHILDREN, count);
        int first = begin;
        for (int child = begin + 1; child < end; child++)
        {
            if (ranks[child] > ranks[first])
            {
                first = child;
            }
        }
        return first;
    }

    private void set(final int slot, final TriggerRange range, final long rank)
    {
        ranges[slot] = range;
        ranks[slot] = rank;
        range.slot(isLow, slot);
    }
}
