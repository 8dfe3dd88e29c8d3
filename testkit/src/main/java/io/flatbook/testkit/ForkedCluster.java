package io.flatbook.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import io.flatbook.local.FreePorts;
import io.flatbook.node.NodeConfig;
import org.agrona.IoUtil;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A cluster of node processes on loopback, on free ports, in a temporary directory: for what a test can only do to a
 * process, such as killing it.
 */
public final class ForkedCluster implements AutoCloseable
{
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final Duration MOMENT = Duration.ofSeconds(3);
    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(1);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(STATUS_TIMEOUT).build();
    private final FreePorts ports = FreePorts.reserve();
    private final NodeJvm[] processes;
    private final Map<String, String> settings;
    private final Path directory;
    private String classPath = System.getProperty("java.class.path");

    /**
     * A cluster that does not run yet.
     *
     * @param members  1 or 3.
     * @param settings of the nodes by key, above those of the cluster.
     */
    public ForkedCluster(final int members, final Map<String, String> settings)
    {
        processes = new NodeJvm[members];
        this.settings = Map.copyOf(settings);
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
     * Let nodes that are started from now on run another binary.
     *
     * @param newClassPath of the binary.
     * @return this.
     */
    public ForkedCluster binary(final String newClassPath)
    {
        classPath = newClassPath;
        return this;
    }

    /**
     * Starts a node.
     *
     * @param member    from 0.
     * @param mainClass whose main runs a node.
     * @return its process.
     */
    public NodeJvm start(final int member, final String mainClass)
    {
        return start(member, mainClass, Map.of());
    }

    /**
     * Starts a node.
     *
     * @param member    from 0.
     * @param mainClass whose main runs a node.
     * @param extra     settings of this start, above the others.
     * @return its process.
     */
    public NodeJvm start(final int member, final String mainClass, final Map<String, String> extra)
    {
        if (null != processes[member] && processes[member].isAlive())
        {
            throw new IllegalStateException("node " + member + " runs");
        }
        final Map<String, String> merged = settings(member);
        merged.putAll(extra);
        processes[member] = NodeJvm.start(
            mainClass, classPath, merged, directory.resolve("node-" + member + ".log"));
        return processes[member];
    }

    /**
     * Starts all nodes and waits for a leader.
     *
     * @param mainClass whose main runs a node.
     * @return the leader's number.
     */
    public int start(final String mainClass)
    {
        for (int member = 0; member < processes.length; member++)
        {
            start(member, mainClass);
        }
        return awaitLeader();
    }

    /**
     * The process of a node.
     *
     * @param member from 0.
     * @return the process started last for it.
     */
    public NodeJvm node(final int member)
    {
        return processes[member];
    }

    /**
     * Waits until a node that lives leads and takes commands.
     *
     * @return its number.
     */
    public int awaitLeader()
    {
        await("a leader").until(() -> leader() >= 0);
        return leader();
    }

    /**
     * Waits until a majority has ended by itself. A node that is left then can neither commit nor apply anything; it is
     * given a moment to end too, and is asked to end otherwise.
     *
     * @param exitCode that each node which ends by itself must have.
     * @return the members that ended by themselves, in order.
     */
    public List<Integer> awaitMajorityEnded(final int exitCode)
    {
        final int majority = processes.length / 2 + 1;
        await("end of a majority").until(() -> ended().size() >= majority);
        final long deadlineNs = System.nanoTime() + MOMENT.toNanos();
        while (ended().size() < processes.length && System.nanoTime() - deadlineNs < 0)
        {
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }

        final List<Integer> ended = ended();
        for (int member = 0; member < processes.length; member++)
        {
            final int expected = ended.contains(member) ? exitCode : 0;
            final int actual = ended.contains(member) ? node(member).awaitExit() : node(member).terminate();
            if (expected != actual)
            {
                throw new AssertionError("node " + member + " ended with " + actual + ", not with " + expected +
                    ":\n" + node(member).output());
            }
        }
        return ended;
    }

    /**
     * What a node answers to {@code /status}.
     *
     * @param member from 0.
     * @return the document, empty if it does not answer.
     */
    public String status(final int member)
    {
        final URI uri = URI.create("http://127.0.0.1:" + config(member).statusPort() + "/status");
        try
        {
            return http.send(HttpRequest.newBuilder(uri).timeout(STATUS_TIMEOUT).build(),
                HttpResponse.BodyHandlers.ofString()).body();
        }
        catch (final IOException ignore)
        {
            return "";
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    /**
     * @return what clients connect to.
     */
    public String ingressEndpoints()
    {
        return config(0).endpoints().ingress();
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
     * Settings of a node.
     *
     * @param member from 0.
     * @return its settings.
     */
    public NodeConfig config(final int member)
    {
        return NodeConfig.of(settings(member));
    }

    /**
     * Kills all nodes and removes what they have on disk and in memory.
     */
    @Override
    public void close()
    {
        for (int member = 0; member < processes.length; member++)
        {
            if (null != processes[member])
            {
                processes[member].close();
            }
            IoUtil.delete(config(member).aeronDirectory().toFile(), true);
        }
        IoUtil.delete(directory.toFile(), true);
        ports.close();
    }

    private List<Integer> ended()
    {
        final List<Integer> ended = new ArrayList<>();
        for (int member = 0; member < processes.length; member++)
        {
            if (!processes[member].isAlive())
            {
                ended.add(member);
            }
        }
        return ended;
    }

    private int leader()
    {
        for (int member = 0; member < processes.length; member++)
        {
            if (null != processes[member] && processes[member].isAlive() && status(member).contains(
                "\"role\":\"LEADER\",\"election\":\"CLOSED\",\"module\":\"ACTIVE\""))
            {
                return member;
            }
        }
        return -1;
    }

    private Map<String, String> settings(final int member)
    {
        return TestSettings.of(member, processes.length, ports, directory, settings);
    }
}
