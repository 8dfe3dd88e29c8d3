package io.flatbook.ops.chaos;

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

/**
 * The guest as a process of its own that deposits as fast as it is answered ({@link DepositingGateway}), started again
 * and again; each of its commands is to be applied once, whatever happens to it.
 */
final class ForkedGuest
{
    private final Rig rig;
    private final long firstId;
    private final long before;
    private final ConcurrentSkipListSet<Long> answered = new ConcurrentSkipListSet<>();

    /** What is done to the process from its first answer on, in a thread of its own. */
    @FunctionalInterface
    interface Meanwhile
    {
        void happens(ProcessHandle gateway) throws IOException;
    }

    private ForkedGuest(final Rig rig, final long firstId)
    {
        this.rig = rig;
        this.firstId = firstId;
        before = collateral();
    }

    /** Lets the guest in; nothing runs yet. */
    static ForkedGuest admit(final Rig rig)
    {
        Guest.admit(rig);
        try (FlatbookClient guest = Guest.connect(rig, Guest.PRINCIPAL))
        {
            final Outcome first = guest.submit(DepositingGateway.command(1), Guest.TIMEOUT);
            return new ForkedGuest(rig, first.commandId() + 1);
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

    /**
     * Starts the process at the first command whose outcome is not known, and returns when it has ended.
     *
     * @param driverDirectory of a media driver of its own; empty: the client brings one.
     * @param environment     of the process, beside that of this one.
     * @param lastId          after which it ends by itself.
     * @param meanwhile       what happens to it.
     */
    void run(
        final String driverDirectory,
        final Map<String, String> environment,
        final long lastId,
        final Meanwhile meanwhile)
        throws IOException, InterruptedException
    {
        final ProcessBuilder builder = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-XX:+UseSerialGC",
            "-XX:-UsePerfData", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), DepositingGateway.class.getName(),
            driverDirectory, rig.cluster().profile().ingressEndpoints(), rig.egressChannel("64k"),
            rig.keys().fileOf(Guest.PRINCIPAL).toString(), Long.toString(unknownFrom()), Long.toString(lastId))
            .redirectError(rig.directory().resolve("guest.log").toFile());
        builder.environment().putAll(environment);
        final Process gateway = builder.start();
        final FutureTask<Void> happening = new FutureTask<>(() ->
        {
            // The process object would close what is read here if it was killed by it.
            meanwhile.happens(gateway.toHandle());
            return null;
        });
        try (BufferedReader lines = new BufferedReader(
            new InputStreamReader(gateway.getInputStream(), StandardCharsets.US_ASCII)))
        {
            boolean isFirst = true;
            for (String line = lines.readLine(); null != line; line = lines.readLine())
            {
                note(line);
                if (isFirst)
                {
                    final Thread thread = new Thread(happening, "meanwhile");
                    thread.setDaemon(true);
                    thread.start();
                }
                isFirst = false;
            }
            if (isFirst)
            {
                throw new NotAsPromisedException("the gateway ended without an answer");
            }
            happening.get();
        }
        catch (final ExecutionException ex)
        {
            throw new NotAsPromisedException(ex.getCause().getMessage());
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

    /** All commands up to the last that was answered were, and what they deposited has arrived once. */
    void check()
    {
        final long endId = unknownFrom();
        if (answered.isEmpty() || answered.last() + 1 != endId)
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
        if (3 != words.length)
        {
            return;
        }
        if (!words[2].equals(RejectReason.NONE.name()) && RejectReason.NONE.name().startsWith(words[2]))
        {
            return;
        }
        if (!RejectReason.NONE.name().equals(words[2]))
        {
            throw new NotAsPromisedException("a command of the guest was refused: " + line);
        }
        answered.add(Long.parseLong(words[1]));
    }

    private long collateral()
    {
        try (FlatbookClient guest = Guest.connect(rig, Guest.PRINCIPAL))
        {
            final AccountsReportDecoder report = guest.query(Queries.account(Guest.ACCOUNT), Guest.TIMEOUT);
            return report.accounts().next().collateral();
        }
    }
}
