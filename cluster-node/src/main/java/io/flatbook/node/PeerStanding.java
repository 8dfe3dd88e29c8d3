package io.flatbook.node;

/**
 * State of another member, as this node last heard from it.
 *
 * @param member    number of the other, from 0.
 * @param isHeard   whether it has reported within the last seconds.
 * @param progress  that it reported last; {@link MemberProgress#UNKNOWN} before the first report.
 * @param lagBytes  by how much it is behind this node, up to a second ago; 0 if it is not.
 * @param isLagging whether it has been silent or too far behind for some seconds.
 */
record PeerStanding(int member, boolean isHeard, MemberProgress progress, long lagBytes, boolean isLagging)
{
}
