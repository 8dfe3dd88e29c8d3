package io.flatbook.proving.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Map;
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
    private static final long LAST_COMMANDS = 600;

    private CrashFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(Fault.of("crashing-client", "SIGKILL of a gateway's process between and in commands, which " +
            "comes back and goes on by their ids", CrashFaults::crashingClient).gapMaxMs(GAP_MAX_MS));
    }

    private static void crashingClient(final ChaosCluster rig, final RandomGenerator chance)
        throws IOException, InterruptedException
    {
        final String driverDirectory = rig.strangersDirectory().toString();
        final ForkedGateway guest = ForkedGateway.admit(rig);
        final int crashes = CRASHES_LEAST + chance.nextInt(CRASHES_MORE);
        for (int crash = 0; crash < crashes; crash++)
        {
            final long aliveMs = chance.nextLong(ALIVE_MOST_MS);
            guest.run(driverDirectory, Map.of(), Long.MAX_VALUE, (gateway) ->
            {
                ChaosCluster.pass(aliveMs);
                gateway.destroyForcibly();
            });
        }
        final long lastId = guest.unknownFrom() + LAST_COMMANDS;
        guest.run(driverDirectory, Map.of(), lastId, (gateway) -> { });
        guest.check();
    }
}
