package io.flatbook.backup;

/**
 * How far a copy of a cluster is. Immutable.
 *
 * @param position            of the log up to which it is here, in bytes; -1 before there is any.
 * @param snapshotPosition    of the log at which the newest snapshot here was taken; -1 if there is none.
 * @param snapshotTimestampMs when that was, by the cluster's clock, since the epoch; 0 if there is none.
 * @param member              that it is fetched from; -1 if none answers.
 * @param connected           whether the log is being followed now.
 * @param problem             that kept it from going on last; empty if none did since it went on.
 */
public record FollowedLog(
    long position, long snapshotPosition, long snapshotTimestampMs, int member, boolean connected, String problem)
{
    /** Of a copy that was just begun. */
    public static final FollowedLog NOTHING = new FollowedLog(-1, -1, 0, -1, false, "");

    FollowedLog at(final long newPosition)
    {
        return new FollowedLog(newPosition, snapshotPosition, snapshotTimestampMs, member, true, "");
    }

    FollowedLog withSnapshot(final long newSnapshotPosition, final long newSnapshotTimestampMs)
    {
        return new FollowedLog(position, newSnapshotPosition, newSnapshotTimestampMs, member, connected, problem);
    }

    FollowedLog from(final int newMember)
    {
        return new FollowedLog(position, snapshotPosition, snapshotTimestampMs, newMember, connected, problem);
    }

    FollowedLog failing(final String newProblem)
    {
        return new FollowedLog(position, snapshotPosition, snapshotTimestampMs, member, false, newProblem);
    }
}
