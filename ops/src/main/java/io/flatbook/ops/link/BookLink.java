package io.flatbook.ops.link;

import io.flatbook.ops.view.QuerySource;
import io.flatbook.ops.wire.WireMessage;

import java.util.List;

/**
 * One principal's way to a book: asks, sends commands, and takes events.
 */
public interface BookLink extends QuerySource, AutoCloseable
{
    /**
     * No events are wanted.
     */
    long NO_EVENTS = -1;
    /**
     * Events are wanted that happen from now on.
     */
    long FROM_NOW = 0;

    /**
     * Sends a command and waits for its end.
     *
     * @param command without a command id, which is given here.
     * @return message CommandOutcome.
     * @throws OutcomeUnknownException when nobody can tell in time whether it was applied.
     * @throws NoLeaderException       when it could not be sent.
     */
    WireMessage submit(WireMessage command);

    /**
     * Lets the link do its work: keeps its session alive and takes in what has come.
     */
    void poll();

    /**
     * Events that came since the last call, in order, without holes; none if the link was opened without events.
     *
     * @return the events.
     */
    List<WireMessage> takeEvents();

    @Override
    void close();

    /**
     * Opens links.
     */
    interface Opener
    {
        /**
         * Opens a link that may send commands: it takes over from all other clients of the principal (ONCE-2).
         *
         * @param profile    where the cluster is.
         * @param principal  who asks and sends, {@code role/name}.
         * @param eventsFrom first event wanted, {@link #FROM_NOW} or {@link #NO_EVENTS}.
         * @param timeoutMs  for each answer, in milliseconds.
         * @return the link, connected.
         * @throws NoLeaderException when no leader answers in time.
         */
        BookLink open(Profile profile, String principal, long eventsFrom, long timeoutMs);

        /**
         * Opens a link that only asks and takes events, beside the principal's other clients (ONCE-2).
         *
         * @param profile    where the cluster is.
         * @param principal  who asks, {@code role/name}.
         * @param eventsFrom first event wanted, {@link #FROM_NOW} or {@link #NO_EVENTS}.
         * @param timeoutMs  for each answer, in milliseconds.
         * @return the link, connected.
         * @throws NoLeaderException when no leader answers in time.
         */
        default BookLink openToRead(
            final Profile profile, final String principal, final long eventsFrom, final long timeoutMs)
        {
            return open(profile, principal, eventsFrom, timeoutMs);
        }

        /**
         * Does beforehand what a link to this cluster will need. Any thread may call it, beside one that opens the
         * link.
         *
         * @param profile where the cluster is.
         */
        default void prepare(final Profile profile)
        {
        }
    }
}
