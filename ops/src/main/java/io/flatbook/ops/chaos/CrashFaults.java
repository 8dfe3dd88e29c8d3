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
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A gateway whose process is killed in the middle of its commands, again and again, and that comes back and goes on by
 * their ids: each is applied once.
 */
final class CrashFaults
{
    private static final long GAP_MAX_MS = 3_000;
    private static final int CRASHES_LEAST = 3;
    private static final int CRASHES_MORE = 3;
    private static final long ALIVE_MOST_MS = 800;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long LAST_COMMANDS = 200;

    private CrashFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(Fault.of("crashing-client", "SIGKILL of a gateway's process between and in commands, which " +
            "comes back and goes on by their ids", CrashFaults::crashingClient).gapMaxMs(GAP_MAX_MS));
    }

    private static void crashingClient(final Rig rig, final RandomGenerator chance)
        throws IOException, InterruptedException
    {
        Guest.admit(rig);
        final long firstId;
        try (FlatbookClient guest = Guest.connect(rig, Guest.PRINCIPAL))
        {
            final Outcome first = guest.submit(CrashingGateway.command(1L << 40), Guest.TIMEOUT);
            firstId = first.commandId() + 1;
        }
        final long before = collateral(rig);
        final TreeSet<Long> answered = new TreeSet<>();
        final int crashes = CRASHES_LEAST + chance.nextInt(CRASHES_MORE);
        for (int crash = 0; crash < crashes; crash++)
        {
            run(rig, firstId, answered, NEVER, chance.nextLong(ALIVE_MOST_MS));
        }
        final long lastId = unknownFrom(firstId, answered) + LAST_COMMANDS * CRASHES_MORE;
        run(rig, firstId, answered, lastId, NEVER);
        check(rig, firstId, answered, before);
    }

    /** Starts it at the first command whose outcome is not known, and kills it some time after its first answer. */
    private static void run(
        final Rig rig, final long firstId, final TreeSet<Long> answered, final long lastId, final long aliveMs)
        throws IOException, InterruptedException
    {
        final Process gateway = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-XX:+UseSerialGC",
            "-XX:-UsePerfData", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), CrashingGateway.class.getName(),
            rig.strangersDirectory().toString(), rig.cluster().profile().ingressEndpoints(), rig.egressChannel("64k"),
            rig.keys().fileOf(Guest.PRINCIPAL).toString(), Long.toString(unknownFrom(firstId, answered)),
            Long.toString(lastId)).redirectError(rig.directory().resolve("crashing.log").toFile()).start();
        try (BufferedReader lines = new BufferedReader(
            new InputStreamReader(gateway.getInputStream(), StandardCharsets.US_ASCII)))
        {
            boolean isFirst = true;
            for (String line = lines.readLine(); null != line; line = lines.readLine())
            {
                note(line, answered);
                if (isFirst && NEVER != aliveMs)
                {
                    final Thread killer = new Thread(() ->
                    {
                        Rig.pass(aliveMs);
                        // By its handle: the process object would close what is read here.
                        gateway.toHandle().destroyForcibly();
                    }, "killer");
                    killer.setDaemon(true);
                    killer.start();
                }
                isFirst = false;
            }
        }
        finally
        {
            gateway.destroyForcibly().waitFor();
            IoUtil.delete(rig.strangersDirectory().toFile(), true);
        }
    }

    /** The last line of a process that was killed may be cut. */
    private static void note(final String line, final TreeSet<Long> answered)
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
            throw new NotAsPromisedException("a command of the crashing gateway was refused: " + line);
        }
        answered.add(Long.parseLong(words[1]));
    }

    private static long unknownFrom(final long firstId, final TreeSet<Long> answered)
    {
        long id = firstId;
        while (answered.contains(id))
        {
            id++;
        }
        return id;
    }

    private static void check(final Rig rig, final long firstId, final TreeSet<Long> answered, final long before)
    {
        final long endId = unknownFrom(firstId, answered);
        if (answered.isEmpty() || answered.last() + 1 != endId)
        {
            throw new NotAsPromisedException("command " + endId + " of the crashing gateway was never answered");
        }
        long deposited = 0;
        for (long id = firstId; id < endId; id++)
        {
            deposited += CrashingGateway.minorUnits(id);
        }
        final long now = collateral(rig);
        if (before + deposited != now)
        {
            throw new NotAsPromisedException((endId - firstId) + " commands of the crashing gateway deposited " +
                deposited + ", but " + (now - before) + " arrived");
        }
    }

    private static long collateral(final Rig rig)
    {
        try (FlatbookClient guest = Guest.connect(rig, Guest.PRINCIPAL))
        {
            final AccountsReportDecoder report = guest.query(Queries.account(Guest.ACCOUNT), Guest.TIMEOUT);
            return report.accounts().next().collateral();
        }
    }
}
