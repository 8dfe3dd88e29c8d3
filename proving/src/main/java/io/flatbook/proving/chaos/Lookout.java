package io.flatbook.proving.chaos;

/**
 * Looks at something again and again, by a thread of its own, until it is closed.
 */
final class Lookout implements AutoCloseable
{
    private final Runnable look;
    private final long intervalMs;
    private final Thread thread;

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

    /** Returns when the last look is over. */
    @Override
    public void close()
    {
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
    }
}
