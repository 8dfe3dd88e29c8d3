package io.flatbook.proving.simulate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.flatbook.cluster.NodeStatus;
import io.flatbook.twin.Swarm;

/**
 * Leads a run through its acts: the nodes start, the world is defined, commands and faults come, all is mended, and
 * what is left must be answered.
 */
final class Director
{
    private static final long LIVENESS_NS = TimeUnit.SECONDS.toNanos(90);
    private static final int ORDERS_WAITING_MAX = 500;
    private static final int LAST_ORDERS = 20;
    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long ENDED_RESTART_NS = TimeUnit.SECONDS.toNanos(2);

    private final Plan plan;
    private final Scheduler scheduler;
    private final VirtualNetwork network;
    private final List<SimulatedNode> nodes;
    private final List<SimulatedGateway> gateways;
    private final Swarm swarm;
    private final HashBook hashes;
    private final Counts counts;
    private final Consumer<String> violations;
    private final SplittableRandom random;
    private final FaultMaker faults;
    private final Upgrade upgrade;
    private final LyingDisk lyingDisk;
    private final SimulatedBackup backup;
    private final Agenda agenda = new Agenda();
    private final ArrayDeque<Swarm.Order> world = new ArrayDeque<>();
    private Act act = Act.BOOT;
    private long actNs;
    private long nextOrderNs;
    private long nextFaultNs;
    private long nextLookNs;
    private long playUntilNs;
    private int orders;
    private int faultsDone;
    private SimulatedGateway worldSender;

    /** What the run is about. */
    private enum Act
    {
        BOOT, WORLD, PLAY, MEND, SETTLE
    }

    Director(
        final Plan plan,
        final Scene scene,
        final Swarm swarm,
        final HashBook hashes,
        final Consumer<String> violations,
        final SplittableRandom random,
        final SimulatedBackup backup)
    {
        this.plan = plan;
        this.backup = backup;
        scheduler = scene.scheduler();
        network = scene.network();
        nodes = scene.nodes();
        gateways = scene.gateways();
        counts = scene.counts();
        this.swarm = swarm;
        this.hashes = hashes;
        this.violations = violations;
        this.random = random;
        faults = new FaultMaker(this, scene, random.split());
        upgrade = !plan.operations().contains(Operation.UPGRADE) ? null : new Upgrade(this, scene,
            gateway(Swarm.RISK), swarm::activation, Operation.random(plan.seed()), plan.playNs());
        lyingDisk = !plan.operations().contains(Operation.LYING_DISK) ? null :
            new LyingDisk(this, faults, scene, Operation.random(plan.seed() + 2));
    }

    /** Once a round. */
    int duty()
    {
        agenda.attend(scheduler.nowNs());
        look();
        switch (act)
        {
            case BOOT -> boot();
            case WORLD -> world();
            case PLAY -> play();
            case MEND -> mend();
            default -> settle();
        }
        return 0;
    }

    void in(final long delayNs, final Runnable deed)
    {
        agenda.at(scheduler.nowNs() + delayNs, deed);
    }

    /** Starts a node by a duty cycle of its own host. */
    void start(final SimulatedNode node)
    {
        if (!node.isRunning())
        {
            final Scheduler.Task[] task = new Scheduler.Task[1];
            task[0] = scheduler.add(node.host() + " boot", node.host(), () ->
            {
                scheduler.kill(task[0]);
                node.start();
                return 1;
            });
            node.booting();
        }
    }

    private void next(final Act newAct)
    {
        act = newAct;
        actNs = scheduler.nowNs();
    }

    private void boot()
    {
        if (null != backup)
        {
            backup.start();
            in(Operation.random(plan.seed() + 1).nextLong(plan.playNs()), () ->
            {
                counts.add("backups killed");
                backup.kill();
                in(ENDED_RESTART_NS, backup::start);
            });
        }
        nodes.forEach(this::start);
        gateways.forEach(SimulatedGateway::replace);
        world.addAll(swarm.world(TimeUnit.NANOSECONDS.toMillis(scheduler.nowNs())));
        next(Act.WORLD);
    }

    private void world()
    {
        if (null != worldSender && 0 < worldSender.open())
        {
            late("the world");
            return;
        }
        if (world.isEmpty())
        {
            playUntilNs = scheduler.nowNs() + plan.playNs();
            nextFaultNs = scheduler.nowNs() + gapNs(plan.faultGapMs());
            if (null != lyingDisk)
            {
                lyingDisk.beginWithin(plan.playNs());
            }
            next(Act.PLAY);
            return;
        }
        final Swarm.Order order = world.poll();
        worldSender = gateway(order.principal());
        worldSender.add(order);
        actNs = scheduler.nowNs();
    }

    private void play()
    {
        final long nowNs = scheduler.nowNs();
        while (nextOrderNs <= nowNs && orders < plan.ordersMax())
        {
            nextOrderNs = Math.max(nextOrderNs, nowNs) + gapNs(orderGapMs());
            if (waiting() < ORDERS_WAITING_MAX)
            {
                orders++;
                order();
            }
        }
        if (nextFaultNs <= nowNs)
        {
            nextFaultNs = nowNs + gapNs(plan.faultGapMs());
            final Fault fault = Fault.of(random.nextInt(Fault.weights()));
            if (faultsDone < plan.faultsMax())
            {
                faultsDone++;
                faults.befall(fault);
            }
        }
        if (playUntilNs <= nowNs)
        {
            faults.mend();
            agenda.clear();
            nodes.forEach(this::start);
            if (null != backup && !backup.isRunning())
            {
                backup.start();
            }
            next(Act.MEND);
        }
    }

    /** A purge needs a log that is longer than the first files of it. */
    private int orderGapMs()
    {
        return plan.operations().contains(Operation.PURGE) ? Math.max(1, plan.orderGapMs() / 2) : plan.orderGapMs();
    }

    private int waiting()
    {
        return gateways.stream().mapToInt(SimulatedGateway::open).sum();
    }

    private void order()
    {
        final Swarm.Order order = swarm.next(TimeUnit.NANOSECONDS.toMillis(scheduler.nowNs()));
        gateway(order.principal()).add(order);
    }

    /** All is whole again: what was begun must come to its end. */
    private void mend()
    {
        if (null != upgrade && !upgrade.isDone())
        {
            late("the upgrade to come to its end");
            return;
        }
        if (0 < waiting())
        {
            late("what was sent before the last fault was mended");
            return;
        }
        for (int i = 0; i < LAST_ORDERS; i++)
        {
            order();
        }
        next(Act.SETTLE);
    }

    private void settle()
    {
        if (0 < waiting())
        {
            late("what was sent after the last fault was mended");
            return;
        }
        final List<Long> positions = new ArrayList<>();
        nodes.forEach((node) -> positions.add(null == node.status() ? -1 : node.status().logPosition()));
        final List<String> restless =
            nodes.stream().filter((node) -> !node.isAtRest()).map(SimulatedNode::restlessness).toList();
        if (restless.isEmpty() && 0 <= positions.get(0) && 1 == positions.stream().distinct().count() &&
            TimeUnit.SECONDS.toNanos(1) < scheduler.nowNs() - actNs)
        {
            nodes.forEach(this::look);
            final String difference = difference();
            if (difference.isEmpty() && null != backup && backup.position() < positions.get(0))
            {
                // Ticks go on, and so does it.
                late("the backup, at position " + backup.position() + ", to come to " + positions);
            }
            else if (difference.isEmpty())
            {
                end();
                return;
            }
            late("the nodes to be alike: " + difference);
            return;
        }
        late(restless.isEmpty() ? "the nodes to be of one mind, at " + positions :
            "the housekeeping of " + restless + " to come to its end");
    }

    /**
     * At the same position, with nothing left to do: time goes on by timers alone, and closed sessions are gone. A node
     * whose role changed tells a newer time beside an older position until its next tick.
     */
    private String difference()
    {
        String difference = "";
        final NodeStatus first = nodes.get(0).status();
        for (final SimulatedNode node : nodes)
        {
            final NodeStatus status = node.status();
            if (status.logPosition() == first.logPosition() && (status.engineTimeMs() != first.engineTimeMs() ||
                status.sessions() != first.sessions() || status.stateHash() != first.stateHash()))
            {
                difference = "at position " + status.logPosition() + " " + node.host() + " has engine time " +
                    status.engineTimeMs() + " and " + status.sessions() + " sessions, " + nodes.get(0).host() + " " +
                    first.engineTimeMs() + " and " + first.sessions();
            }
        }
        return difference;
    }

    private void late(final String what)
    {
        if (LIVENESS_NS < scheduler.nowNs() - actNs)
        {
            violations.accept("liveness: waited " + TimeUnit.NANOSECONDS.toSeconds(LIVENESS_NS) + " s for " + what +
                " in act " + act + "; " + standing());
            end();
        }
    }

    private String standing()
    {
        final StringBuilder text = new StringBuilder();
        nodes.forEach((node) -> text.append(node.host()).append(node.isRunning() ? " runs" : " is down")
            .append(node.isLeader() ? " and leads, " : ", "));
        gateways.forEach((gateway) -> text.append(gateway.principal()).append(' ').append(gateway.open())
            .append(" open ").append(gateway.state()).append(", "));
        return text.toString();
    }

    private void look()
    {
        if (nextLookNs <= scheduler.nowNs())
        {
            nextLookNs = scheduler.nowNs() + LOOK_NS;
            for (final SimulatedNode node : nodes)
            {
                look(node);
                if (node.hasEnded())
                {
                    counts.add("nodes ended by themselves");
                    node.kill();
                    in(ENDED_RESTART_NS, () -> start(node));
                }
            }
            if (null != upgrade && (Act.PLAY == act || Act.MEND == act))
            {
                upgrade.look();
            }
            if (Act.PLAY == act)
            {
                plan.progress().accept(1 - (double)(playUntilNs - scheduler.nowNs()) / plan.playNs());
            }
        }
    }

    private void end()
    {
        network.close();
        scheduler.end();
    }

    private void look(final SimulatedNode node)
    {
        final NodeStatus status = node.status();
        final String difference = null == status ? null : hashes.told(node.member(), status);
        if (null != difference)
        {
            violations.accept(difference);
            end();
        }
    }

    private SimulatedGateway gateway(final String principal)
    {
        return gateways.stream().filter((each) -> each.principal().equals(principal)).findFirst().orElseThrow();
    }

    private long gapNs(final int meanMs)
    {
        return TimeUnit.MICROSECONDS.toNanos(1 + random.nextInt(2_000 * meanMs));
    }
}
