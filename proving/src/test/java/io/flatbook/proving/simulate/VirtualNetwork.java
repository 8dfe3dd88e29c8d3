package io.flatbook.proving.simulate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Carries datagrams between hosts. Each direction between two hosts keeps their order and takes a fraction of a
 * millisecond; faults change both.
 */
final class VirtualNetwork
{
    private static final int DELAY_MIN_NS = 30_000;
    private static final int DELAY_SPREAD_NS = 70_000;
    private static final long ODD = 0x9E3779B97F4A7C15L;

    private final SplittableRandom random;
    private final Scheduler scheduler;
    private final Map<InetAddress, Host> hosts = new HashMap<>();
    private final List<Host> hostsInOrder = new ArrayList<>();
    private final Map<String, Long> lastArrivalNs = new HashMap<>();
    private final Set<String> cut = new HashSet<>();
    private final long[] counts = new long[Misfortune.values().length];
    private Weather weather = Weather.FAIR;
    private long number;
    private long hash;
    private boolean isClosed;
    private boolean isSealed;

    /** What happens to datagrams. */
    enum Misfortune
    {
        SENT, LOST, DOUBLED, DELAYED, ALTERED, CUT_OFF, NOBODY, OVERRUN
    }

    /** Datagrams in a million that suffer, and how much longer a delayed one takes at most. */
    record Weather(int lostPpm, int doubledPpm, int delayedPpm, int alteredPpm, long delayMaxNs)
    {
        static final Weather FAIR = new Weather(0, 0, 0, 0, 1);
    }

    VirtualNetwork(final long seed, final Scheduler scheduler)
    {
        random = new SplittableRandom(seed);
        this.scheduler = scheduler;
    }

    Host add(final Host host)
    {
        hosts.put(host.address(), host);
        hostsInOrder.add(host);
        return host;
    }

    Host hostThatRuns()
    {
        return scheduler.host();
    }

    long nowNs()
    {
        return scheduler.nowNs();
    }

    /** Of all that was sent, and when. */
    long hash()
    {
        return hash;
    }

    void trace(final String text)
    {
        for (int i = 0; i < text.length(); i++)
        {
            hash = (hash ^ text.charAt(i)) * ODD;
        }
        hash = (hash ^ nowNs()) * ODD;
    }

    long count(final Misfortune misfortune)
    {
        return counts[misfortune.ordinal()];
    }

    /** The run is over; what is sent while its stacks end counts no more. */
    void close()
    {
        isClosed = true;
    }

    void weather(final Weather newWeather)
    {
        weather = newWeather;
    }

    /** What is altered arrives, as if its checksum were right: it is for those who seal to notice. */
    void sealed()
    {
        isSealed = true;
    }

    /** Nothing goes from one to the other, in this direction. */
    void cut(final Host from, final Host to)
    {
        cut.add(from + ">" + to);
    }

    boolean isCut(final Host from, final Host to)
    {
        return cut.contains(from + ">" + to);
    }

    void mend()
    {
        cut.clear();
        weather = Weather.FAIR;
    }

    /** When the next datagram arrives anywhere; one that has arrived and that nobody takes is not waited for. */
    long nextArrivalNs()
    {
        long nextNs = Long.MAX_VALUE;
        for (final Host host : hostsInOrder)
        {
            for (final VirtualChannel channel : host.channels())
            {
                final long arrivesNs = channel.nextNs();
                nextNs = nowNs() < arrivesNs ? Math.min(nextNs, arrivesNs) : nextNs;
            }
        }
        return nextNs;
    }

    void send(
        final VirtualChannel from, final InetSocketAddress source, final InetSocketAddress target, final byte[] bytes)
    {
        if (isClosed)
        {
            return;
        }
        note(Misfortune.SENT);
        hash = (hash ^ nowNs() ^ source.getPort() * 31L + target.getPort()) * ODD;
        for (final byte each : bytes)
        {
            hash = (hash ^ each) * ODD;
            hash ^= hash >>> 29;
        }
        final Host sender = from.host();
        final Host host = hosts.get(target.getAddress());
        final VirtualChannel channel = null == host ? null : host.channel(target.getPort());
        if (sender.channel(source.getPort()) != from || null == channel)
        {
            note(Misfortune.NOBODY);
            return;
        }
        if (cut.contains(sender + ">" + host))
        {
            note(Misfortune.CUT_OFF);
            return;
        }
        if (sender != host && isDrawn(weather.lostPpm()))
        {
            note(Misfortune.LOST);
            return;
        }
        if (sender != host && isDrawn(weather.alteredPpm()))
        {
            note(Misfortune.ALTERED);
            if (!isSealed)
            {
                // The checksum of UDP does not match, and the receiver's kernel drops it.
                return;
            }
            bytes[random.nextInt(bytes.length)] ^= (byte)(1 << random.nextInt(Byte.SIZE));
        }
        deliver(sender, host, channel, source, bytes);
        if (sender != host && isDrawn(weather.doubledPpm()))
        {
            note(Misfortune.DOUBLED);
            deliver(sender, host, channel, source, bytes);
        }
    }

    private void deliver(final Host sender, final Host host, final VirtualChannel channel,
        final InetSocketAddress source, final byte[] bytes)
    {
        long arrivesNs = nowNs() + DELAY_MIN_NS + random.nextInt(DELAY_SPREAD_NS);
        if (sender != host && isDrawn(weather.delayedPpm()))
        {
            // Others overtake it.
            note(Misfortune.DELAYED);
            arrivesNs += random.nextLong(weather.delayMaxNs());
        }
        else
        {
            final String way = sender + ">" + host;
            arrivesNs = Math.max(arrivesNs, lastArrivalNs.getOrDefault(way, 0L));
            lastArrivalNs.put(way, arrivesNs);
        }
        if (!channel.arrives(new VirtualChannel.Datagram(arrivesNs, number++, source, bytes)))
        {
            note(Misfortune.OVERRUN);
        }
    }

    private boolean isDrawn(final int ppm)
    {
        return 0 < ppm && random.nextInt(1_000_000) < ppm;
    }

    private void note(final Misfortune misfortune)
    {
        counts[misfortune.ordinal()]++;
    }
}
