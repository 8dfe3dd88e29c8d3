package io.flatbook.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one call at a time into the client, so that any thread may close it. A close that meets a call lets it come to
 * its end, which is where the client is closed then; a call that waits comes out between two turns of the duty cycle.
 */
final class CallGate
{
    private static final long PATIENCE_S = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Runnable ending;
    private volatile boolean isClosing;
    private boolean isEnded;

    /**
     * @param ending run once, by the thread of the call that was met or by the one that closes.
     */
    CallGate(final Runnable ending)
    {
        this.ending = ending;
    }

    void enter()
    {
        lock.lock();
    }

    void leave()
    {
        try
        {
            if (isClosing && !isEnded && 1 == lock.getHoldCount())
            {
                isEnded = true;
                ending.run();
            }
        }
        finally
        {
            lock.unlock();
        }
    }

    /** Whether the caller is inside a call, as a listener is. */
    boolean isInside()
    {
        return lock.isHeldByCurrentThread();
    }

    /** From inside a call: closed when it leaves. From outside: closed on return, unless a call stays for 10 s. */
    void close()
    {
        isClosing = true;
        if (!isInside() && (lock.tryLock() || isEnteredInTime()))
        {
            leave();
        }
    }

    private boolean isEnteredInTime()
    {
        try
        {
            return lock.tryLock(PATIENCE_S, TimeUnit.SECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
