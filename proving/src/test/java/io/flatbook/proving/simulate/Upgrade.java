package io.flatbook.proving.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

import io.flatbook.cluster.NodeStatus;
import io.flatbook.twin.Swarm;

/**
 * Brings the next binary to one node after the other, the leader last, and activates its version (VER-2). Now and then
 * a node goes back to the binary before, as it may until then. A careless operator activates the version before all
 * nodes know it: those that do not stop at that entry, at each start, until they get the binary.
 */
final class Upgrade
{
    private static final int NEW_VERSION = InstalledVersion.OLD + 1;
    private static final long RESTART_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long ANSWER_NS = TimeUnit.SECONDS.toNanos(3);
    private static final int ATTEMPTS_MAX = 5;

    private final Director director;
    private final Scheduler scheduler;
    private final List<SimulatedNode> nodes;
    private final SimulatedGateway risk;
    private final LongFunction<Swarm.Order> activation;
    private final Counts counts;
    private final List<SimulatedNode> old;
    private final int activatesAt;
    private boolean goesBack;
    private long notBeforeNs;
    private int attempts;
    private boolean isDone;

    /**
     * @param risk       sends the activation.
     * @param activation of the version, made at a time of the cluster in milliseconds.
     */
    Upgrade(
        final Director director,
        final Scene scene,
        final SimulatedGateway risk,
        final LongFunction<Swarm.Order> activation,
        final SplittableRandom random,
        final long playNs)
    {
        this.director = director;
        scheduler = scene.scheduler();
        nodes = scene.nodes();
        counts = scene.counts();
        this.risk = risk;
        this.activation = activation;
        old = new ArrayList<>(nodes);
        final boolean isCareless = 0 == random.nextInt(3);
        activatesAt = isCareless ? 1 + random.nextInt(nodes.size()) : 0;
        goesBack = !isCareless && 0 == random.nextInt(3);
        notBeforeNs = scheduler.nowNs() + random.nextLong(playNs / 2 + 1);
    }

    boolean isDone()
    {
        return isDone;
    }

    /** Does what can be done now. */
    void look()
    {
        if (isDone || scheduler.nowNs() < notBeforeNs)
        {
            return;
        }
        if (0 == attempts && old.size() <= activatesAt)
        {
            counts.add("versions activated before all nodes knew them", 0 == activatesAt ? 0 : 1);
            activate();
        }
        else if (0 < attempts && !old.isEmpty())
        {
            // Those that stopped are no reason to wait.
            install(next());
        }
        else if (0 < attempts)
        {
            awaitActive();
        }
        else if (nodes.stream().allMatch(this::isWell))
        {
            if (goesBack && old.size() < nodes.size())
            {
                goBack();
            }
            else
            {
                install(next());
            }
        }
    }

    /** It answers, and runs what was installed. */
    private boolean isWell(final SimulatedNode node)
    {
        final NodeStatus status = node.status();
        return null != status && status.engineVersionKnown() == node.installed();
    }

    private SimulatedNode next()
    {
        return old.stream().filter((node) -> !node.isLeader()).findFirst().orElse(old.get(0));
    }

    private void install(final SimulatedNode node)
    {
        old.remove(node);
        counts.add("binaries installed");
        restart(node, InstalledVersion.NEXT);
    }

    private void goBack()
    {
        goesBack = false;
        for (final SimulatedNode node : nodes)
        {
            if (!old.contains(node))
            {
                old.add(node);
                counts.add("binaries taken back");
                restart(node, InstalledVersion.OLD);
                return;
            }
        }
    }

    private void restart(final SimulatedNode node, final int version)
    {
        node.install(version);
        if (node.isRunning())
        {
            node.kill();
        }
        director.in(RESTART_NS, () -> director.start(node));
        notBeforeNs = scheduler.nowNs() + RESTART_NS;
    }

    private void activate()
    {
        attempts++;
        risk.add(activation.apply(TimeUnit.NANOSECONDS.toMillis(scheduler.nowNs())));
        notBeforeNs = scheduler.nowNs() + ANSWER_NS;
    }

    /** A client that crashed may not have sent it, and four eyes may have refused it. */
    private void awaitActive()
    {
        if (nodes.stream().allMatch((node) -> null != node.status() && NEW_VERSION <= node.status().engineVersion()))
        {
            counts.add("versions activated");
            isDone = true;
        }
        else if (0 == risk.open() && nodes.stream().allMatch(this::isWell) &&
            nodes.stream().allMatch((node) -> node.status().engineVersion() < NEW_VERSION))
        {
            if (attempts < ATTEMPTS_MAX)
            {
                activate();
            }
            else
            {
                counts.add("versions never activated");
                isDone = true;
            }
        }
    }
}
