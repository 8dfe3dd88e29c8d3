package io.flatbook.proving.simulate;

import java.util.PriorityQueue;

/**
 * What happens at a time.
 */
final class Agenda
{
    private final PriorityQueue<Later> later = new PriorityQueue<>();
    private long number;

    private record Later(long atNs, long number, Runnable deed) implements Comparable<Later>
    {
        @Override
        public int compareTo(final Later other)
        {
            return atNs == other.atNs ? Long.compare(number, other.number) : Long.compare(atNs, other.atNs);
        }
    }

    void at(final long atNs, final Runnable deed)
    {
        later.add(new Later(atNs, number++, deed));
    }

    /** Does what is due, in the order of times. */
    void attend(final long nowNs)
    {
        while (!later.isEmpty() && later.peek().atNs() <= nowNs)
        {
            later.poll().deed().run();
        }
    }

    void clear()
    {
        later.clear();
    }
}
