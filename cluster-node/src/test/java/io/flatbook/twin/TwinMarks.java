package io.flatbook.twin;

import static io.flatbook.sbe.InstrumentStatus.SETTLED;
import static io.flatbook.sbe.RejectField.*;
import static io.flatbook.sbe.RejectReason.*;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.floor;
import static io.flatbook.twin.TwinMath.less;

import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinNouns.Principal;
import io.flatbook.twin.TwinNouns.Window;
import io.flatbook.twin.TwinTerms.Verdict;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** Marks and funding (section 4, CMD-9). */
abstract class TwinMarks extends TwinDesk
{
    static final int TRADE_CAPABILITY = 1;
    static final int COLLATERAL_CAPABILITY = 2;
    static final int MARKS_CAPABILITY = 4;
    static final int FUNDING_CAPABILITY = 8;

    TwinMarks(final TwinLimits limits)
    {
        super(limits);
    }

    /** What one update says besides marks that are held or confirmed, which are told as they come. */
    private static final class Update
    {
        final StringJoiner skipped = new StringJoiner(",");
        final StringJoiner applied = new StringJoiner(",");
        long count;
    }

    /** Refuses what wants a priced position in one of these (MARK-4), the lowest reason first. */
    TwinGuards priced(final TwinGuards guards, final List<Instrument> wanted, final RejectField field)
    {
        final List<Instrument> all = new ArrayList<>(wanted);
        wanted.stream().filter(instrument -> null != instrument.underlying)
            .forEach(option -> all.add(option.underlying));
        return guards
            .refuse(() -> all.stream().anyMatch(instrument -> null == instrument.mark), NO_MARK, field)
            .refuse(() -> all.stream().anyMatch(instrument -> null != instrument.held), MARK_SUSPECT, field)
            .refuse(() -> all.stream().anyMatch(this::stale), MARK_STALE, field);
    }

    static boolean outOfBounds(final Instrument instrument, final long ticks)
    {
        return ticks < instrument.minTicks || ticks > instrument.maxTicks;
    }

    /** Further than the larger of a share of it and ticks, which is at least 1 tick; both 0: off (MARK-2, TRD-1). */
    static boolean outsideBand(final long ticks, final long ofTicks, final long ppm, final long absolute)
    {
        if (0 == ppm && 0 == absolute)
        {
            return false;
        }
        final BigInteger band = floor(big(ofTicks).abs().multiply(big(ppm)), TwinMath.PPM).max(big(absolute))
            .max(BigInteger.ONE);
        return less(band, big(ticks).subtract(big(ofTicks)).abs());
    }

    private static boolean outsideMarkBand(final Instrument instrument, final long ticks, final long ofTicks)
    {
        return outsideBand(
            ticks, ofTicks, instrument.protection.markBandPpm(), instrument.protection.markBandAbsolute());
    }

    @Override
    public Verdict updateMarkPrices(final By by, final long sequence, final int[] ids, final long[] ticks)
    {
        final Principal sender = principal(by);
        final TwinGuards guards = gateway(by, MARKS_CAPABILITY)
            .positive(sequence, MARK_SEQUENCE)
            .refuse(() -> 0 == ids.length, INVALID_FIELD, MARKS);
        final Set<Integer> distinct = new HashSet<>();
        for (int i = 0; i < ids.length && ids.length <= limits.marksPerUpdate(); i++)
        {
            final boolean again = !distinct.add(ids[i]);
            guards.present(ticks[i], MARKS).refuse(() -> again, INVALID_FIELD, MARKS);
        }
        return guards
            .refuse(() -> sequence <= sender.markSequence, STALE_SEQUENCE, MARK_SEQUENCE)
            .refuse(() -> ids.length > limits.marksPerUpdate(), TOO_MANY, MARKS)
            .answer(() -> update(by, sequence, ids, ticks));
    }

    private long update(final By by, final long sequence, final int[] ids, final long[] ticks)
    {
        final Principal sender = principal(by);
        final Update update = new Update();
        sender.markSequence = sequence;
        for (int i = 0; i < ids.length; i++)
        {
            final Instrument instrument = instruments.get(ids[i]);
            final RejectReason skipped = null == instrument ? UNKNOWN_INSTRUMENT :
                SETTLED == instrument.status ? INSTRUMENT_STATUS :
                !sender.covers(instrument.id) ? NOT_AUTHORIZED : RejectReason.NONE;
            if (RejectReason.NONE != skipped)
            {
                update.skipped.add(ids[i] + ":" + ticks[i] + ":" + skipped);
            }
            else
            {
                mark(sender, instrument, ticks[i], update);
            }
        }
        if (0 != update.skipped.length())
        {
            reach(update.count > 0, Clause.MARK_1_SKIPPED);
            emit("markPricesSkipped", sequence, update.skipped);
        }
        if (0 != update.applied.length())
        {
            emit("markPricesUpdated", sequence, update.applied);
        }
        finish(accounts.values());
        return update.count;
    }

    /** One element: applied, confirming, or held (MARK-3). */
    private void mark(final Principal sender, final Instrument instrument, final long ticks, final Update update)
    {
        final Long reference = reference(instrument);
        final boolean inside = !outOfBounds(instrument, ticks);
        if (inside && (null == reference || !outsideMarkBand(instrument, ticks, reference)))
        {
            reach(null != instrument.held, Clause.MARK_3_BACK);
            reach(ticks <= 0, Clause.NUM_2_NEGATIVE_MARK);
            accept(instrument, ticks);
            update.applied.add(instrument.id + ":" + ticks);
            update.count++;
        }
        else if (inside && null != instrument.held && sender != instrument.heldBy &&
            !outsideMarkBand(instrument, ticks, instrument.held))
        {
            reach(Clause.MARK_3_GATEWAY);
            accept(instrument, ticks);
            startWindow(instrument, ticks);
            emit("markConfirmed", instrument.id, ticks, sender.name);
            update.count++;
        }
        else
        {
            reach(!inside, Clause.MARK_3_BOUNDS);
            reach(inside && null != instrument.held, Clause.MARK_3_REPLACED);
            reach(inside && instrument.protection.markBandMs() > 0 && !outsideMarkBand(instrument, ticks,
                instrument.mark), Clause.MARK_2_WINDOW);
            reach(inside && instrument.protection.markBandAbsolute() > 0, Clause.MARK_2_ABSOLUTE);
            instrument.held = ticks;
            instrument.heldBy = sender;
            emit("markPriceHeld", instrument.id, ticks, instrument.mark);
        }
    }

    /** What a mark is compared with (MARK-2); null if there is nothing yet. */
    private Long reference(final Instrument instrument)
    {
        final long windowMs = instrument.protection.markBandMs();
        return 0 != windowMs && null != instrument.bandWindow && timeMs / windowMs == instrument.bandWindow ?
            Long.valueOf(instrument.bandReference) : instrument.mark;
    }

    private void accept(final Instrument instrument, final long ticks)
    {
        final long windowMs = instrument.protection.markBandMs();
        if (0 != windowMs && (null == instrument.bandWindow || timeMs / windowMs != instrument.bandWindow))
        {
            startWindow(instrument, null == instrument.mark ? ticks : instrument.mark);
        }
        instrument.mark = ticks;
        instrument.markTimeMs = timeMs;
        instrument.held = null;
        instrument.heldBy = null;
    }

    @Override
    public Verdict confirmMark(final By by, final int instrumentId, final long ticks)
    {
        final Instrument instrument = instruments.get(instrumentId);
        final TwinGuards guards = risk(by)
            .positive(instrumentId, INSTRUMENT)
            .present(ticks, MARK)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT);
        return fourEyes(guards, by)
            .refuse(() -> null == instrument.held, NO_MARK, INSTRUMENT)
            .refuse(() -> ticks != instrument.held, MARK_CHANGED, MARK)
            .refuse(() -> outOfBounds(instrument, ticks), OUTSIDE_BAND, MARK)
            .then(() ->
            {
                reach(Clause.MARK_3_RISK);
                accept(instrument, ticks);
                startWindow(instrument, ticks);
                emit("markConfirmed", instrument.id, ticks, by.name());
                finish(accounts.values());
            });
    }

    @Override
    public Verdict applyFunding(final By by, final int instrumentId, final long ratePpb, final long fundingId)
    {
        final Instrument instrument = instruments.get(instrumentId);
        final Window ids = principal(by).fundingIds.computeIfAbsent(instrumentId, id -> new Window());
        final TwinGuards guards = gateway(by, FUNDING_CAPABILITY)
            .require(() -> instrumentId <= 0 || principal(by).covers(instrumentId), NOT_AUTHORIZED, INSTRUMENT)
            .refuse(() -> storageLow, STORAGE_LOW, RejectField.NONE)
            .positive(instrumentId, INSTRUMENT)
            .present(ratePpb, RATE)
            .positive(fundingId, FUNDING_ID)
            .refuse(() -> null != instrument && !instrument.perpetual(), INVALID_FIELD, INSTRUMENT)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT)
            .refuse(() -> ids.tooOld(fundingId), TRADE_ID_TOO_OLD, FUNDING_ID)
            .refuse(() -> ids.contains(fundingId), DUPLICATE_REFERENCE, FUNDING_ID)
            .refuse(() -> SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT);
        return priced(guards, guards.passed() ? List.of(instrument) : List.of(), INSTRUMENT)
            .refuse(() -> runPending(instrument), RUN_PENDING, INSTRUMENT)
            .refuse(() -> less(big(instrument.fundingCapPpb()), big(ratePpb).abs()), FEE_LIMIT, RATE)
            .refuse(() -> positions(instrument).stream().anyMatch(position ->
                tooMuch(position.account, payment(position, ratePpb))), OVERFLOW, RATE)
            .then(() ->
            {
                ids.add(fundingId, limits.idsRetained());
                fund(instrument, ratePpb, fundingId);
            });
    }

    private BigInteger payment(final Position position, final long ratePpb)
    {
        final BigInteger value = TwinMargin.value(position);
        final int direction = reach(position.instrument.mark < 0, Clause.MARK_5_NEGATIVE) ?
            value.signum() : Long.signum(position.lots);
        return floor(value.abs().multiply(big(ratePpb)).multiply(big(-direction)), TwinMath.PPB);
    }

    /** MARK-5. */
    private void fund(final Instrument instrument, final long ratePpb, final long fundingId)
    {
        final List<Account> touched = new ArrayList<>();
        BigInteger paid = TwinMath.ZERO;
        BigInteger received = TwinMath.ZERO;
        int moved = 0;
        for (final Position position : positions(instrument))
        {
            final BigInteger money = payment(position, ratePpb);
            if (0 != money.signum())
            {
                move(position.account, money, CollateralCause.FUNDING, fundingId);
                moved++;
            }
            entry.received(position.account, position.side(), money);
            received = received.add(TwinMath.atLeastZero(money));
            paid = paid.add(TwinMath.atLeastZero(money.negate()));
            touched.add(position.account);
        }
        final BigInteger rounding = paid.subtract(received);
        reach(0 != rounding.signum(), Clause.NUM_5_ROUNDING);
        instrument.asset.rounding = instrument.asset.rounding.add(rounding);
        emit("fundingApplied", instrument.id, ratePpb, fundingId, moved, paid, received, rounding);
        finish(touched);
    }
}
