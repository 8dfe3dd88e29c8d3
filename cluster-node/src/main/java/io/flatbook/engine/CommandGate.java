package io.flatbook.engine;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * Exactly once, in order, from one writer: per principal the last applied command id and the outcomes of the last
 * commands with a hash of each command's bytes.
 *
 * <p>Contract: ONCE-1.
 */
public final class CommandGate
{
    /** What the gate says of a command id. */
    public enum Admission
    {
        /** It is the next one: apply it. */
        NEXT,
        /** It was applied with the same bytes: answer the recorded outcome. */
        KNOWN,
        /** It was applied with other bytes. */
        REUSED,
        /** It is older than the outcomes kept. */
        FORGOTTEN,
        /** It is not the next one. */
        GAP
    }

    private final TradeBatch batch;

    CommandGate(final TradeBatch batch)
    {
        this.batch = batch;
    }

    /**
     * Classifies a command id; changes nothing.
     *
     * @param principal   who sends it.
     * @param commandId   its id.
     * @param commandHash hash of its bytes.
     * @return what it is.
     */
    public Admission admit(final Principal principal, final long commandId, final long commandHash)
    {
        final OutcomeLog outcomes = principal.outcomes();
        if (commandId == outcomes.lastCommandId() + 1)
        {
            return Admission.NEXT;
        }
        if (commandId > outcomes.lastCommandId() || commandId <= 0)
        {
            return Admission.GAP;
        }
        if (!outcomes.select(commandId))
        {
            return Admission.FORGOTTEN;
        }
        return outcomes.commandHash() == commandHash ? Admission.KNOWN : Admission.REUSED;
    }

    /**
     * Lets an instance of a principal's client take over, under the principal's next epoch (ONCE-2).
     *
     * @param principal who it sends for.
     * @param instance  the instance, not 0.
     * @param sessionId its session.
     */
    public void takeOver(final Principal principal, final long instance, final long sessionId)
    {
        principal.tenure().takeOver(instance, sessionId);
    }

    /**
     * Consumes the next command id and records its outcome, with the outcomes of a batch if it is one.
     *
     * @param principal          who sent it.
     * @param commandHash        hash of its bytes.
     * @param reason             how it ended.
     * @param field              field of a refusal.
     * @param detail             detail of the outcome.
     * @param firstEventSequence sequence that the first event caused by it has, had it caused one.
     */
    public void record(
        final Principal principal, final long commandHash, final RejectReason reason, final RejectField field,
        final long detail, final long firstEventSequence)
    {
        principal.outcomes().add(commandHash, reason, field, detail, firstEventSequence, batch);
        batch.clear();
    }
}
