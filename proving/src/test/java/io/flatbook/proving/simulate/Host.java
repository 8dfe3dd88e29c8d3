package io.flatbook.proving.simulate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.TreeMap;

import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * A machine of the simulation: an address with ports, and a clock that runs as fast as its crystal lets it.
 */
final class Host
{
    private static final int FIRST_FREE_PORT = 40_000;
    private static final int PORT_MAX = 65_535;
    private static final long NS_PER_MS = 1_000_000L;
    private static final long PER_BILLION = 1_000_000_000L;

    private final String name;
    private final InetAddress address;
    private final Scheduler scheduler;
    private final TreeMap<Integer, VirtualChannel> channels = new TreeMap<>();
    private int nextPort = FIRST_FREE_PORT;
    private long pausedUntilNs;
    private long driftPpb;
    private long driftFromNs;
    private long clockNs;
    private int version = InstalledVersion.OLD;

    Host(final String name, final int number, final Scheduler scheduler)
    {
        this.name = name;
        this.scheduler = scheduler;
        driftFromNs = scheduler.nowNs();
        clockNs = driftFromNs;
        try
        {
            address = InetAddress.getByAddress(new byte[]{127, 0, 0, (byte)number});
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    InetAddress address()
    {
        return address;
    }

    /** Its address as channels have it. */
    String addressText()
    {
        return address.getHostAddress();
    }

    /** Newest version of the engine's behavior that the binary knows which runs on it. */
    int version()
    {
        return version;
    }

    void version(final int newVersion)
    {
        version = newVersion;
    }

    /** From now on its clock gains so many nanoseconds a second, or loses them. */
    void drift(final long perBillion)
    {
        clockNs = nanoTime();
        driftFromNs = scheduler.nowNs();
        driftPpb = perBillion;
    }

    /** Its clock jumps ahead; what runs on it reads a clock that never goes back. */
    void jump(final long aheadNs)
    {
        clockNs = nanoTime() + aheadNs;
        driftFromNs = scheduler.nowNs();
    }

    NanoClock nanoClock()
    {
        return this::nanoTime;
    }

    EpochClock epochClock()
    {
        return () -> nanoTime() / NS_PER_MS;
    }

    long nanoTime()
    {
        final long sinceNs = scheduler.nowNs() - driftFromNs;
        return clockNs + sinceNs + sinceNs / PER_BILLION * driftPpb + sinceNs % PER_BILLION * driftPpb / PER_BILLION;
    }

    /** Nothing on it runs before then. */
    void pauseUntil(final long untilNs)
    {
        pausedUntilNs = untilNs;
    }

    boolean isPaused(final long nowNs)
    {
        return nowNs < pausedUntilNs;
    }

    /** @return the port, or 0 if it is taken. */
    int bind(final int wanted, final VirtualChannel channel)
    {
        int port = wanted;
        while (0 == port || 0 == wanted && channels.containsKey(port))
        {
            port = nextPort++;
            nextPort = PORT_MAX < nextPort ? FIRST_FREE_PORT : nextPort;
        }
        return null == channels.putIfAbsent(port, channel) ? port : 0;
    }

    void unbind(final int port, final VirtualChannel channel)
    {
        channels.remove(port, channel);
    }

    VirtualChannel channel(final int port)
    {
        return channels.get(port);
    }

    Iterable<VirtualChannel> channels()
    {
        return channels.values();
    }

    /** As if its cables were pulled and its memory lost. */
    void crash()
    {
        channels.clear();
        pausedUntilNs = 0;
    }

    @Override
    public String toString()
    {
        return name;
    }
}
