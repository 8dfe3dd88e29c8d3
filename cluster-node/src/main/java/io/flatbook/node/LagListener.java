package io.flatbook.node;

/**
 * Called once when a member falls behind or silent, and once when it is back.
 */
interface LagListener
{
    /**
     * A member has been silent or too far behind for some seconds.
     *
     * @param peer its state.
     */
    void memberLags(PeerStanding peer);

    /**
     * A member that lagged is heard and no longer far behind.
     *
     * @param peer its state.
     */
    void memberCaughtUp(PeerStanding peer);
}
