package io.flatbook.ops.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Lets one caller at a time do what takes long, and a few wait for it. Whoever has waited longest gives way to one
 * more: a browser that has moved on, to the next value of a field for instance, still waits here.
 */
final class Turns
{
    private final int waitingMax;
    private final Deque<Object> waiting = new ArrayDeque<>();
    private boolean isTaken;

    Turns(final int waitingMax)
    {
        this.waitingMax = waitingMax;
    }

    /**
     * Works when it is the caller's turn.
     *
     * @throws BusyException if others came meanwhile, and more wait than may.
     */
    <T> T take(final Supplier<T> work)
    {
        await();
        try
        {
            return work.get();
        }
        finally
        {
            end();
        }
    }

    private synchronized void await()
    {
        final Object caller = new Object();
        waiting.addLast(caller);
        if (isTaken && waiting.size() > waitingMax)
        {
            waiting.removeFirst();
            notifyAll();
        }
        try
        {
            while (isTaken && waiting.contains(caller))
            {
                wait();
            }
        }
        catch (final InterruptedException ex)
        {
            waiting.remove(caller);
            Thread.currentThread().interrupt();
            throw new BusyException("interrupted");
        }
        if (!waiting.remove(caller))
        {
            throw new BusyException("others have asked for more than is drawn at a time: ask again in a moment");
        }
        isTaken = true;
    }

    private synchronized void end()
    {
        isTaken = false;
        notifyAll();
    }
}
