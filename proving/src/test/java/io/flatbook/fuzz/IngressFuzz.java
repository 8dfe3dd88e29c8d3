package io.flatbook.fuzz;

import io.flatbook.cluster.LocalClearing;
import io.flatbook.engine.UnknownVersionException;
import io.flatbook.twin.Swarm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Messages to a service with a small book, each as a byte that tells the sender, two bytes of length, and its bytes.
 * Unless the first bit of the sender is set, its command id is made the next one. Whatever they are, each is answered,
 * the engine's invariants hold, and the state that is left comes back from its snapshot (I9).
 */
final class IngressFuzz implements Consumer<byte[]>
{
    static final long START_MS = 1_700_000_000_000L;
    private static final int SEED = 5;
    private static final int COMMANDS = 60;
    private static final int RAW_ID = 0x80;
    private static final int PREFIX_LENGTH = 3;
    private static final int ID_OFFSET = 8;

    private final byte[] snapshot;

    IngressFuzz()
    {
        final LocalClearing clearing = new LocalClearing(Swarm.limits());
        commands(clearing, COMMANDS);
        snapshot = clearing.snapshot();
    }

    /** Commands as their clients send them, which a service takes; more of them than it takes for the book. */
    static List<Swarm.Order> commands(final LocalClearing clearing, final int count)
    {
        final Swarm swarm = new Swarm(SEED, clearing.engine().version());
        final List<Swarm.Order> orders = new ArrayList<>(swarm.world(START_MS));
        for (int i = 0; i < count; i++)
        {
            orders.add(swarm.next(START_MS));
        }
        orders.forEach((order) -> send(clearing, order.principal(), encoded(clearing, order)));
        return orders;
    }

    /** The message of a command with the next id of its principal. */
    static byte[] encoded(final LocalClearing clearing, final Swarm.Order order)
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final byte[] bytes =
            new byte[order.wire().encode(buffer, 0, clearing.lastCommandId(order.principal()) + 1)];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private static int send(final LocalClearing clearing, final String principal, final byte[] message)
    {
        final int[] answers = {0};
        clearing.onMessage(START_MS, principal, new UnsafeBuffer(message), 0, message.length,
            (buffer, offset, length) -> answers[0]++);
        clearing.takeEvents((buffer, offset, length) -> answers[0]++);
        return answers[0];
    }

    @Override
    public void accept(final byte[] bytes)
    {
        final LocalClearing clearing = LocalClearing.restore(Swarm.limits(), snapshot);
        final ByteBuffer rest = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (rest.remaining() >= PREFIX_LENGTH)
        {
            final int sender = Byte.toUnsignedInt(rest.get());
            final byte[] message = new byte[Math.min(Short.toUnsignedInt(rest.getShort()), rest.remaining())];
            rest.get(message);
            final String principal = Swarm.PRINCIPALS.get((sender & ~RAW_ID) % Swarm.PRINCIPALS.size());
            if (0 == (sender & RAW_ID) && message.length >= ID_OFFSET + Long.BYTES)
            {
                new UnsafeBuffer(message).putLong(
                    ID_OFFSET, clearing.lastCommandId(principal) + 1, ByteOrder.LITTLE_ENDIAN);
            }
            try
            {
                if (0 == send(clearing, principal, message))
                {
                    throw new AssertionError("not answered");
                }
            }
            catch (final UnknownVersionException ex)
            {
                // The node would stop here: the one command that says so (VER-2).
                return;
            }
        }
        final LocalClearing restored = LocalClearing.restore(Swarm.limits(), clearing.snapshot());
        if (restored.engine().replicaHash() != clearing.engine().replicaHash())
        {
            throw new AssertionError("I9: the state restored differs");
        }
    }
}
