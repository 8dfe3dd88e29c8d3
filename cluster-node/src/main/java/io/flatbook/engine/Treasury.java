package io.flatbook.engine;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;

import java.util.List;

/**
 * Accounts and payments: opening and closing, deposits, withdrawals, order holds.
 */
final class Treasury
{
    private final Core core;
    private final Answer answer;

    Treasury(final Core core)
    {
        this.core = core;
        answer = core.answer();
    }

    RejectReason openAccount(final Principal gateway, final long accountId, final long ownerId, final int assetId)
    {
        final RejectReason refusal = core.checkNewBusiness(gateway, Principal.COLLATERAL);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (accountId <= 0 || ownerId <= 0 || assetId <= 0)
        {
            return answer.refuse(RejectReason.INVALID_FIELD, accountId <= 0 ? RejectField.ACCOUNT :
                ownerId <= 0 ? RejectField.OWNER : RejectField.ASSET);
        }
        final Asset asset = core.book().asset(assetId);
        if (null == asset)
        {
            return answer.refuse(RejectReason.UNKNOWN_ASSET, RejectField.ASSET);
        }
        if (null != core.book().account(accountId))
        {
            return answer.refuse(RejectReason.ALREADY_EXISTS, RejectField.ACCOUNT);
        }
        core.events().accountOpened(core.book().addAccount(accountId, ownerId, asset, gateway.venue()));
        return answer.accept(accountId);
    }

    RejectReason closeAccount(final Principal gateway, final long accountId)
    {
        RejectReason refusal = core.checkNewBusiness(gateway, Principal.COLLATERAL);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        refusal = find(gateway, Principal.COLLATERAL, accountId);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Account account = core.book().account(accountId);
        if (AccountStatus.DEFAULTED == account.status())
        {
            return answer.refuse(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT);
        }
        if (0 != account.collateral() || 0 != account.legCount() || 0 != account.orderHold())
        {
            return answer.refuse(RejectReason.NOT_EMPTY, RejectField.ACCOUNT);
        }
        core.book().removeAccount(account);
        core.events().accountClosed(account);
        return answer.accept();
    }

    RejectReason deposit(final Principal gateway, final long accountId, final long money, final long reference)
    {
        final RejectReason refusal = findPayment(gateway, accountId, money, reference);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Account account = core.book().account(accountId);
        if (AccountStatus.DEFAULTED == account.status())
        {
            return answer.refuse(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT);
        }
        if (!account.asset().fitsDeposit(money))
        {
            return answer.refuse(RejectReason.OVERFLOW, RejectField.AMOUNT);
        }
        gateway.references().add(reference);
        account.asset().addDeposit(money);
        account.addCollateral(money);
        core.events().collateralChanged(account, money, CollateralCause.DEPOSIT, reference);
        core.monitor().revive(account);
        core.monitor().touch(account);
        return answer.accept();
    }

    RejectReason withdraw(final Principal gateway, final long accountId, final long money, final long reference)
    {
        RejectReason refusal = core.checkNewBusiness(gateway, Principal.COLLATERAL);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        refusal = findPayment(gateway, accountId, money, reference);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Account account = core.book().account(accountId);
        refusal = checkWithdrawal(account);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Waterfall waterfall = account.asset().waterfall();
        final long window = waterfall.windowMs() > 0 ? core.nowMs() / waterfall.windowMs() : 0;
        if (ClearingEngine.NULL_LONG != waterfall.withdrawalCap() &&
            money > waterfall.withdrawalCap() - account.withdrawnIn(window))
        {
            return answer.refuse(RejectReason.WITHDRAWAL_LIMIT, RejectField.AMOUNT);
        }
        if (money > account.collateral())
        {
            return answer.refuse(RejectReason.INSUFFICIENT_COLLATERAL, RejectField.AMOUNT);
        }
        final long free = Math.min(account.collateral(), core.margin().equity(account)) - account.orderHold();
        if (free - money < core.margin().initialMargin(account))
        {
            return answer.refuse(RejectReason.INSUFFICIENT_MARGIN, RejectField.AMOUNT);
        }
        gateway.references().add(reference);
        account.asset().addWithdrawal(money);
        account.addCollateral(-money);
        account.withdrawn(window, money);
        core.events().collateralChanged(account, -money, CollateralCause.WITHDRAWAL, reference);
        core.monitor().touch(account);
        return answer.accept();
    }

    private RejectReason checkWithdrawal(final Account account)
    {
        for (int i = 0; i < account.legCount(); i++)
        {
            if (account.leg(i).instrument().suspect())
            {
                return answer.refuse(RejectReason.MARK_SUSPECT, RejectField.ACCOUNT);
            }
        }
        for (int i = 0; i < account.legCount(); i++)
        {
            if (account.leg(i).instrument().stale(core.nowMs()))
            {
                return answer.refuse(RejectReason.MARK_STALE, RejectField.ACCOUNT);
            }
        }
        final Asset asset = account.asset();
        if (AccountMode.FROZEN == account.mode() || AccountStatus.LIQUIDATING == account.status() ||
            AccountStatus.DEFAULTED == account.status())
        {
            return answer.refuse(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT);
        }
        if (Switch.ON != asset.withdrawalsOn())
        {
            return answer.refuse(RejectReason.ASSET_SUSPENDED, RejectField.ACCOUNT);
        }
        if (asset.houseDeficit() > asset.waterfall().houseDeficitGate())
        {
            return answer.refuse(RejectReason.HOUSE_DEFICIT, RejectField.ACCOUNT);
        }
        final List<Account> ofOwner = core.book().accountsOf(account.ownerId());
        for (int i = 0; i < ofOwner.size(); i++)
        {
            if (AccountStatus.LIQUIDATING == ofOwner.get(i).status())
            {
                return answer.refuse(RejectReason.DEFAULT_PENDING, RejectField.ACCOUNT);
            }
        }
        return asset.defaultedCount() > 0 ?
            answer.refuse(RejectReason.DEFAULT_PENDING, RejectField.ACCOUNT) : RejectReason.NONE;
    }

    RejectReason setOrderHold(final Principal gateway, final long accountId, final long money)
    {
        RejectReason refusal = core.checkNewBusiness(gateway, Principal.TRADE);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (accountId > 0 && money < 0)
        {
            return answer.refuse(RejectReason.INVALID_FIELD, RejectField.AMOUNT);
        }
        refusal = find(gateway, Principal.TRADE, accountId);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Account account = core.book().account(accountId);
        if (AccountStatus.DEFAULTED == account.status())
        {
            return answer.refuse(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT);
        }
        final long old = account.orderHold();
        if (money > old && core.margin().equity(account) - core.margin().initialMargin(account) < money)
        {
            return answer.refuse(RejectReason.INSUFFICIENT_MARGIN, RejectField.AMOUNT);
        }
        account.orderHold(money);
        core.events().orderHoldChanged(account, old);
        return answer.accept();
    }

    private RejectReason findPayment(
        final Principal gateway, final long accountId, final long money, final long reference)
    {
        if (!gateway.may(Principal.COLLATERAL))
        {
            return answer.refuse(RejectReason.NOT_AUTHORIZED, RejectField.NONE);
        }
        if (accountId > 0 && (money <= 0 || reference <= 0))
        {
            return answer.refuse(RejectReason.INVALID_FIELD, money <= 0 ? RejectField.AMOUNT : RejectField.REFERENCE);
        }
        final RejectReason refusal = find(gateway, Principal.COLLATERAL, accountId);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (gateway.references().tooOld(reference))
        {
            return answer.refuse(RejectReason.TRADE_ID_TOO_OLD, RejectField.REFERENCE);
        }
        return gateway.references().contains(reference) ?
            answer.refuse(RejectReason.DUPLICATE_REFERENCE, RejectField.REFERENCE) : RejectReason.NONE;
    }

    /** Refuses where the gateway may not do it, or the account is unknown or of another venue. */
    RejectReason find(final Principal gateway, final int capability, final long accountId)
    {
        if (!gateway.may(capability))
        {
            return answer.refuse(RejectReason.NOT_AUTHORIZED, RejectField.NONE);
        }
        if (accountId <= 0)
        {
            return answer.refuse(RejectReason.INVALID_FIELD, RejectField.ACCOUNT);
        }
        final Account account = core.book().account(accountId);
        if (null == account)
        {
            return answer.refuse(RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT);
        }
        return account.venue() != gateway.venue() ?
            answer.refuse(RejectReason.NOT_YOUR_ACCOUNT, RejectField.ACCOUNT) : RejectReason.NONE;
    }
}
