package io.flatbook.engine;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * What the last command has to say besides its reason: the field of a refusal, or the detail of an acceptance.
 */
final class Answer
{
    private RejectReason reason = RejectReason.NONE;
    private RejectField field = RejectField.NONE;
    private long detail;

    RejectReason refuse(final RejectReason refusal, final RejectField refusedField)
    {
        reason = refusal;
        field = refusedField;
        detail = 0;
        return refusal;
    }

    RejectReason accept()
    {
        return accept(0);
    }

    RejectReason accept(final long newDetail)
    {
        reason = RejectReason.NONE;
        field = RejectField.NONE;
        detail = newDetail;
        return RejectReason.NONE;
    }

    RejectReason reason()
    {
        return reason;
    }

    RejectField field()
    {
        return field;
    }

    long detail()
    {
        return detail;
    }
}
