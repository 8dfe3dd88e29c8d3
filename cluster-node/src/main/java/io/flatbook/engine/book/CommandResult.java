package io.flatbook.engine.book;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * Result details of the last command: the field of a refusal, and a detail of either ending.
 *
 * <p>Contract: CMD-1.
 */
public final class CommandResult
{
    private RejectField field = RejectField.NONE;
    private long detail;

    /** The result of no command yet. */
    public CommandResult()
    {
    }

    /** Refuses the command; the reason comes back. */
    public RejectReason refuse(final RejectReason refusal, final RejectField refusedField)
    {
        return refuse(refusal, refusedField, 0);
    }

    /** Refuses the command with a detail; the reason comes back. */
    public RejectReason refuse(final RejectReason refusal, final RejectField refusedField, final long newDetail)
    {
        field = refusedField;
        detail = newDetail;
        return refusal;
    }

    /** Accepts the command. */
    public RejectReason accept()
    {
        return accept(0);
    }

    /** Accepts the command with a detail. */
    public RejectReason accept(final long newDetail)
    {
        field = RejectField.NONE;
        detail = newDetail;
        return RejectReason.NONE;
    }

    /** Field of the refusal, or NONE. */
    public RejectField field()
    {
        return field;
    }

    /** Detail: id of a new entity, a count, or what a refusal adds; 0 if there is none. */
    public long detail()
    {
        return detail;
    }
}
