package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/** Receives how commands end, each exactly once. */
interface Endings
{
    /** The command was accepted (reason NONE) or refused. */
    void onAnswered(long commandId, RejectReason reason, RejectField field, long detail, long firstEventSequence);

    /** It can no longer be known whether the command was applied. */
    void onUnknown(long commandId);

    /** A newer instance of this principal has taken over, for good (ONCE-2). */
    void onFenced(long lastCommandId);

    /** The cluster no longer knows of commands that it had answered: it was restored from an older log. */
    void onAcknowledgedLost(long lastCommandId, long lastAppliedId);
}
