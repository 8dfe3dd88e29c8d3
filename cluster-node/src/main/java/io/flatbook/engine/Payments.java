package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.AccountMonitor;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.MoneyBounds;
import io.flatbook.engine.book.OwnerAccounts;
import io.flatbook.engine.book.PendingRun;
import io.flatbook.engine.book.PendingRuns;
import io.flatbook.engine.book.Postings;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;

/**
 * Payments of gateways: deposits, withdrawals (PAY-1), transfers between accounts of one owner (PAY-2), order holds.
 */
final class Payments
{
    private final Guards guards;
    private final Postings postings;
    private final Margin margin;
    private final AccountMonitor monitor;
    private final PendingRuns runs;

    Payments(
        final Guards guards, final Postings postings, final Margin margin, final AccountMonitor monitor,
        final PendingRuns runs)
    {
        this.guards = guards;
        this.postings = postings;
        this.margin = margin;
        this.monitor = monitor;
        this.runs = runs;
    }

    RejectReason deposit(final Sender sender, final long accountId, final long minorUnits, final long reference)
    {
        final RejectReason refusal = checkPayment(sender, accountId, minorUnits, reference);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Account account = guards.book().account(accountId);
        if (!takesDeposits(account))
        {
            return guards.refuse(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT);
        }
        if (!account.asset().fitsDeposit(minorUnits) || !account.fits(minorUnits))
        {
            return guards.refuse(RejectReason.OVERFLOW, RejectField.AMOUNT);
        }
        sender.principal().references().add(reference);
        postings.deposit(account, minorUnits, reference);
        monitor.revive(account);
        return guards.accept();
    }

    // PAY-2: an account in default takes deposits as long as its run is held.
    private boolean takesDeposits(final Account account)
    {
        if (AccountStatus.DEFAULTED != account.status())
        {
            return true;
        }
        final PendingRun run = runs.of(account);
        return null != run && run.isHeld();
    }

    RejectReason withdraw(final Sender sender, final long accountId, final long minorUnits, final long reference)
    {
        RejectReason refusal = guards.checkNewBusiness(sender, Principal.COLLATERAL);
        if (RejectReason.NONE == refusal)
        {
            refusal = checkPayment(sender, accountId, minorUnits, reference);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Account account = guards.book().account(accountId);
        refusal = checkPayer(account, RejectField.ACCOUNT);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Asset asset = account.asset();
        if (Switch.ON != asset.withdrawalsOn())
        {
            return guards.refuse(RejectReason.ASSET_SUSPENDED, RejectField.ACCOUNT);
        }
        refusal = checkGate(asset, RejectField.ACCOUNT);
        if (RejectReason.NONE == refusal)
        {
            refusal = checkOwner(account, RejectField.ACCOUNT);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final long cap = asset.waterfall().withdrawalCap();
        if (Absent.LONG != cap && minorUnits > cap - asset.ownerWithdrawn(account.owner(), guards.nowMs()))
        {
            return guards.refuse(RejectReason.WITHDRAWAL_LIMIT, RejectField.AMOUNT);
        }
        refusal = checkCover(account, minorUnits);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        sender.principal().references().add(reference);
        postings.withdraw(account, minorUnits, reference);
        return guards.accept();
    }

    // The payer's positions are priced and its own status allows it.
    private RejectReason checkPayer(final Account account, final RejectField field)
    {
        final RejectReason unpriced = checkPriced(account, field);
        if (RejectReason.NONE != unpriced)
        {
            return unpriced;
        }
        final boolean isCalled = AccountStatus.MARGIN_CALL == account.status() &&
            Recourse.OWNER == account.asset().waterfall().recourse();
        return AccountMode.FROZEN == account.mode() || account.distressed() || isCalled ?
            guards.refuse(RejectReason.ACCOUNT_STATUS, field) : RejectReason.NONE;
    }

    // The reasons of all legs come in the order of the reasons.
    private RejectReason checkPriced(final Account account, final RejectField field)
    {
        RejectReason first = RejectReason.NONE;
        for (int i = 0; i < account.legCount(); i++)
        {
            final RejectReason reason = guards.checkPriced(account.leg(i).instrument(), field);
            if (RejectReason.NONE != reason && (RejectReason.NONE == first || reason.value() < first.value()))
            {
                first = reason;
            }
        }
        return RejectReason.NONE == first ? first : guards.refuse(first, field);
    }

    private RejectReason checkGate(final Asset asset, final RejectField field)
    {
        return asset.houseDeficit().atMost(Long.MAX_VALUE) > asset.waterfall().houseDeficitGate() ?
            guards.refuse(RejectReason.HOUSE_DEFICIT, field) : RejectReason.NONE;
    }

    // No account of the owner is distressed, with recourse OWNER none is called, and the payer answers for none.
    private RejectReason checkOwner(final Account account, final RejectField field)
    {
        final OwnerAccounts accounts = account.ownerAccounts();
        final boolean isCalled = accounts.marginCalls() > 0 &&
            Recourse.OWNER == account.asset().waterfall().recourse();
        return accounts.distressed() > 0 || isCalled || account.pledged() ?
            guards.refuse(RejectReason.DEFAULT_PENDING, field) : RejectReason.NONE;
    }

    private RejectReason checkCover(final Account account, final long minorUnits)
    {
        if (minorUnits > account.collateral())
        {
            return guards.refuse(RejectReason.INSUFFICIENT_COLLATERAL, RejectField.AMOUNT);
        }
        final long free = Math.min(account.collateral(), margin.equity(account)) - account.orderHold();
        return free - minorUnits < margin.initialMargin(account) ?
            guards.refuse(RejectReason.INSUFFICIENT_MARGIN, RejectField.AMOUNT) : RejectReason.NONE;
    }

    RejectReason transferCollateral(
        final Sender sender, final long fromId, final long toId, final long minorUnits, final long reference)
    {
        RejectReason refusal = guards.checkNewBusiness(sender, Principal.COLLATERAL);
        if (RejectReason.NONE == refusal)
        {
            refusal = findPair(sender, fromId, toId, minorUnits, reference);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Account from = guards.book().account(fromId);
        final Account to = guards.book().account(toId);
        refusal = checkPayer(from, RejectField.FROM);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (!takesDeposits(to))
        {
            return guards.refuse(RejectReason.ACCOUNT_STATUS, RejectField.TO);
        }
        refusal = checkGate(from.asset(), RejectField.FROM);
        if (RejectReason.NONE == refusal && !isRescue(from, to))
        {
            refusal = checkOwner(from, RejectField.FROM);
        }
        if (RejectReason.NONE == refusal)
        {
            refusal = checkCover(from, minorUnits);
        }
        if (RejectReason.NONE == refusal && !to.fits(minorUnits))
        {
            refusal = guards.refuse(RejectReason.OVERFLOW, RejectField.AMOUNT);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        sender.principal().references().add(reference);
        postings.collateral(from, -minorUnits, CollateralCause.TRANSFER, reference);
        postings.collateral(to, minorUnits, CollateralCause.TRANSFER, reference);
        monitor.revive(to);
        return guards.accept();
    }

    // PAY-2: to an account in need the owner's statuses do not matter; a pledged payer may pay one that it answers for.
    private static boolean isRescue(final Account from, final Account to)
    {
        final boolean isInNeed = to.distressed() || AccountStatus.MARGIN_CALL == to.status();
        return isInNeed && (!from.pledged() || to.distressed());
    }

    private RejectReason findPair(
        final Sender sender, final long fromId, final long toId, final long minorUnits, final long reference)
    {
        if (fromId <= 0 || toId <= 0)
        {
            return guards.refuse(RejectReason.INVALID_FIELD, fromId <= 0 ? RejectField.FROM : RejectField.TO);
        }
        if (minorUnits <= 0 || reference <= 0)
        {
            return guards.refuse(
                RejectReason.INVALID_FIELD, minorUnits <= 0 ? RejectField.AMOUNT : RejectField.REFERENCE);
        }
        final Account from = guards.book().account(fromId);
        final Account to = guards.book().account(toId);
        if (null != from && null != to && from.owner() != to.owner())
        {
            return guards.refuse(RejectReason.INVALID_FIELD, RejectField.TO);
        }
        if (null == from || null == to)
        {
            return guards.refuse(
                RejectReason.UNKNOWN_ACCOUNT, null == from ? RejectField.FROM : RejectField.TO);
        }
        if (from.venue() != sender.principal().venue())
        {
            return guards.refuse(RejectReason.NOT_YOUR_ACCOUNT, RejectField.FROM);
        }
        final RejectReason refusal = checkReference(sender, reference);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (from.asset() != to.asset())
        {
            return guards.refuse(RejectReason.ASSET_MISMATCH, RejectField.TO);
        }
        return from == to ? guards.refuse(RejectReason.SAME_ACCOUNT, RejectField.TO) : RejectReason.NONE;
    }

    RejectReason setOrderHold(final Sender sender, final long accountId, final long minorUnits)
    {
        RejectReason refusal = guards.checkNewBusiness(sender, Principal.TRADE);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (accountId > 0 && minorUnits < 0)
        {
            return guards.refuse(RejectReason.INVALID_FIELD, RejectField.AMOUNT);
        }
        refusal = guards.checkAccount(sender, Principal.TRADE, accountId);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Account account = guards.book().account(accountId);
        final boolean isClosed = AccountStatus.CLOSED_OUT == account.status() && minorUnits > 0;
        if (AccountStatus.DEFAULTED == account.status() || isClosed)
        {
            return guards.refuse(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT);
        }
        final boolean isUncovered = minorUnits > account.orderHold() &&
            margin.equity(account) - margin.initialMargin(account) < minorUnits;
        if (isUncovered)
        {
            return guards.refuse(RejectReason.INSUFFICIENT_MARGIN, RejectField.AMOUNT);
        }
        if (minorUnits > MoneyBounds.BALANCE_MAX)
        {
            return guards.refuse(RejectReason.OVERFLOW, RejectField.AMOUNT);
        }
        postings.orderHold(account, minorUnits);
        return guards.accept();
    }

    private RejectReason checkPayment(
        final Sender sender, final long accountId, final long minorUnits, final long reference)
    {
        if (!sender.principal().may(Principal.COLLATERAL))
        {
            return guards.refuse(RejectReason.NOT_AUTHORIZED, RejectField.NONE);
        }
        if (accountId > 0 && (minorUnits <= 0 || reference <= 0))
        {
            return guards.refuse(
                RejectReason.INVALID_FIELD, minorUnits <= 0 ? RejectField.AMOUNT : RejectField.REFERENCE);
        }
        final RejectReason refusal = guards.checkAccount(sender, Principal.COLLATERAL, accountId);
        return RejectReason.NONE != refusal ? refusal : checkReference(sender, reference);
    }

    private RejectReason checkReference(final Sender sender, final long reference)
    {
        if (sender.principal().references().tooOld(reference))
        {
            return guards.refuse(RejectReason.TRADE_ID_TOO_OLD, RejectField.REFERENCE);
        }
        return sender.principal().references().contains(reference) ?
            guards.refuse(RejectReason.DUPLICATE_REFERENCE, RejectField.REFERENCE) : RejectReason.NONE;
    }
}
