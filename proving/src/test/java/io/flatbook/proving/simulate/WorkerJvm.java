package io.flatbook.proving.simulate;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

import org.agrona.IoUtil;

/**
 * How a JVM is started in which nothing but the seed decides.
 */
final class WorkerJvm
{
    private final String mainClass;
    private String classPath = System.getProperty("java.class.path");
    private List<String> more = List.of();

    WorkerJvm(final String mainClass)
    {
        this.mainClass = mainClass;
    }

    /** The command line, to which arguments can be added. */
    List<String> command()
    {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx700m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=" + System.getProperty("flatbook.simulate.tier", "1"),
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:hashCode=2",
            // Threads that the JVM has for more cores would change the trace.
            "-XX:ActiveProcessorCount=2",
            // Nobody reads its log, and to set one up takes a tenth of a short run.
            "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
            "-Djava.nio.channels.spi.SelectorProvider=" + VirtualProvider.class.getName(),
            "-Daeron.driver.async.executor.enabled=false",
            "-Dorg.agrona.transport.iteration.threshold=1000",
            "-Dflatbook.simulate.errors=" + Boolean.getBoolean("flatbook.simulate.errors"),
            "--add-opens", "java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens", "java.base/java.util.zip=ALL-UNNAMED"));
        command.addAll(more);
        command.addAll(List.of("-cp", classPath, mainClass));
        return command;
    }

    /**
     * Lets the JVMs to come share an archive of loaded classes, which spares each of them a sixth of a short run. One
     * without an archive, or with one that does not fit, runs as before. An archive takes classes of jars only.
     *
     * @param arguments of the first JVM, whose classes are archived as it ends.
     */
    void shareClasses(final List<String> arguments)
    {
        try
        {
            final Path directory = Files.createTempDirectory("flatbook-simulate-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> IoUtil.delete(directory.toFile(), true)));
            final Path archive = directory.resolve("classes.jsa");
            classPath = jars(directory);
            more = List.of("-Xshare:auto", "-XX:ArchiveClassesAtExit=" + archive);
            final List<String> command = command();
            command.addAll(arguments);
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            more = List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + archive);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    /** The class path, with each directory as a jar. */
    private static String jars(final Path directory) throws IOException
    {
        final List<String> entries = new ArrayList<>();
        for (final String entry : System.getProperty("java.class.path").split(File.pathSeparator))
        {
            final Path path = Path.of(entry).toAbsolutePath();
            entries.add(Files.isDirectory(path) ?
                jar(path, directory.resolve(entries.size() + ".jar")).toString() : path.toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    private static Path jar(final Path directory, final Path jar) throws IOException
    {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
            Stream<Path> files = Files.walk(directory))
        {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (final Path file : files.filter(Files::isRegularFile).sorted().toList())
            {
                out.putNextEntry(new ZipEntry(directory.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }
}
