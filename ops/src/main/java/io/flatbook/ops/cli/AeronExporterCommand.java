package io.flatbook.ops.cli;

import io.flatbook.metrics.AeronExporter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * Metrics of any media driver.
 */
@Command(name = "aeron-exporter", description = {
    "Answers /metrics with what Aeron counts in an Aeron directory, until it is stopped.",
    "It counts the media driver, archives and members of clusters of any program, and only reads the file of the " +
    "counters. A node of Flatbook answers the same, and more, at its own /metrics. docs/metrics.md lists the metrics."})
final class AeronExporterCommand implements Callable<Integer>
{
    @Option(names = "--aeron-dir", required = true, paramLabel = "DIR",
        description = "Directory of the media driver, such as /dev/shm/aeron-NAME; it need not be there yet.")
    private String aeronDirectory;

    @Option(names = "--listen", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:9465",
        description = "Where it answers (default: ${DEFAULT-VALUE}).")
    private String listen;

    @Override
    public Integer call()
    {
        return AeronExporter.run(List.of("--aeron-dir", aeronDirectory, "--listen", listen));
    }
}
