package io.flatbook.proving.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The UDP ports at which a process takes datagrams from anybody, as the kernel has them. Linux only.
 */
final class UdpPorts
{
    private static final int ADDRESS = 1;
    private static final int REMOTE_ADDRESS = 2;
    private static final int INODE = 9;
    private static final int HEXADECIMAL = 16;
    /** A socket that is connected takes from one address only. */
    private static final String ANYBODY = "0+:0000";

    private UdpPorts()
    {
    }

    /** Ports of a process of this machine, ascending. */
    static Set<Integer> of(final long pid) throws IOException
    {
        final Path facts = Path.of("/proc", Long.toString(pid));
        final Set<String> inodes = new HashSet<>();
        try (var files = Files.newDirectoryStream(facts.resolve("fd")))
        {
            for (final Path file : files)
            {
                inodes.add(target(file));
            }
        }
        final Set<Integer> ports = new TreeSet<>();
        for (final String table : List.of("udp", "udp6"))
        {
            for (final String line : lines(facts.resolve("net").resolve(table)))
            {
                final String[] words = line.strip().split("\\s+");
                if (words[REMOTE_ADDRESS].matches(ANYBODY) && inodes.contains("socket:[" + words[INODE] + ']'))
                {
                    final String address = words[ADDRESS];
                    ports.add(Integer.parseInt(address.substring(address.indexOf(':') + 1), HEXADECIMAL));
                }
            }
        }
        return ports;
    }

    private static String target(final Path file) throws IOException
    {
        try
        {
            return Files.readSymbolicLink(file).toString();
        }
        catch (final NoSuchFileException ex)
        {
            // It was closed meanwhile.
            return "";
        }
    }

    private static List<String> lines(final Path table) throws IOException
    {
        final List<String> lines = Files.exists(table) ? Files.readAllLines(table) : List.of("");
        return new ArrayList<>(lines.subList(1, lines.size()));
    }
}
