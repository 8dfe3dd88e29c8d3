package io.flatbook.node;

/**
 * Progress of a member of the cluster, by its own report. Positions are of the log, in bytes.
 *
 * @param appliedPosition that its service has applied, up to a second ago.
 * @param commitPosition  that it knows a majority to have.
 * @param coveredPosition below which it no longer needs the log: its snapshots cover it. 0 if it needs all.
 * @param hasRoom         whether its disk has more room than is kept in reserve.
 */
record MemberProgress(long appliedPosition, long commitPosition, long coveredPosition, boolean hasRoom)
{
    static final MemberProgress UNKNOWN = new MemberProgress(-1, -1, 0, true);
}
