package io.flatbook.ops.link;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where the nodes of a {@link LocalCluster} run: on loopback of this machine, or wherever an implementation puts them.
 */
public interface Ground
{
    /**
     * The setting {@code hosts}: how the nodes name each other.
     *
     * @return hosts by member id, between commas.
     */
    default String hosts()
    {
        return "localhost,localhost,localhost";
    }

    /**
     * How clients here reach a node.
     *
     * @param member from 0.
     * @return its host.
     */
    default String ingressHost(final int member)
    {
        return "localhost";
    }

    /**
     * Host of this machine at which clients here get their answers.
     *
     * @return host of the clients.
     */
    default String clientHost()
    {
        return "localhost";
    }

    /**
     * How this process reaches the status page of a node: the setting {@code statusHost}.
     *
     * @param member from 0.
     * @return its host.
     */
    default String statusHost(final int member)
    {
        return "127.0.0.1";
    }

    /**
     * What the nodes run: the clearing service, unless it is compared with another one.
     *
     * @return name of the class whose main runs a node.
     */
    default String mainClass()
    {
        return "io.flatbook.node.ClearingNode";
    }

    /**
     * What precedes {@code java} on the command line of a node; it must become the node by {@code exec}.
     *
     * @param member from 0.
     * @return empty for nothing.
     */
    default List<String> launcher(final int member)
    {
        return List.of();
    }

    /**
     * What a node finds in its environment beside that of this process.
     *
     * @param member from 0.
     * @return values by name.
     */
    default Map<String, String> environment(final int member)
    {
        return Map.of();
    }

    /**
     * Where a node keeps log and snapshots.
     *
     * @param directory of the cluster.
     * @param member    from 0.
     * @return the data directory.
     */
    default Path nodeDirectory(final Path directory, final int member)
    {
        return directory.resolve("node-" + member);
    }

    /**
     * Where a node keeps what stays in memory.
     *
     * @param directory of the cluster.
     * @param member    from 0.
     * @return the directory of the media driver.
     */
    default Path memoryDirectory(final Path directory, final int member)
    {
        final Path shared = Path.of("/dev/shm");
        final Path parent = Files.isWritable(shared) ? shared : directory;
        return parent.resolve(directory.getFileName() + "-" + member);
    }

    /**
     * The ports of this machine.
     *
     * @return loopback.
     */
    static Ground loopback()
    {
        return new Ground()
        {
        };
    }
}
