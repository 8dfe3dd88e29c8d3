package io.flatbook.node;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.aeron.cluster.ClusterTool;

/**
 * Asks the leader that runs on this machine to let all nodes take a snapshot and end. It goes through the memory of the
 * node, so only the account of the node and the administrator can.
 */
final class ClusterShutdown
{
    private ClusterShutdown()
    {
    }

    /**
     * @param config of the node that leads.
     * @return null if the leader has taken the request; else why not.
     */
    static String request(final NodeConfig config)
    {
        final Path directory = config.directory().resolve("cluster");
        if (!Files.exists(directory.resolve("cluster-mark.dat")))
        {
            return "no node has run in " + config.directory();
        }
        final ByteArrayOutputStream told = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8))
        {
            return ClusterTool.shutdown(directory.toFile(), out) ? null :
                told.toString(StandardCharsets.UTF_8).strip().replaceAll("\\s*\\n\\s*", "; ");
        }
    }
}
