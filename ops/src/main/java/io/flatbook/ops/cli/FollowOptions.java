package io.flatbook.ops.cli;

import io.aeron.cluster.ClusterBackup.SourceType;
import io.flatbook.backup.FollowerSettings;
import io.flatbook.backup.MemberSettings;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.util.List;

/**
 * Options of verbs that fetch the log from members, as a backup host does.
 */
final class FollowOptions
{
    private static final int PORT_MAX = 65_535;

    @Option(names = "--config", required = true, paramLabel = "FILE",
        description = "Settings of a node of the cluster: who the members are.")
    private Path config;

    @Option(names = "--host", paramLabel = "HOST",
        description = "Name of this host by which members reach it (default: localhost, if all members are there).")
    private String host;

    @Option(names = "--port", paramLabel = "PORT",
        description = "UDP port for the members' answers (default: basePort + 908).")
    private Integer port;

    @Option(names = "--buffers", paramLabel = "DIR",
        description = "Buffers of the media driver, in memory (default: a name in /dev/shm).")
    private Path buffers;

    MemberSettings members()
    {
        return MemberSettings.read(config, System.getenv());
    }

    /** How the log comes into a directory; the port is free. */
    FollowerSettings into(
        final Path directory,
        final MemberSettings members,
        final SourceType source,
        final boolean fromStart,
        final int snapshotsKept)
    {
        final Path place = directory.toAbsolutePath().normalize();
        final Path aeronDirectory = null != buffers ? buffers :
            Path.of("/dev/shm", "flatbook-backup-" + Integer.toHexString(place.toString().hashCode()));
        final String listenHost = listenHost(members.consensusEndpoints());
        final int listenPort = null == port ? members.backupPort() : port;
        checkFree(listenHost, listenPort);
        return new FollowerSettings(place, aeronDirectory, members.consensusEndpoints(), listenHost, listenPort,
            source, fromStart, members.checksums(), members.segmentLength(), members.memberKeyFile(), snapshotsKept);
    }

    /** Later, a taken port would show as an error of the media driver. */
    private static void checkFree(final String listenHost, final int listenPort)
    {
        if (listenPort < 1 || PORT_MAX < listenPort)
        {
            throw new CliException(ExitCode.USAGE, "--port is 1 to " + PORT_MAX);
        }
        try (DatagramChannel channel = DatagramChannel.open())
        {
            channel.bind(new InetSocketAddress(listenHost, listenPort));
        }
        catch (final UnresolvedAddressException ex)
        {
            throw new CliException(ExitCode.FAILURE, "--host: the address of " + listenHost + " is not known");
        }
        catch (final IOException ex)
        {
            throw new CliException(ExitCode.FAILURE, "cannot listen on " + listenHost + " at UDP port " + listenPort +
                ": " + ex.getMessage() + " (each backup and events replay on a host needs a --port of its own)");
        }
    }

    private String listenHost(final List<String> endpoints)
    {
        if (null != host)
        {
            return host;
        }
        for (final String endpoint : endpoints)
        {
            if (!isLoopback(endpoint.substring(0, endpoint.lastIndexOf(':'))))
            {
                throw new CliException(ExitCode.USAGE,
                    "--host is missing: by which name do the members reach this host?");
            }
        }
        return "localhost";
    }

    private static boolean isLoopback(final String name)
    {
        try
        {
            return InetAddress.getByName(name).isLoopbackAddress();
        }
        catch (final UnknownHostException ex)
        {
            return false;
        }
    }
}
