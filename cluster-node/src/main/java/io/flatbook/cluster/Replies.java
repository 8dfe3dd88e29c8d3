package io.flatbook.cluster;

import io.flatbook.engine.Principal;

/**
 * Takes the answers to one sender, with the sender's outcomes and its place in the events.
 */
public interface Replies extends Receiver
{
    /**
     * Asks whether this sender may send commands of the principal; a newer session fences the older one.
     *
     * @param principal whose command has come.
     * @return false if a newer session of the principal has sent commands before; then the command is FENCED.
     */
    boolean claim(Principal principal);

    /**
     * Announces that the outcome of a command is in the principal's record, to be sent now or when there is room.
     *
     * @param principal whose command it was.
     * @param commandId of the command.
     * @param isDuplicate whether the command had been applied before.
     */
    void recorded(Principal principal, long commandId, boolean isDuplicate);

    /**
     * Moves the sender's place in the events.
     *
     * @param fromSequence first event wanted, 0: from now on.
     * @param venue whose events are wanted, 0: all of them.
     * @return false if that event is no longer retained.
     */
    boolean eventsFrom(long fromSequence, int venue);
}
