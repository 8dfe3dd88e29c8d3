package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.DEFAULTED;
import static io.flatbook.sbe.InstrumentStatus.*;
import static io.flatbook.sbe.RejectField.*;
import static io.flatbook.sbe.RejectReason.*;

import io.flatbook.sbe.PositionCause;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinTerms.Verdict;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Settlement, variation, expiry and removal (section 9, MARK-6). */
abstract class TwinSettlement extends TwinMarks
{
    TwinSettlement(final TwinLimits limits)
    {
        super(limits);
    }

    /** SETL-1. */
    @Override
    public Verdict settleInstrument(final By by, final int instrumentId, final long ticks)
    {
        final Instrument instrument = instruments.get(instrumentId);
        final Instrument priced = null == instrument || !instrument.option() ? instrument : instrument.underlying;
        final TwinGuards guards = risk(by)
            .positive(instrumentId, INSTRUMENT)
            .present(ticks, PRICE)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT);
        return fourEyes(guards, by)
            .refuse(() -> SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT)
            .refuse(() -> runPending(instrument), RUN_PENDING, INSTRUMENT)
            .refuse(() -> !instrument.asset.runsOn, ASSET_SUSPENDED, INSTRUMENT)
            .refuse(() -> outOfBounds(priced, ticks) || !by.approved() && null != priced.mark &&
                outsideBand(ticks, priced.mark, priced.protection.tradeBandPpm(),
                priced.protection.tradeBandAbsolute()), OUTSIDE_BAND, PRICE)
            .refuse(() -> optionsOn(instrument).stream().anyMatch(option -> !positions(option).isEmpty()),
                NOT_EMPTY, INSTRUMENT)
            .refuse(() -> positions(instrument).stream().anyMatch(position -> tooMuch(position.account,
                TwinMargin.settlementValue(instrument, position.lots, ticks).subtract(position.cost))), OVERFLOW, PRICE)
            .then(() -> settle(by, instrument, ticks));
    }

    private void settle(final By by, final Instrument instrument, final long ticks)
    {
        accounts.values().forEach(account -> entry.beforeSettlement.put(account.id, TwinEntry.legsOf(account)));
        final List<Account> touched = new ArrayList<>();
        BigInteger sum = TwinMath.ZERO;
        for (final Position position : positions(instrument))
        {
            final BigInteger value = TwinMargin.settlementValue(instrument, position.lots, ticks);
            entry.settled(position.account, position.side());
            entry.received(position.account, position.side(), value.subtract(position.cost));
            sum = sum.add(value);
            final BigInteger realized = close(position.account, instrument, Math.abs(position.lots), value);
            emitPosition(position.account, instrument, realized, TwinMath.ZERO, PositionCause.SETTLEMENT);
            touched.add(position.account);
        }
        reach(0 != sum.signum(), Clause.SETL_1_ROUNDING);
        reach(!touched.isEmpty() && instrument.option(), Clause.SETL_1_OPTION);
        reach(!touched.isEmpty() && ticks <= 0, Clause.SETL_1_NEGATIVE);
        instrument.asset.rounding = instrument.asset.rounding.subtract(sum);
        emit("instrumentStatusChanged", instrument.id, instrument.status, SETTLED, by.name());
        instrument.status = SETTLED;
        instrument.held = null;
        instrument.heldBy = null;
        emit("instrumentSettled", instrument.id, ticks, touched.size(), sum.negate(), by.name());
        for (final Account account : touched)
        {
            if (DEFAULTED == account.status && account.legs.isEmpty() && !account.pending.released)
            {
                // STAT-6: it starts the waiting run of a holder that it leaves without a leg.
                reach(Clause.STAT_6_SETTLEMENT);
                account.pending.released = true;
            }
        }
        finish(touched);
    }

    /** MARK-6. */
    @Override
    public Verdict settleVariation(final By by, final int instrumentId)
    {
        final Instrument instrument = instruments.get(instrumentId);
        final TwinGuards guards = fourEyes(risk(by)
            .positive(instrumentId, INSTRUMENT)
            .refuse(() -> null != instrument && instrument.option(), INVALID_FIELD, INSTRUMENT)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT), by)
            .refuse(() -> SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT);
        return priced(guards, guards.passed() ? List.of(instrument) : List.of(), INSTRUMENT)
            .refuse(() -> runPending(instrument), RUN_PENDING, INSTRUMENT)
            .refuse(() -> runWaits(instrument), DEFAULT_PENDING, INSTRUMENT)
            .refuse(() -> positions(instrument).stream().anyMatch(position ->
                tooMuch(position.account, TwinMargin.unrealizedPnl(position))), OVERFLOW, INSTRUMENT)
            .then(() -> variation(by, instrument));
    }

    private void variation(final By by, final Instrument instrument)
    {
        final List<Account> touched = new ArrayList<>();
        BigInteger paid = TwinMath.ZERO;
        BigInteger received = TwinMath.ZERO;
        for (final Position position : positions(instrument))
        {
            final BigInteger pnl = TwinMargin.unrealizedPnl(position);
            position.cost = TwinMargin.value(position);
            position.account.collateral = position.account.collateral.add(pnl);
            paid = paid.add(TwinMath.atLeastZero(pnl.negate()));
            received = received.add(TwinMath.atLeastZero(pnl));
            emitPosition(position.account, instrument, pnl, TwinMath.ZERO, PositionCause.VARIATION);
            touched.add(position.account);
        }
        reach(paid.signum() > 0, Clause.MARK_6_VARIATION);
        emit("variationSettled", instrument.id, touched.size(), paid, received, by.name());
        finish(touched);
    }

    /** SETL-3. */
    @Override
    public Verdict removeInstrument(final By by, final int instrumentId)
    {
        final Instrument instrument = instruments.get(instrumentId);
        return fourEyes(instrumentGuards(risk(by), instrumentId), by)
            .refuse(() -> SETTLED != instrument.status, INSTRUMENT_STATUS, INSTRUMENT)
            .refuse(() -> !optionsOn(instrument).isEmpty(), NOT_EMPTY, INSTRUMENT)
            .then(() ->
            {
                reach(Clause.SETL_3_REMOVED);
                instruments.remove(instrument.id);
                principals.values().forEach(principal -> principal.fundingIds.remove(instrument.id));
                emit("instrumentRemoved", instrument.id, by.name());
                finish(List.of());
            });
    }

    /** SETL-2, by the tick. */
    void expire()
    {
        for (final Instrument instrument : instruments.values())
        {
            final Long expiryMs = instrument.definition.expiryMs();
            if (null != expiryMs && expiryMs <= timeMs && (TRADING == instrument.status ||
                CLOSE_ONLY == instrument.status))
            {
                reach(Clause.SETL_2_EXPIRED);
                instrument.status = EXPIRED;
                emit("instrumentExpired", instrument.id);
            }
        }
    }
}
