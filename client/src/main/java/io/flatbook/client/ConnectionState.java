package io.flatbook.client;

/**
 * Where the client stands with the cluster. It moves between the first three by itself.
 */
public enum ConnectionState
{
    /** Opening a session; commands stay in the window. */
    CONNECTING,
    /** A session is open and the cluster has reported; commands go out. */
    CONNECTED,
    /** The leader is lost and the next one not known; commands stay in the window. */
    AWAITING_LEADER,
    /** Another session of the principal has sent commands: this client sends none any more. Final but for close. */
    FENCED,
    /** Closed by the caller. Final. */
    CLOSED
}
