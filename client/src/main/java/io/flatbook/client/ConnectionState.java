package io.flatbook.client;

/**
 * State of the connection to the cluster. The client moves between the first three by itself.
 */
public enum ConnectionState
{
    /** Opening a session; commands stay in the window. */
    CONNECTING,
    /** A session is open and the cluster has reported; commands go out. */
    CONNECTED,
    /** The leader is lost and the next one is not known yet; commands stay in the window. */
    AWAITING_LEADER,
    /**
     * A newer instance of the principal has taken over, and this client has left the cluster. It can only be closed.
     */
    FENCED,
    /** Closed by the caller. Final. */
    CLOSED
}
