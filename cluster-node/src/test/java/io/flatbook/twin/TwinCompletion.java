package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.CLOSED_OUT;
import static io.flatbook.twin.TwinMath.ZERO;
import static io.flatbook.twin.TwinMath.atLeastZero;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.floor;

import io.flatbook.sbe.CollateralCause;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Asset;
import java.math.BigInteger;

/** House deficit, fee, debt and the end of a run (RUN-9). */
final class TwinCompletion
{
    private final TwinStarts twin;

    TwinCompletion(final TwinStarts twin)
    {
        this.twin = twin;
    }

    void complete(final TwinRun run)
    {
        final Account defaulter = run.defaulter;
        final Asset asset = defaulter.asset;
        run.house = run.left;
        if (run.house.signum() > 0)
        {
            twin.reach(Clause.RUN_9_HOUSE);
            run.credit(run.house);
            asset.houseDeficit = asset.houseDeficit.add(run.house);
            twin.emit("houseDeficitChanged", asset.id, run.house, asset.houseDeficit, run.id);
        }
        final BigInteger closed = valueClosed(run);
        run.fee = fee(run, closed);
        pay(defaulter, run.fee, CollateralCause.CLOSE_OUT_FEE);
        final boolean over = defaulter.legs.isEmpty();
        if (over)
        {
            run.repaid = defaulter.debt.min(atLeastZero(TwinMargin.equity(defaulter)));
            twin.reach(run.repaid.signum() > 0, Clause.RUN_9_REPAID);
            pay(defaulter, run.repaid, CollateralCause.DEBT_REPAID);
            defaulter.debt = ZERO;
            releaseHold(defaulter);
        }
        else
        {
            final BigInteger given = run.drawn.add(run.surcharge).add(run.haircut).add(run.house);
            twin.reach(given.signum() > 0, Clause.RUN_9_DEBT);
            defaulter.debt = defaulter.debt.add(given);
        }
        check(run);
        twin.emit("defaultRunCompleted", run.id, defaulter.id, run.deficit, run.kept, run.collected, run.drawn,
            run.surcharge, run.haircut, run.house, run.fee, defaulter.debt, run.repaid, run.uncollected,
            closedLots(run), closed, defaulter.legs.size(), TwinMargin.equity(defaulter));
        if (over)
        {
            twin.change(defaulter, CLOSED_OUT);
            twin.distress(defaulter);
        }
        else if (run.least)
        {
            twin.reach(Clause.RUN_10_BACK);
            twin.backToTable(defaulter);
        }
    }

    private static long closedLots(final TwinRun run)
    {
        return run.legs.stream()
            .mapToLong(leg -> leg.lotsBefore - Math.abs(run.defaulter.lots(leg.instrument))).sum();
    }

    private BigInteger valueClosed(final TwinRun run)
    {
        BigInteger closed = ZERO;
        for (final TwinRun.Leg leg : run.legs)
        {
            closed = closed.add(leg.valueBefore.subtract(
                TwinMargin.value(leg.instrument, run.defaulter.lots(leg.instrument)).abs()));
        }
        return closed;
    }

    private BigInteger fee(final TwinRun run, final BigInteger closed)
    {
        if (run.equity.signum() < 0)
        {
            return ZERO;
        }
        final Account defaulter = run.defaulter;
        final BigInteger stays = run.least ? TwinMargin.maintenance(defaulter) : ZERO;
        final BigInteger fee = floor(closed.multiply(big(defaulter.asset.waterfall.closeOutFeePpm())), TwinMath.PPM)
            .min(atLeastZero(TwinMargin.equity(defaulter).subtract(stays)));
        twin.reach(fee.signum() > 0, Clause.RUN_9_FEE);
        return fee;
    }

    private void pay(final Account defaulter, final BigInteger money, final CollateralCause cause)
    {
        if (money.signum() > 0)
        {
            defaulter.collateral = defaulter.collateral.subtract(money);
            twin.payIntoFund(defaulter.asset, money, cause, defaulter);
        }
    }

    private void releaseHold(final Account defaulter)
    {
        if (0 != defaulter.hold.signum())
        {
            twin.emit("orderHoldChanged", defaulter.id, defaulter.hold, 0);
            defaulter.hold = ZERO;
        }
    }

    /** I4 and I6. */
    private static void check(final TwinRun run)
    {
        final BigInteger given = run.collected.add(run.drawn).add(run.surcharge).add(run.haircut).add(run.house);
        final BigInteger equity = TwinMargin.equity(run.defaulter);
        if (!given.equals(run.deficit) || run.defaulter.legs.isEmpty() &&
            (equity.signum() < 0 || run.equity.signum() < 0 && 0 != equity.signum()) || 0 != run.legs.stream()
            .mapToLong(leg -> leg.left).sum())
        {
            throw new IllegalStateException("the twin's run of " + run.defaulter.id + " does not balance");
        }
    }
}
