package io.flatbook.engine.offset;

import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import io.flatbook.sbe.OffsetLayer;
import io.flatbook.sbe.OffsetPolicyKind;

/**
 * One pair of a planned default run: lots of the defaulter's leg closed at mark against a counterparty, with what is
 * needed to recompute it by hand. Lots in lots, money in minor units.
 *
 * @param layer        step of the run.
 * @param counterparty opposite position.
 * @param lots         lots closed, above 0.
 * @param markTicks    frozen mark.
 * @param surchargeDue what the pair owes.
 * @param surcharge    what the counterparty pays.
 * @param rank         order of choice, from 1; 0 outside layer OFFSET.
 * @param policy       policy that chose; null outside layer OFFSET.
 * @param lotsBefore   signed position of the counterparty before.
 * @param costBefore   its cost before.
 * @param score        inputs and value of the queue score, before the leg.
 * @param gain         cap by gain.
 * @param headroom     cap by maintenance margin.
 */
public record PlannedOffset(
    OffsetLayer layer,
    Position counterparty,
    long lots,
    long markTicks,
    long surchargeDue,
    long surcharge,
    int rank,
    OffsetPolicyKind policy,
    long lotsBefore,
    long costBefore,
    Score score,
    long gain,
    long headroom)
{
    /** The instrument of the leg. */
    public Instrument instrument()
    {
        return counterparty.instrument();
    }
}
