package io.flatbook.proving.simulate;

import java.util.concurrent.TimeUnit;

import io.aeron.cluster.service.ClusterClock;

/**
 * A host's clock as the consensus module reads it.
 */
final class HostClusterClock implements ClusterClock
{
    private final Host host;

    HostClusterClock(final Host host)
    {
        this.host = host;
    }

    @Override
    public TimeUnit timeUnit()
    {
        return TimeUnit.MILLISECONDS;
    }

    @Override
    public long time()
    {
        return timeMillis();
    }

    @Override
    public long timeMillis()
    {
        return TimeUnit.NANOSECONDS.toMillis(host.nanoTime());
    }

    @Override
    public long timeMicros()
    {
        return TimeUnit.NANOSECONDS.toMicros(host.nanoTime());
    }

    @Override
    public long timeNanos()
    {
        return host.nanoTime();
    }

    @Override
    public long convertToNanos(final long timeMs)
    {
        return TimeUnit.MILLISECONDS.toNanos(timeMs);
    }
}
