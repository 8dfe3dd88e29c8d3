package io.flatbook.node;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Makes guessing slow: after a few failures in a row a principal is locked out, twice as long after each further one,
 * up to a minute. A success, or ten minutes without a failure, makes them forgotten.
 */
final class LockOut
{
    static final int FAILURES_FREE = 4;
    static final long FIRST_NS = TimeUnit.SECONDS.toNanos(1);
    static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(60);
    static final long FORGOTTEN_NS = TimeUnit.MINUTES.toNanos(10);

    private static final int DOUBLINGS_MAX = 6;

    private static final class Failures
    {
        private int inARow;
        private long lastNs;
    }

    private final Map<String, Failures> failuresByName = new HashMap<>();

    boolean isLocked(final String name, final long nowNs)
    {
        final Failures failures = failuresByName.get(name);
        return null != failures && nowNs - failures.lastNs < lockNs(failures.inARow);
    }

    void failed(final String name, final long nowNs)
    {
        final Failures failures = failuresByName.computeIfAbsent(name, (key) -> new Failures());
        if (nowNs - failures.lastNs >= FORGOTTEN_NS)
        {
            failures.inARow = 0;
        }
        failures.inARow++;
        failures.lastNs = nowNs;
    }

    void succeeded(final String name)
    {
        failuresByName.remove(name);
    }

    private static long lockNs(final int failuresInARow)
    {
        final int beyond = failuresInARow - FAILURES_FREE;
        return beyond <= 0 ? 0 : Math.min(LONGEST_NS, FIRST_NS << Math.min(beyond - 1, DOUBLINGS_MAX));
    }
}
