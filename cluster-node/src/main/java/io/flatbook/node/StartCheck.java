package io.flatbook.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.flatbook.backup.AeronDirectory;
import io.flatbook.backup.BackupStatus;
import io.flatbook.backup.Incoming;
import org.agrona.IoUtil;

/**
 * Checks, before the media driver starts, that the node's ports are free and that there is memory for its buffers.
 * Later, a taken port would show as an error of one of its threads, for some ports only when the node begins to lead,
 * and a lack of memory as a fault of the JVM.
 */
final class StartCheck
{
    private static final long MEBIBYTE = 1024 * 1024;

    /** An empty book with its retained events and outcomes, and room to collect. */
    private static final long HEAP_LEAST = 192 * MEBIBYTE;

    /** A JVM does not count a survivor space as what its heap may grow to: {@code -Xmx192m} is 184 to 192 MB there. */
    private static final long HEAP_UNCOUNTED = HEAP_LEAST / 24;

    /** Counters, IPC streams, consensus and sessions of some clients. */
    private static final long BESIDE_THE_LOG = 64 * MEBIBYTE;

    /** A stream has three terms; the log is there as it is sent or received, and as it is replayed or caught up. */
    private static final int LOG_TERMS = 6;

    private StartCheck()
    {
    }

    /**
     * @param directory of the node's log.
     * @throws ConfigException if a node must not start on what is in it.
     */
    static void directory(final Path directory)
    {
        if (Incoming.isUnfinished(directory))
        {
            throw new ConfigException("what was brought into " + directory + " by a rejoin or a restore is not " +
                "whole: rejoin again with --replace, or restore into an empty directory");
        }
        if (BackupStatus.exists(directory))
        {
            throw new ConfigException(directory + " is a backup, which may be behind and could vote for a leader " +
                "that is: flatbook backup restore makes a node's directory out of it");
        }
    }

    /**
     * @param heapMax what the heap may grow to, in bytes.
     * @throws ConfigException if a node cannot run in it.
     */
    static void heap(final long heapMax)
    {
        if (heapMax < HEAP_LEAST - HEAP_UNCOUNTED)
        {
            throw new ConfigException("the heap may grow to " + heapMax / MEBIBYTE + " MB, a node needs at least " +
                "-Xmx" + HEAP_LEAST / MEBIBYTE + "m and more with its accounts: give the JVM more with -Xmx, or the " +
                "machine more memory");
        }
    }

    /**
     * @param config of a node that does not run.
     * @throws PortTakenException if it cannot listen at one of its UDP ports.
     */
    static void ports(final NodeConfig config)
    {
        final String host = config.endpoints().host(config.memberId());
        for (final int port : config.endpoints().listeningPorts(config.memberId()))
        {
            final InetSocketAddress address = new InetSocketAddress(Endpoints.bare(host), port);
            try (DatagramChannel channel = DatagramChannel.open())
            {
                channel.bind(address);
            }
            catch (final UnresolvedAddressException ex)
            {
                throw new PortTakenException("the address of " + host + " is not known", ex);
            }
            catch (final IOException ex)
            {
                throw new PortTakenException("node " + config.memberId() + " cannot listen on " + host +
                    " at UDP port " + port, ex);
            }
        }
    }

    private static void buffers(final Path buffers)
    {
        final String foreign = AeronDirectory.foreign(buffers);
        if (null != foreign)
        {
            throw new ConfigException("aeronDirectory: a start deletes what is in " + buffers + ", and " + foreign +
                " there is of no media driver: name a directory that nothing else uses");
        }
        if (AeronDirectory.isOfAnother(buffers))
        {
            throw new DirectoryInUseException(buffers);
        }
    }

    private static void canBeMade(final Path directory)
    {
        try
        {
            Files.delete(Files.createDirectories(directory));
        }
        catch (final IOException ex)
        {
            throw new ConfigException("aeronDirectory: " + directory + " cannot be made: " + ex);
        }
    }

    /**
     * Frees what a former process left of its buffers, as the driver would, and measures then: others may have taken
     * what it had not touched.
     *
     * @param config of a node that does not run, its data directory locked and its ports free.
     * @param space  measures the room where its buffers will be.
     * @throws DiskFullException if there is not the memory that they take.
     * @throws ConfigException if the directory of its buffers cannot be made, or holds something else, which would be
     *                         lost.
     * @throws DirectoryInUseException if the driver of another process runs in it.
     */
    static void memory(final NodeConfig config, final DiskSpace space)
    {
        final Path directory = config.aeronDirectory();
        buffers(directory);
        try
        {
            IoUtil.delete(directory.toFile(), true);
            canBeMade(directory);
            final long usable = space.usableBytes(directory.getParent());
            final long needed = BESIDE_THE_LOG + (long)LOG_TERMS * config.logTermLength();
            if (usable < needed)
            {
                throw new DiskFullException(directory.getParent() + " has room for " + usable / MEBIBYTE +
                    " MB, the buffers of a node take " + needed / MEBIBYTE + ": " +
                    (needed - usable + MEBIBYTE - 1) / MEBIBYTE + " MB are missing");
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("the room for " + directory + " cannot be measured", ex);
        }
    }
}
