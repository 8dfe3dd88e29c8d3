package io.flatbook.ops.link;

import io.flatbook.local.FreePorts;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A throw-away cluster of three node processes on this machine, any of which can be killed and started again. Closing
 * it ends the processes that it started and removes their files. Its directory has {@code node-MEMBER.pid} for every
 * process that was started, for a caller that must clean up after this process itself was killed.
 */
public final class LocalCluster implements AutoCloseable
{
    /** Nodes of a cluster. */
    public static final int MEMBERS = 3;

    private static final int HEAP_MEGABYTES = 256;
    private static final int PORTS_PER_MEMBER = 100;
    private static final int STATUS_PORT = 6;
    private static final String DISK_RESERVE = "64m";
    private static final long END_SECONDS = 10;
    private static final long REJOIN_SECONDS = 90;
    private static final int TOLD_LINES = 5;

    private final Ground ground;
    private final Path directory;
    private final String name;
    private final int heapMegabytes;
    private final Map<String, String> settings;
    private final Process[] nodes = new Process[MEMBERS];
    /** The ports, if they were drawn. */
    private final FreePorts reserved;
    private final int basePort;
    private boolean ended;
    private final Thread ending = new Thread(this::end, "local-cluster-end");

    private LocalCluster(final Ground ground, final Path directory, final String name, final int heapMegabytes,
        final Map<String, String> settings)
    {
        this.ground = ground;
        this.directory = directory;
        this.name = name;
        this.heapMegabytes = heapMegabytes;
        this.settings = new TreeMap<>(settings);
        final String given = settings.get("basePort");
        reserved = null == given ? FreePorts.reserve() : null;
        basePort = null == given ? reserved.basePort() : number(given);
    }

    private static int number(final String basePort)
    {
        try
        {
            return Integer.parseInt(basePort);
        }
        catch (final NumberFormatException ex)
        {
            throw new NotAsPromisedException("basePort='" + basePort + "' is not a whole number");
        }
    }

    /**
     * Starts three nodes that keep nothing on disk longer than they must; they elect a leader within seconds.
     *
     * @return the cluster.
     */
    public static LocalCluster start()
    {
        try
        {
            return start(Ground.loopback(), Files.createTempDirectory("flatbook-scenario-"), "scenario",
                HEAP_MEGABYTES, Map.of("durability", "memory", "logTermLength", "4m", "segmentLength", "4m"));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Starts three nodes; they elect a leader within seconds.
     *
     * @param ground        that they run on.
     * @param directory     for logs and data, removed in the end; its own name must be unique on this machine.
     * @param name          of the cluster.
     * @param heapMegabytes of each node.
     * @param settings      of the nodes by key, above the defaults and the places and ports that are chosen here;
     *                      {@code basePort} chooses the ports.
     * @return the cluster.
     * @throws IOException if a node cannot be started.
     */
    public static LocalCluster start(
        final Ground ground,
        final Path directory,
        final String name,
        final int heapMegabytes,
        final Map<String, String> settings)
        throws IOException
    {
        final LocalCluster cluster = new LocalCluster(ground, directory, name, heapMegabytes, settings);
        Runtime.getRuntime().addShutdownHook(cluster.ending);
        try
        {
            for (int member = 0; member < MEMBERS; member++)
            {
                cluster.launch(member);
            }
            return cluster;
        }
        catch (final IOException | RuntimeException ex)
        {
            cluster.close();
            throw ex;
        }
    }

    /**
     * Kills a node at once (SIGKILL), as a crash would, and waits until the process is gone.
     *
     * @param member from 0.
     */
    public void kill(final int member)
    {
        nodes[member].destroyForcibly();
        try
        {
            nodes[member].waitFor();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Starts a node that ended again.
     *
     * @param member from 0.
     * @throws IOException if it cannot be started.
     */
    public void restart(final int member) throws IOException
    {
        if (nodes[member].isAlive())
        {
            throw new IllegalStateException("node " + member + " runs");
        }
        launch(member);
    }

    /**
     * Lets a node that ended fetch snapshot and log from the others, and then starts it; what it had is moved aside.
     *
     * @param member from 0.
     * @throws IOException if it cannot.
     */
    public void rejoin(final int member) throws IOException
    {
        if (nodes[member].isAlive())
        {
            throw new IllegalStateException("node " + member + " runs");
        }
        launch(member, "rejoin", "--replace");
        try
        {
            if (!nodes[member].waitFor(REJOIN_SECONDS, TimeUnit.SECONDS) || 0 != nodes[member].exitValue())
            {
                throw new IOException("node " + member + " could not rejoin");
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", ex);
        }
        launch(member);
    }

    /**
     * Whether a node's process lives.
     *
     * @param member from 0.
     * @return false once it has ended.
     */
    public boolean isAlive(final int member)
    {
        return nodes[member].isAlive();
    }

    /**
     * Checks that all nodes run: one that ended at its start, as one with wrong settings does, ends again.
     *
     * @throws NotAsPromisedException if one has ended.
     */
    public void checkAlive()
    {
        for (int member = 0; member < MEMBERS; member++)
        {
            if (!isAlive(member))
            {
                throw new NotAsPromisedException("node " + member + " ended with " + nodes[member].exitValue());
            }
        }
    }

    /**
     * Process of a node, as it was started last.
     *
     * @param member from 0.
     * @return the process, which may have ended.
     */
    public Process node(final int member)
    {
        return nodes[member];
    }

    /**
     * Where a node keeps log and snapshots.
     *
     * @param member from 0.
     * @return its data directory.
     */
    public Path nodeDirectory(final int member)
    {
        return ground.nodeDirectory(directory, member);
    }

    /**
     * First of the ports of a node, all of which are above it.
     *
     * @param member from 0.
     * @return the port.
     */
    public int port(final int member)
    {
        return basePort + PORTS_PER_MEMBER * member;
    }

    /**
     * How to reach it.
     *
     * @return a profile.
     */
    public Profile profile()
    {
        final StringBuilder ingress = new StringBuilder();
        final List<String> statusUrls = new ArrayList<>();
        for (int member = 0; member < MEMBERS; member++)
        {
            ingress.append(0 == member ? "" : ",").append(member).append('=')
                .append(ground.ingressHost(member)).append(':').append(port(member) + 1);
            statusUrls.add("http://" + ground.statusHost(member) + ':' + (port(member) + STATUS_PORT) + "/status");
        }
        final String keys = settings.get("clientKeyFile");
        return Profile.of("throw-away", name, ingress.toString(), statusUrls, "risk/runner")
            .sealedWith(null == keys ? null : Path.of(keys));
    }

    /**
     * The last lines that the nodes wrote, for the message of a failure.
     *
     * @return the lines.
     */
    public String lastLines()
    {
        final StringBuilder told = new StringBuilder();
        for (int member = 0; member < MEMBERS; member++)
        {
            try
            {
                final List<String> lines = Files.readAllLines(log(member)).stream()
                    .filter(line -> !line.startsWith("\t")).toList();
                for (final String line : lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()))
                {
                    told.append("node ").append(member).append(": ").append(line).append('\n');
                }
            }
            catch (final IOException ex)
            {
                told.append("node ").append(member).append(": ").append(ex).append('\n');
            }
        }
        return told.toString();
    }

    @Override
    public void close()
    {
        try
        {
            Runtime.getRuntime().removeShutdownHook(ending);
        }
        catch (final IllegalStateException ignore)
        {
            // The process ends already: the hook does the same.
            return;
        }
        end();
    }

    /**
     * Ends all processes in order; what they wrote stays until this is closed. None can be started any more.
     */
    public synchronized void stop()
    {
        ended = true;
        for (final Process node : nodes)
        {
            if (null != node)
            {
                node.destroy();
            }
        }
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
        for (final Process node : nodes)
        {
            try
            {
                if (null != node &&
                    !node.waitFor(Math.max(1, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS))
                {
                    node.destroyForcibly().waitFor();
                }
            }
            catch (final InterruptedException ex)
            {
                node.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    private void end()
    {
        stop();
        CloseHelper.quietClose(reserved);
        IoUtil.delete(directory.toFile(), true);
        for (int member = 0; member < MEMBERS; member++)
        {
            IoUtil.delete(ground.memoryDirectory(directory, member).toFile(), true);
        }
    }

    private synchronized void launch(final int member, final String... arguments) throws IOException
    {
        if (ended)
        {
            throw new IllegalStateException("the cluster is closed");
        }
        final List<String> command = new ArrayList<>(ground.launcher(member));
        command.addAll(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heapMegabytes + "m", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData",
            // As scripts/node.
            "-XX:+UseParallelGC", "-XX:NewRatio=8", "-XX:MetaspaceSize=128m",
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens", "java.base/java.util.zip=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path")));
        // Of this machine and for a moment only; who sets a secretsFile wants secrets.
        set(command, "authentication", settings.containsKey("secretsFile") ? "secrets" : "names");
        // It is thrown away: it need not leave as much room as a node that is to run for years.
        set(command, "diskReserve", settings.getOrDefault("diskReserve", DISK_RESERVE));
        set(command, "warmUpMs", settings.getOrDefault("warmUpMs", "0"));
        settings.forEach((key, value) -> set(command, key, value));
        set(command, "memberId", Integer.toString(member));
        set(command, "clusterName", name);
        set(command, "hosts", ground.hosts());
        set(command, "basePort", Integer.toString(basePort));
        set(command, "statusHost", ground.statusHost(member));
        set(command, "directory", nodeDirectory(member).toString());
        set(command, "aeronDirectory", ground.memoryDirectory(directory, member).toString());
        command.add(ground.mainClass());
        command.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(member).toFile()));
        builder.environment().keySet().removeIf(key -> key.startsWith("FLATBOOK_NODE_"));
        builder.environment().putAll(ground.environment(member));
        nodes[member] = builder.start();
        Files.writeString(directory.resolve("node-" + member + ".pid"), nodes[member].pid() + "\n");
    }

    private Path log(final int member)
    {
        return directory.resolve("node-" + member + ".log");
    }

    private static void set(final List<String> command, final String key, final String value)
    {
        command.add("-Dflatbook.node." + key + "=" + value);
    }
}
