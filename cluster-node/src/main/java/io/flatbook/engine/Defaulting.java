package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * Declared and reported defaults, and what risk moves in and out of the insurance fund and the fee account.
 */
final class Defaulting
{
    private final Core core;
    private final Answer answer;

    Defaulting(final Core core)
    {
        this.core = core;
        answer = core.answer();
    }

    RejectReason declareDefault(final Principal risk, final long accountId, final boolean approved)
    {
        final RejectReason refusal = core.controls().checkRisk(risk, accountId <= 0 ? RejectField.ACCOUNT : null);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Account account = core.book().account(accountId);
        if (null == account)
        {
            return answer.refuse(RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT);
        }
        if (core.controls().needsApproval(approved))
        {
            return answer.refuse(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE);
        }
        final WaitingRun waiting = core.runs().of(account);
        final boolean forOperator = null != waiting && !waiting.released() &&
            DefaultTrigger.OPERATOR == account.asset().waterfall().trigger();
        if (AccountStatus.CLOSED_OUT == account.status() || null != waiting && !forOperator)
        {
            return answer.refuse(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT);
        }
        if (forOperator)
        {
            waiting.release();
        }
        else
        {
            core.monitor().becomeDefaulted(account, core.margin().equity(account), true);
        }
        return answer.accept();
    }

    RejectReason reportLiquidationFailed(final Account account)
    {
        if (AccountStatus.LIQUIDATING != account.status())
        {
            return answer.refuse(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT);
        }
        core.monitor().becomeDefaulted(account, core.margin().equity(account), true);
        return answer.accept();
    }

    RejectReason fundInsurance(final Principal risk, final int assetId, final long money, final boolean approved)
    {
        final RejectReason refusal = find(risk, assetId, money, approved);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Asset asset = core.book().asset(assetId);
        if (!asset.fitsDeposit(money))
        {
            return answer.refuse(RejectReason.OVERFLOW, RejectField.AMOUNT);
        }
        asset.addDeposit(money);
        core.funds().credit(asset, money, CollateralCause.FUND_INSURANCE, null);
        return answer.accept();
    }

    RejectReason withdrawInsurance(final Principal risk, final int assetId, final long money, final boolean approved)
    {
        final RejectReason refusal = find(risk, assetId, money, approved);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Asset asset = core.book().asset(assetId);
        if (asset.houseDeficit() > 0)
        {
            return answer.refuse(RejectReason.HOUSE_DEFICIT, RejectField.ASSET);
        }
        if (asset.liquidatingCount() > 0 || asset.defaultedCount() > 0)
        {
            return answer.refuse(RejectReason.DEFAULT_PENDING, RejectField.ASSET);
        }
        if (money > asset.insuranceFund() - asset.waterfall().fundFloor())
        {
            return answer.refuse(RejectReason.INSUFFICIENT_FUND, RejectField.AMOUNT);
        }
        asset.addFund(-money);
        asset.addWithdrawal(money);
        core.events().insuranceFundChanged(asset, -money, CollateralCause.WITHDRAW_INSURANCE, null);
        return answer.accept();
    }

    RejectReason withdrawFees(final Principal risk, final int assetId, final long money, final boolean approved)
    {
        final RejectReason refusal = find(risk, assetId, money, approved);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Asset asset = core.book().asset(assetId);
        if (money > asset.fees())
        {
            return answer.refuse(RejectReason.INSUFFICIENT_FUND, RejectField.AMOUNT);
        }
        asset.addFees(-money);
        asset.addWithdrawal(money);
        core.events().feesWithdrawn(asset, money, risk);
        return answer.accept();
    }

    private RejectReason find(final Principal risk, final int assetId, final long money, final boolean approved)
    {
        final RejectReason refusal = core.controls().checkRisk(
            risk, assetId <= 0 ? RejectField.ASSET : money <= 0 ? RejectField.AMOUNT : null);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (null == core.book().asset(assetId))
        {
            return answer.refuse(RejectReason.UNKNOWN_ASSET, RejectField.ASSET);
        }
        return core.controls().needsApproval(approved) ?
            answer.refuse(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE) : RejectReason.NONE;
    }
}
