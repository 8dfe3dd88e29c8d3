package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.TriggerIndex;
import io.flatbook.engine.offset.PlanCheck;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An engine with one asset, two risk principals and a gateway that may do everything, and commands without the
 * arguments that a test has no use for. Money, quantities and prices are whole numbers: one lot moving one tick is
 * worth one unit.
 */
public final class TestBook
{
    /** The asset. */
    public static final int USD = 1;
    /** No value. */
    public static final long NONE = Absent.LONG;

    private static final int[] ALL_INSTRUMENTS = {};

    /** What happened. */
    public final RecordedEvents events = new RecordedEvents();
    /** The engine. */
    public final ClearingEngine engine;
    /** A risk principal. */
    public final Sender alice;
    /** Another risk principal. */
    public final Sender bob;
    /** A gateway of venue 1 with all capabilities. */
    public final Sender gateway;
    private long lastMarkSequence;
    private long lastTradeId;
    private long lastReference;

    /** With the limits of a node. */
    public TestBook()
    {
        this(new Limits());
    }

    /** With other limits. */
    public TestBook(final Limits limits)
    {
        this(limits, 0);
    }

    /** With an asset of some decimals. */
    public TestBook(final Limits limits, final int scale)
    {
        this(limits, scale, PlanCheck::new);
    }

    /** With a check of plans other than the engine's. */
    public TestBook(final Limits limits, final int scale, final Function<Margin, PlanCheck> planCheck)
    {
        this(limits, scale, planCheck, TriggerIndex::new);
    }

    TestBook(
        final Limits limits, final int scale, final Function<Margin, PlanCheck> planCheck,
        final EngineParts.TriggersMaker triggers)
    {
        engine = new ClearingEngine(new EngineParts(limits, events, planCheck, triggers));
        alice = engine.principals().admit("risk/alice").sender();
        bob = engine.principals().admit("risk/bob").sender();
        accepted(engine.defineAsset(alice, scale, "USD"));
        gateway = gateway("all", 1, 15, Switch.ON);
        events.take();
    }

    /** A further gateway. */
    public Sender gateway(final String name, final int venue, final int capabilities, final Switch guaranteed)
    {
        accepted(tryGateway(name, venue, capabilities, guaranteed));
        return engine.principals().gateway(name).sender();
    }

    /** Defines a gateway for all accounts and instruments. */
    public RejectReason tryGateway(
        final String name, final int venue, final int capabilities, final Switch guaranteed)
    {
        return engine.defineGateway(
            alice, new GatewayDefinition(name, venue, capabilities, guaranteed, NONE, NONE, ALL_INSTRUMENTS));
    }

    /** Expects that the last command was accepted. */
    public void accepted(final RejectReason reason)
    {
        assertThat(reason + " " + engine.rejectField()).isEqualTo("NONE NONE");
    }

    /** A refusal names its reason and field and changes nothing, not even what lies outside the state hash. */
    public void refused(final RejectReason reason, final RejectField field, final Supplier<RejectReason> command)
    {
        final long stateHash = engine.stateHash();
        final long replicaHash = engine.replicaHash();
        events.take();
        final RejectReason answer = command.get();
        assertThat(answer + " " + engine.rejectField()).isEqualTo(reason + " " + field);
        assertThat(events.take()).isEmpty();
        assertThat(engine.stateHash()).isEqualTo(stateHash);
        assertThat(engine.replicaHash()).isEqualTo(replicaHash);
    }

    /** Margin terms of one tier. */
    public static MarginTerms tiers(final long initialPpm, final long maintenancePpm)
    {
        return perLot(initialPpm, maintenancePpm, 0, 0);
    }

    /** Margin terms of one tier and amounts per lot. */
    public static MarginTerms perLot(
        final long initialPpm, final long maintenancePpm, final long initialPerLot, final long maintenancePerLot)
    {
        final MarginTerms terms = MarginTerms.of(
            MarginTiers.of(new long[]{0}, new long[]{initialPpm}, new long[]{maintenancePpm}, 1));
        return new MarginTerms(terms.model(), terms.tiers(), initialPerLot, maintenancePerLot);
    }

    /** A linear perpetual with 10 % initial and 5 % maintenance margin and prices up to 100,000. */
    public static InstrumentDefinition linear(final String symbol)
    {
        return new InstrumentDefinition().symbol(symbol).kind(InstrumentKind.LINEAR_PERPETUAL).settlementAssetId(USD)
            .tickSize(1, 0).lotSize(1, 0).multiplier(1, 0).maxTicks(100_000).offsetPolicy(OffsetPolicyKind.QUEUE)
            .marginTerms(tiers(100_000, 50_000));
    }

    /** The same as a future. */
    public static InstrumentDefinition future(final String symbol, final long expiryMs)
    {
        return linear(symbol).kind(InstrumentKind.LINEAR_FUTURE).expiryMs(expiryMs);
    }

    /** An option with the percentages of MAR-4: 15 %, 10 % and 7.5 %. */
    public static InstrumentDefinition option(
        final String symbol, final InstrumentKind kind, final int underlyingId, final long strikeTicks)
    {
        return new InstrumentDefinition().symbol(symbol).kind(kind).settlementAssetId(USD).underlyingId(underlyingId)
            .tickSize(1, 0).lotSize(1, 0).multiplier(1, 0).maxTicks(100_000).offsetPolicy(OffsetPolicyKind.QUEUE)
            .expiryMs(1_000_000_000L).strikeTicks(strikeTicks).option(150_000, 100_000, 75_000);
    }

    /** Defines an instrument and returns its id. */
    public int define(final InstrumentDefinition definition)
    {
        accepted(engine.defineInstrument(alice, definition));
        return (int)engine.detail();
    }

    /** A linear perpetual with a mark. */
    public int perpetual(final String symbol, final long markTicks)
    {
        final int id = define(linear(symbol));
        mark(id, markTicks);
        return id;
    }

    /** An account with a deposit (0: none). */
    public TestBook account(final long accountId, final long ownerId, final long deposit)
    {
        accepted(engine.openAccount(gateway, accountId, ownerId, USD));
        return deposit > 0 ? deposit(accountId, deposit) : this;
    }

    /** Pays in. */
    public TestBook deposit(final long accountId, final long minorUnits)
    {
        accepted(tryDeposit(accountId, minorUnits));
        return this;
    }

    /** Pays in, with a reference of its own. */
    public RejectReason tryDeposit(final long accountId, final long minorUnits)
    {
        return engine.deposit(gateway, accountId, minorUnits, ++lastReference);
    }

    /** Withdraws, with a reference of its own. */
    public RejectReason tryWithdraw(final long accountId, final long minorUnits)
    {
        return engine.withdraw(gateway, accountId, minorUnits, ++lastReference);
    }

    /** Withdraws. */
    public TestBook withdraw(final long accountId, final long minorUnits)
    {
        accepted(tryWithdraw(accountId, minorUnits));
        return this;
    }

    /** Moves collateral, with a reference of its own. */
    public RejectReason tryTransfer(final long from, final long to, final long minorUnits)
    {
        return engine.transferCollateral(gateway, from, to, minorUnits, ++lastReference);
    }

    /** Moves one mark. */
    public TestBook mark(final int instrumentId, final long ticks)
    {
        return marks(new int[]{instrumentId}, ticks);
    }

    /** Moves marks together. */
    public TestBook marks(final int[] instrumentIds, final long... ticks)
    {
        accepted(tryMarks(instrumentIds, ticks));
        return this;
    }

    /** Moves marks together, with a sequence of its own. */
    public RejectReason tryMarks(final int[] instrumentIds, final long... ticks)
    {
        return engine.updateMarkPrices(gateway, ++lastMarkSequence, instrumentIds, ticks, ticks.length);
    }

    /** A trade with an id of its own. */
    public TestTrade trade(
        final int instrumentId, final long buyer, final long seller, final long lots, final long ticks)
    {
        return new TestTrade(this, ++lastTradeId, instrumentId, buyer, seller, lots, ticks);
    }

    /** Books a trade. */
    public TestBook book(
        final int instrumentId, final long buyer, final long seller, final long lots, final long ticks)
    {
        accepted(trade(instrumentId, buyer, seller, lots, ticks).send());
        return this;
    }

    /** Pays into the insurance fund. */
    public TestBook fund(final long minorUnits)
    {
        accepted(engine.fundInsurance(alice, USD, minorUnits));
        return this;
    }

    /** Replaces the waterfall of the asset. */
    public TestBook waterfall(final TestWaterfall settings)
    {
        accepted(engine.setWaterfall(alice, USD, settings.build()));
        return this;
    }

    /** Replaces the protection of an instrument. */
    public TestBook protection(final int instrumentId, final TestProtection settings)
    {
        return protection(instrumentId, settings.build());
    }

    /** Replaces the protection of an instrument. */
    public TestBook protection(final int instrumentId, final Protection protection)
    {
        accepted(engine.setProtection(alice, instrumentId, protection));
        return this;
    }

    /** Moves engine time. */
    public TestBook at(final long timestampMs)
    {
        engine.advanceTo(timestampMs);
        return this;
    }

    /** An account. */
    public Account account(final long accountId)
    {
        return engine.book().account(accountId);
    }

    /** The asset. */
    public Asset usd()
    {
        return engine.book().asset(USD);
    }

    /** An instrument. */
    public Instrument instrument(final int instrumentId)
    {
        return engine.book().instrument(instrumentId);
    }

    /** Equity at accepted marks. */
    public long equity(final long accountId)
    {
        return engine.margin().equity(account(accountId));
    }

    /** Margin status. */
    public AccountStatus status(final long accountId)
    {
        return account(accountId).status();
    }

    /** Signed position, 0 if there is none. */
    public long lots(final long accountId, final int instrumentId)
    {
        final Position leg = account(accountId).leg(instrument(instrumentId));
        return null == leg ? 0 : leg.quantityLots();
    }

    /** Cost of a position, 0 if there is none. */
    public long cost(final long accountId, final int instrumentId)
    {
        final Position leg = account(accountId).leg(instrument(instrumentId));
        return null == leg ? 0 : leg.cost();
    }

    /** Drops what has been recorded and returns the events of a command that is accepted. */
    public List<String> eventsOf(final Supplier<RejectReason> command)
    {
        events.take();
        accepted(command.get());
        return events.take();
    }

    /** The same, of certain names only. */
    public List<String> eventsOf(final Supplier<RejectReason> command, final String... names)
    {
        events.take();
        accepted(command.get());
        return events.take(names);
    }
}
