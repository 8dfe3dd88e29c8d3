package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.*;
import static io.flatbook.sbe.InstrumentStatus.*;
import static io.flatbook.sbe.RejectField.*;
import static io.flatbook.sbe.RejectReason.*;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.floor;
import static io.flatbook.twin.TwinMath.less;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.Role;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Asset;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinNouns.Principal;
import io.flatbook.twin.TwinTerms.Guards;
import io.flatbook.twin.TwinTerms.Verdict;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Accounts, payments, marks, funding and settlement. */
abstract class TwinMoney extends TwinSettings
{
    static final int TRADE_CAPABILITY = 1;
    static final int COLLATERAL_CAPABILITY = 2;
    static final int MARKS_CAPABILITY = 4;
    static final int FUNDING_CAPABILITY = 8;

    TwinMoney(final TwinLimits limits)
    {
        super(limits);
    }

    static Guards gateway(final Principal principal, final int capability)
    {
        return new Guards().require(() -> Role.GATEWAY == principal.role &&
            GatewayStatus.ENABLED == principal.status && 0 != (principal.capabilities & capability),
            NOT_AUTHORIZED, RejectField.NONE);
    }

    /** What brings new business waits while storage is low. */
    Guards business(final Principal principal, final int capability)
    {
        return gateway(principal, capability).refuse(() -> storageLow, STORAGE_LOW, RejectField.NONE);
    }

    void known(final Guards guards, final Account account, final RejectField field)
    {
        guards.refuse(() -> null == account, UNKNOWN_ACCOUNT, field);
    }

    static void mine(final Guards guards, final Principal by, final Account account, final RejectField field)
    {
        guards.refuse(() -> account.venue != by.venue, NOT_YOUR_ACCOUNT, field);
    }

    static void status(final Guards guards, final Account account, final RejectField field,
        final AccountStatus... refused)
    {
        guards.refuse(() -> List.of(refused).contains(account.status), ACCOUNT_STATUS, field);
    }

    Guards marks(final Guards guards, final Instrument instrument, final RejectField field)
    {
        return guards
            .refuse(() -> 0 == instrument.markTicks, NO_MARK, field)
            .refuse(() -> 0 != instrument.heldTicks, MARK_SUSPECT, field)
            .refuse(() -> stale(instrument), MARK_STALE, field);
    }

    Verdict openAccount(final Principal by, final long accountId, final long ownerId, final int assetId)
    {
        return business(by, COLLATERAL_CAPABILITY)
            .positive(accountId, ACCOUNT)
            .positive(ownerId, OWNER)
            .positive(assetId, ASSET)
            .require(() -> assets.containsKey(assetId), UNKNOWN_ASSET, ASSET)
            .refuse(() -> accounts.containsKey(accountId), ALREADY_EXISTS, ACCOUNT)
            .answer(() ->
            {
                final Account account = new Account();
                account.id = accountId;
                account.ownerId = ownerId;
                account.asset = assets.get(assetId);
                account.venue = by.venue;
                accounts.put(accountId, account);
                emit("accountOpened", accountId, ownerId, assetId, by.venue);
                finish(List.of());
                return accountId;
            });
    }

    private Guards accountGuards(final Principal by, final long accountId, final int capability)
    {
        final Account account = accounts.get(accountId);
        final Guards guards = business(by, capability).positive(accountId, ACCOUNT);
        known(guards, account, ACCOUNT);
        mine(guards, by, account, ACCOUNT);
        return guards;
    }

    Verdict closeAccount(final Principal by, final long accountId)
    {
        final Account account = accounts.get(accountId);
        final Guards guards = accountGuards(by, accountId, COLLATERAL_CAPABILITY);
        status(guards, account, ACCOUNT, DEFAULTED);
        return guards
            .refuse(() -> 0 != account.collateral.signum() || 0 != account.hold.signum() ||
                !account.legs.isEmpty(), NOT_EMPTY, ACCOUNT)
            .then(() ->
            {
                accounts.remove(accountId);
                emit("accountClosed", accountId);
                finish(List.of());
            });
    }

    private Guards paymentGuards(final Guards guards, final Principal by, final long accountId, final long money,
        final long reference)
    {
        final Account account = accounts.get(accountId);
        guards
            .positive(accountId, ACCOUNT)
            .positive(money, AMOUNT)
            .positive(reference, REFERENCE);
        known(guards, account, ACCOUNT);
        mine(guards, by, account, ACCOUNT);
        return guards
            .refuse(() -> by.references.tooOld(reference), TRADE_ID_TOO_OLD, REFERENCE)
            .refuse(() -> by.references.contains(reference), DUPLICATE_REFERENCE, REFERENCE);
    }

    Verdict deposit(final Principal by, final long accountId, final long money, final long reference)
    {
        final Account account = accounts.get(accountId);
        final Guards guards = paymentGuards(gateway(by, COLLATERAL_CAPABILITY), by, accountId, money, reference);
        status(guards, account, ACCOUNT, DEFAULTED);
        return guards
            .refuse(() -> tooMuch(account.asset, big(money)), OVERFLOW, AMOUNT)
            .then(() ->
            {
                by.references.add(reference, limits.idsRetained());
                account.asset.deposits = account.asset.deposits.add(big(money));
                move(account, big(money), CollateralCause.DEPOSIT, reference);
                if (CLOSED_OUT == account.status)
                {
                    change(account, HEALTHY);
                }
                finish(List.of(account));
            });
    }

    Verdict withdraw(final Principal by, final long accountId, final long money, final long reference)
    {
        final Account account = accounts.get(accountId);
        final Asset asset = null == account ? null : account.asset;
        final Guards guards = paymentGuards(business(by, COLLATERAL_CAPABILITY), by, accountId, money, reference)
            .refuse(() -> account.legs.values().stream().anyMatch(leg -> 0 != leg.instrument.heldTicks),
                MARK_SUSPECT, ACCOUNT)
            .refuse(() -> account.legs.values().stream().anyMatch(leg -> stale(leg.instrument)), MARK_STALE, ACCOUNT)
            .refuse(() -> AccountMode.FROZEN == account.mode, ACCOUNT_STATUS, ACCOUNT);
        status(guards, account, ACCOUNT, LIQUIDATING, DEFAULTED);
        return guards
            .refuse(() -> !asset.withdrawalsOn, ASSET_SUSPENDED, ACCOUNT)
            .refuse(() -> less(big(asset.waterfall.houseDeficitGate()), asset.houseDeficit), HOUSE_DEFICIT, ACCOUNT)
            .refuse(() -> accounts.values().stream().anyMatch(other ->
                other.ownerId == account.ownerId && LIQUIDATING == other.status ||
                other.asset == asset && DEFAULTED == other.status),
                DEFAULT_PENDING, ACCOUNT)
            .refuse(() -> null != asset.waterfall.withdrawalCap() && less(big(asset.waterfall.withdrawalCap()),
                account.withdrawn.in(window(asset)).add(big(money))),
                WITHDRAWAL_LIMIT, AMOUNT)
            .refuse(() -> less(account.collateral, big(money)), INSUFFICIENT_COLLATERAL, AMOUNT)
            .refuse(() -> less(TwinMargin.equity(account).min(account.collateral).subtract(account.hold)
                .subtract(big(money)), TwinMargin.initial(account)), INSUFFICIENT_MARGIN, AMOUNT)
            .then(() ->
            {
                by.references.add(reference, limits.idsRetained());
                asset.withdrawals = asset.withdrawals.add(big(money));
                account.withdrawn.add(window(asset), big(money));
                move(account, big(-money), CollateralCause.WITHDRAWAL, reference);
                finish(List.of(account));
            });
    }

    Verdict setOrderHold(final Principal by, final long accountId, final long money)
    {
        final Account account = accounts.get(accountId);
        final Guards guards = business(by, TRADE_CAPABILITY)
            .positive(accountId, ACCOUNT)
            .refuse(() -> money < 0, INVALID_FIELD, AMOUNT);
        known(guards, account, ACCOUNT);
        mine(guards, by, account, ACCOUNT);
        status(guards, account, ACCOUNT, DEFAULTED);
        return guards
            .refuse(() -> less(account.hold, big(money)) &&
                less(TwinMargin.equity(account).subtract(big(money)), TwinMargin.initial(account)),
                INSUFFICIENT_MARGIN, AMOUNT)
            .then(() ->
            {
                emit("orderHoldChanged", accountId, account.hold, money);
                account.hold = big(money);
                finish(List.of(account));
            });
    }

    Verdict updateMarkPrices(final Principal by, final long sequence, final int[] ids, final long[] ticks)
    {
        final Guards guards = gateway(by, MARKS_CAPABILITY)
            .positive(sequence, MARK_SEQUENCE)
            .refuse(() -> 0 == ids.length || ids.length > limits.marksPerUpdate(), INVALID_FIELD, MARKS);
        final Set<Integer> distinct = new HashSet<>();
        for (int i = 0; i < ids.length; i++)
        {
            guards.positive(ids[i], MARKS).positive(ticks[i], MARKS);
            final boolean again = !distinct.add(ids[i]);
            guards.refuse(() -> again, INVALID_FIELD, MARKS);
        }
        for (final int id : ids)
        {
            guards.refuse(() -> null == instruments.get(id), UNKNOWN_INSTRUMENT, MARKS);
        }
        guards.refuse(() -> sequence <= by.markSequence, STALE_SEQUENCE, MARK_SEQUENCE);
        for (final int id : ids)
        {
            guards.refuse(() -> SETTLED == instruments.get(id).status, INSTRUMENT_STATUS, MARKS);
        }
        for (int i = 0; i < ids.length; i++)
        {
            final long mark = ticks[i];
            final int id = ids[i];
            guards.refuse(() -> outOfBounds(instruments.get(id), mark), OUTSIDE_BAND, MARKS);
        }
        return guards.then(() ->
        {
            by.markSequence = sequence;
            final List<String> applied = new ArrayList<>();
            for (int i = 0; i < ids.length; i++)
            {
                mark(by, instruments.get(ids[i]), ticks[i], applied);
            }
            if (!applied.isEmpty())
            {
                emit("markPricesUpdated", sequence, String.join(",", applied));
            }
            finish(accounts.values());
        });
    }

    static boolean outOfBounds(final Instrument instrument, final long ticks)
    {
        return ticks < instrument.minTicks || ticks > instrument.maxTicks;
    }

    static boolean outsideBand(final long ticks, final long ofTicks, final long bandPpm)
    {
        final BigInteger distance = big(ticks).subtract(big(ofTicks)).abs();
        return less(big(ofTicks).multiply(big(bandPpm)), distance.multiply(TwinMath.PPM));
    }

    private void mark(final Principal by, final Instrument instrument, final long ticks, final List<String> applied)
    {
        final long bandPpm = instrument.protection.markBandPpm();
        if (0 == bandPpm || 0 == instrument.markTicks || !outsideBand(ticks, instrument.markTicks, bandPpm))
        {
            accept(instrument, ticks);
            applied.add(instrument.id + ":" + ticks);
        }
        else if (0 != instrument.heldTicks && !by.name.equals(instrument.heldBy) &&
            !outsideBand(ticks, instrument.heldTicks, bandPpm))
        {
            accept(instrument, ticks);
            emit("markConfirmed", instrument.id, ticks, by.name);
        }
        else
        {
            instrument.heldTicks = ticks;
            instrument.heldBy = by.name;
            emit("markPriceHeld", instrument.id, ticks, instrument.markTicks);
        }
    }

    void accept(final Instrument instrument, final long ticks)
    {
        instrument.markTicks = ticks;
        instrument.markTimeMs = timeMs;
        instrument.heldTicks = 0;
        instrument.heldBy = null;
    }

    Verdict applyFunding(final Principal by, final int instrumentId, final long ratePpb, final long fundingId)
    {
        final Instrument instrument = instruments.get(instrumentId);
        final Guards guards = business(by, FUNDING_CAPABILITY)
            .positive(instrumentId, INSTRUMENT)
            .refuse(() -> Long.MIN_VALUE == ratePpb, INVALID_FIELD, RATE)
            .positive(fundingId, FUNDING_ID)
            .refuse(() -> null != instrument && !instrument.perpetual(), INVALID_FIELD, INSTRUMENT)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT)
            .refuse(() -> instrument.fundingIds.tooOld(fundingId), TRADE_ID_TOO_OLD, FUNDING_ID)
            .refuse(() -> instrument.fundingIds.contains(fundingId), DUPLICATE_REFERENCE, FUNDING_ID)
            .refuse(() -> SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT);
        return marks(guards, instrument, INSTRUMENT)
            .refuse(() -> runPending(instrument), RUN_PENDING, INSTRUMENT)
            .refuse(() -> less(big(instrument.fundingCapPpb()), big(ratePpb).abs()), FEE_LIMIT, RATE)
            .then(() -> fund(instrument, ratePpb, fundingId));
    }

    private void fund(final Instrument instrument, final long ratePpb, final long fundingId)
    {
        final List<Account> touched = new ArrayList<>();
        BigInteger paid = TwinMath.ZERO;
        BigInteger received = TwinMath.ZERO;
        int moved = 0;
        instrument.fundingIds.add(fundingId, limits.idsRetained());
        for (final Position position : positions(instrument))
        {
            final BigInteger notional = TwinMargin.value(position).abs();
            final BigInteger money = floor(
                notional.multiply(big(ratePpb)).multiply(big(-Long.signum(position.lots))), TwinMath.PPB);
            if (0 != money.signum())
            {
                move(position.account, money, CollateralCause.FUNDING, fundingId);
                moved++;
            }
            received = received.add(TwinMath.atLeastZero(money));
            paid = paid.add(TwinMath.atLeastZero(money.negate()));
            touched.add(position.account);
        }
        final BigInteger rounding = paid.subtract(received);
        instrument.asset.rounding = instrument.asset.rounding.add(rounding);
        emit("fundingApplied", instrument.id, ratePpb, fundingId, moved, paid, received, rounding);
        finish(touched);
    }

    Verdict settleInstrument(final Principal by, final int instrumentId, final long ticks, final boolean approved)
    {
        final Instrument instrument = instruments.get(instrumentId);
        final Instrument priced = null == instrument || !instrument.option() ? instrument : instrument.underlying;
        final Guards guards = risk(by)
            .positive(instrumentId, INSTRUMENT)
            .positive(ticks, PRICE)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT);
        fourEyes(guards, approved);
        return guards
            .refuse(() -> SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT)
            .refuse(() -> runPending(instrument), RUN_PENDING, INSTRUMENT)
            .refuse(() -> outOfBounds(priced, ticks) || !approved && 0 != instrument.protection.tradeBandPpm() &&
                0 != priced.markTicks && outsideBand(ticks, priced.markTicks, instrument.protection.tradeBandPpm()),
                OUTSIDE_BAND, PRICE)
            .then(() -> settle(by, instrument, ticks));
    }

    private void settle(final Principal by, final Instrument instrument, final long ticks)
    {
        final List<Account> touched = new ArrayList<>();
        BigInteger sum = TwinMath.ZERO;
        for (final Position position : positions(instrument))
        {
            final BigInteger value = TwinMargin.settlementValue(instrument, position.lots, ticks);
            entry.settled(position.account, instrument.id, position.lots, value.subtract(position.cost));
            sum = sum.add(value);
            final BigInteger realized = close(position.account, instrument, TwinPolicies.lotsOf(position), value);
            emitPosition(position.account, instrument, realized, TwinMath.ZERO);
            touched.add(position.account);
        }
        instrument.asset.rounding = instrument.asset.rounding.subtract(sum);
        emit("instrumentStatusChanged", instrument.id, instrument.status, SETTLED, by.name);
        instrument.status = SETTLED;
        instrument.heldTicks = 0;
        emit("instrumentSettled", instrument.id, ticks, touched.size(), sum.negate(), by.name);
        evaluate(touched, true);
        finish(List.of());
    }
}
