package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.FixedPoint;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import io.flatbook.sbe.OffsetLayer;
import io.flatbook.sbe.OffsetPolicyKind;

/**
 * Plans single pairs: lots of a defaulter's leg against a counterparty, at mark, with the surcharge that it pays
 * (RUN-7).
 */
final class Pairs
{
    private Pairs()
    {
    }

    /** Closes a pair that owes a surcharge but pays none. */
    static PlannedOffset close(
        final RunPlan run, final int leg, final OffsetLayer layer, final Position position, final long lots,
        final long surchargeDue, final RoundDraft draft)
    {
        final Candidate candidate = Candidate.of(position, draft);
        return close(run, leg, layer, candidate, lots, surchargeDue, false, 0, null, draft);
    }

    /** Closes a pair that the policy chose and whose counterparty pays what it owes, as far as its caps allow. */
    static PlannedOffset closeChosen(
        final RunPlan run, final int leg, final OffsetPolicy.Choice choice, final long surchargeDue, final int rank,
        final OffsetPolicyKind policy, final RoundDraft draft)
    {
        return close(run, leg, OffsetLayer.OFFSET, choice.candidate(), choice.lots(), surchargeDue, true, rank, policy,
            draft);
    }

    private static PlannedOffset close(
        final RunPlan run, final int leg, final OffsetLayer layer, final Candidate candidate, final long lots,
        final long surchargeDue, final boolean pays, final int rank, final OffsetPolicyKind policy,
        final RoundDraft draft)
    {
        final Position position = candidate.position();
        final Account counterparty = position.account();
        final Instrument instrument = position.instrument();
        final long maintenance = draft.maintenanceAfter(position, lots);
        final long lotsBefore = draft.lots(position);
        final long costBefore = draft.cost(position);
        final long gain = FixedPoint.multiplyDivideFloor(
            Math.max(0, draft.unrealizedPnl(position)), lots, Math.abs(lotsBefore));
        final long headroom = Math.max(0, draft.equity(counterparty) - maintenance);
        final long surcharge = pays ? Math.min(surchargeDue, Math.min(gain, headroom)) : 0;

        draft.close(position, lots);
        draft.close(run.account.leg(leg), lots);
        draft.give(counterparty, surcharge);
        draft.receive(run.account, surcharge);
        run.remainingLots[leg] -= lots;
        return new PlannedOffset(layer, position, lots, instrument.markTicks(), surchargeDue, surcharge, rank, policy,
            lotsBefore, costBefore, candidate.score(), gain, headroom);
    }

    /** Another run of the round has that many lots less to close of a position that was used up as a counterparty. */
    static void reduce(final RunPlan run, final Position position, final long lots)
    {
        final int leg = run.account.legIndex(position.instrument());
        run.remainingLots[leg] = Math.max(0, run.remainingLots[leg] - lots);
    }
}
