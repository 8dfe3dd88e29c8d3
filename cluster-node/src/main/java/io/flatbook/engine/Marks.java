package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Bands;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.MarginTriggers;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Registry;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * Marks with their protection (MARK-1 to MARK-3). One element of an update never stops the others.
 *
 * <p>Contract: CMD-9.
 */
final class Marks
{
    private final Guards guards;
    private final Registry registry;
    private final MarginTriggers triggers;
    private final ClearingEvents events;
    private final int[] appliedIds;
    private final long[] appliedTicks;
    private final int[] skippedIds;
    private final long[] skippedTicks;
    private final RejectReason[] skipReasons;
    private int applied;
    private int skipped;
    private int moved;
    private long lastSequence;

    Marks(
        final Guards guards, final Registry registry, final MarginTriggers triggers, final ClearingEvents events)
    {
        this.guards = guards;
        this.registry = registry;
        this.triggers = triggers;
        this.events = events;
        final int marksMax = guards.limits().marksPerUpdate();
        appliedIds = new int[marksMax];
        appliedTicks = new long[marksMax];
        skippedIds = new int[marksMax];
        skippedTicks = new long[marksMax];
        skipReasons = new RejectReason[marksMax];
    }

    /** Sequence of the last update that moved a mark, which default runs quote. */
    long lastSequence()
    {
        return lastSequence;
    }

    void restore(final long sequence)
    {
        lastSequence = sequence;
    }

    RejectReason update(
        final Sender sender, final long markSequence, final int[] instrumentIds, final long[] markTicks,
        final int count)
    {
        final Principal gateway = sender.principal();
        final RejectReason refusal = check(gateway, markSequence, instrumentIds, markTicks, count);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        gateway.lastMarkSequence(markSequence);
        applied = 0;
        skipped = 0;
        moved = 0;
        for (int i = 0; i < count; i++)
        {
            element(gateway, instrumentIds[i], markTicks[i]);
        }
        if (moved > 0)
        {
            lastSequence = markSequence;
        }
        if (skipped > 0)
        {
            events.markPricesSkipped(markSequence, skippedIds, skippedTicks, skipReasons, skipped);
        }
        if (applied > 0)
        {
            events.markPricesUpdated(markSequence, appliedIds, appliedTicks, applied);
        }
        return guards.accept(moved);
    }

    private RejectReason check(
        final Principal gateway, final long markSequence, final int[] instrumentIds, final long[] markTicks,
        final int count)
    {
        if (!gateway.may(Principal.MARKS))
        {
            return guards.refuse(RejectReason.NOT_AUTHORIZED, RejectField.NONE);
        }
        if (markSequence <= 0)
        {
            return guards.refuse(RejectReason.INVALID_FIELD, RejectField.MARK_SEQUENCE);
        }
        if (count < 1 || count <= appliedIds.length && !isValid(instrumentIds, markTicks, count))
        {
            return guards.refuse(RejectReason.INVALID_FIELD, RejectField.MARKS);
        }
        if (markSequence <= gateway.lastMarkSequence())
        {
            return guards.refuse(RejectReason.STALE_SEQUENCE, RejectField.MARK_SEQUENCE);
        }
        return count > appliedIds.length ?
            guards.refuse(RejectReason.TOO_MANY, RejectField.MARKS) : RejectReason.NONE;
    }

    // Every mark is given and no instrument is named twice.
    private static boolean isValid(final int[] instrumentIds, final long[] markTicks, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (Absent.LONG == markTicks[i])
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

    private void element(final Principal gateway, final int instrumentId, final long ticks)
    {
        final Instrument instrument = guards.book().instrument(instrumentId);
        final RejectReason reason = null == instrument ? RejectReason.UNKNOWN_INSTRUMENT :
            instrument.isSettled() ? RejectReason.INSTRUMENT_STATUS :
            gateway.maySendFor(instrumentId) ? RejectReason.NONE : RejectReason.NOT_AUTHORIZED;
        if (RejectReason.NONE != reason)
        {
            skippedIds[skipped] = instrumentId;
            skippedTicks[skipped] = ticks;
            skipReasons[skipped] = reason;
            skipped++;
            return;
        }
        enterWindow(instrument);
        final boolean isInBounds = instrument.inBounds(ticks);
        if (isInBounds && isWithinBand(instrument, ticks))
        {
            appliedIds[applied] = instrumentId;
            appliedTicks[applied] = ticks;
            applied++;
            accept(instrument, ticks);
            if (Absent.LONG == instrument.bandReferenceTicks() && instrument.protection().markBandMs() > 0)
            {
                registry.bandReference(instrument, instrument.bandWindow(), ticks);
            }
        }
        else if (isInBounds && confirms(gateway, instrument, ticks))
        {
            accept(instrument, ticks);
            becomeReference(instrument);
            events.markConfirmed(instrument, ticks, gateway);
        }
        else
        {
            hold(gateway, instrument, ticks);
        }
    }

    private void hold(final Principal gateway, final Instrument instrument, final long ticks)
    {
        registry.hold(instrument, ticks, gateway.number());
        triggers.heldMarkChanged(instrument);
        events.markPriceHeld(instrument, ticks, instrument.markTicks());
    }

    private void accept(final Instrument instrument, final long ticks)
    {
        final long old = instrument.markTicks();
        registry.mark(instrument, ticks, guards.nowMs());
        triggers.markMoved(instrument, old, ticks);
        moved++;
    }

    // MARK-2: the mark that was accepted when the window began is the reference of the window.
    private void enterWindow(final Instrument instrument)
    {
        final long windowMs = instrument.protection().markBandMs();
        if (windowMs > 0)
        {
            final long window = guards.nowMs() / windowMs;
            if (window != instrument.bandWindow() || Absent.LONG == instrument.bandReferenceTicks())
            {
                registry.bandReference(instrument, window, instrument.markTicks());
            }
        }
    }

    private void becomeReference(final Instrument instrument)
    {
        final long windowMs = instrument.protection().markBandMs();
        if (windowMs > 0)
        {
            registry.bandReference(instrument, guards.nowMs() / windowMs, instrument.markTicks());
        }
    }

    private static boolean isWithinBand(final Instrument instrument, final long ticks)
    {
        final long reference = instrument.protection().markBandMs() > 0 ?
            instrument.bandReferenceTicks() : instrument.markTicks();
        return Absent.LONG == reference || !isOutside(instrument.protection(), ticks, reference);
    }

    private static boolean confirms(final Principal gateway, final Instrument instrument, final long ticks)
    {
        return instrument.suspect() && instrument.heldBy() != gateway.number() &&
            !isOutside(instrument.protection(), ticks, instrument.heldTicks());
    }

    private static boolean isOutside(final Protection protection, final long ticks, final long reference)
    {
        return Bands.isOutside(ticks, reference, protection.markBandPpm(), protection.markBandAbsoluteTicks());
    }

    RejectReason confirm(final Sender sender, final int instrumentId, final long markTicks)
    {
        RejectReason refusal = guards.checkInstrument(
            sender, instrumentId, Absent.LONG == markTicks ? RejectField.MARK : RejectField.NONE);
        if (RejectReason.NONE == refusal)
        {
            refusal = guards.checkApproval(sender, true);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = guards.book().instrument(instrumentId);
        if (!instrument.suspect())
        {
            return guards.refuse(RejectReason.NO_MARK, RejectField.INSTRUMENT);
        }
        if (instrument.heldTicks() != markTicks)
        {
            return guards.refuse(RejectReason.MARK_CHANGED, RejectField.MARK);
        }
        if (!instrument.inBounds(markTicks))
        {
            return guards.refuse(RejectReason.OUTSIDE_BAND, RejectField.MARK);
        }
        accept(instrument, markTicks);
        becomeReference(instrument);
        events.markConfirmed(instrument, markTicks, sender.principal());
        return guards.accept();
    }
}
