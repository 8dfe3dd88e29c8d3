package io.flatbook.ops.replay;

import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.CommandGate;
import io.flatbook.engine.EngineView;
import org.agrona.DirectBuffer;

/**
 * Receives what a replay does, in the order of the log. Every method may be left out.
 */
public interface ReplayListener
{
    /** Receives nothing. */
    ReplayListener NONE = new ReplayListener()
    {
    };

    /**
     * Puts itself between the engine and the listener of its events, to look at the book in mid entry.
     *
     * @param events takes the engine's events.
     * @param place  position of the replay.
     * @return receiver of the engine's events; it delegates to the one given.
     */
    default ClearingEvents listening(final ClearingEvents events, final ReplayPlace place)
    {
        return events;
    }

    /**
     * The initial book is complete, and no entry was applied yet.
     */
    default void onBegin()
    {
    }

    /**
     * A session's message is about to be applied, if the gate lets it through.
     *
     * @param buffer that holds it, to be read now.
     * @param offset of its header.
     * @param length in bytes, with what seals it.
     */
    default void onMessage(final DirectBuffer buffer, final int offset, final int length)
    {
    }

    /**
     * Whether the listener has what it wants; the replay then ends.
     *
     * @return true to end.
     */
    default boolean isEnough()
    {
        return false;
    }

    /**
     * An entry is about to be applied.
     *
     * @param logPosition after it.
     * @param timestampMs of it.
     */
    default void onNext(final long logPosition, final long timestampMs)
    {
    }

    /**
     * All that there is was applied.
     *
     * @return true to look for more, which only {@link LogReplay#following} finds; the listener waits if it wants to.
     */
    default boolean onEnd()
    {
        return false;
    }

    /**
     * A command was applied: accepted, or refused with its id consumed.
     *
     * @param command with its outcome.
     */
    default void onApplied(final AppliedCommand command)
    {
    }

    /**
     * A command came to the gate and was not applied: sent again, or out of order.
     *
     * @param logPosition after its entry.
     * @param principal   who sent it.
     * @param commandId   its id.
     * @param commandHash hash of its bytes.
     * @param admission   KNOWN if the recorded outcome was answered once more; never NEXT.
     */
    default void onNotApplied(
        final long logPosition,
        final String principal,
        final long commandId,
        final long commandHash,
        final CommandGate.Admission admission)
    {
    }

    /**
     * An entry was applied.
     *
     * @param kind         of entry.
     * @param logPosition  after it.
     * @param timestampMs  of it.
     * @param engineTimeMs after it.
     * @param stateHash    hash of the book after it.
     * @param replicaHash  hash of all state after it, comparable with what any node published for this position.
     */
    default void onEntry(
        final EntryKind kind,
        final long logPosition,
        final long timestampMs,
        final long engineTimeMs,
        final long stateHash,
        final long replicaHash)
    {
    }

    /**
     * The replay begins.
     *
     * @param engine with the state that it begins with, to be read.
     */
    default void onStart(final EngineView engine)
    {
    }

    /**
     * An event came that was asked for ({@link LogReplay#events}), or was retained when the replay began.
     *
     * @param buffer that holds it as its receivers got it, during the call.
     * @param offset of its header.
     * @param length in bytes.
     */
    default void onEvent(final DirectBuffer buffer, final int offset, final int length)
    {
    }

    /**
     * Nodes publish the replica hash of this position. (One that was restarted may publish one more: {@link #onEntry}
     * tells them all.)
     *
     * @param logPosition in bytes.
     * @param replicaHash hash of all state.
     */
    default void onReplicaHash(final long logPosition, final long replicaHash)
    {
    }

    /**
     * Something is not as it must be. The replay goes on.
     *
     * @param finding in words, with its log position.
     */
    default void onFinding(final String finding)
    {
    }
}
