package io.flatbook.engine;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * Outcomes of the trades of the batch at hand; empty for any other command.
 *
 * <p>Contract: CMD-8.
 */
public final class TradeBatch
{
    private final RejectReason[] reasons;
    private final RejectField[] fields;
    private int count;

    TradeBatch(final int tradesMax)
    {
        reasons = new RejectReason[tradesMax];
        fields = new RejectField[tradesMax];
    }

    /**
     * Starts a batch.
     *
     * @param trades how many it holds.
     * @return {@link RejectReason#NONE}, or {@link RejectReason#INVALID_FIELD} where it holds none or too many.
     */
    public RejectReason begin(final int trades)
    {
        count = 0;
        return trades < 1 || trades > reasons.length ? RejectReason.INVALID_FIELD : RejectReason.NONE;
    }

    /** Adds the outcome of the next trade. */
    public void add(final RejectReason reason, final RejectField field)
    {
        reasons[count] = reason;
        fields[count] = field;
        count++;
    }

    void clear()
    {
        count = 0;
    }

    /** Number of outcomes. */
    public int count()
    {
        return count;
    }

    /** How trade {@code i} (from 0) ended. */
    public RejectReason reason(final int i)
    {
        return reasons[i];
    }

    /** Field of its refusal. */
    public RejectField field(final int i)
    {
        return fields[i];
    }
}
