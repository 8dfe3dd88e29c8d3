package io.flatbook.ops.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * DuckDB unpacks its native library, of 57 MB, into the directory for temporary files, and removes it when the JVM ends
 * in order. A process that is killed would leave it there each time. On Linux a library that is loaded stays so without
 * its file.
 */
final class NativeLibrary
{
    private static final Path MAPPED = Path.of("/proc/self/maps");
    private static final String NAME = "libduckdb_java";
    private static boolean isForgotten;

    private NativeLibrary()
    {
    }

    /** Removes the file that this process has loaded the library from, if it was unpacked. */
    static synchronized void forgetFile()
    {
        if (!isForgotten && Files.isReadable(MAPPED))
        {
            isForgotten = true;
            final Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();
            try (Stream<String> lines = Files.lines(MAPPED))
            {
                for (final Path file : lines.filter((line) -> line.contains("/" + NAME) && line.endsWith(".so"))
                    .map((line) -> Path.of(line.substring(line.indexOf('/')))).distinct().toList())
                {
                    if (temporary.equals(file.getParent()))
                    {
                        Files.deleteIfExists(file);
                    }
                }
            }
            catch (final IOException ignore)
            {
                // It is removed at the end then, if that is in order.
            }
        }
    }
}
