package io.flatbook.proving.chaos;

import io.flatbook.client.ClientListener;
import io.flatbook.client.Command;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCommands;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.ops.link.OwnDriver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A gateway in a process of its own, media driver and all, that may be killed in the middle of its commands. It keeps
 * no journal but what it prints: {@code answered TIME ID REASON}, with its wall clock in milliseconds. Its commands are
 * a function of their ids, so whoever comes after it sends the same ones from the first id whose outcome it does not
 * know.
 */
final class DepositingGateway implements ClientListener
{
    private static final int AMOUNT_MAX = 997;
    private static final int WINDOW = 64;
    private static final long PARK_NS = 200_000;

    private long lastAnswered;

    private DepositingGateway()
    {
    }

    /**
     * Runs until it is killed, its last command is answered, or nobody holds its standard input any more.
     *
     * @param arguments directory of the media driver or empty for the client's own, ingress endpoints, egress channel,
     *                  file of the secret, first and last command id, file of the clients' keys.
     */
    public static void main(final String[] arguments)
    {
        final Thread parent = new Thread(DepositingGateway::endWithParent, "parent");
        parent.setDaemon(true);
        parent.start();
        new DepositingGateway().run(arguments);
        // The driver of this process may still wait for its clients.
        Runtime.getRuntime().halt(0);
    }

    /** The command with this id. */
    static Command command(final long commandId)
    {
        return GatewayCommands.deposit(GuestGateway.ACCOUNT, minorUnits(commandId), commandId);
    }

    /** What the command with this id deposits. */
    static long minorUnits(final long commandId)
    {
        return 1 + commandId * 7_919 % AMOUNT_MAX;
    }

    @Override
    public void onOutcome(
        final long commandId,
        final RejectReason reason,
        final RejectField field,
        final long detail,
        final long firstEventSequence)
    {
        lastAnswered = Math.max(lastAnswered, commandId);
        System.out.println("answered " + System.currentTimeMillis() + ' ' + commandId + ' ' + reason);
        System.out.flush();
    }

    private void run(final String[] arguments)
    {
        final long firstId = Long.parseLong(arguments[4]);
        final long lastId = Long.parseLong(arguments[5]);
        final FlatbookClient.Context context = new FlatbookClient.Context()
            .clusterName("chaos")
            .gateway(GuestGateway.NAME)
            .ingressEndpoints(arguments[1])
            .egressChannel(arguments[2])
            .secretFile(Path.of(arguments[3]))
            .firstCommandId(firstId)
            .window(WINDOW)
            .listener(this);
        final Path keyFile = Path.of(arguments[6]);
        try (OwnDriver driver = arguments[0].isEmpty() ? null : OwnDriver.launch(arguments[0], keyFile);
            FlatbookClient client = FlatbookClient.connect(null == driver ?
                context.transportKeyFile(keyFile) : context.aeronDirectoryName(driver.aeronDirectoryName())))
        {
            long nextId = firstId;
            while (lastAnswered < lastId || 0 < client.unacknowledged())
            {
                while (nextId <= lastId && nextId == client.trySubmit(command(nextId)))
                {
                    nextId++;
                }
                if (0 == client.poll())
                {
                    LockSupport.parkNanos(PARK_NS);
                }
            }
        }
    }

    private static void endWithParent()
    {
        try
        {
            while (0 <= System.in.read())
            {
                continue;
            }
        }
        catch (final IOException ignore)
        {
            // Ends all the same.
        }
        Runtime.getRuntime().halt(1);
    }
}
