package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.WideSum;
import io.flatbook.engine.offset.PlannedOffset;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.PositionCause;
import io.flatbook.sbe.Side;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the invariants of the contract from outside: I1, I2, I7, I8, I10, the statuses of the table (STAT-1) and the
 * pledges (RUN-3, {@link PledgeInvariants}) over the whole book after a command; those of default runs, I3 to I6 and
 * I12, as their events come ({@link RoundInvariants}). Sums are taken afresh, not from the engine's running totals. I9
 * and I11 are for whoever replays, restores and refuses.
 */
final class InvariantChecker implements InvocationHandler
{
    /** A queue is sorted afresh once in so many checks: the rest is cheap. */
    private static final int QUEUE_EVERY = 4;

    private final Set<Long> paidOut = new HashSet<>();
    private final Map<Long, Account> runAccounts = new HashMap<>();
    private final Map<Long, Long> flatBefore = new HashMap<>();
    private final Map<Long, Long> fundingReceived = new HashMap<>();
    private final Map<String, Integer> seen = new TreeMap<>();
    private ClearingEngine engine;
    private Margin margin;
    private RoundInvariants rounds;
    private QueueInvariants queue;
    private PledgeInvariants pledges;
    private long checks;

    ClearingEvents events()
    {
        return (ClearingEvents)Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[]{ClearingEvents.class}, this);
    }

    /** Default runs seen. */
    int runs()
    {
        return rounds.runs();
    }

    /** Rounds of default runs seen. */
    int rounds()
    {
        return rounds.rounds();
    }

    /** How often events were told, by name. */
    Map<String, Integer> seen()
    {
        return seen;
    }

    /** Looks at an engine before its first command. */
    void watch(final ClearingEngine watched)
    {
        engine = watched;
        margin = watched.margin();
        rounds = new RoundInvariants(watched);
        queue = new QueueInvariants(watched);
        pledges = new PledgeInvariants(watched.book());
    }

    @Override
    public Object invoke(final Object proxy, final Method method, final Object[] arguments)
    {
        seen.merge(method.getName(), 1, Integer::sum);
        switch (method.getName())
        {
            case "defaultRunStarted" -> started((long)arguments[0], (Account)arguments[1], (RunPlan)arguments[3]);
            case "positionOffset" -> rounds.offset((Account)arguments[1], (PlannedOffset)arguments[2]);
            case "ownAccountCollected" ->
                collected((Account)arguments[1], (Account)arguments[2], (long)arguments[3]);
            case "insuranceFundChanged" -> fund(
                (Account)arguments[3], (long)arguments[1], (CollateralCause)arguments[2]);
            case "gainsHaircut" -> rounds.haircut((RoundPlan.Haircut)arguments[0]);
            case "houseDeficitChanged" ->
                rounds.houseDeficit((long)arguments[1], runAccounts.get((long)arguments[2]));
            case "defaultRunCompleted" -> completed((Account)arguments[1], (RunPlan)arguments[2]);
            case "collateralChanged" -> collateral(
                (Account)arguments[0], (long)arguments[1], (CollateralCause)arguments[2]);
            case "positionChanged" -> position((Account)arguments[0], (Instrument)arguments[1], (long)arguments[4],
                (PositionCause)arguments[6]);
            case "fundingApplied" -> funding((Instrument)arguments[0]);
            case "accountReleased" -> pledges.released((Account)arguments[0]);
            case "defaultRunDropped" -> paidOut.add(((Account)arguments[0]).id());
            case "engineFault" -> throw new AssertionError("RUN-12: a plan failed its check, account " +
                ((Account)arguments[0]).id());
            default ->
            {
                // Nothing else is bound to an invariant.
            }
        }
        return null;
    }

    private void collateral(final Account account, final long minorUnits, final CollateralCause cause)
    {
        if (CollateralCause.FUNDING == cause)
        {
            fundingReceived.merge(account.id(), minorUnits, Long::sum);
        }
        else if (minorUnits < 0)
        {
            paidOut.add(account.id());
        }
    }

    // A defaulter pays fee and debt, whatever it holds.
    private void fund(final Account account, final long minorUnits, final CollateralCause cause)
    {
        if (null != account && minorUnits > 0)
        {
            paidOut.add(account.id());
        }
        rounds.drawn(account, minorUnits, cause);
    }

    private void funding(final Instrument instrument)
    {
        fundingReceived.forEach((id, minorUnits) ->
        {
            final Account account = engine.book().account(id);
            rounds.gained(account, instrument, account.leg(instrument).quantityLots(), minorUnits);
        });
        fundingReceived.clear();
    }

    private void position(
        final Account account, final Instrument instrument, final long realizedPnl, final PositionCause cause)
    {
        if (PositionCause.SETTLEMENT == cause)
        {
            pledges.settled(account);
            rounds.gained(account, instrument, pledges.lotsBefore(account, instrument), realizedPnl);
        }
    }

    private void started(final long run, final Account account, final RunPlan plan)
    {
        runAccounts.put(run, account);
        pledges.started(account);
        rounds.started(account, plan);
    }

    private void collected(final Account account, final Account defaulter, final long minorUnits)
    {
        paidOut.add(account.id());
        rounds.collected(account, defaulter, minorUnits);
    }

    private void completed(final Account account, final RunPlan plan)
    {
        paidOut.add(account.id());
        rounds.completed(account, plan);
    }

    /** Starts a command. */
    void begin()
    {
        paidOut.clear();
        flatBefore.clear();
        runAccounts.clear();
        rounds.beginEntry();
        pledges.beginEntry();
        for (Account account = engine.book().nextAccount(0); null != account;
            account = engine.book().nextAccount(account.id()))
        {
            pledges.begin(account);
            if (0 == account.legCount())
            {
                flatBefore.put(account.id(), account.collateral());
            }
        }
    }

    /** I1, I2, I7, I8, I10, statuses and pledges over the whole book. */
    void check(final ClearingEngine checked)
    {
        checks++;
        final Book book = checked.book();
        for (int id = 1; id <= book.lastInstrumentId(); id++)
        {
            if (null != book.instrument(id))
            {
                checkInstrument(book.instrument(id));
            }
        }
        for (int id = 1; id <= book.assetCount(); id++)
        {
            checkMoney(book, book.asset(id));
        }
        for (Account account = book.nextAccount(0); null != account; account = book.nextAccount(account.id()))
        {
            checkStatus(account);
            pledges.check(account);
            checkBystander(account);
        }
    }

    // STAT-1; doubt is left to the table, so that only priced accounts are judged below initial margin.
    private void checkStatus(final Account account)
    {
        final AccountStatus status = account.status();
        if (AccountStatus.CLOSED_OUT == status)
        {
            assertThat(account.legCount()).isZero();
            assertThat(account.collateral()).isNotNegative();
        }
        else if (AccountStatus.DEFAULTED != status)
        {
            final long equity = margin.equity(account);
            assertThat(AccountStatus.HEALTHY == status).as("status of %d: %s with %d", account.id(), status, equity)
                .isEqualTo(equity >= margin.initialMargin(account));
            if (AccountStatus.HEALTHY != status && margin.allPriced(account))
            {
                assertThat(equity).as("%s, equity of %d", status, account.id()).isGreaterThanOrEqualTo(
                    AccountStatus.LIQUIDATING == status ? 0 : margin.maintenanceMargin(account));
            }
        }
        else
        {
            assertThat(engine.pendingRuns().of(account)).as("run of %d", account.id()).isNotNull();
        }
    }

    // I7
    private void checkBystander(final Account account)
    {
        final Long before = flatBefore.get(account.id());
        if (null != before && 0 == account.legCount() && !paidOut.contains(account.id()))
        {
            assertThat(account.collateral()).as("I7: account %d held nothing", account.id())
                .isGreaterThanOrEqualTo(before);
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
            .add(BigInteger.valueOf(asset.rounding())).subtract(exact(asset.houseDeficit()));
        assertThat(sum).as("I2: conservation of %s", asset.symbol())
            .isEqualTo(exact(asset.deposits()).subtract(exact(asset.withdrawals())));
        assertThat(asset.insuranceFund()).as("I8").isNotNegative();
        assertThat(asset.fees()).as("I8").isNotNegative();
        assertThat(exact(asset.houseDeficit()).signum()).as("I8").isNotNegative();
    }

    private static BigInteger exact(final WideSum sum)
    {
        return BigInteger.valueOf(sum.high()).shiftLeft(Long.SIZE)
            .add(new BigInteger(Long.toUnsignedString(sum.low())));
    }

    private void checkInstrument(final Instrument instrument)
    {
        long lots = 0;
        long longs = 0;
        for (final Position position : instrument.positions())
        {
            lots += position.quantityLots();
            longs += Math.max(0, position.quantityLots());
            assertThat(position.quantityLots()).isNotZero();
        }
        assertThat(lots).as("I1: quantities of %s", instrument.symbol()).isZero();
        assertThat(instrument.openInterestLots()).isEqualTo(longs);
        if ((checks + instrument.id()) % QUEUE_EVERY == 0 && instrument.hasMark() &&
            (!instrument.isOption() || instrument.underlying().hasMark()))
        {
            for (final Side side : new Side[]{Side.LONG, Side.SHORT})
            {
                queue.check(instrument, side);
            }
        }
    }
}
