package io.flatbook.ops.replay;

/**
 * Kinds of entries in a cluster's log.
 */
public enum EntryKind
{
    /** A session's message: a command, a query, or bytes that are neither. */
    MESSAGE,
    /** A timer of the service has come due. */
    TIMER,
    /** A client was let in. */
    SESSION_OPEN,
    /** A client is gone. */
    SESSION_CLOSE,
    /** All nodes take a snapshot here, or the like. */
    ACTION,
    /** A leader begins its term. */
    LEADERSHIP_TERM,
    /** What the service never sees. */
    OTHER
}
