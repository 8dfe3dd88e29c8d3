package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Bands;
import io.flatbook.engine.book.EntryLedger;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.PendingRuns;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.PositionChange;
import io.flatbook.engine.book.Postings;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Registry;
import io.flatbook.engine.book.WideSum;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.PositionCause;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Settlement of variation (MARK-6) and of instruments (SETL-1), their expiry (SETL-2) and removal (SETL-3).
 */
final class Settlement
{
    private final Guards guards;
    private final Registry registry;
    private final Postings postings;
    private final PendingRuns runs;
    private final EntryLedger ledger;
    private final Principals principals;
    private final ClearingEvents events;
    private final PositionChange change = new PositionChange();

    Settlement(
        final Guards guards, final Registry registry, final Postings postings, final PendingRuns runs,
        final EntryLedger ledger, final Principals principals, final ClearingEvents events)
    {
        this.guards = guards;
        this.registry = registry;
        this.postings = postings;
        this.runs = runs;
        this.ledger = ledger;
        this.principals = principals;
        this.events = events;
    }

    RejectReason settleInstrument(final Sender sender, final int instrumentId, final long ticks)
    {
        final RejectReason refusal = checkSettlement(sender, instrumentId, ticks);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = guards.book().instrument(instrumentId);
        final List<Position> positions = positionsOf(instrument);
        long left = 0;
        for (final Position position : positions)
        {
            final long quantityLots = position.quantityLots();
            change.settle(position, instrument.units().settlementValue(quantityLots, ticks));
            left -= change.valueClosed();
            ledger.settled(position.account(), instrument, quantityLots, change.realizedPnl());
            postings.book(position.account(), instrument, change, 0, PositionCause.SETTLEMENT);
        }
        postings.checkNeutral(instrument);
        postings.rounding(instrument.settlementAsset(), left);
        final InstrumentStatus from = instrument.status();
        registry.settle(instrument);
        events.instrumentStatusChanged(instrument, from, InstrumentStatus.SETTLED, sender.principal());
        events.instrumentSettled(instrument, ticks, positions.size(), left, sender.principal());
        return guards.accept();
    }

    private static List<Position> positionsOf(final Instrument instrument)
    {
        final List<Position> positions = new ArrayList<>(instrument.positions().count());
        instrument.positions().forEach(positions::add);
        return positions;
    }

    private RejectReason checkSettlement(final Sender sender, final int instrumentId, final long ticks)
    {
        RejectReason refusal = guards.checkInstrument(
            sender, instrumentId, Absent.LONG == ticks ? RejectField.PRICE : RejectField.NONE);
        if (RejectReason.NONE == refusal)
        {
            refusal = guards.checkApproval(sender, true);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = guards.book().instrument(instrumentId);
        if (instrument.isSettled())
        {
            return guards.refuse(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT);
        }
        refusal = guards.checkNoRound(instrument);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (Switch.OFF == instrument.settlementAsset().defaultRunsOn())
        {
            return guards.refuse(RejectReason.ASSET_SUSPENDED, RejectField.INSTRUMENT);
        }
        final Instrument priced = instrument.isOption() ? instrument.underlying() : instrument;
        final Protection protection = priced.protection();
        final boolean outside = !sender.isApproved() && priced.hasMark() && Bands.isOutside(
            ticks, priced.markTicks(), protection.tradeBandPpm(), protection.tradeBandAbsoluteTicks());
        if (!priced.inBounds(ticks) || outside)
        {
            return guards.refuse(RejectReason.OUTSIDE_BAND, RejectField.PRICE);
        }
        for (final Instrument option : instrument.options())
        {
            if (option.positions().count() > 0)
            {
                return guards.refuse(RejectReason.NOT_EMPTY, RejectField.INSTRUMENT);
            }
        }
        for (final Position position : instrument.positions())
        {
            change.settle(position, instrument.units().settlementValue(position.quantityLots(), ticks));
            if (!position.account().fits(change.realizedPnl()))
            {
                return guards.refuse(RejectReason.OVERFLOW, RejectField.PRICE);
            }
        }
        return RejectReason.NONE;
    }

    RejectReason settleVariation(final Sender sender, final int instrumentId)
    {
        final RejectReason refusal = checkVariation(sender, instrumentId);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = guards.book().instrument(instrumentId);
        final WideSum paid = new WideSum();
        final WideSum received = new WideSum();
        for (final Position position : positionsOf(instrument))
        {
            change.settleVariation(position);
            paid.add(Math.max(0, -change.realizedPnl()));
            received.add(Math.max(0, change.realizedPnl()));
            postings.book(position.account(), instrument, change, 0, PositionCause.VARIATION);
        }
        events.variationSettled(
            instrument, instrument.positions().count(), paid, received, sender.principal());
        return guards.accept();
    }

    private RejectReason checkVariation(final Sender sender, final int instrumentId)
    {
        final Instrument instrument = guards.book().instrument(instrumentId);
        RejectReason refusal = guards.checkInstrument(sender, instrumentId,
            null != instrument && instrument.isOption() ? RejectField.INSTRUMENT : RejectField.NONE);
        if (RejectReason.NONE == refusal)
        {
            refusal = guards.checkApproval(sender, true);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (instrument.isSettled())
        {
            return guards.refuse(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT);
        }
        refusal = guards.checkPriced(instrument, RejectField.INSTRUMENT);
        if (RejectReason.NONE == refusal)
        {
            refusal = guards.checkNoRound(instrument);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (runs.isPendingOn(instrument))
        {
            return guards.refuse(RejectReason.DEFAULT_PENDING, RejectField.INSTRUMENT);
        }
        for (final Position position : instrument.positions())
        {
            if (!position.account().fits(position.unrealizedPnl()))
            {
                return guards.refuse(RejectReason.OVERFLOW, RejectField.INSTRUMENT);
            }
        }
        return RejectReason.NONE;
    }

    RejectReason remove(final Sender sender, final int instrumentId)
    {
        RejectReason refusal = guards.checkInstrument(sender, instrumentId, RejectField.NONE);
        if (RejectReason.NONE == refusal)
        {
            refusal = guards.checkApproval(sender, true);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = guards.book().instrument(instrumentId);
        if (!instrument.isSettled())
        {
            return guards.refuse(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT);
        }
        if (!instrument.options().isEmpty())
        {
            return guards.refuse(RejectReason.NOT_EMPTY, RejectField.INSTRUMENT);
        }
        registry.removeInstrument(instrument);
        for (int number = 1; number <= principals.gatewayCount(); number++)
        {
            principals.gateway(number).forgetFundingIds(instrumentId);
        }
        events.instrumentRemoved(instrument, sender.principal());
        return guards.accept();
    }

    static boolean hasExpired(final Instrument instrument, final long nowMs)
    {
        final long expiryMs = instrument.definition().expiryMs();
        return Absent.LONG != expiryMs && expiryMs <= nowMs;
    }

    /** Expires the dated instruments whose time has come, in order of id (SETL-2). */
    void expire()
    {
        final List<Instrument> due = new ArrayList<>();
        for (final Instrument instrument : guards.book().unexpired())
        {
            if (!hasExpired(instrument, guards.nowMs()))
            {
                break;
            }
            if (instrument.takesTrades())
            {
                due.add(instrument);
            }
        }
        due.sort(Comparator.comparingInt(Instrument::id));
        for (final Instrument instrument : due)
        {
            registry.status(instrument, InstrumentStatus.EXPIRED);
            events.instrumentExpired(instrument);
        }
    }

    /** Engine time at which the next instrument expires, or {@link Long#MAX_VALUE}. */
    long nextExpiryMs()
    {
        for (final Instrument instrument : guards.book().unexpired())
        {
            if (instrument.takesTrades())
            {
                return instrument.definition().expiryMs();
            }
        }
        return Long.MAX_VALUE;
    }
}
