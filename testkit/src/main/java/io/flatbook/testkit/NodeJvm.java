package io.flatbook.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A node as a process of its own, which can be killed as a machine would be.
 */
public final class NodeJvm implements AutoCloseable
{
    private static final long PATIENCE_S = 120;

    private final Process child;
    private final Path output;

    private NodeJvm(final Process child, final Path output)
    {
        this.child = child;
        this.output = output;
    }

    /**
     * Starts a JVM with the class path of this one.
     *
     * @param mainClass name of the class whose main runs a node.
     * @param settings  of the node, by key.
     * @param output    file for what the process writes; appended to.
     * @return the process.
     */
    public static NodeJvm start(final String mainClass, final Map<String, String> settings, final Path output)
    {
        return start(mainClass, settings, Map.of(), output);
    }

    /**
     * Starts a JVM with the class path of this one, and with more in its environment.
     *
     * @param mainClass   name of the class whose main runs a node.
     * @param settings    of the node, by key.
     * @param environment variables beside those of this process.
     * @param output      file for what the process writes; appended to.
     * @return the process.
     */
    public static NodeJvm start(
        final String mainClass,
        final Map<String, String> settings,
        final Map<String, String> environment,
        final Path output)
    {
        return start(mainClass, System.getProperty("java.class.path"), settings, environment, output);
    }

    /**
     * Starts a JVM with another binary.
     *
     * @param mainClass name of the class whose main runs a node.
     * @param classPath of the binary.
     * @param settings  of the node, by key.
     * @param output    file for what the process writes; appended to.
     * @return the process.
     */
    public static NodeJvm start(
        final String mainClass, final String classPath, final Map<String, String> settings, final Path output)
    {
        return start(mainClass, classPath, settings, Map.of(), output);
    }

    private static NodeJvm start(
        final String mainClass,
        final String classPath,
        final Map<String, String> settings,
        final Map<String, String> environment,
        final Path output)
    {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+ExitOnOutOfMemoryError",
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens", "java.base/java.util.zip=ALL-UNNAMED",
            "-cp", classPath));
        command.add("-Dflatbook.node.warmUpMs=0");
        settings.forEach((key, text) -> command.add("-Dflatbook.node." + key + "=" + text));
        command.add(mainClass);
        try
        {
            final ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .redirectInput(new File("/dev/null"));
            builder.environment().putAll(environment);
            return new NodeJvm(builder.start(), output);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * SIGKILL, and wait until it is dead.
     */
    public void kill()
    {
        child.destroyForcibly();
        awaitExit();
    }

    /**
     * SIGSTOP: it stands still like a machine that is starved of CPU, and loses nothing.
     */
    public void pause()
    {
        signal("STOP");
    }

    /**
     * SIGCONT: it goes on after {@link #pause}.
     */
    public void resume()
    {
        signal("CONT");
    }

    /**
     * SIGTERM, and wait for an end in order.
     *
     * @return the exit code.
     */
    public int terminate()
    {
        child.destroy();
        return awaitExit();
    }

    /**
     * Waits for the process to end by itself.
     *
     * @return the exit code.
     */
    public int awaitExit()
    {
        try
        {
            if (!child.waitFor(PATIENCE_S, TimeUnit.SECONDS))
            {
                throw new IllegalStateException("process " + child.pid() + " has not ended:\n" + output());
            }
            return child.exitValue();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    /**
     * @return whether it has not ended yet.
     */
    public boolean isAlive()
    {
        return child.isAlive();
    }

    /**
     * @return all that it wrote so far.
     */
    public String output()
    {
        try
        {
            return Files.readString(output, StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Kills it if it still runs.
     */
    @Override
    public void close()
    {
        if (child.isAlive())
        {
            kill();
        }
    }

    private void signal(final String name)
    {
        try
        {
            final int exitCode = new ProcessBuilder("kill", "-" + name, Long.toString(child.pid())).start().waitFor();
            if (0 != exitCode)
            {
                throw new IllegalStateException("kill -" + name + " ended with " + exitCode);
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }
}
