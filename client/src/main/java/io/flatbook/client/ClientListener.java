package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * Receives the outcomes of the client's commands, events, and changes of the connection. Called only from inside
 * {@link FlatbookClient#poll()} or a call that waits for an answer, on the caller's thread. Override what you need.
 *
 * <p>Decoders and buffers are reused: read them during the call. The {@code try…} and {@code …Async} methods of the
 * client may be called from here, methods that wait may not. An exception thrown from here comes out of the poll; the
 * event, row of a page, or outcome counts as delivered.
 */
public interface ClientListener extends ClearingEventListener, RiskEventListener
{
    /**
     * A command of this client was accepted or refused. Called once per command.
     *
     * @param commandId          of the command.
     * @param reason             NONE if it was accepted. FENCED: a newer instance of the principal has taken over.
     * @param field              of a refusal.
     * @param detail             id of the new entity, expected command id, a count, or a scale that would work; 0 if
     *                           none. {@link RefusalText} puts it into words.
     * @param firstEventSequence of the events that it caused.
     */
    default void onOutcome(
        final long commandId,
        final RejectReason reason,
        final RejectField field,
        final long detail,
        final long firstEventSequence)
    {
    }

    /**
     * How one trade of a batch ended; called in order, before {@link #onOutcome} of the batch.
     *
     * @param commandId of the batch.
     * @param index     of the trade in the batch, from 0.
     * @param reason    NONE if it was booked.
     * @param field     of a refusal.
     */
    default void onTradeOutcome(
        final long commandId,
        final int index,
        final RejectReason reason,
        final RejectField field)
    {
    }

    /**
     * It is no longer possible to find out whether a command was applied. Reconcile by queries before acting on it.
     *
     * @param commandId of the command.
     */
    default void onOutcomeUnknown(final long commandId)
    {
    }

    /**
     * Events were missed that the cluster no longer keeps: reconcile by queries. Later events follow.
     *
     * <p>If both numbers are the same, the cluster was restored from an older state: events from this number on that
     * were received before, by this client or the one whose last event was given to {@code eventsFrom}, never happened,
     * and others follow with their numbers.
     *
     * @param fromSequence         first sequence that may have been missed.
     * @param retainedFromSequence first sequence that is still kept.
     */
    default void onEventsGone(final long fromSequence, final long retainedFromSequence)
    {
    }

    /**
     * A newer instance of this principal has taken over (ONCE-2): this client has left the cluster for good, and its
     * commands without an outcome are unknown.
     *
     * @param lastCommandId last command of the principal that is known to have been applied.
     */
    default void onFenced(final long lastCommandId)
    {
    }

    /**
     * The cluster lost commands that it had answered: it was restored from an older state. Reconcile from the start.
     *
     * @param lastCommandId last command that it has.
     * @param lastAppliedId last command whose outcome this client has received.
     */
    default void onAcknowledgedCommandsLost(final long lastCommandId, final long lastAppliedId)
    {
    }

    /**
     * The connection's state changed.
     *
     * @param state now.
     */
    default void onConnectionState(final ConnectionState state)
    {
    }

    /**
     * An attempt to connect failed, or the transport reported an error. The client keeps trying.
     *
     * @param cause of it.
     */
    default void onConnectionError(final Throwable cause)
    {
    }
}
