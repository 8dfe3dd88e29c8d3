package io.flatbook.engine;

import io.flatbook.engine.SmallBook.SmallAccount;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/** One small book in a real engine, with the invariants and the properties of the policies held against each step. */
final class SmallBookRun
{
    private static final int USD = 1;
    private static final long STRANGER = 9;
    private static final long STRANGER_OWNER = 9;
    private static final long STRANGER_DEPOSIT_TICKS = 10_000;
    private static final long HIGHEST_TICKS = 200;
    private static final long FEE_PPM = 10_000;

    private final SmallBook book;
    private final InvariantChecker invariants = new InvariantChecker();
    private final PolicyProperties properties = new PolicyProperties();
    private final ClearingEngine engine;
    private final Sender risk;
    private final TradeTicket ticket = new TradeTicket();
    private Sender gateway;
    private long lastTradeId;
    private long lastEvaluated;
    private boolean areAllEvaluated;

    /** A book that is not made yet. */
    SmallBookRun(final SmallBook book)
    {
        this.book = book;
        final ClearingEvents checked = invariants.events();
        engine = new ClearingEngine(new Limits().instruments(2).idsRetained(16), (ClearingEvents)Proxy.newProxyInstance(
            SmallBookRun.class.getClassLoader(), new Class<?>[]{ClearingEvents.class}, (proxy, method, arguments) ->
            {
                told(method.getName(), arguments);
                properties.told(method.getName(), arguments);
                return Proxy.getInvocationHandler(checked).invoke(checked, method, arguments);
            }));
        invariants.watch(engine);
        properties.watch(engine);
        risk = engine.principals().admit("risk/alice").sender();
    }

    /** Makes the book and lets it fail; throws if something does not hold. */
    SmallBookRun run()
    {
        define();
        fill();
        if (book.order().isDeclared())
        {
            accepted(engine.setWaterfall(risk, USD, waterfall().operator().build()));
        }
        margins();
        checked(this::move);
        changesNothing();
        fail();
        return this;
    }

    private void told(final String name, final Object[] arguments)
    {
        if ("defaultRunStarted".equals(name))
        {
            areAllEvaluated = true;
            final Asset asset = engine.book().asset(USD);
            assertThat(asset.fundAvailable(engine.timeMs())).as("RUN-5: without limits all of the fund is there")
                .isEqualTo(asset.insuranceFund());
        }
        else if ("accountStatusChanged".equals(name) && !areAllEvaluated)
        {
            final long id = ((Account)arguments[0]).id();
            assertThat(id).as("STAT-1: accounts are evaluated in ascending id").isGreaterThan(lastEvaluated);
            lastEvaluated = id;
        }
    }

    int runs()
    {
        return invariants.runs();
    }

    int legs()
    {
        return properties.legs();
    }

    long replicaHash()
    {
        return engine.replicaHash();
    }

    private static void accepted(final RejectReason reason)
    {
        if (RejectReason.NONE != reason)
        {
            throw new AssertionError(reason);
        }
    }

    private void define()
    {
        accepted(engine.defineAsset(risk, 0, "USD"));
        accepted(engine.defineGateway(
            risk, new GatewayDefinition("all", 1, 15, Switch.ON, Absent.LONG, Absent.LONG, new int[0])));
        gateway = engine.principals().gateway("all").sender();
        for (int id = 1; id <= (book.hasTwoInstruments() ? 2 : 1); id++)
        {
            accepted(engine.defineInstrument(risk, TestBook.linear("I" + id).family("ONE")
                .multiplier(book.tick(), 0).maxTicks(HIGHEST_TICKS).offsetPolicy(book.policy())
                .marginTerms(TestBook.tiers(0, 0))));
            if (book.funded())
            {
                accepted(engine.setOffsetPolicy(risk, id, book.policy(), Switch.ON));
            }
        }
        if (book.funded())
        {
            accepted(engine.fundInsurance(risk, USD, SmallBook.FUND));
        }
        accepted(engine.setWaterfall(risk, USD, waterfall().build()));
        mark(new long[]{SmallBook.FIRST_MARK, SmallBook.FIRST_MARK}, 1);
    }

    private TestWaterfall waterfall()
    {
        final TestWaterfall waterfall = new TestWaterfall().recourse(book.recourse());
        return book.funded() ? waterfall.closeOut(CloseOut.LEAST).closeOutFee(FEE_PPM) : waterfall;
    }

    private RejectReason mark(final long[] ticks, final long sequence)
    {
        return engine.updateMarkPrices(
            gateway, sequence, new int[]{1, 2}, ticks, book.hasTwoInstruments() ? 2 : 1);
    }

    /** Everybody trades with a stranger, who is flat when all have. */
    private void fill()
    {
        accepted(engine.openAccount(gateway, STRANGER, STRANGER_OWNER, USD));
        accepted(depositOfStranger());
        for (int i = 0; i < book.accounts().size(); i++)
        {
            final SmallAccount account = book.accounts().get(i);
            accepted(engine.openAccount(gateway, book.id(i), account.owner(), USD));
            if (book.deposit(account) > 0)
            {
                accepted(engine.deposit(gateway, book.id(i), book.deposit(account), book.id(i)));
            }
            for (int instrument = 1; instrument <= 2; instrument++)
            {
                trade(book.id(i), instrument, account.lots()[instrument - 1], account.entry());
            }
        }
    }

    private RejectReason depositOfStranger()
    {
        return engine.deposit(gateway, STRANGER, STRANGER_DEPOSIT_TICKS * book.tick(), STRANGER);
    }

    private void trade(final long id, final int instrument, final long lots, final long ticks)
    {
        if (0 != lots)
        {
            accepted(engine.registerTrade(gateway, ticket.set(++lastTradeId, instrument, lots > 0 ? id : STRANGER,
                lots > 0 ? STRANGER : id, Math.abs(lots), ticks, 0, 0, TradeCause.TRADE, true, Absent.LONG,
                Absent.INT)));
        }
    }

    private void margins()
    {
        for (int id = 1; id <= (book.hasTwoInstruments() ? 2 : 1); id++)
        {
            final int instrument = id;
            checked(() -> engine.setMarginTiers(risk, instrument, TestBook.tiers(100_000, 50_000)));
        }
    }

    private RejectReason move()
    {
        return mark(book.moved(), 2);
    }

    private void checked(final Supplier<RejectReason> command)
    {
        invariants.begin();
        lastEvaluated = 0;
        areAllEvaluated = false;
        accepted(command.get());
        invariants.check(engine);
    }

    /** I11: what is refused, sent again or asked changes nothing. */
    private void changesNothing()
    {
        final long hash = engine.replicaHash();
        for (final OffsetPolicyKind policy : new OffsetPolicyKind[]{
            OffsetPolicyKind.QUEUE, OffsetPolicyKind.PRO_RATA, OffsetPolicyKind.WATERFILL})
        {
            engine.preview(engine.book().account(book.id(0)), policy);
        }
        assertThat(engine.deposit(gateway, book.id(0), 0, STRANGER + 1)).isEqualTo(RejectReason.INVALID_FIELD);
        assertThat(depositOfStranger()).as("TRD-4").isEqualTo(RejectReason.DUPLICATE_REFERENCE);
        assertThat(engine.replicaHash()).as("I11").isEqualTo(hash);
    }

    /** Liquidations fail, and an operator declares, one after the other. */
    private void fail()
    {
        final List<Long> ids = new ArrayList<>();
        for (int i = 0; i < book.accounts().size(); i++)
        {
            ids.add(SmallBook.Order.ONE_BY_ONE_REVERSED == book.order() ?
                ids.size() == 0 ? book.id(book.accounts().size() - 1) : ids.get(i - 1) - 1 : book.id(i));
        }
        for (final long id : ids)
        {
            final Account account = engine.book().account(id);
            if (AccountStatus.LIQUIDATING == account.status())
            {
                checked(() -> engine.reportLiquidationFailed(gateway, id));
            }
            if (AccountStatus.DEFAULTED == account.status())
            {
                checked(() -> engine.declareDefault(risk, id));
            }
            assertThat(account.status()).isNotIn(AccountStatus.LIQUIDATING, AccountStatus.DEFAULTED);
        }
    }
}
