package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * The cluster refused a query. QUERY_BUSY is temporary: the query costs more than the service spends on queries now,
 * and may be asked again later.
 */
public final class QueryRefusedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /** Why it was refused. */
    private final RejectReason reason;

    /** What the refusal is about. */
    private final RejectField field;

    QueryRefusedException(final RejectReason reason, final RejectField field)
    {
        super("query refused: " + RefusalText.of(reason, field, 0));
        this.reason = reason;
        this.field = field;
    }

    /**
     * Why it was refused.
     *
     * @return not NONE.
     */
    public RejectReason reason()
    {
        return reason;
    }

    /**
     * Field that the refusal is about.
     *
     * @return NONE if it is about none.
     */
    public RejectField field()
    {
        return field;
    }
}
