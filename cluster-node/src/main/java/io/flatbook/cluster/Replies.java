package io.flatbook.cluster;

import io.flatbook.engine.Principal;
import io.flatbook.engine.Principals;
import io.flatbook.engine.Tenure;

/**
 * Takes the answers to one sender, with the sender's outcomes and its place in the events.
 */
public interface Replies extends Receiver
{
    /**
     * Says whether this sender named no instance, so that it may ask but not command (ONCE-2).
     *
     * @return true for one that may only ask.
     */
    boolean onlyReads();

    /**
     * The principal of this sender.
     *
     * @param principals that the engine knows.
     * @return null if it is not among them.
     */
    Principal principal(Principals principals);

    /**
     * State of this sender's instance among those of its principal (ONCE-2).
     *
     * @param principal of the sender.
     * @return null for a sender that only reads.
     */
    Tenure.Standing standing(Principal principal);

    /**
     * Asks whether this sender may send commands of the principal (ONCE-2). If the principal was not known when its
     * instances connected, the one that connected last takes over now.
     *
     * @param principal whose command has come.
     * @return false if another instance has taken over; then the command is FENCED.
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
     * Says that the sender sent bytes that are no message of any version (ONCE-1).
     */
    void malformed();

    /**
     * Moves the sender's place in the events.
     *
     * @param fromSequence first event wanted, 0: from now on.
     * @param venue whose events are wanted, 0: all of them.
     * @return false if that event is no longer retained.
     */
    boolean eventsFrom(long fromSequence, int venue);
}
