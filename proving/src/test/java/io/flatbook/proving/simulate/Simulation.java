package io.flatbook.proving.simulate;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.flatbook.twin.Swarm;
import io.flatbook.wire.SimulatedWire;
import org.agrona.IoUtil;

/**
 * One run: three nodes, the clients of five principals, faults, and after them the proof that the cluster is alive.
 */
final class Simulation
{
    static final int MEMBERS = 3;
    static final int ENGINE_VERSION = 1;

    private static final int CLIENT_HOSTS = 2;
    private static final int DIRECTOR = 200;
    private static final int SEALED_EVERY = 4;

    private final Plan plan;
    private final Scheduler scheduler;
    private final VirtualNetwork network;
    private final Counts counts = new Counts();
    private final List<String> violations = new ArrayList<>();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<SimulatedGateway> gateways = new ArrayList<>();
    private final List<Host> members = new ArrayList<>();
    private final HashBook hashes = new HashBook();
    private final List<SimulatedWire> wires = new ArrayList<>();
    private final boolean isSealed;
    private final Swarm swarm;
    private final SplittableRandom random;

    private Simulation(final Plan plan)
    {
        this.plan = plan;
        random = new SplittableRandom(plan.seed());
        SeededChance.seed(plan.seed());
        final VirtualNetwork[] made = new VirtualNetwork[1];
        scheduler = new Scheduler(random.nextLong(), () -> made[0].nextArrivalNs());
        network = new VirtualNetwork(random.nextLong(), scheduler);
        made[0] = network;
        VirtualProvider.network(network);
        InstalledVersion.of(() ->
            null == scheduler.host() ? InstalledVersion.NEXT : scheduler.host().version());
        plan.operations().forEach((each) -> counts.add("runs with " + each));
        isSealed = 0 == plan.seed() % SEALED_EVERY;
        if (isSealed)
        {
            network.sealed();
            counts.add("runs over a sealed wire");
        }
        swarm = new Swarm(random.nextLong(), ENGINE_VERSION);
    }

    /** Runs it, audits it and cleans up. */
    static Result run(final Plan plan)
    {
        IoUtil.delete(plan.directory().toFile(), true);
        try
        {
            Files.createDirectories(plan.directory());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        final long startNs = System.nanoTime();
        final Simulation simulation = new Simulation(plan);
        try
        {
            return simulation.run(startNs);
        }
        finally
        {
            VirtualProvider.network(null);
            IoUtil.delete(plan.directory().toFile(), true);
        }
    }

    private Result run(final long startNs)
    {
        cast();
        final SimulatedBackup backup = backup();
        final Host stage = new Host("director", DIRECTOR, scheduler);
        final Scene scene = new Scene(scheduler, network, nodes, gateways, counts);
        final Director director =
            new Director(plan, scene, swarm, hashes, this::violated, random.split(), backup);
        scheduler.add("director", stage, director::duty);
        final Throwable failure = scheduler.run();
        final long virtualNs = scheduler.sinceStartNs();
        if (null != failure)
        {
            violated("the simulation itself failed: " + trace(failure));
        }
        final long playedNs = System.nanoTime();
        LogAudit audit = null;
        if (null == failure)
        {
            audit = audit(backup);
        }
        for (final VirtualNetwork.Misfortune each : VirtualNetwork.Misfortune.values())
        {
            counts.add("datagrams " + each.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                network.count(each));
        }
        wires.forEach((each) -> each.tell(counts::add));
        swarm.kinds().forEach((kind, count) -> counts.add("command " + kind, count));
        counts.add("rounds", scheduler.rounds());
        counts.add("switches", scheduler.switches());
        return new Result(plan.seed(), network.hash(), virtualNs, playedNs - startNs, System.nanoTime() - playedNs,
            counts, null == audit ? new Counts() : audit.clauses(), List.copyOf(violations));
    }

    /** Null if something cannot be read. */
    private LogAudit audit(final SimulatedBackup backup)
    {
        try
        {
            final LogAudit audit = LogAudit.of(nodes.get(0).directory(), gateways, hashes, this::violated);
            counts.addAll(audit.counts());
            if (plan.operations().contains(Operation.PURGE))
            {
                nodes.subList(1, MEMBERS).forEach((node) ->
                    CopyAudit.of(node.directory(), "purged logs", hashes.all(), this::violated, counts));
            }
            nodes.stream().filter(SimulatedNode::hasRejoined).forEach((node) ->
                CopyAudit.of(node.directory(), "rejoined members", hashes.all(), this::violated, counts));
            if (null != backup)
            {
                backup.writeStatus();
                CopyAudit.of(backup.directory(), "backups", hashes.all(), this::violated, counts);
            }
            return audit;
        }
        catch (final RuntimeException ex)
        {
            violated("what the nodes have left cannot be read: " + trace(ex));
            return null;
        }
    }

    /** Null if there is none. */
    private SimulatedBackup backup()
    {
        final Set<Operation> operations = plan.operations();
        return !operations.contains(Operation.BACKUP) ? null : new SimulatedBackup(
            network.add(new Host("backup", 21, scheduler)), scheduler, plan.directory(),
            MemberPorts.consensusEndpoints(members), isSealed ? this::wire : null,
            operations.contains(Operation.PURGE) ? SimulatedNode.SHORT_LENGTH : Integer.MAX_VALUE, this::onError);
    }

    private void cast()
    {
        for (int i = 0; i < MEMBERS; i++)
        {
            members.add(network.add(new Host("node" + i, 1 + i, scheduler)));
        }
        for (int i = 0; i < MEMBERS; i++)
        {
            nodes.add(new SimulatedNode(i, members, plan, scheduler, random.split(), this::onError, counts,
                isSealed ? this::wire : null));
        }
        nodes.forEach((node) -> node.hears((other) ->
            network.isCut(members.get(other), node.host()) ? -1 : nodes.get(other).coveredPosition()));
        final List<Host> hosts = new ArrayList<>();
        for (int i = 0; i < CLIENT_HOSTS; i++)
        {
            hosts.add(network.add(new Host("clients" + i, 11 + i, scheduler)));
        }
        final List<Supplier<Aeron>> transports = hosts.stream().map(this::transport).toList();
        for (final String principal : Swarm.PRINCIPALS)
        {
            final int host = principal.startsWith("risk") ? 0 : 1;
            gateways.add(new SimulatedGateway(principal, hosts.get(host), scheduler, MemberPorts.ingress(members),
                transports.get(host), this::violated, counts));
        }
    }

    /** The driver of a client host starts with its first client, on that host. */
    private Supplier<Aeron> transport(final Host host)
    {
        final String directory = plan.directory().resolve("shm-" + host).toString();
        final MediaDriver[] driver = new MediaDriver[1];
        return () ->
        {
            if (null == driver[0])
            {
                final MediaDriver.Context context = new MediaDriver.Context();
                driver[0] = MediaDriver.launch(SteppedParts.onHost(
                    isSealed ? wire((port) -> true).install(context) : context, host, this::onError)
                    .aeronDirectoryName(directory)
                    .dirDeleteOnStart(true)
                    .termBufferSparseFile(true)
                    .publicationTermBufferLength(64 * 1024)
                    .ipcTermBufferLength(64 * 1024)
                    .initialWindowLength(32 * 1024));
                scheduler.add(host + " driver", host, driver[0].sharedAgentInvoker()::invoke);
            }
            return SteppedParts.aeron(
                directory, host, scheduler, driver[0].sharedAgentInvoker(), "client", this::onError);
        };
    }

    private SimulatedWire wire(final IntPredicate isClientPort)
    {
        final SimulatedWire wire =
            new SimulatedWire(isClientPort, scheduler::nowNs, Bug.SEAL_UNCHECKED != plan.bug());
        wires.add(wire);
        return wire;
    }

    private void onError(final Throwable throwable)
    {
        if (throwable instanceof Scheduler.KilledError || throwable.getCause() instanceof Scheduler.KilledError)
        {
            return;
        }
        final String text = throwable.toString().replaceAll("[0-9]+", "#");
        counts.add("error " + text.substring(0, Math.min(110, text.length())).replace('\n', ' '));
        if (Boolean.getBoolean("flatbook.simulate.errors"))
        {
            throwable.printStackTrace(System.out);
        }
        if (text.contains("stopped in on"))
        {
            violated("a service stopped: " + throwable);
        }
    }

    private void violated(final String what)
    {
        if (violations.size() < Result.VIOLATIONS_MAX)
        {
            violations.add(what + " (at " + TimeUnit.NANOSECONDS.toMillis(scheduler.sinceStartNs()) + " ms)");
        }
    }

    private static String trace(final Throwable failure)
    {
        final StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
