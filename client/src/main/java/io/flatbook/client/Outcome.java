package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

import java.util.List;

/**
 * How a command ended, as far as the client knows: never a guess.
 *
 * @param status             ACCEPTED, REJECTED or UNKNOWN.
 * @param commandId          id of the command, 1 or more; the key to ask for its outcome later.
 * @param reason             why it was refused; NONE unless REJECTED. FENCED: a newer instance of the principal has
 *                           taken over; nothing of this client is applied any more.
 * @param field              field that the refusal is about; NONE if it is about none.
 * @param detail             id of the new entity, expected command id, a count, or the scale with which a refused
 *                           instrument could be defined, as the command says; 0 if none.
 * @param firstEventSequence sequence that the first event caused by the command has or would have had; 0 if UNKNOWN.
 * @param trades             one entry per trade of a batch, in order; empty otherwise. A batch is ACCEPTED if it was
 *                           taken as a whole; each of its trades was booked or refused.
 */
public record Outcome(
    Status status,
    long commandId,
    RejectReason reason,
    RejectField field,
    long detail,
    long firstEventSequence,
    List<TradeOutcome> trades)
{
    /**
     * What is known about a command.
     */
    public enum Status
    {
        /** Applied. */
        ACCEPTED,
        /** Refused; nothing changed. */
        REJECTED,
        /** No answer yet, or no answer is possible any more. It may have been applied: ask before acting on it. */
        UNKNOWN
    }

    /**
     * How one trade of a batch ended.
     *
     * @param reason NONE if it was booked.
     * @param field  field that the refusal is about.
     */
    public record TradeOutcome(RejectReason reason, RejectField field)
    {
    }

    static Outcome unknown(final long commandId)
    {
        return new Outcome(Status.UNKNOWN, commandId, RejectReason.NONE, RejectField.NONE, 0, 0, List.of());
    }

    static Outcome answered(
        final long commandId,
        final RejectReason reason,
        final RejectField field,
        final long detail,
        final long firstEventSequence,
        final List<TradeOutcome> trades)
    {
        final Status status = RejectReason.NONE == reason ? Status.ACCEPTED : Status.REJECTED;
        return new Outcome(status, commandId, reason, field, detail, firstEventSequence, trades);
    }

    /**
     * Whether the command was applied.
     *
     * @return true if it was.
     */
    public boolean isAccepted()
    {
        return Status.ACCEPTED == status;
    }

    /**
     * Whether the command was refused: it changed nothing, and {@link #reason()} says why.
     *
     * @return true if it was.
     */
    public boolean isRejected()
    {
        return Status.REJECTED == status;
    }

    /**
     * Whether no answer came in time: the command may have been applied, or may still be.
     *
     * @return true if so.
     */
    public boolean isUnknown()
    {
        return Status.UNKNOWN == status;
    }

    /**
     * The outcome in words; for a refusal the reason, the field and what the detail means.
     *
     * @return one line, for example {@code INVALID_DEFINITION, field TICK_SIZE: a scale of 9 would do}.
     */
    public String explanation()
    {
        return switch (status)
        {
            case ACCEPTED -> "accepted";
            case REJECTED -> RefusalText.of(reason, field, detail);
            default -> "unknown: command " + commandId + " may have been applied";
        };
    }
}
