package io.flatbook.proving.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.client.ClientListener;
import io.flatbook.client.FlatbookClient;
import io.flatbook.ops.link.Ground;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.OwnDriver;
import io.flatbook.ops.link.NotAsPromisedException;
import io.flatbook.ops.link.Replicas;
import org.agrona.IoUtil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * One cluster under load, as a fault finds it: its nodes, who looks after them, what is between them and how to become
 * a client of it.
 */
final class ChaosCluster implements AutoCloseable
{
    private static final int HEAP_MEGABYTES = 192;
    /** A holder takes less than a kilobyte on each node. */
    private static final int HOLDERS_PER_MEGABYTE = 1_000;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(120);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Map<String, String> SETTINGS = Map.of("logTermLength", "4m", "segmentLength", "4m");

    private final Path directory;
    private final int holders;
    private final Keys keys;
    private final Ground ground;
    private final LocalCluster cluster;
    private final Path driverDirectory;
    private final OwnDriver driver;
    private final Supervisor supervisor;
    private final Replicas replicas;
    private final Workload workload;
    private final HashWatch hashWatch;
    private final List<String> notes = new ArrayList<>();

    /**
     * Starts a cluster and its load.
     *
     * @param directory for everything that is written; its own name must be unique on this machine.
     * @param ground    that the nodes run on.
     * @param settings  of the nodes, above those of every run.
     * @param seed      of the load.
     * @param holders   that a crowd has if the fault gathers one; the heap of the nodes follows from it.
     */
    ChaosCluster(
        final Path directory,
        final Ground ground,
        final Map<String, String> settings,
        final long seed,
        final int holders)
        throws IOException
    {
        this.directory = directory;
        this.holders = holders;
        this.ground = ground;
        keys = new Keys(directory.resolve("keys"), principals());
        final Map<String, String> all = new TreeMap<>(SETTINGS);
        all.put("secretsFile", keys.nodesFile().toString());
        all.put("memberKeyFile", keys.memberKeyFile().toString());
        all.put("clientKeyFile", keys.clientKeyFile().toString());
        all.putAll(settings);
        cluster = LocalCluster.start(
            ground, directory, "chaos", HEAP_MEGABYTES + holders / HOLDERS_PER_MEGABYTE, all);
        OwnDriver startedDriver = null;
        Supervisor startedSupervisor = null;
        try
        {
            driverDirectory = ground.memoryDirectory(directory, LocalCluster.MEMBERS);
            startedDriver = OwnDriver.launch(driverDirectory.toString(), keys.clientKeyFile());
            driver = startedDriver;
            startedSupervisor = new Supervisor(cluster);
            supervisor = startedSupervisor;
            replicas = new Replicas(cluster.profile());
            replicas.awaitLeader();
            workload = new Workload(this::connect, seed);
            hashWatch = new HashWatch(replicas);
        }
        catch (final RuntimeException ex)
        {
            ex.addSuppressed(new NotAsPromisedException(cluster.lastLines()));
            close(startedDriver, startedSupervisor, null);
            throw ex;
        }
    }

    private static List<String> principals()
    {
        final List<String> principals = new ArrayList<>(List.of(TradingFixture.RISK, "ops/operator", "audit/auditor"));
        Workload.GATEWAYS.forEach((name) -> principals.add("gateway/" + name));
        principals.addAll(GuestGateway.PRINCIPALS);
        return principals;
    }

    LocalCluster cluster()
    {
        return cluster;
    }

    Supervisor supervisor()
    {
        return supervisor;
    }

    Replicas replicas()
    {
        return replicas;
    }

    Workload workload()
    {
        return workload;
    }

    HashWatch hashWatch()
    {
        return hashWatch;
    }

    Keys keys()
    {
        return keys;
    }

    /** How many holders a {@link HolderCrowd} has. */
    int holders()
    {
        return holders;
    }

    /** The ground that the nodes run on, as the type that a fault needs. */
    <T extends Ground> T ground(final Class<T> type)
    {
        return type.cast(ground);
    }

    /** A place for files of a fault's own, removed with everything else. */
    Path directory()
    {
        return directory;
    }

    /** Where a further media driver of this process may live; removed by whoever makes it. */
    Path strangersDirectory()
    {
        return ground.memoryDirectory(directory, LocalCluster.MEMBERS + 1);
    }

    /** Where the media driver lives that the load and other honest clients share. */
    Path clientsDirectory()
    {
        return driverDirectory;
    }

    /** Where the media driver of a node lives. */
    Path memoryDirectory(final int member)
    {
        return ground.memoryDirectory(directory, member);
    }

    /** Host of this machine at which answers arrive. */
    String clientHost()
    {
        return ground.clientHost();
    }

    /** Host of a node, as clients here reach it. */
    String ingressHost(final int member)
    {
        return ground.ingressHost(member);
    }

    /** Where a node takes commands: host and port. */
    String ingressEndpoint(final int member)
    {
        return ground.ingressHost(member) + ':' + (cluster.port(member) + 1);
    }

    /** Channel on which a session of this machine is answered. */
    String egressChannel(final String termLength)
    {
        return "aeron:udp?endpoint=" + ground.clientHost() + ":0|term-length=" + termLength;
    }

    /** A connected client; every principal that has a secret. */
    FlatbookClient connect(final String principal, final ClientListener listener)
    {
        return FlatbookClient.connect(context(principal).listener(listener));
    }

    /** Settings of a client, to be changed before it is connected. */
    FlatbookClient.Context context(final String principal)
    {
        final FlatbookClient.Context context = new FlatbookClient.Context()
            .clusterName("chaos")
            .ingressEndpoints(cluster.profile().ingressEndpoints())
            .egressChannel(egressChannel("1m"))
            .aeronDirectoryName(driverDirectory.toString());
        if (Files.exists(keys.fileOf(principal)))
        {
            context.secretFile(keys.fileOf(principal));
        }
        final String name = principal.substring(principal.indexOf('/') + 1);
        return switch (principal.substring(0, principal.indexOf('/')))
        {
            case "gateway" -> context.gateway(name);
            case "risk" -> context.risk(name);
            case "ops" -> context.ops(name);
            default -> context.audit(name);
        };
    }

    /** The member that leads now; waits for one. */
    int leader()
    {
        return replicas.awaitLeader();
    }

    /** A member that does not lead now. */
    int follower(final RandomGenerator chance)
    {
        return (leader() + 1 + chance.nextInt(LocalCluster.MEMBERS - 1)) % LocalCluster.MEMBERS;
    }

    /** What a node says of itself; MISSING if it does not answer. */
    JsonNode page(final int member)
    {
        return replicas.pages().get(member);
    }

    /** What a node that can be reached says of itself; asks until it answers. */
    JsonNode awaitPage(final int member)
    {
        final AtomicReference<JsonNode> page = new AtomicReference<>();
        await("the page of node " + member, () ->
        {
            page.set(page(member));
            return !page.get().isMissingNode();
        });
        return page.get();
    }

    /** Keeps a line that is printed once the fault is over. */
    void note(final String line)
    {
        notes.add(line);
    }

    /** The lines of the fault. */
    List<String> notes()
    {
        return notes;
    }

    /** Sends a signal to a node. */
    void signal(final int member, final String signal) throws IOException
    {
        run("kill", "-" + signal, Long.toString(cluster.node(member).pid()));
    }

    /** Lets the load run for a time that is part of the fault. */
    static void pass(final long ms)
    {
        final long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        for (long leftNs = untilNs - System.nanoTime(); 0 < leftNs; leftNs = untilNs - System.nanoTime())
        {
            LockSupport.parkNanos(leftNs);
        }
    }

    /** Waits until every gateway has had a number of further answers. */
    void awaitAnswers(final long count)
    {
        final long target = workload.answeredByEach() + count;
        await("answers to every gateway", () -> target <= workload.answeredByEach());
    }

    /** Waits until all nodes run, one leads, and all have applied what it had. */
    void awaitHealthy()
    {
        await("all nodes", () ->
        {
            boolean all = true;
            for (int member = 0; member < LocalCluster.MEMBERS; member++)
            {
                all &= cluster.isAlive(member) && page(member).has("service");
            }
            return all;
        });
        final int leader = leader();
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            if (member != leader)
            {
                replicas.awaitCaughtUp(member);
            }
        }
    }

    /** Waits for something that must come. */
    static void await(final String what, final BooleanSupplier isThere)
    {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!isThere.getAsBoolean())
        {
            if (0 < System.nanoTime() - deadlineNs)
            {
                throw new NotAsPromisedException("waited in vain for " + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NS) +
                    " s: " + what);
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    /** Runs a command of this machine to its end. */
    static String run(final String... command) throws IOException
    {
        final Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        child.getOutputStream().close();
        final String output = new String(child.getInputStream().readAllBytes());
        try
        {
            if (0 != child.waitFor())
            {
                throw new IOException(String.join(" ", command) + " ended with " + child.exitValue() + ": " + output);
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", ex);
        }
        return output;
    }

    /** Ends the nodes in order; what they wrote stays until this is closed. */
    void stop()
    {
        hashWatch.close();
        supervisor.close();
        cluster.stop();
    }

    @Override
    public void close()
    {
        workload.close();
        close(driver, supervisor, hashWatch);
    }

    private void close(final OwnDriver ownDriver, final Supervisor ownSupervisor, final HashWatch ownWatch)
    {
        if (null != ownWatch)
        {
            ownWatch.close();
        }
        if (null != ownSupervisor)
        {
            ownSupervisor.close();
        }
        if (null != ownDriver)
        {
            // Before its keys are removed, which it looks at.
            ownDriver.close();
            IoUtil.delete(new java.io.File(ownDriver.aeronDirectoryName()), true);
        }
        cluster.close();
    }
}
