package io.flatbook.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.aeron.exceptions.AeronException;
import io.flatbook.backup.BackupException;
import io.flatbook.backup.Incoming;
import io.flatbook.cluster.WarmUp;
import org.agrona.concurrent.ShutdownSignalBarrier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one node as a process: reads the settings, starts, waits for a signal or a failure, and ends with an
 * {@link ExitCode}.
 */
public final class ClearingNode
{
    private static final String USAGE = """
        usage: node [run|print|rejoin|shutdown] [FILE] [--replace]
          run    start the node (default)
          print  show each setting, its value and where it comes from
          rejoin fetch snapshot and log from the members that run, for a node that lost its own, and end;
                 --replace moves what is in the data directory aside
          shutdown let all nodes of the cluster take a snapshot and end; on the machine of the leader
          FILE   settings in .properties format; above them the environment (FLATBOOK_NODE_BASE_PORT=…),
                 above that -Dflatbook.node.basePort=…
        exit: 0 ended in order, 1 start failed, 2 wrong arguments or settings, 4 data directory in use,
              16 state differs from a majority's: look before it starts again,
              17 the log needs a newer binary, 70 crashed
        """;
    private static final String LOG_CONFIGURATION = "logback.configurationFile";
    private static final String LOG_FORMAT = "flatbook.log.format";
    private static final long RETRY_DELAY_MS = 2_000;
    private static final Duration REPLACED_PAUSE = Duration.ofMinutes(10);
    private static final long HALT_DELAY_MS = 2_000;
    private static final long BUFFERS_GROW_BY = 1024 * 1024;

    private final NodeConfig config;
    private final Supplier<HostedService> hosted;
    private final Logger logger;
    private volatile boolean isAskedToEnd;

    private ClearingNode(final NodeConfig config, final Supplier<HostedService> hosted)
    {
        this.config = config;
        this.hosted = hosted;
        if (null == System.getProperty(LOG_CONFIGURATION))
        {
            System.setProperty(LOG_CONFIGURATION, "io/flatbook/node/logback.xml");
        }
        System.setProperty(LOG_FORMAT, config.logFormat());
        logger = LoggerFactory.getLogger(ClearingNode.class);
    }

    /**
     * Runs one node until it is asked to end or fails; then it ends the process with an {@link ExitCode}.
     *
     * @param args {@code [run|print|rejoin|shutdown] [FILE] [--replace]}.
     */
    public static void main(final String[] args)
    {
        Runtime.getRuntime().halt(run(args, HostedService::clearing));
    }

    /**
     * @param args   of the command line.
     * @param hosted makes a new service for every attempt to start.
     * @return an {@link ExitCode}. A node that came to run does not return: its end is that of the process.
     */
    static int run(final String[] args, final Supplier<HostedService> hosted)
    {
        final String verb = args.length > 0 ? args[0] : "run";
        final boolean verbGiven = List.of("run", "print", "rejoin", "shutdown").contains(verb);
        final int filesFrom = verbGiven && args.length > 0 ? 1 : 0;
        final boolean replace = args.length > 0 && "rejoin".equals(verb) && "--replace".equals(args[args.length - 1]);
        final int files = args.length - filesFrom - (replace ? 1 : 0);
        if ("--help".equals(verb) || "-h".equals(verb))
        {
            return printed(USAGE);
        }
        if (files > 1 || verb.startsWith("-"))
        {
            System.err.print(USAGE);
            return ExitCode.USAGE;
        }

        final NodeConfig config;
        try
        {
            final Path file = files > 0 ? existing(Path.of(args[filesFrom])) : null;
            config = NodeConfig.load(file, System.getenv(), System.getProperties());
        }
        catch (final ConfigException ex)
        {
            System.err.println(ex.getMessage());
            return ExitCode.USAGE;
        }

        if ("print".equals(verb))
        {
            return printed(config.text());
        }
        final ClearingNode node = new ClearingNode(config, hosted);
        if ("shutdown".equals(verb))
        {
            return node.shutdown();
        }
        return "rejoin".equals(verb) ? node.rejoin(replace) : node.run();
    }

    /** A stream drops without a word what its file does not take. */
    private static int printed(final String text)
    {
        System.out.print(text);
        if (System.out.checkError())
        {
            System.err.println("standard output did not take all of it");
            return ExitCode.START_FAILED;
        }
        return ExitCode.OK;
    }

    private int shutdown()
    {
        final String problem = ClusterShutdown.request(config);
        if (null != problem)
        {
            logger.error("node {} does not shut the cluster down: {}", config.memberId(), problem);
            return ExitCode.START_FAILED;
        }
        logger.info("cluster {} takes a snapshot and ends", config.clusterName());
        return ExitCode.OK;
    }

    private int rejoin(final boolean replace)
    {
        try
        {
            Rejoin.run(config, replace);
            return ExitCode.OK;
        }
        catch (final BackupException | DirectoryInUseException | ConfigException ex)
        {
            logger.error("member {} cannot rejoin: {}", config.memberId(), ex.getMessage());
            return ExitCode.START_FAILED;
        }
        catch (final RuntimeException ex)
        {
            logger.error("member {} cannot rejoin: {}", config.memberId(), ex.getMessage(), ex);
            return ExitCode.START_FAILED;
        }
    }

    private int run()
    {
        Thread.setDefaultUncaughtExceptionHandler(
            (thread, throwable) -> halt("thread " + thread.getName() + " ended", throwable));
        try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier(() -> isAskedToEnd = true))
        {
            final long trades = WarmUp.run(config.warmUpMs());
            logger.info("node {} starts; warmed up with {} trades in {} ms", config.memberId(), trades,
                config.warmUpMs());
            try (EmbeddedNode node = launch(barrier))
            {
                announce(node);
                barrier.await();
                logger.info("node {} ends", config.memberId());
            }
            logger.info("node {} ended in order", config.memberId());
            // Here and not later: once the barrier is closed, the JVM may end with the code of the signal.
            Runtime.getRuntime().halt(ExitCode.OK);
            return ExitCode.OK;
        }
        catch (final ConfigException ex)
        {
            logger.error("{}", ex.getMessage());
            return ExitCode.USAGE;
        }
        catch (final DirectoryInUseException ex)
        {
            logger.error("{}", ex.getMessage());
            return ExitCode.DIRECTORY_IN_USE;
        }
        catch (final DiskFullException | DamagedException | BackupException | PortTakenException ex)
        {
            logger.error("cannot start: {}", ex.getMessage());
            return ExitCode.START_FAILED;
        }
        catch (final UncheckedIOException | AeronException ex)
        {
            logger.error("cannot run: {}{}", ex instanceof AeronException ? firstLine(ex) : ex.getMessage(),
                null == ex.getCause() ? "" : ": " + firstLine(ex.getCause()));
            return ExitCode.START_FAILED;
        }
        catch (final Exception ex)
        {
            logger.error("cannot run: {}", ex.getMessage(), ex);
            return ExitCode.START_FAILED;
        }
    }

    private EmbeddedNode launch(final ShutdownSignalBarrier barrier) throws InterruptedException
    {
        while (true)
        {
            try
            {
                return EmbeddedNode.launch(config, hosted.get(), this::halt, barrier::signal);
            }
            catch (final DamagedException ex)
            {
                if (Instant.now().isBefore(Incoming.lastReplaced(config.directory()).plus(REPLACED_PAUSE)))
                {
                    // What comes from another member and is damaged again is not mended by more of it.
                    throw ex;
                }
                logger.error("{}: the log and its newest snapshot are fetched again from the other members",
                    ex.getMessage());
                fetchAgain();
                return EmbeddedNode.launch(config, hosted.get(), this::halt, barrier::signal);
            }
            catch (final IllegalStateException ex)
            {
                if (!isActiveMarkFile(ex))
                {
                    throw ex;
                }
                logger.warn("{}; trying again in {} ms", ex.getMessage(), RETRY_DELAY_MS);
                TimeUnit.MILLISECONDS.sleep(RETRY_DELAY_MS);
            }
        }
    }

    /** Takes as long as the log is long, or the others do not answer; a signal ends it. */
    private void fetchAgain()
    {
        try
        {
            Rejoin.run(config, true, () -> isAskedToEnd);
        }
        catch (final BackupException ex)
        {
            if (!isAskedToEnd)
            {
                throw ex;
            }
            logger.info("node {} ends before it has fetched its log: its next start begins anew", config.memberId());
            // Here, before the barrier is closed, as above.
            Runtime.getRuntime().halt(ExitCode.OK);
        }
    }

    private void announce(final EmbeddedNode node)
    {
        logger.info("node {} of cluster {} runs; members {}; data in {}; http://{}:{}/status",
            config.memberId(), config.clusterName(), config.endpoints().ingress(), config.directory(),
            config.statusHost(), node.statusPort());
        if (config.takesNames())
        {
            logger.warn("authentication=names: clients are taken at their word, without a secret: let only trusted " +
                "hosts reach the ports");
        }
        if (!config.isSealed() && !config.takesNames())
        {
            logger.warn("no memberKeyFile and clientKeyFile: what nodes and clients say to each other is clear text, " +
                "and nobody proves who sent it");
        }
        if (config.refuseAt().length > 0)
        {
            logger.warn("refuseAt: the entries at log positions {} are not applied; it must be so on all nodes",
                Arrays.toString(config.refuseAt()));
        }
        if (!config.durable())
        {
            logger.warn("durability=memory: a power cut of a majority of nodes can lose everything");
        }
        if (!config.checksums())
        {
            logger.warn("checksum=none: a flipped bit in the recorded log goes unseen");
        }
    }

    /** Never returns. The log may be what hangs, on a full disk for instance, so the halt does not wait for it. */
    private void halt(final String what, final Throwable cause)
    {
        final Throwable verdict = ExitCode.verdict(cause);
        final int exitCode = ExitCode.of(verdict);
        final Thread halt = new Thread(() ->
        {
            sleepUninterruptibly(HALT_DELAY_MS);
            Runtime.getRuntime().halt(exitCode);
        }, "node-halt");
        halt.setDaemon(true);
        halt.start();
        try
        {
            if (null != verdict)
            {
                logger.error("node {} stops: {}{}", config.memberId(), verdict.getMessage(),
                    ExitCode.VERSION_UNKNOWN == exitCode ? "; start it with one that does" : "");
            }
            else
            {
                logger.error("node {} crashed: {}", config.memberId(), what, cause);
                reportIfDiskIsFull();
            }
        }
        finally
        {
            Runtime.getRuntime().halt(exitCode);
        }
    }

    /**
     * A full disk kills Aeron's agents in many ways, none of which names it: to write to a buffer for which there is no
     * memory is an error of the JVM.
     */
    private void reportIfDiskIsFull()
    {
        reportIfLess(config.directory(), config.diskReserveBytes(), "diskReserve is");
        reportIfLess(config.aeronDirectory(), BUFFERS_GROW_BY, "the buffers of the media driver grow there, by");
    }

    private void reportIfLess(final Path directory, final long bytes, final String what)
    {
        try
        {
            final long usableBytes = DiskSpace.OF_FILE_STORE.usableBytes(directory);
            if (usableBytes < bytes)
            {
                logger.error("only {} bytes can still be written in {}, {} {}: that may be why; the node comes up " +
                    "once there is room", usableBytes, directory, what, bytes);
            }
        }
        catch (final IOException ex)
        {
            logger.error("the room on the disk of {} cannot be measured: {}", directory, ex.toString());
        }
    }

    private static void sleepUninterruptibly(final long delayMs)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMs);
        while (System.nanoTime() - deadlineNs < 0)
        {
            try
            {
                TimeUnit.MILLISECONDS.sleep(delayMs);
            }
            catch (final InterruptedException ignore)
            {
                // The process ends in a moment; nothing is left to interrupt.
            }
        }
    }

    private static String firstLine(final Throwable failure)
    {
        return failure.toString().lines().findFirst().orElse("");
    }

    private static boolean isActiveMarkFile(final IllegalStateException ex)
    {
        return null != ex.getMessage() && ex.getMessage().contains("active mark file detected");
    }

    private static Path existing(final Path file)
    {
        if (!Files.isRegularFile(file))
        {
            throw new ConfigException("no file " + file);
        }
        return file;
    }
}
