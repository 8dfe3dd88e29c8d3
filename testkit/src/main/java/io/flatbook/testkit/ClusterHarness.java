package io.flatbook.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;

import io.flatbook.local.FreePorts;
import io.flatbook.node.DiskSpace;
import io.flatbook.node.EmbeddedNode;
import io.flatbook.node.HostedService;
import io.flatbook.node.NodeConfig;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A cluster of real nodes in this process: real log, archive and UDP on loopback, on free ports, in a temporary
 * directory that goes with the harness.
 *
 * <p>Nodes sync nothing to disk unless {@code durability=disk} is set, so that tests are quick, and take clients at
 * their word unless a {@code secretsFile} is set. Not for use by several threads.
 */
public final class ClusterHarness implements AutoCloseable
{
    /** Message of a node that ends because the whole cluster is shut down. */
    public static final String SHUT_DOWN = "shut down by the cluster";

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final int members;
    private final Supplier<HostedService> hosted;
    private final Map<String, String> settings;
    private final FreePorts ports;
    private final Path directory;
    private final EmbeddedNode[] nodes;
    private final AtomicLongArray usableBytes;
    private final Map<Integer, Failure> failures = new ConcurrentHashMap<>();
    private final Set<Integer> noticed = new HashSet<>();

    /**
     * Why a node ended by itself.
     *
     * @param what  happened, in words; {@link #SHUT_DOWN} if the cluster was shut down.
     * @param cause of it, or null.
     */
    public record Failure(String what, Throwable cause)
    {
    }

    /**
     * A cluster that does not run yet.
     *
     * @param members  1 or 3.
     * @param hosted   makes a new service for each start of a node.
     * @param settings of the nodes by key, above those of the harness.
     * @throws IllegalStateException if this JVM lacks a flag that nodes need; the message names it.
     */
    public ClusterHarness(
        final int members, final Supplier<HostedService> hosted, final Map<String, String> settings)
    {
        JvmFlags.check();
        ports = FreePorts.reserve();
        this.members = members;
        this.hosted = hosted;
        this.settings = Map.copyOf(settings);
        nodes = new EmbeddedNode[members];
        usableBytes = new AtomicLongArray(members);
        for (int member = 0; member < members; member++)
        {
            usableBytes.set(member, Long.MAX_VALUE);
        }
        try
        {
            directory = Files.createTempDirectory("flatbook-test-");
        }
        catch (final IOException ex)
        {
            ports.close();
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Starts all nodes that do not run and waits for a leader.
     *
     * @return this.
     */
    public ClusterHarness start()
    {
        for (int member = 0; member < members; member++)
        {
            if (null == nodes[member])
            {
                start(member);
            }
        }
        awaitLeader();
        return this;
    }

    /**
     * Starts a node that does not run, on what is in its directory.
     *
     * @param member from 0.
     */
    public void start(final int member)
    {
        if (null != nodes[member])
        {
            throw new IllegalStateException("node " + member + " runs");
        }
        failures.remove(member);
        noticed.remove(member);
        nodes[member] = EmbeddedNode.launch(
            config(member),
            hosted.get(),
            (what, cause) -> failures.put(member, new Failure(what, cause)),
            () -> failures.put(member, new Failure(SHUT_DOWN, null)),
            (disk) ->
                Math.min(usableBytes.get(member), DiskSpace.OF_FILE_STORE.usableBytes(disk)));
    }

    /**
     * Let a node find less room on its disk than there is.
     *
     * @param member from 0.
     * @param bytes  that it may find at most; {@link Long#MAX_VALUE} for what there is.
     */
    public void usableBytes(final int member, final long bytes)
    {
        usableBytes.set(member, bytes);
    }

    /**
     * End a node; the others are not notified. For a node that dies in mid-step use a {@link NodeJvm}.
     *
     * @param member from 0.
     */
    public void stop(final int member)
    {
        final EmbeddedNode node = node(member);
        nodes[member] = null;
        node.close();
    }

    /**
     * Removes all that a stopped node has on disk.
     *
     * @param member from 0.
     */
    public void wipe(final int member)
    {
        if (null != nodes[member])
        {
            throw new IllegalStateException("node " + member + " runs");
        }
        IoUtil.delete(config(member).directory().toFile(), false);
    }

    /**
     * A node that runs.
     *
     * @param member from 0.
     * @return the node.
     */
    public EmbeddedNode node(final int member)
    {
        if (null == nodes[member])
        {
            throw new IllegalStateException("node " + member + " does not run");
        }
        return nodes[member];
    }

    /**
     * Settings of a node.
     *
     * @param member from 0.
     * @return its settings.
     */
    public NodeConfig config(final int member)
    {
        final Map<String, String> merged = TestSettings.of(member, members, ports, directory, settings);
        merged.putIfAbsent("statusPort", "0");
        merged.putIfAbsent("durability", "memory");
        return NodeConfig.of(merged);
    }

    /** @return what clients connect to. */
    public String ingressEndpoints()
    {
        return config(0).endpoints().ingress();
    }

    /** @return directory of all nodes. */
    public Path directory()
    {
        return directory;
    }

    /** @return number of members, running or not. */
    public int members()
    {
        return members;
    }

    /**
     * Waits until one node leads and takes commands.
     *
     * @return its number.
     */
    public int awaitLeader()
    {
        return await("a leader").until(this::leader, (member) -> member >= 0);
    }

    /**
     * @return the node that leads now, -1 if none does.
     */
    public int leader()
    {
        int leader = -1;
        for (int member = 0; member < members; member++)
        {
            if (runs(member) && nodes[member].counters().isLeading())
            {
                leader = member;
            }
        }
        return leader;
    }

    /**
     * @param member from 0.
     * @return whether it has failed or was shut down, and was not started again.
     */
    public boolean hasFailed(final int member)
    {
        noticed.add(member);
        return failures.containsKey(member);
    }

    /**
     * Fails if a node has failed and nobody asked whether it had: a test of three nodes may pass on the other two.
     *
     * @throws AssertionError that names the node and why it failed.
     */
    public void checkNothingFailedUnnoticed()
    {
        failures.forEach((member, failure) ->
        {
            if (!noticed.contains(member) && !SHUT_DOWN.equals(failure.what()))
            {
                throw new AssertionError("node " + member + " failed unnoticed: " + failure.what(), failure.cause());
            }
        });
    }

    /**
     * Waits until a node has failed or was shut down, and closes it.
     *
     * @param member from 0.
     * @return why it ended.
     */
    public Failure awaitFailure(final int member)
    {
        await("failure of node " + member).until(() -> hasFailed(member));
        stop(member);
        return failures.get(member);
    }

    /**
     * Takes a snapshot and waits until every node that runs has it; a new leader is asked again.
     */
    public void snapshot()
    {
        final List<EmbeddedNode> running = running();
        final long[] before = running.stream().mapToLong((node) -> node.counters().snapshots()).toArray();
        final AtomicLong askedTermId = new AtomicLong(-1);
        for (int i = 0; i < before.length; i++)
        {
            final EmbeddedNode node = running.get(i);
            final long taken = before[i];
            await("snapshot of node " + node.config().memberId()).until(() ->
            {
                final int leader = leader();
                final long termId = leader < 0 ? -1 : node(leader).counters().leadershipTermId();
                if (termId > askedTermId.get() && node(leader).requestSnapshot())
                {
                    askedTermId.set(termId);
                }
                return node.counters().snapshots() > taken;
            });
        }
    }

    /**
     * Waits until all nodes that run have published a hash for a log position at or after the one that is
     * committed now: all that was acknowledged is in it.
     *
     * @return the hashes of the first such position, by member; all equal if replicas are.
     */
    public Map<Integer, Long> awaitHashes()
    {
        final long position = node(awaitLeader()).counters().commitPosition();
        return await("hashes at one position from " + position + " on").until(
            () -> ReplicaHashes.shared(running(), position), (hashes) -> !hashes.isEmpty());
    }

    /**
     * Generous waiting, for conditions of the caller's own.
     *
     * @param what is waited for, for the message.
     * @return an Awaitility condition.
     */
    public ConditionFactory await(final String what)
    {
        return Awaitility.await(what).atMost(PATIENCE).pollInterval(POLL_INTERVAL).pollDelay(Duration.ZERO);
    }

    /**
     * End all nodes and remove what they have on disk and in memory.
     */
    @Override
    public void close()
    {
        CloseHelper.quietCloseAll(running());
        for (int member = 0; member < members; member++)
        {
            nodes[member] = null;
            IoUtil.delete(config(member).aeronDirectory().toFile(), true);
        }
        IoUtil.delete(directory.toFile(), true);
        ports.close();
    }

    private boolean runs(final int member)
    {
        return null != nodes[member] && !failures.containsKey(member);
    }

    private List<EmbeddedNode> running()
    {
        final List<EmbeddedNode> running = new ArrayList<>();
        for (final EmbeddedNode node : nodes)
        {
            if (null != node)
            {
                running.add(node);
            }
        }
        return running;
    }
}
