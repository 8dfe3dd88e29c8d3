package io.flatbook.cluster;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.BankruptcyPrices;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.AccountStatusChangedEncoder;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.CollateralPageEncoder;
import io.flatbook.sbe.HaircutPageEncoder;
import io.flatbook.sbe.LiquidationPageEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.PositionCause;
import io.flatbook.sbe.PositionPageEncoder;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.StatusPageEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Publishes in pages what one entry does to many accounts (EVT): one event per venue and page of rows, venues
 * ascending, accounts ascending. Rows are collected as long as they are of one cause and their accounts ascend, so that
 * no account has two rows in one run; they are published before the next event of another kind, and when the entry
 * ends.
 */
final class EventPages
{
    /** What the rows at hand are of. */
    private enum Kind
    {
        NONE, COLLATERAL, POSITION, STATUS, HAIRCUT
    }

    private static final int STATUSES = 16;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[EventRing.EVENT_LENGTH_MAX]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final CollateralPageEncoder collateralPage = new CollateralPageEncoder();
    private final PositionPageEncoder positionPage = new PositionPageEncoder();
    private final StatusPageEncoder statusPage = new StatusPageEncoder();
    private final HaircutPageEncoder haircutPage = new HaircutPageEncoder();
    private final AccountStatusChangedEncoder accountStatusChanged = new AccountStatusChangedEncoder();
    private final LiquidationPageEncoder liquidationPage = new LiquidationPageEncoder();
    private final LiquidationPages liquidations = new LiquidationPages();
    private final PageRows rows = new PageRows();
    private final EventRing ring;
    private final EventStamps stamps;
    private final Limits limits;
    private Kind kind = Kind.NONE;
    private Object cause;
    private int instrumentId;
    private long reference;
    private long timeMs;
    private long lastAccountId;

    EventPages(final EventRing ring, final EventStamps stamps, final Limits limits)
    {
        this.ring = ring;
        this.stamps = stamps;
        this.limits = limits;
    }

    void collateralChanged(
        final Account account, final long money, final CollateralCause newCause, final long newReference)
    {
        collect(Kind.COLLATERAL, newCause, 0, newReference, account);
        rows.add(0, account, money, account.collateral());
    }

    void positionChanged(
        final Account account,
        final Instrument instrument,
        final long quantityLots,
        final long cost,
        final long realizedPnl,
        final PositionCause newCause)
    {
        collect(Kind.POSITION, newCause, instrument.id(), 0, account);
        rows.add(0, account, quantityLots, cost, realizedPnl, account.collateral(), 0);
    }

    /**
     * @param deadlineMs       {@link Absent#LONG} for none.
     * @param bankruptcyPrices of an account that becomes LIQUIDATING, else null.
     */
    void statusChanged(
        final Account account,
        final AccountStatus from,
        final AccountStatus to,
        final long equity,
        final long deadlineMs,
        final BankruptcyPrices bankruptcyPrices)
    {
        collect(Kind.STATUS, null, 0, 0, account);
        rows.add(from.value() * STATUSES + to.value(), account, equity, deadlineMs,
            liquidations.keep(bankruptcyPrices), null == bankruptcyPrices ? 0 : bankruptcyPrices.count(), 0);
    }

    void gainsHaircut(final RoundPlan.Haircut haircut)
    {
        final Account account = haircut.account();
        collect(Kind.HAIRCUT, haircut.side(), haircut.instrument().id(), 0, account);
        rows.add(0, account, haircut.minorUnits(), haircut.gain(), haircut.equity(), haircut.fromCost(),
            account.collateral());
    }

    boolean areWaiting()
    {
        return Kind.NONE != kind;
    }

    /** Publishes what was collected. */
    void flush()
    {
        if (!areWaiting())
        {
            return;
        }
        for (final PageRows.Bucket bucket : rows.buckets())
        {
            int from = 0;
            while (from < bucket.count())
            {
                final int count = rowsOfPage(bucket, from);
                final int encodedLength = page(bucket, from, count);
                ring.append(buffer, 0, MessageCheck.HEADER_LENGTH + encodedLength, bucket.venue(), 0);
                from += count;
            }
        }
        rows.clear();
        liquidations.clear();
        kind = Kind.NONE;
    }

    private void collect(
        final Kind newKind,
        final Object newCause,
        final int newInstrumentId,
        final long newReference,
        final Account account)
    {
        final boolean isSame = newKind == kind && newCause == cause && newInstrumentId == instrumentId &&
            newReference == reference && stamps.timeMs() == timeMs && account.id() > lastAccountId;
        if (!isSame)
        {
            flush();
            kind = newKind;
            cause = newCause;
            instrumentId = newInstrumentId;
            reference = newReference;
            timeMs = stamps.timeMs();
        }
        lastAccountId = account.id();
    }

    private int rowsOfPage(final PageRows.Bucket bucket, final int from)
    {
        final int left = bucket.count() - from;
        return isLiquidation(bucket) ? liquidations.rowsOfPage(bucket, from, limits) :
            Math.min(Pages.rows(limits, rowLength()), left);
    }

    private boolean isLiquidation(final PageRows.Bucket bucket)
    {
        return Kind.STATUS == kind && AccountStatus.LIQUIDATING == statusTo(bucket);
    }

    private int rowLength()
    {
        switch (kind)
        {
            case COLLATERAL:
                return CollateralPageEncoder.RowsEncoder.sbeBlockLength();
            case POSITION:
                return PositionPageEncoder.RowsEncoder.sbeBlockLength();
            case STATUS:
                return StatusPageEncoder.RowsEncoder.sbeBlockLength();
            default:
                return HaircutPageEncoder.RowsEncoder.sbeBlockLength();
        }
    }

    private int page(final PageRows.Bucket bucket, final int from, final int count)
    {
        switch (kind)
        {
            case COLLATERAL:
                return collaterals(bucket, from, count);
            case POSITION:
                return positions(bucket, from, count);
            case STATUS:
                return 1 == bucket.count() ? status(bucket) :
                    isLiquidation(bucket) ? liquidations(bucket, from, count) : statuses(bucket, from, count);
            default:
                return haircuts(bucket, from, count);
        }
    }

    private int collaterals(final PageRows.Bucket bucket, final int from, final int count)
    {
        final CollateralPageEncoder event = collateralPage.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamps.put(event.header(), timeMs);
        event.cause((CollateralCause)cause).reference(reference);
        final CollateralPageEncoder.RowsEncoder encoder = event.rowsCount(count);
        for (int row = from; row < from + count; row++)
        {
            encoder.next().account(bucket.word(row, 0)).amount(bucket.word(row, 1)).collateral(bucket.word(row, 2));
        }
        return event.encodedLength();
    }

    private int positions(final PageRows.Bucket bucket, final int from, final int count)
    {
        final PositionPageEncoder event = positionPage.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamps.put(event.header(), timeMs);
        event.cause((PositionCause)cause).instrument(instrumentId);
        final PositionPageEncoder.RowsEncoder encoder = event.rowsCount(count);
        for (int row = from; row < from + count; row++)
        {
            encoder.next()
                .account(bucket.word(row, 0))
                .quantityLots(bucket.word(row, 1))
                .cost(bucket.word(row, 2))
                .realizedPnl(bucket.word(row, 3))
                .collateral(bucket.word(row, 4));
        }
        return event.encodedLength();
    }

    private int statuses(final PageRows.Bucket bucket, final int from, final int count)
    {
        final StatusPageEncoder event = statusPage.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamps.put(event.header(), timeMs);
        event.from(statusFrom(bucket)).to(statusTo(bucket));
        final StatusPageEncoder.RowsEncoder encoder = event.rowsCount(count);
        for (int row = from; row < from + count; row++)
        {
            encoder.next().account(bucket.word(row, 0)).equity(bucket.word(row, 1));
        }
        return event.encodedLength();
    }

    /** The only account of a venue that changed so: an event of its own. */
    private int status(final PageRows.Bucket bucket)
    {
        final AccountStatusChangedEncoder event = accountStatusChanged.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamps.put(event.header(), timeMs);
        return liquidations.single(event, statusFrom(bucket), statusTo(bucket), bucket);
    }

    private int liquidations(final PageRows.Bucket bucket, final int from, final int count)
    {
        final LiquidationPageEncoder event = liquidationPage.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamps.put(event.header(), timeMs);
        return liquidations.page(event, statusFrom(bucket), statusTo(bucket), bucket, from, count);
    }

    private int haircuts(final PageRows.Bucket bucket, final int from, final int count)
    {
        final HaircutPageEncoder event = haircutPage.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamps.put(event.header(), timeMs);
        event.instrument(instrumentId).side((Side)cause);
        final HaircutPageEncoder.RowsEncoder encoder = event.rowsCount(count);
        for (int row = from; row < from + count; row++)
        {
            encoder.next()
                .account(bucket.word(row, 0))
                .amount(bucket.word(row, 1))
                .gain(bucket.word(row, 2))
                .equity(bucket.word(row, 3))
                .fromCost(bucket.word(row, 4))
                .collateral(bucket.word(row, 5));
        }
        return event.encodedLength();
    }

    private static AccountStatus statusFrom(final PageRows.Bucket bucket)
    {
        return AccountStatus.get((short)(bucket.group() / STATUSES));
    }

    private static AccountStatus statusTo(final PageRows.Bucket bucket)
    {
        return AccountStatus.get((short)(bucket.group() % STATUSES));
    }
}
