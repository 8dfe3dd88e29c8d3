package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.*;
import static io.flatbook.sbe.RejectField.*;
import static io.flatbook.sbe.RejectReason.*;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.less;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RejectField;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Asset;
import io.flatbook.twin.TwinNouns.Owner;
import io.flatbook.twin.TwinNouns.Principal;
import io.flatbook.twin.TwinTerms.Verdict;
import java.util.List;

/** Accounts and payments (CMD-6, PAY-1, PAY-2). */
abstract class TwinPayments extends TwinSettlement
{
    TwinPayments(final TwinLimits limits)
    {
        super(limits);
    }

    void known(final TwinGuards guards, final Account account, final RejectField field)
    {
        guards.refuse(() -> null == account, UNKNOWN_ACCOUNT, field);
    }

    void mine(final TwinGuards guards, final By by, final Account account, final RejectField field)
    {
        guards.refuse(() -> account.owner.venue() != principal(by).venue, NOT_YOUR_ACCOUNT, field);
    }

    @Override
    public Verdict openAccount(final By by, final long accountId, final long ownerId, final int assetId)
    {
        final Principal sender = principal(by);
        final Owner owner = new Owner(sender.venue, ownerId);
        return gateway(by, COLLATERAL_CAPABILITY)
            .refuse(() -> reach(accountId > 0 && (null != sender.accountFrom && accountId < sender.accountFrom ||
                null != sender.accountTo && accountId > sender.accountTo), Clause.NOUN_6_RANGE),
                NOT_AUTHORIZED, ACCOUNT)
            .refuse(() -> storageLow, STORAGE_LOW, RejectField.NONE)
            .positive(accountId, ACCOUNT)
            .positive(ownerId, OWNER)
            .positive(assetId, ASSET)
            .require(() -> assets.containsKey(assetId), UNKNOWN_ASSET, ASSET)
            .refuse(() -> accounts.containsKey(accountId), ALREADY_EXISTS, ACCOUNT)
            .refuse(() -> accounts.size() >= limits.accounts(), TOO_MANY, ACCOUNT)
            .refuse(() -> reach(accounts.values().stream().filter(account ->
                account.owner.venue() == sender.venue).count() >= limits.accountsPerVenue(), Clause.NOUN_8_VENUE),
                TOO_MANY, VENUE)
            .refuse(() -> reach(accounts.values().stream().filter(account -> account.asset.id == assetId &&
                account.owner.equals(owner)).count() >= limits.accountsPerOwner(), Clause.NOUN_8_OWNER),
                TOO_MANY, OWNER)
            .answer(() ->
            {
                final Account account = new Account();
                account.id = accountId;
                account.serial = ++lastSerial;
                account.owner = owner;
                account.asset = assets.get(assetId);
                accounts.put(accountId, account);
                emit("accountOpened", accountId, ownerId, assetId, owner.venue());
                finish(List.of());
                return accountId;
            });
    }

    @Override
    public Verdict closeAccount(final By by, final long accountId)
    {
        final Account account = accounts.get(accountId);
        final TwinGuards guards = business(by, COLLATERAL_CAPABILITY).positive(accountId, ACCOUNT);
        known(guards, account, ACCOUNT);
        mine(guards, by, account, ACCOUNT);
        return guards
            .refuse(() -> DEFAULTED == account.status, ACCOUNT_STATUS, ACCOUNT)
            .refuse(() -> 0 != account.collateral.signum() || 0 != account.hold.signum() ||
                !account.legs.isEmpty(), NOT_EMPTY, ACCOUNT)
            .then(() ->
            {
                accounts.remove(accountId);
                emit("accountClosed", accountId);
                finish(List.of());
            });
    }

    private TwinGuards numbers(final TwinGuards guards, final long money, final long reference)
    {
        return guards.positive(money, AMOUNT).positive(reference, REFERENCE);
    }

    private void fresh(final TwinGuards guards, final By by, final long reference)
    {
        guards.refuse(() -> principal(by).references.tooOld(reference), TRADE_ID_TOO_OLD, REFERENCE)
            .refuse(() -> principal(by).references.contains(reference), DUPLICATE_REFERENCE, REFERENCE);
    }

    /** A receiver is DEFAULTED only while its run is held. */
    private void takes(final TwinGuards guards, final Account account, final RejectField field)
    {
        guards.refuse(() -> DEFAULTED == account.status && !account.pending.held(), ACCOUNT_STATUS, field);
    }

    /** Money came in. */
    private void came(final Account account)
    {
        reach(DEFAULTED == account.status, Clause.PAY_2_HELD_TAKES);
        if (CLOSED_OUT == account.status)
        {
            change(account, HEALTHY);
        }
    }

    @Override
    public Verdict deposit(final By by, final long accountId, final long money, final long reference)
    {
        final Account account = accounts.get(accountId);
        final TwinGuards guards = numbers(gateway(by, COLLATERAL_CAPABILITY).positive(accountId, ACCOUNT),
            money, reference);
        known(guards, account, ACCOUNT);
        mine(guards, by, account, ACCOUNT);
        fresh(guards, by, reference);
        takes(guards, account, ACCOUNT);
        return guards
            .refuse(() -> tooMuch(account.asset, big(money)) || tooMuch(account, big(money)), OVERFLOW, AMOUNT)
            .then(() ->
            {
                principal(by).references.add(reference, limits.idsRetained());
                account.asset.deposits = account.asset.deposits.add(big(money));
                move(account, big(money), CollateralCause.DEPOSIT, reference);
                came(account);
                finish(List.of(account));
            });
    }

    private void pays(final TwinGuards guards, final Account account, final RejectField field)
    {
        priced(guards, guards.passed() ? account.legs.values().stream().map(leg -> leg.instrument).toList() :
            List.of(), field)
            .refuse(() -> AccountMode.FROZEN == account.mode || account.distressed() ||
                owner(account) && MARGIN_CALL == account.status, ACCOUNT_STATUS, field);
    }

    static boolean owner(final Account account)
    {
        return Recourse.OWNER == account.asset.waterfall.recourse();
    }

    /** Whether another account of the owner keeps money from leaving (PAY-1). */
    private boolean kinWaits(final Account account)
    {
        return kin(account).stream().anyMatch(other -> other != account && (other.distressed() ||
            reach(owner(account) && MARGIN_CALL == other.status, Clause.PAY_1_OWNER)));
    }

    private void gate(final TwinGuards guards, final Account account, final RejectField field)
    {
        guards.refuse(() -> less(big(account.asset.waterfall.houseDeficitGate()), account.asset.houseDeficit),
            HOUSE_DEFICIT, field);
    }

    private void enough(final TwinGuards guards, final Account account, final long money)
    {
        guards.refuse(() -> less(account.collateral, big(money)), INSUFFICIENT_COLLATERAL, AMOUNT)
            .refuse(() -> less(TwinMargin.equity(account).min(account.collateral).subtract(account.hold)
                .subtract(big(money)), TwinMargin.initial(account)), INSUFFICIENT_MARGIN, AMOUNT);
    }

    @Override
    public Verdict withdraw(final By by, final long accountId, final long money, final long reference)
    {
        final Account account = accounts.get(accountId);
        final Asset asset = null == account ? null : account.asset;
        final TwinGuards guards = numbers(business(by, COLLATERAL_CAPABILITY).positive(accountId, ACCOUNT),
            money, reference);
        known(guards, account, ACCOUNT);
        mine(guards, by, account, ACCOUNT);
        fresh(guards, by, reference);
        pays(guards, account, ACCOUNT);
        guards.refuse(() -> !asset.withdrawalsOn, ASSET_SUSPENDED, ACCOUNT);
        gate(guards, account, ACCOUNT);
        guards
            .refuse(() -> reach(account.pledged, Clause.PAY_1_PLEDGED) || kinWaits(account), DEFAULT_PENDING, ACCOUNT)
            .refuse(() -> null != asset.waterfall.withdrawalCap() && less(big(asset.waterfall.withdrawalCap()),
                asset.draws.in(window(asset)).withdrawn(account.owner).add(big(money))), WITHDRAWAL_LIMIT, AMOUNT);
        enough(guards, account, money);
        return guards.then(() ->
        {
            reach(accounts.values().stream().anyMatch(other -> other.asset == asset && DEFAULTED == other.status),
                Clause.PAY_1_NOBODY_ELSE);
            principal(by).references.add(reference, limits.idsRetained());
            asset.withdrawals = asset.withdrawals.add(big(money));
            if (windowed(asset))
            {
                asset.draws.in(window(asset)).withdraw(account.owner, big(money));
            }
            move(account, big(-money), CollateralCause.WITHDRAWAL, reference);
            finish(List.of(account));
        });
    }

    @Override
    public Verdict transferCollateral(
        final By by, final long fromId, final long toId, final long money, final long reference)
    {
        final Account from = accounts.get(fromId);
        final Account to = accounts.get(toId);
        final TwinGuards guards = numbers(business(by, COLLATERAL_CAPABILITY).positive(fromId, FROM)
            .positive(toId, TO), money, reference)
            .refuse(() -> null != from && null != to && !from.owner.equals(to.owner), INVALID_FIELD, TO);
        known(guards, from, FROM);
        known(guards, to, TO);
        mine(guards, by, from, FROM);
        mine(guards, by, to, TO);
        fresh(guards, by, reference);
        guards.refuse(() -> from.asset != to.asset, ASSET_MISMATCH, TO)
            .refuse(() -> from == to, SAME_ACCOUNT, TO);
        pays(guards, from, FROM);
        takes(guards, to, TO);
        gate(guards, from, FROM);
        final boolean rescue = guards.passed() &&
            (MARGIN_CALL == to.status || LIQUIDATING == to.status || DEFAULTED == to.status);
        guards.refuse(() -> !rescue && kinWaits(from), DEFAULT_PENDING, FROM)
            .refuse(() -> from.pledged && !(rescue && to.distressed()), DEFAULT_PENDING, FROM);
        enough(guards, from, money);
        return guards.refuse(() -> tooMuch(to, big(money)), OVERFLOW, AMOUNT).then(() ->
        {
            reach(rescue, Clause.PAY_2_RESCUE);
            reach(from.pledged, Clause.PAY_2_PLEDGED_RESCUE);
            reach(!rescue, Clause.PAY_2_TRANSFER);
            principal(by).references.add(reference, limits.idsRetained());
            move(from, big(-money), CollateralCause.TRANSFER, reference);
            move(to, big(money), CollateralCause.TRANSFER, reference);
            came(to);
            finish(List.of(from, to));
        });
    }

    @Override
    public Verdict setOrderHold(final By by, final long accountId, final long money)
    {
        final Account account = accounts.get(accountId);
        final TwinGuards guards = business(by, TRADE_CAPABILITY)
            .positive(accountId, ACCOUNT)
            .refuse(() -> money < 0, INVALID_FIELD, AMOUNT);
        known(guards, account, ACCOUNT);
        mine(guards, by, account, ACCOUNT);
        return guards
            .refuse(() -> DEFAULTED == account.status || CLOSED_OUT == account.status && money > 0,
                ACCOUNT_STATUS, ACCOUNT)
            .refuse(() -> less(account.hold, big(money)) &&
                less(TwinMargin.equity(account).subtract(big(money)), TwinMargin.initial(account)),
                INSUFFICIENT_MARGIN, AMOUNT)
            .refuse(() -> TwinMath.tooMuch(big(money)), OVERFLOW, AMOUNT)
            .then(() ->
            {
                emit("orderHoldChanged", accountId, account.hold, money);
                account.hold = big(money);
                finish(List.of(account));
            });
    }
}
