package io.flatbook.ops.replay;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

import java.util.List;

/**
 * A command that consumed its id, with the outcome that its sender gets whenever it asks.
 *
 * @param logPosition        after its entry, as nodes count.
 * @param timestampMs        of its entry.
 * @param principal          who sent it, {@code role/name}.
 * @param commandId          its id.
 * @param templateId         of the message, in the schema.
 * @param commandHash        hash of its bytes, header included.
 * @param reason             NONE if it was accepted.
 * @param field              that a refusal is about.
 * @param detail             id of what was made, or 0.
 * @param firstEventSequence sequence that its first event has, had it caused one.
 * @param tradeReasons       of a batch, one for each trade; empty for any other command.
 * @param stateHashBefore    hash of the book before it, after what was due first.
 * @param stateHashAfter     hash of the book after it.
 * @param replicaHashAfter   hash of all state after it.
 */
public record AppliedCommand(
    long logPosition,
    long timestampMs,
    String principal,
    long commandId,
    int templateId,
    long commandHash,
    RejectReason reason,
    RejectField field,
    long detail,
    long firstEventSequence,
    List<RejectReason> tradeReasons,
    long stateHashBefore,
    long stateHashAfter,
    long replicaHashAfter)
{
    /**
     * Whether it had an effect.
     *
     * @return false if it was refused.
     */
    public boolean isAccepted()
    {
        return RejectReason.NONE == reason;
    }
}
