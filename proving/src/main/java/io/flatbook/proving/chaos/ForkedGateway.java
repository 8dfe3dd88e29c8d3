package io.flatbook.proving.chaos;

import io.flatbook.client.FlatbookClient;
import io.flatbook.client.Outcome;
import io.flatbook.client.Queries;
import io.flatbook.ops.link.NotAsPromisedException;
import io.flatbook.sbe.AccountsReportDecoder;
import io.flatbook.sbe.RejectReason;
import org.agrona.IoUtil;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * The guest as a process of its own that deposits as fast as it is answered ({@link DepositingGateway}), started again
 * and again; each of its commands is to be applied once, whatever happens to it.
 */
final class ForkedGateway
{
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(120);
    private static final long LOOK_MS = 100;

    private final ChaosCluster rig;
    private final long firstId;
    private final long before;
    private final ConcurrentSkipListSet<Long> answered = new ConcurrentSkipListSet<>();
    private volatile long clockOffMs;
    private volatile long lastLineNs;
    private volatile boolean isSilent;
    private long lastId;

    /** What is done to the process from its first answer on, in a thread of its own. */
    @FunctionalInterface
    interface Meanwhile
    {
        void happens(ProcessHandle gateway) throws IOException;
    }

    private ForkedGateway(final ChaosCluster rig, final long firstId)
    {
        this.rig = rig;
        this.firstId = firstId;
        before = collateral();
    }

    /** Lets the guest in; nothing runs yet. */
    static ForkedGateway admit(final ChaosCluster rig)
    {
        GuestGateway.admit(rig);
        try (FlatbookClient guest = GuestGateway.connect(rig, GuestGateway.PRINCIPAL))
        {
            final Outcome first = guest.submit(DepositingGateway.command(1), GuestGateway.TIMEOUT);
            return new ForkedGateway(rig, first.commandId() + 1);
        }
    }

    /** First command whose outcome is not known. */
    long unknownFrom()
    {
        long id = firstId;
        while (answered.contains(id))
        {
            id++;
        }
        return id;
    }

    /** How many commands were answered by all processes so far. */
    int answers()
    {
        return answered.size();
    }

    /** How far its wall clock was ahead of this one's at its last answer, in milliseconds. */
    long clockOffMs()
    {
        return clockOffMs;
    }

    /**
     * Starts the process at the first command whose outcome is not known, and returns when it has ended. It is killed
     * when nothing is answered for two minutes.
     *
     * @param driverDirectory of a media driver of its own; empty: the client brings one.
     * @param environment     of the process, beside that of this one.
     * @param newLastId       after which it ends by itself; {@link Long#MAX_VALUE} if it is killed.
     * @param meanwhile       what happens to it.
     */
    void run(
        final String driverDirectory,
        final Map<String, String> environment,
        final long newLastId,
        final Meanwhile meanwhile)
        throws IOException, InterruptedException
    {
        lastId = newLastId;
        lastLineNs = System.nanoTime();
        final ProcessBuilder builder = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-XX:+UseSerialGC",
            "-XX:-UsePerfData", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), DepositingGateway.class.getName(),
            driverDirectory, rig.cluster().profile().ingressEndpoints(), rig.egressChannel("64k"),
            rig.keys().fileOf(GuestGateway.PRINCIPAL).toString(), Long.toString(unknownFrom()), Long.toString(lastId),
            rig.keys().clientKeyFile().toString())
            .redirectError(rig.directory().resolve("guest.log").toFile());
        builder.environment().putAll(environment);
        final Process gateway = builder.start();
        start(() -> endIfSilent(gateway.toHandle()), "silence");
        try
        {
            read(gateway, meanwhile);
            final int exitCode = gateway.waitFor();
            if (Long.MAX_VALUE != lastId && 0 != exitCode)
            {
                throw new NotAsPromisedException("the gateway ended with " + exitCode);
            }
        }
        finally
        {
            gateway.destroyForcibly().waitFor();
            if (!driverDirectory.isEmpty())
            {
                IoUtil.delete(Path.of(driverDirectory).toFile(), true);
            }
        }
    }

    /** Reads what the process prints, to its end. */
    private void read(final Process gateway, final Meanwhile meanwhile) throws IOException, InterruptedException
    {
        FutureTask<Void> happening = null;
        try (BufferedReader lines = new BufferedReader(
            new InputStreamReader(gateway.getInputStream(), StandardCharsets.US_ASCII)))
        {
            for (String line = lines.readLine(); null != line; line = lines.readLine())
            {
                note(line);
                if (null == happening)
                {
                    // The process object would close what is read here if it was killed by it.
                    happening = new FutureTask<>(() -> happen(gateway.toHandle(), meanwhile));
                    start(happening, "meanwhile");
                }
            }
            if (null == happening || isSilent)
            {
                throw new NotAsPromisedException(
                    isSilent ? "the gateway had no answer for two minutes" : "the gateway ended without an answer");
            }
            happening.get();
        }
        catch (final ExecutionException ex)
        {
            final Throwable cause = ex.getCause();
            throw new NotAsPromisedException(
                cause instanceof NotAsPromisedException ? cause.getMessage() : cause.toString());
        }
    }

    private static Void happen(final ProcessHandle gateway, final Meanwhile meanwhile) throws IOException
    {
        try
        {
            meanwhile.happens(gateway);
            return null;
        }
        catch (final IOException | RuntimeException ex)
        {
            // Else it would be answered for ever.
            gateway.destroyForcibly();
            throw ex;
        }
    }

    /** All commands up to the last of the last process were answered, and what they deposited has arrived once. */
    void check()
    {
        final long endId = unknownFrom();
        if (lastId + 1 != endId || answered.last() != lastId)
        {
            throw new NotAsPromisedException("command " + endId + " of the guest was never answered");
        }
        long deposited = 0;
        for (long id = firstId; id < endId; id++)
        {
            deposited += DepositingGateway.minorUnits(id);
        }
        final long now = collateral();
        if (before + deposited != now)
        {
            throw new NotAsPromisedException((endId - firstId) + " commands of the guest deposited " +
                deposited + ", but " + (now - before) + " arrived");
        }
    }

    /** The last line of a process that was killed may be cut. */
    private void note(final String line)
    {
        final String[] words = line.split(" ");
        if (4 != words.length)
        {
            return;
        }
        if (!words[3].equals(RejectReason.NONE.name()) && RejectReason.NONE.name().startsWith(words[3]))
        {
            return;
        }
        if (!RejectReason.NONE.name().equals(words[3]))
        {
            throw new NotAsPromisedException("a command of the guest was refused: " + line);
        }
        lastLineNs = System.nanoTime();
        clockOffMs = Long.parseLong(words[1]) - System.currentTimeMillis();
        answered.add(Long.parseLong(words[2]));
    }

    private void endIfSilent(final ProcessHandle gateway)
    {
        while (gateway.isAlive())
        {
            if (SILENCE_NS < System.nanoTime() - lastLineNs)
            {
                isSilent = true;
                gateway.destroyForcibly();
            }
            ChaosCluster.pass(LOOK_MS);
        }
    }

    private static void start(final Runnable what, final String name)
    {
        final Thread thread = new Thread(what, name);
        thread.setDaemon(true);
        thread.start();
    }

    private long collateral()
    {
        try (FlatbookClient guest = GuestGateway.connect(rig, GuestGateway.PRINCIPAL))
        {
            final AccountsReportDecoder report =
                guest.query(Queries.account(GuestGateway.ACCOUNT), GuestGateway.TIMEOUT);
            return report.accounts().next().collateral();
        }
    }
}
