package io.flatbook.ops.replay;

/**
 * A snapshot of the service that a node would start from.
 *
 * @param recordingId      in the archive.
 * @param leadershipTermId in which it was taken.
 * @param logPosition      of the log that it covers.
 * @param timestampMs      time of the cluster at which it was taken, ms.
 */
public record SnapshotEntry(long recordingId, long leadershipTermId, long logPosition, long timestampMs)
{
}
