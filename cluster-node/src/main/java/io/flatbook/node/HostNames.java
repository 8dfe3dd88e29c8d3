package io.flatbook.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import io.aeron.driver.NameResolverAgent;
import org.agrona.concurrent.NanoClock;

/**
 * Looks up addresses of hosts for the media driver of a node, which must not wait for name servers.
 *
 * <p>While the driver looks up a name for one client, it takes no command from anybody. If that takes longer than the
 * 10 s that its clients wait for it, they fail: the archive, the consensus module, and the service in the middle of an
 * entry. So names are looked up by threads of their own. The driver waits for a moment. If that is not enough, it stops
 * waiting for names for a while; meanwhile a name has its last address, and one that never had any is unknown until the
 * lookup ends and somebody asks again. Names of members are looked up at the start.
 */
final class HostNames implements NameResolverAgent
{
    static final long WAIT_MS = 500;
    static final long SLOW_NS = TimeUnit.SECONDS.toNanos(10);
    /** Beside those of members. */
    static final int NAMES_MAX = 1_000;
    static final int LOOKUPS_MAX = 16;

    private static final long LEARN_MS = 5_000;
    private static final long THREAD_IDLE_SECONDS = 5;
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.|$)){4}");

    /** Asks the name servers of the host, for as long as it takes. */
    @FunctionalInterface
    interface Lookup
    {
        InetAddress addressOf(String name) throws UnknownHostException;
    }

    private final Lookup lookup;
    private final NanoClock clock;
    private final ExecutorService threads;
    private final Map<String, CompletableFuture<InetAddress>> pending = new HashMap<>();
    private final Map<String, InetAddress> learned = new HashMap<>();
    private final Map<String, InetAddress> known = new LinkedHashMap<>(16, 0.75f, true)
    {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<String, InetAddress> eldest)
        {
            return size() > NAMES_MAX;
        }
    };
    private boolean isSlow;
    private long slowSinceNs;

    HostNames(final Lookup lookup, final NanoClock clock)
    {
        this.lookup = lookup;
        this.clock = clock;
        threads = new ThreadPoolExecutor(
            0, LOOKUPS_MAX, THREAD_IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), (task) ->
            {
                final Thread thread = new Thread(task, "host-names");
                thread.setDaemon(true);
                return thread;
            });
    }

    /**
     * Looks up names that are then kept for good. Waits for them, but not for ever: one that is not found by then is
     * looked up like others.
     */
    void learn(final Collection<String> names)
    {
        final long deadlineNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LEARN_MS);
        final Map<String, CompletableFuture<InetAddress>> begun = new HashMap<>();
        for (final String name : names)
        {
            if (!isAddress(name))
            {
                begun.computeIfAbsent(name, this::begun);
            }
        }
        begun.forEach((name, lookedUp) ->
        {
            final long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - clock.nanoTime());
            final InetAddress address = awaited(lookedUp, Math.max(0, leftMs));
            if (null != address)
            {
                synchronized (this)
                {
                    learned.put(name, address);
                }
            }
        });
    }

    @Override
    public InetAddress resolve(final String name, final String uriParamName, final boolean isReResolution)
    {
        try
        {
            return isAddress(name) ? InetAddress.getByName(name) : named(name);
        }
        catch (final UnknownHostException ex)
        {
            return null;
        }
    }

    @Override
    public void onClose()
    {
        threads.shutdownNow();
    }

    private InetAddress named(final String name)
    {
        final CompletableFuture<InetAddress> begun = begun(name);
        final InetAddress address = null == begun ? null : awaited(begun, waitMs());
        return null == address ? former(name) : address;
    }

    /** Null if the name has no address, no name server answers, or that takes longer. */
    private InetAddress awaited(final CompletableFuture<InetAddress> begun, final long waitMs)
    {
        try
        {
            return begun.get(waitMs, TimeUnit.MILLISECONDS);
        }
        catch (final TimeoutException ex)
        {
            slow();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        catch (final ExecutionException ignore)
        {
            // Unknown: the caller says so.
        }
        return null;
    }

    /** What looks up the name; null if too many others are looked up. */
    private synchronized CompletableFuture<InetAddress> begun(final String name)
    {
        try
        {
            return pending.computeIfAbsent(
                name, (key) -> CompletableFuture.supplyAsync(() -> lookedUp(key), threads));
        }
        catch (final RejectedExecutionException ex)
        {
            return null;
        }
    }

    private InetAddress lookedUp(final String name)
    {
        InetAddress address = null;
        try
        {
            address = lookup.addressOf(name);
        }
        catch (final UnknownHostException ignore)
        {
            // Null says so.
        }
        finally
        {
            lookupEnded(name, address);
        }
        return address;
    }

    private synchronized void lookupEnded(final String name, final InetAddress address)
    {
        pending.remove(name);
        if (null != address)
        {
            (learned.containsKey(name) ? learned : known).put(name, address);
        }
    }

    private synchronized InetAddress former(final String name)
    {
        return learned.getOrDefault(name, known.get(name));
    }

    /** What the driver waits for a name now. */
    synchronized long waitMs()
    {
        if (isSlow && clock.nanoTime() - slowSinceNs >= SLOW_NS)
        {
            isSlow = false;
        }
        return isSlow ? 0 : WAIT_MS;
    }

    private synchronized void slow()
    {
        if (!isSlow)
        {
            isSlow = true;
            slowSinceNs = clock.nanoTime();
        }
    }

    /** Those are not looked up. */
    private static boolean isAddress(final String name)
    {
        return 0 <= name.indexOf(':') || IPV4.matcher(name).matches();
    }
}
