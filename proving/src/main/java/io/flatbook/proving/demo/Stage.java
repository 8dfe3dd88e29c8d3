package io.flatbook.proving.demo;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.flatbook.ops.link.Ground;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.Replicas;
import org.agrona.IoUtil;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What both shows need: a cluster of three node processes with default durability, a media driver for the clients, a
 * way to show progress. Closing it, or ending this process, leaves nothing behind.
 */
final class Stage implements AutoCloseable
{
    private static final int HEAP_MEGABYTES = 512;

    private final PrintStream out;
    private final PrintStream talk;
    private final boolean isTerminal;
    private final Path driverDirectory;
    private final Thread ending = new Thread(this::end, "stage-end");
    private LocalCluster cluster;
    private MediaDriver driver;

    /**
     * @param directory  for everything that is written; its own name must be unique on this machine.
     * @param settings   of the nodes by key, above the defaults.
     * @param out        for results.
     * @param talk       for progress.
     * @param isTerminal whether {@code talk} can show a bar.
     */
    Stage(
        final Path directory,
        final Map<String, String> settings,
        final PrintStream out,
        final PrintStream talk,
        final boolean isTerminal)
    {
        this.out = out;
        this.talk = talk;
        this.isTerminal = isTerminal;
        final Path shared = Path.of("/dev/shm");
        driverDirectory = Files.isWritable(shared) ? shared.resolve(directory.getFileName() + "-clients") :
            directory.resolve("clients");
        Runtime.getRuntime().addShutdownHook(ending);
        try
        {
            cluster = LocalCluster.start(Ground.loopback(), directory, "demo", HEAP_MEGABYTES, settings);
            driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(driverDirectory.toString())
                .threadingMode(ThreadingMode.SHARED)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true));
        }
        catch (final IOException ex)
        {
            close();
            throw new DemoException("the nodes cannot be started: " + ex.getMessage());
        }
        catch (final RuntimeException ex)
        {
            close();
            throw ex;
        }
    }

    LocalCluster cluster()
    {
        return cluster;
    }

    Venue venue()
    {
        return new Venue(cluster, driverDirectory.toString());
    }

    Replicas replicas()
    {
        return new Replicas(cluster.profile());
    }

    /** Waits for the first leader, unless a node ends instead. */
    void awaitStart()
    {
        step("start three nodes", () -> replicas().awaitLeader(cluster::checkAlive));
    }

    Progress progress(final String name, final long steps)
    {
        return new Progress(talk, isTerminal, name, steps);
    }

    /** Does a step of which only start and end are printed. */
    <T> T step(final String name, final Supplier<T> work)
    {
        final Progress progress = progress(name, 0);
        final T result = work.get();
        progress.close();
        return result;
    }

    /** Tells of progress. */
    void talk(final String line)
    {
        talk.println(Progress.INDENT + line);
    }

    /** Prints a result. */
    void print(final String line)
    {
        out.println(line);
        out.flush();
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
        if (null != cluster)
        {
            cluster.close();
        }
    }

    private void end()
    {
        if (null != driver)
        {
            driver.close();
        }
        IoUtil.delete(driverDirectory.toFile(), true);
    }
}
