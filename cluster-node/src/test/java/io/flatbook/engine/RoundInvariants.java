package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.Owner;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.Sides;
import io.flatbook.engine.offset.PlannedOffset;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.OffsetLayer;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.Side;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Watches the events of default runs, round by round, and holds I3 to I6 and I12 against the book as it was at the
 * freeze: the first event of a round comes before anything of it is done. Figures are computed afresh, not read from
 * the plan.
 */
final class RoundInvariants
{
    /** An account at the freeze. */
    private record Frozen(Account account, long equity, long maintenance, boolean pledged)
    {
    }

    /** A side of an instrument on which an account holds or gained something. */
    private record Place(long accountId, int instrumentId, Side side)
    {
    }

    private final ClearingEngine engine;
    private final Margin margin;
    private final Map<Place, Long> entryGains = new HashMap<>();
    private final Map<Long, Long> givenInEntry = new HashMap<>();
    private final Map<Long, Long> givenInRound = new HashMap<>();
    private final Map<Long, Frozen> frozen = new HashMap<>();
    private final Map<Place, Long> frozenGains = new HashMap<>();
    private final Map<Instrument, Long> openInterest = new IdentityHashMap<>();
    private final Map<Asset, Long> offer = new IdentityHashMap<>();
    private final Map<Owner, Long> capLeft = new IdentityHashMap<>();
    private final Map<Account, RunPlan> runs = new IdentityHashMap<>();
    private final Map<Account, Long> collected = new IdentityHashMap<>();
    private final Map<Account, Long> drawn = new IdentityHashMap<>();
    private final Map<Account, Long> surcharges = new IdentityHashMap<>();
    private final Map<Account, Long> house = new IdentityHashMap<>();
    private final List<RunPlan> completed = new ArrayList<>();
    private long haircuts;
    private boolean ownAccountsDone;
    private int runsSeen;
    private int roundsSeen;

    RoundInvariants(final ClearingEngine engine)
    {
        this.engine = engine;
        margin = engine.margin();
    }

    int runs()
    {
        return runsSeen;
    }

    int rounds()
    {
        return roundsSeen;
    }

    void beginEntry()
    {
        entryGains.clear();
        givenInEntry.clear();
        assertThat(runs).as("a round that began is over").isEmpty();
    }

    /** A settlement or a funding of this entry gave something on a side. */
    void gained(final Account account, final Instrument instrument, final long lotsBefore, final long minorUnits)
    {
        if (minorUnits > 0 && 0 != lotsBefore)
        {
            entryGains.merge(place(account, instrument, lotsBefore), minorUnits, Long::sum);
        }
    }

    private static Place place(final Account account, final Instrument instrument, final long lots)
    {
        return new Place(account.id(), instrument.id(), Sides.of(lots));
    }

    void started(final Account account, final RunPlan plan)
    {
        if (runs.isEmpty())
        {
            freeze();
        }
        assertThat(plan.equity()).as("equity at the freeze").isEqualTo(margin.equity(account));
        long kept = 0;
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            kept += 0 == plan.legs().get(i).lotsToClose() ? Math.max(0, -leg.unrealizedPnl()) : 0;
            assertThat(plan.legs().get(i).lotsToClose() > 0 &&
                !leg.instrument().closable(engine.timeMs())).as("RUN-1: only closable legs").isFalse();
        }
        assertThat(plan.deficit()).as("RUN-1: deficit").isEqualTo(Math.max(0, -plan.equity() - kept));
        runs.put(account, plan);
    }

    private void freeze()
    {
        for (Account account = engine.book().nextAccount(0); null != account;
            account = engine.book().nextAccount(account.id()))
        {
            frozen.put(account.id(), new Frozen(
                account, margin.equity(account), margin.maintenanceMargin(account), account.pledged()));
            for (int i = 0; i < account.legCount(); i++)
            {
                final Position leg = account.leg(i);
                frozenGains.put(place(account, leg.instrument(), leg.quantityLots()), leg.unrealizedPnl());
                openInterest.put(leg.instrument(), leg.instrument().openInterestLots());
            }
            offer.put(account.asset(), account.asset().fundAvailable(engine.timeMs()));
            capLeft.put(account.owner(), account.asset().ownerCapLeft(account.owner(), engine.timeMs()));
        }
    }

    // I3, I5
    void offset(final Account defaulter, final PlannedOffset pair)
    {
        final Account other = pair.counterparty().account();
        final Instrument instrument = pair.instrument();
        final Position leg = other.leg(instrument);
        final long after = null == leg ? 0 : leg.quantityLots();
        assertThat(pair.lots()).isPositive();
        assertThat(Math.abs(after)).isEqualTo(Math.abs(pair.lotsBefore()) - pair.lots());
        assertThat(0 == after || after > 0 == pair.lotsBefore() > 0).as("I3: sign kept").isTrue();
        assertThat(openInterest.merge(instrument, -pair.lots(), Long::sum)).as("I3: open interest")
            .isEqualTo(instrument.openInterestLots());
        if (OffsetLayer.OFFSET == pair.layer())
        {
            checkSurcharge(defaulter, pair, after);
        }
        else
        {
            assertThat(pair.surcharge()).as("nobody pays at mark").isZero();
        }
        assertThat(OffsetLayer.OWN_HEDGE == pair.layer()).isEqualTo(other.owner() == defaulter.owner());
        surcharges.merge(defaulter, pair.surcharge(), Long::sum);
        give(other, pair.surcharge());
    }

    private void checkSurcharge(final Account defaulter, final PlannedOffset pair, final long lotsAfter)
    {
        ownAccountsDone(defaulter);
        final Account other = pair.counterparty().account();
        final Instrument instrument = pair.instrument();
        final long pnl = instrument.value(pair.lotsBefore(), instrument.markTicks()) - pair.costBefore();
        final long gain = BigInteger.valueOf(Math.max(0, pnl)).multiply(BigInteger.valueOf(pair.lots()))
            .divide(BigInteger.valueOf(Math.abs(pair.lotsBefore()))).longValueExact();
        final long headroom =
            Math.max(0, margin.equity(other) + pair.surcharge() - margin.maintenanceMargin(other));
        assertThat(pair.surcharge()).as("RUN-7: of %d, gain %d, headroom %d", pair.surchargeDue(), gain, headroom)
            .isEqualTo(Math.min(pair.surchargeDue(), Math.min(gain, headroom)));
        assertThat(lotsAfter).isNotEqualTo(pair.lotsBefore());
    }

    private void give(final Account account, final long minorUnits)
    {
        givenInRound.merge(account.id(), minorUnits, Long::sum);
        givenInEntry.merge(account.id(), minorUnits, Long::sum);
    }

    void collected(final Account account, final Account defaulter, final long minorUnits)
    {
        assertThat(account.owner()).isSameAs(defaulter.owner());
        assertThat(isAnswerable(account)).as("RUN-3: account %d answers", account.id()).isTrue();
        assertThat(minorUnits).isPositive();
        assertThat(margin.equity(account)).as("RUN-4: nobody gives more than it has").isNotNegative();
        collected.merge(defaulter, minorUnits, Long::sum);
        give(account, minorUnits);
    }

    private static boolean isAnswerable(final Account account)
    {
        return account.pledged() || Recourse.OWNER == account.asset().waterfall().recourse();
    }

    void drawn(final Account defaulter, final long minorUnits, final CollateralCause cause)
    {
        if (CollateralCause.DEFAULT_DRAW == cause)
        {
            ownAccountsDone(defaulter);
            drawn.merge(defaulter, minorUnits, Long::sum);
        }
    }

    // I6: who answers is exhausted before anybody else gives; exact if there is one run, whose phase has just ended.
    private void ownAccountsDone(final Account defaulter)
    {
        if (ownAccountsDone || runs.size() > 1)
        {
            return;
        }
        ownAccountsDone = true;
        if (runs.get(defaulter).deficit() > collected.getOrDefault(defaulter, 0L))
        {
            for (final Frozen before : frozen.values())
            {
                final Account own = before.account();
                if (own != defaulter && own.ownerAccounts() == defaulter.ownerAccounts() && isAnswerable(own))
                {
                    final long floor = Recourse.OWNER == own.asset().waterfall().recourse() ?
                        0 : margin.maintenanceMargin(own);
                    assertThat(margin.equity(own)).as("I6: account %d is exhausted", own.id())
                        .isLessThanOrEqualTo(floor);
                }
            }
        }
    }

    // I5: a gain is given once.
    void haircut(final RoundPlan.Haircut haircut)
    {
        ownAccountsDone(runs.keySet().iterator().next());
        final Account account = haircut.account();
        final Place place = new Place(account.id(), haircut.instrument().id(), haircut.side());
        final long held = Math.max(0, frozenGains.getOrDefault(place, 0L));
        final long gain = Math.max(0, held - givenInRound.getOrDefault(account.id(), 0L)) +
            Math.max(0, entryGains.getOrDefault(place, 0L) - givenInEntry.getOrDefault(account.id(), 0L));
        assertThat(haircut.minorUnits()).as("I5: at most the gain").isBetween(1L, gain);
        assertThat(margin.equity(account)).as("I5: nobody falls below 0").isNotNegative();
        assertThat(runs).as("RUN-8: no defaulter of the round gives").doesNotContainKey(account);
        for (final RunPlan run : runs.values())
        {
            if (run.account().owner() == account.owner() && lays(run, haircut))
            {
                throw new AssertionError("RUN-8: account " + account.id() + " gives for its own owner");
            }
        }
        haircuts += haircut.minorUnits();
        give(account, haircut.minorUnits());
    }

    private static boolean lays(final RunPlan run, final RoundPlan.Haircut haircut)
    {
        return run.uncollected() > 0 && run.legs().stream().anyMatch((leg) -> leg.lotsToClose() > 0 &&
            leg.instrument() == haircut.instrument() && Sides.of(leg.quantityLots()) != haircut.side());
    }

    void houseDeficit(final long minorUnits, final Account defaulter)
    {
        if (minorUnits > 0)
        {
            ownAccountsDone(defaulter);
            house.merge(defaulter, minorUnits, Long::sum);
        }
    }

    void completed(final Account account, final RunPlan plan)
    {
        checkDefaulter(account, plan);
        checkWaterfall(account, plan);
        completed.add(plan);
        runsSeen++;
        if (completed.size() == runs.size())
        {
            checkRound();
            endRound();
        }
    }

    // I4
    private void checkDefaulter(final Account account, final RunPlan plan)
    {
        assertThat(account.legCount()).isEqualTo(plan.legsLeft());
        if (0 == plan.legsLeft())
        {
            assertThat(account.collateral()).as("I4: equity without a leg").isNotNegative();
            assertThat(plan.equity() >= 0 || 0 == account.collateral()).as("I4: 0 after a deficit").isTrue();
        }
        for (final RunPlan.Leg leg : plan.legs())
        {
            final Position left = account.leg(leg.instrument());
            final long lotsLeft = null == left ? 0 : Math.abs(left.quantityLots());
            assertThat(lotsLeft).as("RUN-2: what was fixed is closed")
                .isLessThanOrEqualTo(Math.abs(leg.quantityLots()) - leg.lotsToClose());
        }
    }

    // I6
    private void checkWaterfall(final Account account, final RunPlan plan)
    {
        final long own = collected.getOrDefault(account, 0L);
        final long fund = -drawn.getOrDefault(account, 0L);
        final long surcharge = surcharges.getOrDefault(account, 0L);
        final long houseShare = house.getOrDefault(account, 0L);
        assertThat(own).isEqualTo(plan.ownAccounts());
        assertThat(fund).isEqualTo(plan.fundDrawn());
        assertThat(surcharge).isEqualTo(plan.surcharge());
        assertThat(houseShare).isEqualTo(plan.houseDeficit());
        assertThat(own + fund + surcharge + plan.haircut() + houseShare).as("I6: the waterfall adds up")
            .isEqualTo(plan.deficit());
        assertThat(plan.closeOutFee()).isBetween(0L, Math.max(0, plan.equity()));
    }

    private void checkRound()
    {
        assertThat(completed.stream().mapToLong(RunPlan::haircut).sum()).as("haircuts credited").isEqualTo(haircuts);
        final Map<Asset, Long> drawnByAsset = new IdentityHashMap<>();
        final Map<Owner, Long> drawnByOwner = new IdentityHashMap<>();
        for (final RunPlan run : completed)
        {
            drawnByAsset.merge(run.account().asset(), run.fundDrawn(), Long::sum);
            drawnByOwner.merge(run.account().owner(), run.fundDrawn(), Long::sum);
        }
        drawnByAsset.forEach((asset, sum) -> assertThat(sum).isLessThanOrEqualTo(offer.get(asset)));
        drawnByOwner.forEach((owner, sum) -> assertThat(sum).isLessThanOrEqualTo(capLeft.get(owner)));
        for (final RunPlan run : completed)
        {
            final boolean othersGave = run.surcharge() + run.haircut() + run.houseDeficit() > 0;
            final boolean exhausted = drawnByAsset.get(run.account().asset()).equals(offer.get(run.account().asset()));
            final boolean capped = drawnByOwner.get(run.account().owner()).equals(capLeft.get(run.account().owner()));
            assertThat(othersGave && !exhausted && !capped).as("I6: the fund gives before strangers").isFalse();
        }
        new HashSet<>(completed.stream().map((run) -> run.account().owner()).toList()).forEach(this::checkOwner);
        roundsSeen++;
    }

    // I12
    private void checkOwner(final Owner owner)
    {
        BigInteger given = BigInteger.ZERO;
        BigInteger equity = BigInteger.ZERO;
        BigInteger keeps = BigInteger.ZERO;
        final boolean anyDeficit = completed.stream()
            .anyMatch((run) -> run.account().owner() == owner && run.deficit() > 0);
        for (final Frozen before : frozen.values())
        {
            final Account account = before.account();
            if (account.owner() == owner)
            {
                final RunPlan run = runs.get(account);
                final boolean ofOwner = Recourse.OWNER == account.asset().waterfall().recourse();
                if (null != run)
                {
                    given = given.add(BigInteger.valueOf(
                        run.fundDrawn() + run.surcharge() + run.haircut() + run.houseDeficit()));
                }
                final boolean counts = null != run && run.deficit() > 0 || anyDeficit && (before.pledged() || ofOwner);
                equity = counts ? equity.add(BigInteger.valueOf(before.equity())) : equity;
                keeps = counts && null == run && !ofOwner ?
                    keeps.add(BigInteger.valueOf(before.maintenance())) : keeps;
            }
        }
        assertThat(given).as("I12: owner %d, others give at most what all of his lack", owner.id())
            .isLessThanOrEqualTo(equity.negate().max(BigInteger.ZERO).add(keeps));
    }

    private void endRound()
    {
        frozen.clear();
        frozenGains.clear();
        openInterest.clear();
        offer.clear();
        capLeft.clear();
        givenInRound.clear();
        runs.clear();
        collected.clear();
        drawn.clear();
        surcharges.clear();
        house.clear();
        completed.clear();
        haircuts = 0;
        ownAccountsDone = false;
    }
}
