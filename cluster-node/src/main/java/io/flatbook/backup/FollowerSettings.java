package io.flatbook.backup;

import java.nio.file.Path;
import java.util.List;

import io.aeron.cluster.ClusterBackup.SourceType;

/**
 * What is copied, and where the copy goes.
 *
 * @param directory          for {@code archive} and {@code cluster}.
 * @param aeronDirectory     for the buffers of a media driver of its own, in memory; removed at the end.
 * @param consensusEndpoints of the members to fetch from, host and port.
 * @param listenHost         name of this host by which members reach it.
 * @param listenPort         UDP port for the members' answers.
 * @param source             which members will do: the leader, one that follows, or any.
 * @param fromStart          whether to fetch the log from its begin; else from the newest snapshot on.
 * @param checksums          whether what is recorded carries checksums, as the members' archives do.
 * @param segmentLength      of files of the log, in bytes.
 * @param memberKeyFile      keys of the members' wire; null if it is not sealed.
 * @param snapshotsKept      newest snapshots that stay, at least 1; older ones are deleted.
 */
public record FollowerSettings(
    Path directory,
    Path aeronDirectory,
    List<String> consensusEndpoints,
    String listenHost,
    int listenPort,
    SourceType source,
    boolean fromStart,
    boolean checksums,
    int segmentLength,
    Path memberKeyFile,
    int snapshotsKept)
{
    /** Why no member may answer: who has no key of their wire hears as little as if they were not there. */
    String silence()
    {
        return "no member answers at " + String.join(", ", consensusEndpoints) + "; if they run and are reached, " +
            (null == memberKeyFile ? "their wire is sealed, and the settings have no memberKeyFile" :
            "memberKeyFile " + memberKeyFile + " has not their key, or a clock is 30 s off");
    }
}
