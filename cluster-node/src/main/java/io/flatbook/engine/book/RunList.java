package io.flatbook.engine.book;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Default runs by number. Hundreds of thousands of them may come, change their list and go in one log entry.
 *
 * <p>Why it is sound. Each run knows its slot, so that it leaves a hole there at once; if more than half are holes, the
 * rest moves up, which costs each run that left a constant on average. Runs come nearly in order of their numbers: they
 * are put at the end, and sorted before anybody sees them in order. Holes and an order that is not yet made show in
 * nothing that is asked of it.
 */
final class RunList
{
    private static final int HOLES_MIN = 16;
    private static final Comparator<PendingRun> BY_NUMBER = Comparator.comparingLong(PendingRun::number);

    private final ArrayList<PendingRun> slots = new ArrayList<>();
    private int count;
    private long highestNumber;
    private boolean isSorted = true;

    boolean isEmpty()
    {
        return 0 == count;
    }

    /** Adds a run that is in no list. */
    void add(final PendingRun run)
    {
        isSorted &= run.number() > highestNumber;
        highestNumber = Math.max(highestNumber, run.number());
        run.slot(slots.size());
        slots.add(run);
        count++;
    }

    /** Takes out a run that is in this list. */
    void remove(final PendingRun run)
    {
        Invariant.check(slots.get(run.slot()) == run, "a run stands where it says", run.number(), run.slot());
        slots.set(run.slot(), null);
        count--;
        if (slots.size() > HOLES_MIN && count < slots.size() / 2 || 0 == count)
        {
            closeUp();
        }
    }

    private void closeUp()
    {
        int kept = 0;
        for (int i = 0; i < slots.size(); i++)
        {
            final PendingRun run = slots.get(i);
            if (null != run)
            {
                run.slot(kept);
                slots.set(kept, run);
                kept++;
            }
        }
        slots.subList(kept, slots.size()).clear();
        if (0 == kept)
        {
            highestNumber = 0;
            isSorted = true;
        }
    }

    /** Its runs, oldest first, in a list of the caller's own. */
    List<PendingRun> oldestFirst()
    {
        if (!isSorted)
        {
            closeUp();
            slots.sort(BY_NUMBER);
            for (int i = 0; i < slots.size(); i++)
            {
                slots.get(i).slot(i);
            }
            isSorted = true;
        }
        final List<PendingRun> runs = new ArrayList<>(count);
        for (int i = 0; i < slots.size(); i++)
        {
            if (null != slots.get(i))
            {
                runs.add(slots.get(i));
            }
        }
        return runs;
    }

    /** Any run whose account has a leg in an instrument, or null. */
    PendingRun find(final Instrument instrument)
    {
        for (int i = 0; i < slots.size(); i++)
        {
            final PendingRun run = slots.get(i);
            if (null != run && null != run.account().leg(instrument))
            {
                return run;
            }
        }
        return null;
    }
}
