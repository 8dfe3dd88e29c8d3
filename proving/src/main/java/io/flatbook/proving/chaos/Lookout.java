package io.flatbook.proving.chaos;

/**
 * Looks at something again and again, by a thread of its own, until it is closed or a look fails.
 */
final class Lookout implements AutoCloseable
{
    private final Runnable look;
    private final long intervalMs;
    private final Thread thread;
    private volatile boolean isEnding;
    private volatile Throwable failure;

    Lookout(final String name, final long intervalMs, final Runnable look)
    {
        this.look = look;
        this.intervalMs = intervalMs;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start()
    {
        thread.start();
    }

    /** Why nobody looks any more, in words; null unless a look has failed. */
    String failure()
    {
        return null == failure ? null : thread.getName() + " looks no more: " + failure;
    }

    /** Returns when the last look is over. */
    @Override
    public void close()
    {
        isEnding = true;
        thread.interrupt();
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void run()
    {
        try
        {
            while (true)
            {
                look.run();
                Thread.sleep(intervalMs);
            }
        }
        catch (final InterruptedException ignore)
        {
            Thread.currentThread().interrupt();
        }
        catch (final RuntimeException | Error ex)
        {
            // What the interruption broke off is no failure.
            failure = isEnding ? null : ex;
        }
    }
}
