package io.flatbook.proving.simulate;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.flatbook.proving.simulate.VirtualNetwork.Weather;

/**
 * Lets faults befall a cluster, and mends each after a while.
 */
final class FaultMaker
{
    private static final int DRIFT_MAX_PPB = 200_000;

    private final Director director;
    private final Scheduler scheduler;
    private final VirtualNetwork network;
    private final List<SimulatedNode> nodes;
    private final List<SimulatedGateway> gateways;
    private final Counts counts;
    private final SplittableRandom random;

    FaultMaker(final Director director, final Scene scene, final SplittableRandom random)
    {
        this.director = director;
        scheduler = scene.scheduler();
        network = scene.network();
        nodes = scene.nodes();
        gateways = scene.gateways();
        counts = scene.counts();
        this.random = random;
    }

    void befall(final Fault fault)
    {
        final SimulatedNode leader = nodes.stream().filter(SimulatedNode::isLeader).findFirst().orElse(nodes.get(0));
        final SimulatedNode follower = nodes.get((leader.member() + 1 + random.nextInt(nodes.size() - 1)) %
            nodes.size());
        final SimulatedGateway gateway = gateways.get(random.nextInt(gateways.size()));
        counts.add("fault " + fault);
        network.trace(fault.name());
        switch (fault)
        {
            case KILL_LEADER -> kill(leader);
            case KILL_FOLLOWER -> kill(follower);
            case KILL_TWO ->
            {
                kill(leader);
                kill(follower);
            }
            case KILL_ALL -> nodes.forEach(this::kill);
            case SNAPSHOT -> counts.add(leader.requestSnapshot() ? "snapshots asked for" : "snapshots not asked for");
            case PAUSE_LEADER -> leader.host().pauseUntil(scheduler.nowNs() + drawNs(200, 6_000));
            case PAUSE_FOLLOWER -> follower.host().pauseUntil(scheduler.nowNs() + drawNs(200, 6_000));
            case PARTITION_LEADER -> isolate(leader, true);
            case PARTITION_ONE_WAY -> isolate(leader, false);
            case PARTITION_FOLLOWER -> isolate(follower, true);
            case WEATHER -> weather();
            case CLIENT_CRASH -> gateway.replace();
            case CLIENT_STALL -> gateway.stallUntil(scheduler.nowNs() + drawNs(500, 15_000));
            case EGRESS_CUT -> cutEgress(leader);
            case TAKE_OVER -> director.in(drawNs(500, 9_000), gateway.takeOver());
            case POWER_CUT -> cutPower(random.nextBoolean() ? leader : follower);
            case DISK_SLOW ->
            {
                follower.disk().slow(drawNs(1, 400));
                director.in(drawNs(500, 9_000), follower.disk()::mend);
            }
            case DISK_FULL ->
            {
                final SimulatedNode node = random.nextBoolean() ? leader : follower;
                node.disk().full(true);
                director.in(drawNs(500, 9_000), node.disk()::mend);
            }
            case CLOCK_DRIFT -> follower.host().drift(random.nextInt(2 * DRIFT_MAX_PPB) - DRIFT_MAX_PPB);
            default -> leader.host().jump(drawNs(50, 3_000));
        }
    }

    /** Nothing is cut, lost or paused any more; clocks stay as they are. */
    void mend()
    {
        network.mend();
        nodes.forEach((node) -> node.host().pauseUntil(0));
        nodes.forEach((node) -> node.disk().mend());
        gateways.forEach((gateway) -> gateway.stallUntil(0));
        gateways.forEach(SimulatedGateway::endFormer);
    }

    private void kill(final SimulatedNode node)
    {
        if (node.isRunning())
        {
            kill(node, drawNs(300, 9_000));
        }
    }

    /** It is started again later. */
    void kill(final SimulatedNode node, final long restartNs)
    {
        if (node.isRunning())
        {
            node.kill();
            director.in(restartNs, () -> director.start(node));
        }
    }

    /** Whatever it does: what a disk that lied has confirmed is gone. */
    void powerFails(final SimulatedNode node, final long restartNs)
    {
        kill(node, restartNs);
        node.disk().powerFailed(random);
    }

    void cutPower(final SimulatedNode node)
    {
        node.disk().cutPower(() ->
        {
            // It may have its turn in this round yet, and must not.
            node.host().pauseUntil(Long.MAX_VALUE);
            director.in(0, () ->
            {
                kill(node);
                node.disk().powerFailed(random);
            });
        });
    }

    private void cutEgress(final SimulatedNode leader)
    {
        gateways.forEach((gateway) -> network.cut(leader.host(), gateway.host()));
        director.in(drawNs(500, 9_000), network::mend);
    }

    private void isolate(final SimulatedNode node, final boolean bothWays)
    {
        cutOff(node, bothWays);
        director.in(drawNs(500, 9_000), network::mend);
    }

    /** A member hears and is heard by no other, if both ways, until the network is mended. */
    void cutOff(final SimulatedNode node, final boolean bothWays)
    {
        for (final SimulatedNode other : nodes)
        {
            if (other != node)
            {
                network.cut(node.host(), other.host());
                if (bothWays)
                {
                    network.cut(other.host(), node.host());
                }
            }
        }
    }

    private void weather()
    {
        network.weather(new Weather(random.nextInt(60_000), random.nextInt(30_000), random.nextInt(60_000),
            random.nextInt(50_000), drawNs(1, 30)));
        director.in(drawNs(500, 9_000), network::mend);
    }

    private long drawNs(final int leastMs, final int mostMs)
    {
        return TimeUnit.MILLISECONDS.toNanos(leastMs + random.nextInt(mostMs - leastMs));
    }
}
