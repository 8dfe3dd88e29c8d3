package io.flatbook.engine.book;

import io.flatbook.sbe.AccountStatus;
import org.agrona.collections.Int2ObjectHashMap;

import java.util.function.Consumer;

/**
 * Triggers by price: a mark costs what it crosses.
 *
 * <p>Why it is sound. A status stays as it is while certain gaps are not negative: equity less initial margin for a
 * HEALTHY account; equity, equity less maintenance margin, and initial margin less equity less 1 for one in
 * MARGIN_CALL; equity, and initial margin less equity less 1 for one that is LIQUIDATING. Doubt only counts if equity
 * is below 0 or below maintenance margin, so that it decides nothing while those gaps hold. Each position has a
 * {@link TriggerRange} of marks for each instrument that moves it, with a bound of what it can cost a gap while the
 * mark stays inside. The gap as it is now is the account's slack, and the bounds of all its ranges together are at most
 * the slack. So as long as no mark leaves a range no gap is negative, whatever the other marks did inside theirs. A
 * mark that leaves one has the account evaluated exactly. Positions are monotone in their own mark: a fall costs a long
 * position, a rise a short one, for the way back to HEALTHY the other way round; a short option's requirement may move
 * either way with its underlying. Accounts in any other state, in default or kept by doubt, have ranges that every mark
 * and every change of doubt leaves.
 *
 * <p>After each evaluation the ranges of the account are kept if their bounds still fit; a range that a mark left gets
 * what the others spare, unless that is little: then all are set anew.
 *
 * <p>Of a HEALTHY account the gap with each mark at the adverse edge of its range is kept too, its cushion: no gap is
 * less while no mark leaves a range, whatever the marks are. A posting changes one term of that sum and collateral, so
 * that a trade adjusts the cushion and asks nothing of the other positions while it is not below 0. A mark that leaves
 * a range, other requirements and another status end it, until the account is evaluated.
 *
 * <p>Ranges depend on the history of an account, and
 * who is found depends on them, but events do not: an account found without need is evaluated without effect. Nothing
 * of it is state.
 */
public final class TriggerIndex implements MarginTriggers
{
    private static final int HELD_BACK = 16;

    private final Margin margin;
    private final TouchedAccounts touched;
    private final WorkCounter work;
    private final Int2ObjectHashMap<TriggerHeap> lowsByInstrumentId = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<TriggerHeap> highsByInstrumentId = new Int2ObjectHashMap<>();
    private final Consumer<TriggerRange> passed = this::passed;
    private boolean isHealthy;
    private long slack;
    private long slackBack;
    private long rest;
    private long restBack;
    private boolean isAnyLost;
    private long weight;
    private long weightLost;

    /**
     * An index of no position.
     *
     * @param margin  of the accounts.
     * @param touched accounts to be evaluated.
     * @param work    counts ranges set.
     */
    public TriggerIndex(final Margin margin, final TouchedAccounts touched, final WorkCounter work)
    {
        this.margin = margin;
        this.touched = touched;
        this.work = work;
    }

    @Override
    public void markMoved(final Instrument instrument, final long oldTicks, final long newTicks)
    {
        touchPassed(lowsByInstrumentId.get(instrument.id()), newTicks);
        touchPassed(highsByInstrumentId.get(instrument.id()), newTicks);
    }

    @Override
    public void heldMarkChanged(final Instrument instrument)
    {
        touchPassed(lowsByInstrumentId.get(instrument.id()), TriggerRange.ALWAYS - 1);
    }

    @Override
    public void requirementsChanged(final Instrument instrument)
    {
        for (final Position position : instrument.positions())
        {
            position.account().dropCushion();
        }
        touched.touchHolders(instrument);
    }

    private void touchPassed(final TriggerHeap heap, final long ticks)
    {
        if (null != heap)
        {
            heap.findPassed(ticks, passed);
        }
    }

    // Its account is evaluated at the end of the command, which arms the range anew where it stands, or takes it off.
    private void passed(final TriggerRange range)
    {
        range.left();
        range.position().account().dropCushion();
        touched.touch(range.position().account());
    }

    @Override
    public void accountChanged(final Account account)
    {
        account.dropCushion();
        if (0 == account.legCount())
        {
            return;
        }
        if (hasSlack(account))
        {
            fit(account);
        }
        else
        {
            foundByEveryMark(account);
        }
    }

    @Override
    public void accountIsHealthy(final Account account, final long spare)
    {
        isHealthy = true;
        slack = spare;
        slackBack = 0;
        fit(account);
    }

    @Override
    public boolean staysHealthy(final Account account)
    {
        return account.isCushioned() && account.cushion() >= 0 && AccountStatus.HEALTHY == account.status();
    }

    @Override
    public boolean isCovered(
        final Account account, final Instrument instrument, final int leg, final PositionChange change,
        final long collateral, final long least)
    {
        return leg >= 0 && account.isCushionedWith(leg, change.quantityLots()) && collateral +
            account.cushionWith(instrument, leg, change.quantityLots(), change.cost()) >= least;
    }

    private void fit(final Account account)
    {
        work.measured(account.legCount());
        refit(account);
        if (isHealthy)
        {
            account.measureCushion();
        }
    }

    private void refit(final Account account)
    {
        measure(account);
        if (isAnyLost || rest < 0 || restBack < 0)
        {
            weigh(account);
            if (rest >= 0 && restBack >= 0 && spares(rest, slack) && spares(restBack, slackBack))
            {
                setLost(account);
            }
            else
            {
                setAll(account);
            }
        }
    }

    // Whether the status of the account is one that stays while its gaps are not negative, and what they are.
    private boolean hasSlack(final Account account)
    {
        isHealthy = AccountStatus.HEALTHY == account.status();
        final boolean isCalled = AccountStatus.MARGIN_CALL == account.status();
        if (account.keptByDoubt() || !isHealthy && !isCalled && AccountStatus.LIQUIDATING != account.status())
        {
            return false;
        }
        final long equity = margin.equity(account);
        final long initial = margin.initialMargin(account);
        if (isHealthy)
        {
            slack = equity - initial;
            slackBack = 0;
            return slack >= 0;
        }
        slack = isCalled ? Math.min(equity, equity - margin.maintenanceMargin(account)) : equity;
        slackBack = initial - equity - 1;
        return slack >= 0 && slackBack >= 0;
    }

    // What the ranges of the account leave of its slack, and whether some are lost or new.
    private void measure(final Account account)
    {
        rest = slack;
        restBack = slackBack;
        isAnyLost = false;
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            measure(own(leg));
            if (isMovedByUnderlying(leg))
            {
                measure(ofUnderlying(leg));
            }
            else if (null != leg.underlyingRange())
            {
                leg.underlyingRange().disarm();
            }
        }
    }

    private void measure(final TriggerRange range)
    {
        if (isStill(range))
        {
            range.disarm();
            return;
        }
        if (!range.holds())
        {
            isAnyLost = true;
            return;
        }
        if (!range.isOwn())
        {
            final long loss = Math.max(range.lossLow(), range.lossHigh());
            rest = less(rest, loss);
            restBack = isHealthy ? 0 : less(restBack, loss);
            return;
        }
        final boolean isLong = range.position().isLong();
        rest = less(rest, isLong ? range.lossLow() : range.lossHigh());
        if (!isHealthy)
        {
            restBack = less(restBack, isLong ? range.lossHigh() : range.lossLow());
        }
    }

    private void weigh(final Account account)
    {
        weight = 0;
        weightLost = 0;
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            weigh(own(leg));
            if (isMovedByUnderlying(leg))
            {
                weigh(ofUnderlying(leg));
            }
        }
    }

    private void weigh(final TriggerRange range)
    {
        if (!isStill(range))
        {
            weight += range.weight();
            weightLost += range.holds() ? 0 : range.weight();
        }
    }

    private static long less(final long rest, final long loss)
    {
        return rest < loss ? -1 : rest - loss;
    }

    // Whether lost ranges would get at least half of what they got if all were set anew.
    private boolean spares(final long left, final long all)
    {
        return FixedPoint.compareProducts(left, weight, all / 2, weightLost) >= 0;
    }

    private void setAll(final Account account)
    {
        // What is held back is what trades and fees can use before the ranges are set anew.
        rest = slack - slack / HELD_BACK;
        restBack = slackBack;
        weightLost = weight;
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            set(own(leg));
            if (isMovedByUnderlying(leg))
            {
                set(ofUnderlying(leg));
            }
        }
    }

    private void setLost(final Account account)
    {
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            if (!own(leg).holds())
            {
                set(own(leg));
            }
            if (isMovedByUnderlying(leg) && !ofUnderlying(leg).holds())
            {
                set(ofUnderlying(leg));
            }
        }
    }

    private void set(final TriggerRange range)
    {
        if (isStill(range))
        {
            return;
        }
        final long share = range.weight();
        final long loss = FixedPoint.multiplyDivideFloor(rest, share, weightLost);
        final long lossBack = FixedPoint.multiplyDivideFloor(restBack, share, weightLost);
        if (!range.isOwn())
        {
            final long both = isHealthy ? loss : Math.min(loss, lossBack);
            set(range, range.lowTicks(both), range.highTicks(both));
        }
        else if (range.position().isLong())
        {
            set(range, range.lowTicks(loss), isHealthy ? TriggerRange.NO_HIGH : range.highTicks(lossBack));
        }
        else
        {
            set(range, isHealthy ? TriggerRange.NO_LOW : range.lowTicks(lossBack), range.highTicks(loss));
        }
    }

    private void set(final TriggerRange range, final long low, final long high)
    {
        if (range.arm(low, high))
        {
            work.rekeyed(1);
        }
    }

    private void foundByEveryMark(final Account account)
    {
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            set(own(leg), TriggerRange.ALWAYS, TriggerRange.NO_HIGH);
            if (leg.instrument().isOption())
            {
                set(ofUnderlying(leg), TriggerRange.ALWAYS, TriggerRange.NO_HIGH);
            }
        }
    }

    // MAR-3: what a BOUNDED position gains or loses its requirement gains or loses too.
    private boolean isStill(final TriggerRange range)
    {
        return isHealthy && range.position().instrument().marginTerms().isBounded();
    }

    // MAR-4: the requirement of a short option depends on the price of its underlying, nothing else does.
    private static boolean isMovedByUnderlying(final Position leg)
    {
        return leg.instrument().isOption() && !leg.isLong();
    }

    private TriggerRange own(final Position leg)
    {
        if (null == leg.ownRange())
        {
            leg.ownRange(range(leg, leg.instrument()));
        }
        return leg.ownRange();
    }

    private TriggerRange ofUnderlying(final Position leg)
    {
        if (null == leg.underlyingRange())
        {
            leg.underlyingRange(range(leg, leg.instrument().underlying()));
        }
        return leg.underlyingRange();
    }

    private TriggerRange range(final Position leg, final Instrument mover)
    {
        TriggerHeap lows = lowsByInstrumentId.get(mover.id());
        if (null == lows)
        {
            lows = new TriggerHeap(true);
            lowsByInstrumentId.put(mover.id(), lows);
            highsByInstrumentId.put(mover.id(), new TriggerHeap(false));
        }
        return new TriggerRange(leg, mover, lows, highsByInstrumentId.get(mover.id()));
    }
}
