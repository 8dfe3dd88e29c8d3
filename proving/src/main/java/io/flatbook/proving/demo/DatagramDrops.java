package io.flatbook.proving.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Counts the UDP datagrams that this machine dropped because a receive buffer was full, since it was made.
 */
final class DatagramDrops
{
    private static final Path COUNTERS = Path.of("/proc/net/snmp");
    private static final String UDP = "Udp: ";
    private static final String DROPPED = "RcvbufErrors";
    private static final long NOT_COUNTED = -1;

    private final long before = read();

    /** In words: how many there were, of all processes of this machine. */
    String summary()
    {
        final long now = read();
        return NOT_COUNTED == now ? "datagram drops are not counted here" :
            String.format(Locale.ROOT, "%,d datagrams dropped by full buffers", now - before);
    }

    private static long read()
    {
        try
        {
            final List<String> lines = Files.readAllLines(COUNTERS).stream().filter((line) -> line.startsWith(UDP))
                .toList();
            final List<String> names = List.of(lines.get(0).split(" "));
            return Long.parseLong(lines.get(1).split(" ")[names.indexOf(DROPPED)]);
        }
        catch (final IOException | IndexOutOfBoundsException ex)
        {
            return NOT_COUNTED;
        }
    }
}
