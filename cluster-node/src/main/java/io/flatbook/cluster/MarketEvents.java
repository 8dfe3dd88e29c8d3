package io.flatbook.cluster;

import io.flatbook.engine.Principal;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.WideSum;
import io.flatbook.sbe.BusinessDayClosedEncoder;
import io.flatbook.sbe.ClockSteppedEncoder;
import io.flatbook.sbe.FundingAppliedEncoder;
import io.flatbook.sbe.InstrumentExpiredEncoder;
import io.flatbook.sbe.InstrumentRemovedEncoder;
import io.flatbook.sbe.InstrumentSettledEncoder;
import io.flatbook.sbe.MarkConfirmedEncoder;
import io.flatbook.sbe.MarkPriceHeldEncoder;
import io.flatbook.sbe.MarkPricesSkippedEncoder;
import io.flatbook.sbe.MarkPricesUpdatedEncoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.StorageStatusChangedEncoder;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.VariationSettledEncoder;

/**
 * Encodes what happened to marks, instruments and the cluster's day; addressed to all.
 */
abstract class MarketEvents extends ConfigurationEvents
{
    private final int pageRows;
    private final MarkPricesSkippedEncoder markPricesSkipped = new MarkPricesSkippedEncoder();
    private final MarkPricesUpdatedEncoder markPricesUpdated = new MarkPricesUpdatedEncoder();
    private final MarkPriceHeldEncoder markPriceHeld = new MarkPriceHeldEncoder();
    private final MarkConfirmedEncoder markConfirmed = new MarkConfirmedEncoder();
    private final FundingAppliedEncoder fundingApplied = new FundingAppliedEncoder();
    private final VariationSettledEncoder variationSettled = new VariationSettledEncoder();
    private final InstrumentSettledEncoder instrumentSettled = new InstrumentSettledEncoder();
    private final InstrumentExpiredEncoder instrumentExpired = new InstrumentExpiredEncoder();
    private final InstrumentRemovedEncoder instrumentRemoved = new InstrumentRemovedEncoder();
    private final BusinessDayClosedEncoder businessDayClosed = new BusinessDayClosedEncoder();
    private final ClockSteppedEncoder clockStepped = new ClockSteppedEncoder();
    private final StorageStatusChangedEncoder storageStatusChanged = new StorageStatusChangedEncoder();

    MarketEvents(final EventRing ring, final Limits limits)
    {
        super(ring, limits);
        pageRows = limits.pageRows();
    }

    @Override
    public void markPricesSkipped(
        final long markSequence,
        final int[] instrumentIds,
        final long[] markTicks,
        final RejectReason[] reasons,
        final int count)
    {
        final MarkPricesSkippedEncoder event = markPricesSkipped.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        final MarkPricesSkippedEncoder.MarksEncoder rows = event.markSequence(markSequence).marksCount(count);
        for (int i = 0; i < count; i++)
        {
            rows.next().instrument(instrumentIds[i]).markTicks(markTicks[i]).reason(reasons[i]);
        }
        toAll(event.encodedLength());
    }

    @Override
    public void markPricesUpdated(
        final long markSequence, final int[] instrumentIds, final long[] markTicks, final int count)
    {
        final MarkPricesUpdatedEncoder event = markPricesUpdated.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        final MarkPricesUpdatedEncoder.MarksEncoder rows = event.markSequence(markSequence).marksCount(count);
        for (int i = 0; i < count; i++)
        {
            rows.next().instrument(instrumentIds[i]).markTicks(markTicks[i]);
        }
        toAll(event.encodedLength());
    }

    @Override
    public void markPriceHeld(final Instrument instrument, final long heldTicks, final long acceptedTicks)
    {
        stamp(markPriceHeld.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        markPriceHeld.instrument(instrument.id()).heldTicks(heldTicks).acceptedTicks(acceptedTicks);
        toAll(markPriceHeld.encodedLength());
    }

    @Override
    public void markConfirmed(final Instrument instrument, final long markTicks, final Principal by)
    {
        stamp(markConfirmed.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        markConfirmed.instrument(instrument.id()).markTicks(markTicks).principal(nameOf(by));
        toAll(markConfirmed.encodedLength());
    }

    @Override
    public void fundingApplied(
        final Instrument instrument,
        final long ratePpb,
        final long fundingId,
        final int accounts,
        final WideSum paid,
        final WideSum received,
        final long rounding)
    {
        final FundingAppliedEncoder event = fundingApplied.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.instrument(instrument.id()).ratePpb(ratePpb).fundingId(fundingId).accounts(accounts);
        Terms.put(event.paid(), paid);
        Terms.put(event.received(), received);
        event.rounding(rounding);
        toAll(event.encodedLength());
    }

    @Override
    public void variationSettled(
        final Instrument instrument,
        final int positions,
        final WideSum paid,
        final WideSum received,
        final Principal by)
    {
        final VariationSettledEncoder event = variationSettled.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.instrument(instrument.id()).markTicks(instrument.markTicks()).positions(positions);
        Terms.put(event.paid(), paid);
        Terms.put(event.received(), received);
        event.principal(nameOf(by));
        toAll(event.encodedLength());
    }

    @Override
    public void instrumentSettled(
        final Instrument instrument,
        final long priceTicks,
        final int positions,
        final long rounding,
        final Principal by)
    {
        stamp(instrumentSettled.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        instrumentSettled.instrument(instrument.id())
            .priceTicks(priceTicks)
            .positions(positions)
            .rounding(rounding)
            .principal(nameOf(by));
        toAll(instrumentSettled.encodedLength());
    }

    @Override
    public void instrumentExpired(final Instrument instrument)
    {
        stamp(instrumentExpired.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        instrumentExpired.instrument(instrument.id());
        toAll(instrumentExpired.encodedLength());
    }

    @Override
    public void instrumentRemoved(final Instrument instrument, final Principal by)
    {
        stamp(instrumentRemoved.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        instrumentRemoved.instrument(instrument.id()).symbol(instrument.symbol()).principal(nameOf(by));
        toAll(instrumentRemoved.encodedLength());
    }

    @Override
    public void businessDayClosed(
        final int date, final int page, final int pages, final long stateHash, final String dayRoot,
        final Principal by, final Book book)
    {
        final BusinessDayClosedEncoder event = businessDayClosed.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.date(date).page(page).pages(pages).stateHash(stateHash).principal(nameOf(by))
            .dayRoot(dayRoot);
        final int assetCount = 1 == page ? book.assetCount() : 0;
        final BusinessDayClosedEncoder.AssetsEncoder assets = event.assetsCount(assetCount);
        for (int id = 1; id <= assetCount; id++)
        {
            final Asset asset = book.asset(id);
            assets.next().asset(id);
            Terms.put(assets.collateral(), asset.collateral());
            assets.insuranceFund(asset.insuranceFund()).fees(asset.fees()).rounding(asset.rounding());
            Terms.put(assets.houseDeficit(), asset.houseDeficit());
        }
        instruments(event, page, book);
        toAll(event.encodedLength());
    }

    private void instruments(final BusinessDayClosedEncoder event, final int page, final Book book)
    {
        final int before = (page - 1) * pageRows;
        final int count = Math.max(0, Math.min(pageRows, book.instrumentCount() - before));
        final BusinessDayClosedEncoder.InstrumentsEncoder rows = event.instrumentsCount(count);
        Instrument instrument = book.nextInstrument(0);
        for (int i = 0; i < before + count; i++)
        {
            if (i >= before)
            {
                rows.next()
                    .instrument(instrument.id())
                    .markTicks(instrument.markTicks())
                    .openInterestLots(instrument.openInterestLots());
            }
            instrument = book.nextInstrument(instrument.id());
        }
    }

    @Override
    public void clockStepped(final long stepMs)
    {
        stamp(clockStepped.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        clockStepped.stepMs(stepMs);
        toAll(clockStepped.encodedLength());
    }

    @Override
    public void storageStatusChanged(final Switch storageLow)
    {
        stamp(storageStatusChanged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        storageStatusChanged.storageLow(storageLow);
        toAll(storageStatusChanged.encodedLength());
    }
}
