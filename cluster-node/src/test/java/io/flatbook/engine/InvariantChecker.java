package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.OffsetLayer;
import io.flatbook.sbe.Side;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the invariants of the contract from outside: over the whole book after a command, and on the events of default
 * runs as they come. Sums are taken afresh, not from the engine's running totals.
 */
final class InvariantChecker implements InvocationHandler
{
    private final List<DefaultPlan> completed = new ArrayList<>();
    private final List<PlannedPair> pairs = new ArrayList<>();
    private final Set<Long> paid = new HashSet<>();
    private Margin margin;
    private int runs;

    ClearingEvents events()
    {
        return (ClearingEvents)Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[]{ClearingEvents.class}, this);
    }

    /** Default runs seen. */
    int runs()
    {
        return runs;
    }

    @Override
    public Object invoke(final Object proxy, final Method method, final Object[] arguments)
    {
        switch (method.getName())
        {
            case "positionOffset" -> offset((Account)arguments[1], (PlannedPair)arguments[2]);
            case "gainsHaircut" -> paid.add(((Account)arguments[1]).id());
            case "collateralChanged" -> paid.add(((Account)arguments[0]).id());
            case "defaultRunCompleted" -> completed((Account)arguments[1], (DefaultPlan)arguments[2]);
            default ->
            {
                // Nothing else is bound to a run.
            }
        }
        return null;
    }

    // I3, I5
    private void offset(final Account defaulter, final PlannedPair pair)
    {
        final Account counterparty = pair.counterparty().account();
        final Position leg = counterparty.leg(pair.instrument());
        final long after = null == leg ? 0 : leg.quantityLots();
        assertThat(Math.abs(after)).isEqualTo(Math.abs(pair.lotsBefore()) - pair.lots());
        assertThat(0 == after || after > 0 == pair.lotsBefore() > 0).as("sign kept").isTrue();
        assertThat(pair.surcharge()).isBetween(0L, Math.min(pair.gain(), pair.headroom()));
        if (pair.surcharge() > 0)
        {
            assertThat(margin.equity(counterparty)).isNotNegative();
        }
        if (OffsetLayer.DEFAULTERS == pair.layer())
        {
            assertThat(pair.surcharge()).isZero();
        }
        if (OffsetLayer.OWN_HEDGE == pair.layer())
        {
            assertThat(counterparty.ownerId()).isEqualTo(defaulter.ownerId());
        }
        paid.add(counterparty.id());
        paid.add(defaulter.id());
        pairs.add(pair);
    }

    // I4, I6
    private void completed(final Account account, final DefaultPlan plan)
    {
        assertThat(account.legCount()).isZero();
        assertThat(account.collateral()).isNotNegative();
        if (plan.equity() < 0)
        {
            assertThat(account.collateral()).isZero();
        }
        long own = 0;
        long surcharge = 0;
        for (final PlannedPair pair : pairs)
        {
            own += OffsetLayer.OWN_HEDGE == pair.layer() ? pair.surcharge() : 0;
            surcharge += OffsetLayer.OFFSET == pair.layer() ? pair.surcharge() : 0;
        }
        assertThat(own).isEqualTo(plan.ownHedges());
        assertThat(surcharge).isEqualTo(plan.surcharge());
        final long haircut = plan.haircuts().stream().mapToLong(DefaultPlan.Haircut::money).sum();
        assertThat(haircut).isEqualTo(plan.haircut());
        assertThat(own + plan.fund() + surcharge + haircut + plan.houseDeficit()).isEqualTo(plan.deficit());
        if (plan.surcharge() + plan.haircut() + plan.houseDeficit() > 0)
        {
            assertThat(plan.fund()).as("fund exhausted or capped").isEqualTo(plan.fundAvailable());
        }
        if (plan.houseDeficit() > 0)
        {
            assertThat(plan.haircut()).as("gains exhausted").isEqualTo(plan.haircutAvailable());
        }
        for (final DefaultPlan.Haircut taken : plan.haircuts())
        {
            assertThat(taken.money()).isBetween(1L, taken.equity());
            assertThat(margin.equity(taken.account())).isNotNegative();
        }
        paid.add(account.id());
        pairs.clear();
        runs++;
        completed.add(plan);
    }

    /** Looks at an engine before its first command. */
    void watch(final ClearingEngine engine)
    {
        margin = engine.margin();
    }

    /** Starts a command; afterwards {@link #mayHaveMoved} tells whose money an event moved. */
    void begin()
    {
        paid.clear();
        completed.clear();
    }

    boolean mayHaveMoved(final long accountId)
    {
        return paid.contains(accountId);
    }

    /** I1, I2, I8, I10 over the whole book. */
    void check(final ClearingEngine engine)
    {
        final Book book = engine.book();
        for (int id = 1; id <= book.instrumentCount(); id++)
        {
            long lots = 0;
            long longs = 0;
            for (final Position position : book.instrument(id).positions())
            {
                lots += position.quantityLots();
                longs += Math.max(0, position.quantityLots());
                assertThat(position.quantityLots()).isNotZero();
            }
            assertThat(lots).as("quantities of %d", id).isZero();
            assertThat(book.instrument(id).openInterestLots()).isEqualTo(longs);
            checkQueue(engine, book.instrument(id));
        }
        for (int id = 1; id <= book.assetCount(); id++)
        {
            checkMoney(book, book.asset(id));
        }
        for (Account account = book.nextAccount(0); null != account; account = book.nextAccount(account.id()))
        {
            if (AccountStatus.CLOSED_OUT == account.status())
            {
                assertThat(account.legCount()).isZero();
                assertThat(account.collateral()).isNotNegative();
            }
        }
    }

    private static void checkMoney(final Book book, final Asset asset)
    {
        BigInteger sum = BigInteger.ZERO;
        for (Account account = book.nextAccount(0); null != account; account = book.nextAccount(account.id()))
        {
            if (account.asset() == asset)
            {
                sum = sum.add(BigInteger.valueOf(account.collateral()));
                for (int i = 0; i < account.legCount(); i++)
                {
                    sum = sum.subtract(BigInteger.valueOf(account.leg(i).cost()));
                }
            }
        }
        sum = sum.add(BigInteger.valueOf(asset.insuranceFund())).add(BigInteger.valueOf(asset.fees()))
            .add(BigInteger.valueOf(asset.rounding())).subtract(BigInteger.valueOf(asset.houseDeficit()));
        assertThat(sum).as("conservation of %s", asset.symbol())
            .isEqualTo(BigInteger.valueOf(asset.netDeposits()));
        assertThat(asset.insuranceFund()).isNotNegative();
        assertThat(asset.fees()).isNotNegative();
        assertThat(asset.houseDeficit()).isNotNegative();
    }

    private void checkQueue(final ClearingEngine engine, final Instrument instrument)
    {
        if (0 == instrument.markTicks() || instrument.isOption() && 0 == instrument.underlying().markTicks())
        {
            return;
        }
        for (final Side side : new Side[]{Side.LONG, Side.SHORT})
        {
            final List<Position> expected = new ArrayList<>();
            instrument.positions().forEach((position) ->
            {
                if (position.quantityLots() > 0 == (Side.LONG == side))
                {
                    expected.add(position);
                }
            });
            expected.sort((a, b) ->
            {
                final int byScore = score(b).compareTo(score(a));
                final int byLots = Long.compare(Math.abs(b.quantityLots()), Math.abs(a.quantityLots()));
                return 0 != byScore ? byScore : 0 != byLots ? byLots :
                    Long.compare(a.account().id(), b.account().id());
            });
            assertThat(engine.queue().side(instrument, side)).extracting(OffsetQueue.Place::position)
                .containsExactlyElementsOf(expected);
        }
    }

    private BigInteger score(final Position position)
    {
        final BigInteger million = BigInteger.valueOf(1_000_000);
        final BigInteger limit = BigInteger.TEN.pow(12);
        final BigInteger pnl = BigInteger.valueOf(position.unrealizedPnl());
        final BigInteger roe = floor(pnl.multiply(million), BigInteger.valueOf(Math.max(1, Math.abs(position.cost()))));
        final long equity = margin.equity(position.account());
        final BigInteger leverage = equity <= 0 ? limit : BigInteger.valueOf(Math.abs(position.value()))
            .multiply(million).divide(BigInteger.valueOf(equity)).max(BigInteger.ONE).min(limit);
        final BigInteger exact = roe.signum() >= 0 ? roe.multiply(leverage) : floor(roe.multiply(limit), leverage);
        return exact.min(BigInteger.valueOf(Long.MAX_VALUE)).max(BigInteger.valueOf(Long.MIN_VALUE));
    }

    private static BigInteger floor(final BigInteger dividend, final BigInteger divisor)
    {
        final BigInteger[] parts = dividend.divideAndRemainder(divisor);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }
}
