package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.MoneyBounds;
import io.flatbook.engine.book.PendingRun;
import io.flatbook.engine.book.PendingRuns;
import io.flatbook.engine.book.Postings;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * What risk moves in and out of the insurance fund, the fee account and the rounding account (CMD-4, NUM-5).
 */
final class InsuranceFund
{
    private final Guards guards;
    private final Postings postings;
    private final Margin margin;
    private final PendingRuns runs;
    private final ClearingEvents events;

    InsuranceFund(
        final Guards guards, final Postings postings, final Margin margin, final PendingRuns runs,
        final ClearingEvents events)
    {
        this.guards = guards;
        this.postings = postings;
        this.margin = margin;
        this.runs = runs;
        this.events = events;
    }

    RejectReason fund(final Sender sender, final int assetId, final long minorUnits)
    {
        final RejectReason refusal = find(sender, assetId, minorUnits);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Asset asset = guards.book().asset(assetId);
        if (!asset.fitsDeposit(minorUnits) || !MoneyBounds.fits(asset.insuranceFund(), minorUnits))
        {
            return guards.refuse(RejectReason.OVERFLOW, RejectField.AMOUNT);
        }
        postings.fundInsurance(asset, minorUnits);
        return guards.accept();
    }

    RejectReason withdraw(final Sender sender, final int assetId, final long minorUnits)
    {
        final RejectReason refusal = find(sender, assetId, minorUnits);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Asset asset = guards.book().asset(assetId);
        if (!asset.houseDeficit().isZero())
        {
            return guards.refuse(RejectReason.HOUSE_DEFICIT, RejectField.ASSET);
        }
        if (isNeeded(asset))
        {
            return guards.refuse(RejectReason.DEFAULT_PENDING, RejectField.ASSET);
        }
        if (minorUnits > asset.insuranceFund() - asset.waterfall().fundFloor())
        {
            return guards.refuse(RejectReason.INSUFFICIENT_FUND, RejectField.AMOUNT);
        }
        postings.withdrawInsurance(asset, minorUnits);
        return guards.accept();
    }

    // While an account below 0 waits for its run, or one is LIQUIDATING that can be closed, the fund may be called on.
    private boolean isNeeded(final Asset asset)
    {
        for (final PendingRun run : runs.oldestFirst())
        {
            if (run.account().asset() == asset && margin.equity(run.account()) < 0)
            {
                return true;
            }
        }
        for (final Account account : asset.liquidating().values())
        {
            for (int i = 0; i < account.legCount(); i++)
            {
                if (account.leg(i).instrument().closable(guards.nowMs()))
                {
                    return true;
                }
            }
        }
        return false;
    }

    RejectReason withdrawFees(final Sender sender, final int assetId, final long minorUnits)
    {
        final RejectReason refusal = find(sender, assetId, minorUnits);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Asset asset = guards.book().asset(assetId);
        if (!asset.houseDeficit().isZero())
        {
            return guards.refuse(RejectReason.HOUSE_DEFICIT, RejectField.ASSET);
        }
        if (minorUnits > asset.fees())
        {
            return guards.refuse(RejectReason.INSUFFICIENT_FUND, RejectField.AMOUNT);
        }
        postings.withdrawFees(asset, minorUnits);
        events.feesWithdrawn(asset, minorUnits, sender.principal());
        return guards.accept();
    }

    RejectReason sweepRounding(final Sender sender, final int assetId)
    {
        RejectReason refusal = guards.checkAsset(sender, assetId, RejectField.NONE);
        if (RejectReason.NONE == refusal)
        {
            refusal = guards.checkApproval(sender, true);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Asset asset = guards.book().asset(assetId);
        if (asset.rounding() <= 0)
        {
            return guards.refuse(RejectReason.INSUFFICIENT_FUND, RejectField.ASSET);
        }
        if (!MoneyBounds.fits(asset.fees(), asset.rounding()))
        {
            return guards.refuse(RejectReason.OVERFLOW, RejectField.ASSET);
        }
        events.roundingSwept(asset, postings.sweepRounding(asset), sender.principal());
        return guards.accept();
    }

    private RejectReason find(final Sender sender, final int assetId, final long minorUnits)
    {
        final RejectReason refusal =
            guards.checkAsset(sender, assetId, minorUnits <= 0 ? RejectField.AMOUNT : RejectField.NONE);
        return RejectReason.NONE != refusal ? refusal : guards.checkApproval(sender, true);
    }
}
