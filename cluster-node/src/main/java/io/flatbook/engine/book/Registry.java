package io.flatbook.engine.book;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;

/**
 * The only writer of what is listed in the book: assets, instruments and accounts, their settings, switches and marks.
 * Money and positions are written by {@link Postings}, margin statuses by {@link AccountMonitor}.
 */
public final class Registry
{
    private final Book book;

    /** A writer of a book. */
    public Registry(final Book book)
    {
        this.book = book;
    }

    /** Adds an asset with the next id. */
    public Asset addAsset(final String symbol, final int scale)
    {
        return book.addAsset(symbol, scale);
    }

    /** Adds an instrument with the next id. */
    public Instrument addInstrument(final InstrumentDefinition definition, final InstrumentUnits units)
    {
        return book.addInstrument(book.lastInstrumentId() + 1, definition, units);
    }

    /** Removes a settled instrument; its id is never used again (SETL-3). */
    public void removeInstrument(final Instrument instrument)
    {
        book.removeInstrument(instrument);
    }

    /** Opens an account. */
    public Account addAccount(final long accountId, final int venue, final long ownerId, final Asset asset)
    {
        return book.addAccount(accountId, book.lastAccountSerial() + 1, venue, ownerId, asset);
    }

    /** Closes an account. */
    public void removeAccount(final Account account)
    {
        book.removeAccount(account);
    }

    /** Accepts a mark; a held one is dropped (MARK-3). */
    public void mark(final Instrument instrument, final long ticks, final long timeMs)
    {
        instrument.mark(ticks, timeMs);
    }

    /** Holds a mark for confirmation (MARK-3). */
    public void hold(final Instrument instrument, final long ticks, final int principalNumber)
    {
        instrument.hold(ticks, principalNumber);
    }

    /** Sets the reference of the mark band for a window (MARK-2). */
    public void bandReference(final Instrument instrument, final long window, final long referenceTicks)
    {
        instrument.bandReference(window, referenceTicks);
    }

    /** Sets a status other than SETTLED. */
    public void status(final Instrument instrument, final InstrumentStatus status)
    {
        instrument.status(status);
        book.statusChanged(instrument);
    }

    /** Marks an instrument as settled; a held mark is dropped. */
    public void settle(final Instrument instrument)
    {
        instrument.hold(Absent.LONG, 0);
        instrument.status(InstrumentStatus.SETTLED);
        book.statusChanged(instrument);
    }

    /** Replaces margin terms and the units that follow from them. */
    public void marginTerms(final Instrument instrument, final MarginTerms terms, final InstrumentUnits units)
    {
        instrument.marginTerms(terms);
        units(instrument, units);
    }

    /** Replaces the units, which carry the price bounds; how the profit of its holders is measured follows (POL-1). */
    public void units(final Instrument instrument, final InstrumentUnits units)
    {
        instrument.units(units);
        for (final Position position : instrument.positions())
        {
            book.changes().changed(position.account());
        }
    }

    /** Replaces protection settings. */
    public void protection(final Instrument instrument, final Protection protection)
    {
        instrument.protection(protection);
    }

    /** Replaces the offset policy. */
    public void offsetPolicy(
        final Instrument instrument, final OffsetPolicyKind policy, final Switch spareHedges)
    {
        instrument.offsetPolicy(policy, spareHedges);
    }

    /** Replaces waterfall settings. */
    public void waterfall(final Asset asset, final Waterfall waterfall)
    {
        asset.waterfall(waterfall);
    }

    /** Replaces the switches of an asset. */
    public void switches(final Asset asset, final Switch withdrawals, final Switch defaultRuns)
    {
        asset.switches(withdrawals, defaultRuns);
    }

    /** Sets what risk lets an account do. */
    public void mode(final Account account, final AccountMode mode)
    {
        account.mode(mode);
    }
}
