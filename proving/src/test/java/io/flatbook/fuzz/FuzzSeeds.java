package io.flatbook.fuzz;

import io.flatbook.cluster.LocalClearing;
import io.flatbook.twin.Swarm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes what the corpus begins with: one good input of each kind. */
final class FuzzSeeds
{
    private static final int COMMANDS = 3_000;
    private static final int SCENARIO_LINES = 24;
    private static final int TEMPLATE_OFFSET = 2;
    private static final int WIRE_LENGTH = 160;

    private final Path directory;

    private FuzzSeeds(final Path directory)
    {
        this.directory = directory;
    }

    /**
     * Writes a directory for each target.
     *
     * @param arguments the directory of the corpus, and the root of the repository.
     * @throws IOException if they cannot be written.
     */
    public static void main(final String[] arguments) throws IOException
    {
        final FuzzSeeds seeds = new FuzzSeeds(Path.of(arguments[0]));
        final Path root = Path.of(arguments[1]);
        seeds.commandsAndEvents();
        seeds.write(FuzzTarget.SNAPSHOT, "empty", new LocalClearing(Swarm.limits()).snapshot());
        final LocalClearing clearing = new LocalClearing(Swarm.limits());
        IngressFuzz.commands(clearing, 1);
        seeds.write(FuzzTarget.SNAPSHOT, "book", clearing.snapshot());
        seeds.write(FuzzTarget.WIRE, "unchanged", new byte[WIRE_LENGTH / 2]);
        for (int bit = 0; bit < WIRE_LENGTH * Byte.SIZE; bit += 97)
        {
            final byte[] flipped = new byte[bit / Byte.SIZE + 1];
            flipped[bit / Byte.SIZE] = (byte)(1 << bit % Byte.SIZE);
            seeds.write(FuzzTarget.WIRE, "bit-" + bit, flipped);
        }
        seeds.files(FuzzTarget.CONFIGURATION, root.resolve("scripts/config"), ".properties", Integer.MAX_VALUE);
        seeds.files(FuzzTarget.SCENARIO, root.resolve("scenarios"), ".jsonl", SCENARIO_LINES);
    }

    private void commandsAndEvents() throws IOException
    {
        final LocalClearing clearing = new LocalClearing(Swarm.limits());
        final Swarm swarm = new Swarm(1, clearing.engine().version());
        final List<Swarm.Order> orders = new ArrayList<>(swarm.world(IngressFuzz.START_MS));
        for (int i = 0; i < COMMANDS; i++)
        {
            orders.add(swarm.next(IngressFuzz.START_MS));
        }
        final TreeMap<Integer, byte[]> commands = new TreeMap<>();
        final TreeMap<Integer, byte[]> events = new TreeMap<>();
        final LocalClearing.Taker taker = (buffer, offset, length) ->
            events.putIfAbsent(template(buffer, offset), copy(buffer, offset, length));
        for (final Swarm.Order order : orders)
        {
            final byte[] message = IngressFuzz.encoded(clearing, order);
            final UnsafeBuffer buffer = new UnsafeBuffer(message);
            final ByteBuffer prefix = ByteBuffer.allocate(3).order(ByteOrder.LITTLE_ENDIAN)
                .put((byte)Swarm.PRINCIPALS.indexOf(order.principal())).putShort((short)message.length);
            final ByteArrayOutputStream input = new ByteArrayOutputStream();
            input.write(prefix.array());
            input.write(message);
            commands.putIfAbsent(template(buffer, 0), input.toByteArray());
            clearing.onMessage(IngressFuzz.START_MS, order.principal(), buffer, 0, message.length, taker);
            clearing.takeEvents(taker);
        }
        for (final var command : commands.entrySet())
        {
            write(FuzzTarget.INGRESS, "template-" + command.getKey(), command.getValue());
        }
        for (final var event : events.entrySet())
        {
            write(FuzzTarget.EGRESS, "template-" + event.getKey(), event.getValue());
        }
    }

    private static int template(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset + TEMPLATE_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] copy(final DirectBuffer buffer, final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    private void files(final FuzzTarget target, final Path from, final String ending, final int linesMax)
        throws IOException
    {
        try (Stream<Path> paths = Files.list(from))
        {
            for (final Path path : paths.sorted().toList())
            {
                final String name = path.getFileName().toString();
                if (name.endsWith(ending) && !name.contains("expected"))
                {
                    final List<String> lines = Files.readAllLines(path);
                    final String text = String.join("\n", lines.subList(0, Math.min(linesMax, lines.size())));
                    write(target, name.substring(0, name.length() - ending.length()),
                        text.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private void write(final FuzzTarget target, final String name, final byte[] bytes) throws IOException
    {
        Files.createDirectories(directory.resolve(target.label()));
        Files.write(directory.resolve(target.label()).resolve(name), bytes);
    }
}
