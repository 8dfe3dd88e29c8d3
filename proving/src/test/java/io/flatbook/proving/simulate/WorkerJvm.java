package io.flatbook.proving.simulate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a JVM is started in which nothing but the seed decides.
 */
final class WorkerJvm
{
    private WorkerJvm()
    {
    }

    /** The command line, to which arguments can be added. */
    static List<String> command(final String mainClass)
    {
        return new ArrayList<>(List.of(
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
            "--add-opens", "java.base/java.util.zip=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"),
            mainClass));
    }
}
