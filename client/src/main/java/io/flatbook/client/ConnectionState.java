package io.flatbook.client;

/**
 * State of the connection to the cluster. It changes between the first three by itself.
 */
public enum ConnectionState
{
    /** Opening a session; commands stay in the window. */
    CONNECTING,
    /** A session is open and the cluster has reported; commands go out. */
    CONNECTED,
    /** The leader is lost and the next one not known; commands stay in the window. */
    AWAITING_LEADER,
    /** A newer instance of the principal has taken over: this client has left the cluster. Only close follows. */
    FENCED,
    /** Closed by the caller. Final. */
    CLOSED
}
