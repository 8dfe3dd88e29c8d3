package io.flatbook.ops.cli;

import io.aeron.cluster.ClusterBackup.SourceType;
import io.flatbook.backup.FollowerSettings;
import io.flatbook.backup.MemberSettings;
import picocli.CommandLine.Option;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;

/**
 * Options of verbs that fetch the log from members, as a backup host does.
 */
final class FollowOptions
{
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

    /** How the log comes into a directory. */
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
        return new FollowerSettings(place, aeronDirectory, members.consensusEndpoints(),
            listenHost(members.consensusEndpoints()), null == port ? members.backupPort() : port, source, fromStart,
            members.checksums(), members.segmentLength(), members.memberKeyFile(), snapshotsKept);
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
