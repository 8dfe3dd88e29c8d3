package io.flatbook.ops.replay;

import io.flatbook.client.Command;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCapabilities;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.Outcome;
import io.flatbook.client.RiskSettings;
import org.agrona.MutableDirectBuffer;
import org.awaitility.Awaitility;

import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A gateway on a thread of its own that deposits without a pause, one minor unit each time, and counts what it was told
 * was booked. From some time on every second message is of the next version of the schema.
 */
final class DepositLoad implements AutoCloseable
{
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int USDC = 1;
    private static final long ACCOUNT = 1001;

    private final AtomicLong booked = new AtomicLong();
    private final AtomicLong bookedOfNextVersion = new AtomicLong();
    private final FlatbookClient gateway;
    private final Thread thread = new Thread(this::run, "deposits");
    private volatile boolean isOfBothVersions;
    private volatile boolean isEnding;
    private volatile Throwable failure;

    DepositLoad(final String ingressEndpoints)
    {
        try (FlatbookClient risk = FlatbookClient.connect(new FlatbookClient.Context()
            .ingressEndpoints(ingressEndpoints).risk("alice").connectTimeout(PATIENCE)))
        {
            accepted(risk, RiskSettings.defineAsset("USDC", 2));
            accepted(risk, RiskSettings.defineGateway("a", 1, GatewayCapabilities.ALL, true));
        }
        gateway = FlatbookClient.connect(new FlatbookClient.Context()
            .ingressEndpoints(ingressEndpoints).gateway("a").connectTimeout(PATIENCE));
        accepted(gateway, GatewayCommands.openAccount(ACCOUNT, 1, USDC));
        thread.start();
    }

    /** A deposit with the composite that came with the next version. */
    static Command depositOfNextVersion(final long reference)
    {
        return (buffer, offset, commandId) -> grown(buffer, offset,
            GatewayCommands.deposit(ACCOUNT, 1, reference).encode(buffer, offset, commandId));
    }

    void sendBothVersions()
    {
        isOfBothVersions = true;
    }

    /** Minor units of which it was told that they were booked. */
    long booked()
    {
        return booked.get();
    }

    long bookedOfNextVersion()
    {
        return bookedOfNextVersion.get();
    }

    /** Ends the load, the last deposit answered. */
    void end()
    {
        isEnding = true;
        Awaitility.await("the last deposit").atMost(PATIENCE).until(() -> !thread.isAlive());
        assertThat(failure).isNull();
    }

    @Override
    public void close()
    {
        isEnding = true;
        Awaitility.await("the last deposit").atMost(PATIENCE).until(() -> !thread.isAlive());
        gateway.close();
    }

    private void run()
    {
        try
        {
            for (long reference = 1; !isEnding; reference++)
            {
                final boolean isOfNextVersion = isOfBothVersions && 0 == reference % 2;
                accepted(gateway, isOfNextVersion ?
                    depositOfNextVersion(reference) : GatewayCommands.deposit(ACCOUNT, 1, reference));
                booked.incrementAndGet();
                bookedOfNextVersion.addAndGet(isOfNextVersion ? 1 : 0);
            }
        }
        catch (final Throwable ex)
        {
            failure = ex;
        }
    }

    private static int grown(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        final int blockLength = buffer.getShort(offset, ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(offset, (short)(blockLength + NextSchema.NOTE_LENGTH), ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(offset + 6, (short)NextSchema.version(), ByteOrder.LITTLE_ENDIAN);
        buffer.setMemory(offset + length, NextSchema.NOTE_LENGTH, (byte)7);
        return length + NextSchema.NOTE_LENGTH;
    }

    private static void accepted(final FlatbookClient client, final Command command)
    {
        final Outcome outcome = client.submit(command, PATIENCE);
        assertThat(outcome.isAccepted()).as("%s", outcome).isTrue();
    }
}
