package io.flatbook.proving.chaos;

import io.flatbook.ops.link.LocalCluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Nodes and a gateway on loopback, each with a wall clock of its own that can be set while it runs; what they measure
 * durations with goes on.
 */
final class ClockGround implements Sandbox
{
    /** A node may look that long at what it read before, in seconds. */
    static final int CACHE_SECONDS = 1;
    /** The place of a gateway, beside those of the nodes, which are their member ids. */
    static final int GATEWAY = LocalCluster.MEMBERS;

    private final Path directory;
    private final Path library;

    ClockGround(final Path directory) throws IOException
    {
        this.directory = directory;
        library = library();
        for (int member = 0; member <= GATEWAY; member++)
        {
            set(member, 0);
        }
    }

    /** Sets the wall clock of a node or the gateway that far off, in seconds. */
    void set(final int member, final long seconds) throws IOException
    {
        final Path next = directory.resolve("clock-" + member + ".next");
        Files.writeString(next, (seconds < 0 ? "" : "+") + seconds + '\n');
        Files.move(next, file(member), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public Map<String, String> environment(final int member)
    {
        // With its fix for another C library, waits of a JVM would return at once.
        return Map.of(
            "LD_PRELOAD", library.toString(),
            "FAKETIME_FORCE_MONOTONIC_FIX", "0",
            "FAKETIME_TIMESTAMP_FILE", file(member).toString(),
            "FAKETIME_CACHE_DURATION", Integer.toString(CACHE_SECONDS),
            "FAKETIME_DONT_FAKE_MONOTONIC", "1");
    }

    @Override
    public void close()
    {
        // The files go with the directory of the run.
    }

    private Path file(final int member)
    {
        return directory.resolve("clock-" + member);
    }

    private static Path library() throws IOException
    {
        try (Stream<Path> found = Files.find(Path.of("/usr/lib"), 3,
            (path, attributes) -> path.endsWith("faketime/libfaketimeMT.so.1")))
        {
            return found.findFirst().orElseThrow(() -> new IOException("there is no libfaketimeMT.so.1 in /usr/lib"));
        }
    }
}
