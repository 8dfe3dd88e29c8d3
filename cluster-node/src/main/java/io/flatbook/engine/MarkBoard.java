package io.flatbook.engine;

import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

import java.util.ArrayList;
import java.util.List;

/**
 * Marks with their protection, and funding.
 */
final class MarkBoard
{
    private final Core core;
    private final Answer answer;
    private final List<Instrument> moved = new ArrayList<>();
    private final int[] appliedIds;
    private final long[] appliedTicks;

    MarkBoard(final Core core)
    {
        this.core = core;
        answer = core.answer();
        appliedIds = new int[core.limits().marksPerUpdate()];
        appliedTicks = new long[core.limits().marksPerUpdate()];
    }

    RejectReason update(
        final Principal gateway, final long markSequence, final int[] instrumentIds, final long[] markTicks,
        final int count)
    {
        final RejectReason refusal = check(gateway, markSequence, instrumentIds, markTicks, count);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        gateway.lastMarkSequence(markSequence);
        int applied = 0;
        moved.clear();
        for (int i = 0; i < count; i++)
        {
            final Instrument instrument = core.book().instrument(instrumentIds[i]);
            if (accept(gateway, instrument, markTicks[i]))
            {
                appliedIds[applied] = instrument.id();
                appliedTicks[applied] = markTicks[i];
                applied++;
            }
        }
        if (!moved.isEmpty())
        {
            core.runs().markSequence(markSequence);
        }
        if (applied > 0)
        {
            core.events().markPricesUpdated(markSequence, appliedIds, appliedTicks, applied);
        }
        for (int i = 0; i < moved.size(); i++)
        {
            core.monitor().touchHolders(moved.get(i));
        }
        return answer.accept();
    }

    private RejectReason check(
        final Principal gateway, final long markSequence, final int[] instrumentIds, final long[] markTicks,
        final int count)
    {
        if (!gateway.may(Principal.MARKS))
        {
            return answer.refuse(RejectReason.NOT_AUTHORIZED, RejectField.NONE);
        }
        if (markSequence <= 0)
        {
            return answer.refuse(RejectReason.INVALID_FIELD, RejectField.MARK_SEQUENCE);
        }
        if (count < 1 || count > appliedIds.length || !fieldsValid(instrumentIds, markTicks, count))
        {
            return answer.refuse(RejectReason.INVALID_FIELD, RejectField.MARKS);
        }
        for (int i = 0; i < count; i++)
        {
            if (null == core.book().instrument(instrumentIds[i]))
            {
                return answer.refuse(RejectReason.UNKNOWN_INSTRUMENT, RejectField.MARKS);
            }
        }
        if (markSequence <= gateway.lastMarkSequence())
        {
            return answer.refuse(RejectReason.STALE_SEQUENCE, RejectField.MARK_SEQUENCE);
        }
        for (int i = 0; i < count; i++)
        {
            if (InstrumentStatus.SETTLED == core.book().instrument(instrumentIds[i]).status())
            {
                return answer.refuse(RejectReason.INSTRUMENT_STATUS, RejectField.MARKS);
            }
        }
        for (int i = 0; i < count; i++)
        {
            if (!core.book().instrument(instrumentIds[i]).inBounds(markTicks[i]))
            {
                return answer.refuse(RejectReason.OUTSIDE_BAND, RejectField.MARKS);
            }
        }
        return RejectReason.NONE;
    }

    private static boolean fieldsValid(final int[] instrumentIds, final long[] markTicks, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (instrumentIds[i] <= 0 || markTicks[i] <= 0)
            {
                return false;
            }
            for (int k = 0; k < i; k++)
            {
                if (instrumentIds[k] == instrumentIds[i])
                {
                    return false;
                }
            }
        }
        return true;
    }

    /** Applies, confirms or holds a mark; true where it was applied as an ordinary one. */
    private boolean accept(final Principal gateway, final Instrument instrument, final long ticks)
    {
        final long bandPpm = instrument.protection().markBandPpm();
        if (0 == instrument.markTicks() || !Bands.isOutside(ticks, instrument.markTicks(), bandPpm))
        {
            instrument.mark(ticks, core.nowMs());
            moved.add(instrument);
            return true;
        }
        final boolean confirms = instrument.suspect() && instrument.heldBy() != gateway.number() &&
            !Bands.isOutside(ticks, instrument.heldTicks(), bandPpm);
        if (confirms)
        {
            instrument.mark(ticks, core.nowMs());
            moved.add(instrument);
            core.events().markConfirmed(instrument, ticks, gateway);
        }
        else
        {
            instrument.hold(ticks, gateway.number());
            core.events().markPriceHeld(instrument, ticks, instrument.markTicks());
        }
        return false;
    }

    RejectReason confirm(final Principal risk, final int instrumentId, final boolean approved)
    {
        final RejectReason refusal = core.controls().checkRisk(risk, instrumentId <= 0 ? RejectField.INSTRUMENT : null);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = core.book().instrument(instrumentId);
        if (null == instrument)
        {
            return answer.refuse(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT);
        }
        if (core.controls().needsApproval(approved))
        {
            return answer.refuse(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE);
        }
        if (!instrument.suspect())
        {
            return answer.refuse(RejectReason.NO_MARK, RejectField.INSTRUMENT);
        }
        instrument.mark(instrument.heldTicks(), core.nowMs());
        core.events().markConfirmed(instrument, instrument.markTicks(), risk);
        core.monitor().touchHolders(instrument);
        return answer.accept();
    }

    RejectReason applyFunding(
        final Principal gateway, final int instrumentId, final long ratePpb, final long fundingId)
    {
        final RejectReason refusal = checkFunding(gateway, instrumentId, ratePpb, fundingId);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = core.book().instrument(instrumentId);
        instrument.fundingIds().add(fundingId);
        int accounts = 0;
        long paid = 0;
        long received = 0;
        for (final Position position : instrument.positions())
        {
            final long signedRate = position.quantityLots() > 0 ? -ratePpb : ratePpb;
            final long money =
                FixedPoint.multiplyDivideFloor(Math.abs(position.value()), signedRate, FixedPoint.PPB);
            if (0 != money)
            {
                position.account().addCollateral(money);
                core.monitor().touch(position.account());
                core.events().collateralChanged(position.account(), money, CollateralCause.FUNDING, fundingId);
                accounts++;
            }
            paid += Math.max(0, -money);
            received += Math.max(0, money);
        }
        instrument.settlementAsset().addRounding(paid - received);
        core.events().fundingApplied(instrument, ratePpb, fundingId, accounts, paid, received, paid - received);
        return answer.accept();
    }

    private RejectReason checkFunding(
        final Principal gateway, final int instrumentId, final long ratePpb, final long fundingId)
    {
        RejectReason refusal = core.checkNewBusiness(gateway, Principal.FUNDING);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (instrumentId <= 0 || ClearingEngine.NULL_LONG == ratePpb || fundingId <= 0)
        {
            return answer.refuse(RejectReason.INVALID_FIELD, instrumentId <= 0 ? RejectField.INSTRUMENT :
                ClearingEngine.NULL_LONG == ratePpb ? RejectField.RATE : RejectField.FUNDING_ID);
        }
        final Instrument instrument = core.book().instrument(instrumentId);
        if (null == instrument)
        {
            return answer.refuse(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT);
        }
        if (InstrumentKind.LINEAR_PERPETUAL != instrument.kind() &&
            InstrumentKind.INVERSE_PERPETUAL != instrument.kind())
        {
            return answer.refuse(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT);
        }
        if (instrument.fundingIds().tooOld(fundingId))
        {
            return answer.refuse(RejectReason.TRADE_ID_TOO_OLD, RejectField.FUNDING_ID);
        }
        if (instrument.fundingIds().contains(fundingId))
        {
            return answer.refuse(RejectReason.DUPLICATE_REFERENCE, RejectField.FUNDING_ID);
        }
        if (InstrumentStatus.SETTLED == instrument.status())
        {
            return answer.refuse(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT);
        }
        refusal = Closings.checkMark(core, instrument);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final long capPpb = ClearingEngine.NULL_LONG == instrument.protection().fundingCapPpb() ?
            FixedPoint.PPB : instrument.protection().fundingCapPpb();
        return Math.abs(ratePpb) > capPpb ?
            answer.refuse(RejectReason.FEE_LIMIT, RejectField.RATE) : RejectReason.NONE;
    }
}
