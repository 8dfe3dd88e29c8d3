package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.EntryLedger;
import io.flatbook.engine.book.FixedPoint;
import io.flatbook.engine.book.IdWindow;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.Postings;
import io.flatbook.engine.book.Sides;
import io.flatbook.engine.book.WideSum;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * Funding of perpetuals (MARK-5).
 */
final class Funding
{
    private final Guards guards;
    private final Postings postings;
    private final EntryLedger ledger;
    private final ClearingEvents events;

    Funding(
        final Guards guards, final Postings postings, final EntryLedger ledger, final ClearingEvents events)
    {
        this.guards = guards;
        this.postings = postings;
        this.ledger = ledger;
        this.events = events;
    }

    RejectReason apply(final Sender sender, final int instrumentId, final long ratePpb, final long fundingId)
    {
        final RejectReason refusal = check(sender, instrumentId, ratePpb, fundingId);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = guards.book().instrument(instrumentId);
        sender.principal().fundingIds(instrumentId).add(fundingId);
        int accounts = 0;
        final WideSum paid = new WideSum();
        final WideSum received = new WideSum();
        for (final Position position : instrument.positions())
        {
            final long minorUnits = payment(position, ratePpb);
            if (0 != minorUnits)
            {
                ledger.gave(
                    instrument, Sides.of(position.quantityLots()), position.account(), minorUnits);
                postings.collateral(position.account(), minorUnits, CollateralCause.FUNDING, fundingId);
                accounts++;
            }
            paid.add(Math.max(0, -minorUnits));
            received.add(Math.max(0, minorUnits));
        }
        // Each payment is rounded by less than a unit, so that the difference fits.
        final long rounding = paid.low() - received.low();
        postings.rounding(instrument.settlementAsset(), rounding);
        events.fundingApplied(instrument, ratePpb, fundingId, accounts, paid, received, rounding);
        return guards.accept();
    }

    // -direction * N * rate; for a negative mark the sign of the value decides in place of the direction.
    private static long payment(final Position position, final long ratePpb)
    {
        final long value = position.value();
        final boolean pays = position.instrument().units().inverse() ? position.isLong() : value > 0;
        return FixedPoint.multiplyDivideFloor(Math.abs(value), pays ? -ratePpb : ratePpb, FixedPoint.PPB);
    }

    private RejectReason check(
        final Sender sender, final int instrumentId, final long ratePpb, final long fundingId)
    {
        final Principal gateway = sender.principal();
        if (gateway.may(Principal.FUNDING) && instrumentId > 0 && !gateway.maySendFor(instrumentId))
        {
            return guards.refuse(RejectReason.NOT_AUTHORIZED, RejectField.INSTRUMENT);
        }
        final RejectReason refusal = guards.checkNewBusiness(sender, Principal.FUNDING);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (instrumentId <= 0 || Absent.LONG == ratePpb || fundingId <= 0)
        {
            return guards.refuse(RejectReason.INVALID_FIELD, instrumentId <= 0 ? RejectField.INSTRUMENT :
                Absent.LONG == ratePpb ? RejectField.RATE : RejectField.FUNDING_ID);
        }
        final Instrument instrument = guards.book().instrument(instrumentId);
        if (null != instrument && InstrumentKind.LINEAR_PERPETUAL != instrument.kind() &&
            InstrumentKind.INVERSE_PERPETUAL != instrument.kind())
        {
            return guards.refuse(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT);
        }
        if (null == instrument)
        {
            return guards.refuse(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT);
        }
        return checkInstrument(gateway, instrument, ratePpb, fundingId);
    }

    private RejectReason checkInstrument(
        final Principal gateway, final Instrument instrument, final long ratePpb, final long fundingId)
    {
        final IdWindow known = gateway.fundingIds().get(instrument.id());
        if (null != known && known.tooOld(fundingId))
        {
            return guards.refuse(RejectReason.TRADE_ID_TOO_OLD, RejectField.FUNDING_ID);
        }
        if (null != known && known.contains(fundingId))
        {
            return guards.refuse(RejectReason.DUPLICATE_REFERENCE, RejectField.FUNDING_ID);
        }
        if (instrument.isSettled())
        {
            return guards.refuse(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT);
        }
        RejectReason refusal = guards.checkPriced(instrument, RejectField.INSTRUMENT);
        if (RejectReason.NONE == refusal)
        {
            refusal = guards.checkNoRound(instrument);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final long capPpb = Absent.LONG == instrument.protection().fundingCapPpb() ?
            FixedPoint.PPB : instrument.protection().fundingCapPpb();
        if (Math.abs(ratePpb) > capPpb)
        {
            return guards.refuse(RejectReason.FEE_LIMIT, RejectField.RATE);
        }
        return fits(instrument, ratePpb) ?
            RejectReason.NONE : guards.refuse(RejectReason.OVERFLOW, RejectField.RATE);
    }

    // Nothing else bounds what a holder pays whose run waits.
    private static boolean fits(final Instrument instrument, final long ratePpb)
    {
        for (final Position position : instrument.positions())
        {
            if (!position.account().fits(payment(position, ratePpb)))
            {
                return false;
            }
        }
        return true;
    }
}
