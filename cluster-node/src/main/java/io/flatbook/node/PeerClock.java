package io.flatbook.node;

/**
 * How the clocks of another member differ from those of this node, as far as reports show: they travel for some
 * milliseconds, by which the other clock seems late.
 *
 * @param member     number of the other, from 0.
 * @param nodeSkewMs by how much the clock that its node counts by is ahead; negative if it is behind.
 * @param hostSkewMs by how much the clock of its machine is ahead.
 * @param isApart    whether one of the two is further away than the bound.
 */
record PeerClock(int member, long nodeSkewMs, long hostSkewMs, boolean isApart)
{
}
