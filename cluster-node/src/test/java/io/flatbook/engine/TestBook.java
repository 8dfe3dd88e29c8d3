package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.List;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An engine with one asset, two risk principals and a gateway that may do everything, and commands without the
 * arguments that a test has no use for. Money, quantities and prices are whole numbers: one lot moving one tick is
 * worth one unit.
 */
final class TestBook
{
    static final int USD = 1;
    static final long NONE = ClearingEngine.NULL_LONG;

    final RecordedEvents events = new RecordedEvents();
    final ClearingEngine engine;
    final Principal alice;
    final Principal bob;
    final Principal gateway;
    private long lastMarkSequence;
    private long lastTradeId;
    private long lastReference;

    TestBook()
    {
        this(new Limits());
    }

    TestBook(final Limits limits)
    {
        this(limits, 0);
    }

    TestBook(final Limits limits, final int scale)
    {
        this(limits, scale, new PlanCheck(new Margin()));
    }

    TestBook(final Limits limits, final int scale, final PlanCheck check)
    {
        engine = new ClearingEngine(Core.of(limits, events, check));
        alice = engine.principals().admit("risk/alice");
        bob = engine.principals().admit("risk/bob");
        accepted(engine.defineAsset(alice, scale, "USD"));
        gateway = gateway("all", 1, 15, Switch.ON);
        events.take();
    }

    Principal gateway(final String name, final int venue, final int capabilities, final Switch guaranteed)
    {
        accepted(engine.defineGateway(alice, name, venue, capabilities, guaranteed));
        return engine.principals().gateway(name);
    }

    void accepted(final RejectReason reason)
    {
        assertThat(reason + " " + engine.rejectField()).isEqualTo("NONE NONE");
    }

    /** A refusal names its reason and field and changes nothing, not even what lies outside the state hash. */
    void refused(final RejectReason reason, final RejectField field, final Supplier<RejectReason> command)
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

    static MarginTiers tiers(final long initialPpm, final long maintenancePpm)
    {
        return MarginTiers.of(new long[]{0}, new long[]{initialPpm}, new long[]{maintenancePpm}, 1);
    }

    /** A linear perpetual with 10 % initial and 5 % maintenance margin and prices up to 100,000. */
    static InstrumentDefinition linear(final String symbol)
    {
        return new InstrumentDefinition().symbol(symbol).kind(InstrumentKind.LINEAR_PERPETUAL).settlementAssetId(USD)
            .tickSize(1, 0).lotSize(1, 0).multiplier(1, 0).maxTicks(100_000).offsetPolicy(OffsetPolicyKind.QUEUE)
            .tiers(tiers(100_000, 50_000));
    }

    int define(final InstrumentDefinition definition)
    {
        accepted(engine.defineInstrument(alice, definition));
        return (int)engine.detail();
    }

    int perpetual(final String symbol, final long markTicks)
    {
        final int id = define(linear(symbol));
        mark(id, markTicks);
        return id;
    }

    TestBook account(final long accountId, final long ownerId, final long deposit)
    {
        accepted(engine.openAccount(gateway, accountId, ownerId, USD));
        return deposit > 0 ? deposit(accountId, deposit) : this;
    }

    TestBook deposit(final long accountId, final long money)
    {
        accepted(tryDeposit(accountId, money));
        return this;
    }

    RejectReason tryDeposit(final long accountId, final long money)
    {
        return engine.deposit(gateway, accountId, money, ++lastReference);
    }

    RejectReason tryWithdraw(final long accountId, final long money)
    {
        return engine.withdraw(gateway, accountId, money, ++lastReference);
    }

    TestBook withdraw(final long accountId, final long money)
    {
        accepted(tryWithdraw(accountId, money));
        return this;
    }

    TestBook mark(final int instrumentId, final long ticks)
    {
        return marks(new int[]{instrumentId}, ticks);
    }

    TestBook marks(final int[] instrumentIds, final long... ticks)
    {
        accepted(tryMarks(instrumentIds, ticks));
        return this;
    }

    RejectReason tryMarks(final int[] instrumentIds, final long... ticks)
    {
        return engine.updateMarkPrices(gateway, ++lastMarkSequence, instrumentIds, ticks, ticks.length);
    }

    TestTrade trade(final int instrumentId, final long buyer, final long seller, final long lots, final long ticks)
    {
        return new TestTrade(this, ++lastTradeId, instrumentId, buyer, seller, lots, ticks);
    }

    TestBook book(final int instrumentId, final long buyer, final long seller, final long lots, final long ticks)
    {
        accepted(trade(instrumentId, buyer, seller, lots, ticks).send());
        return this;
    }

    TestBook fund(final long money)
    {
        accepted(engine.fundInsurance(alice, USD, money, false));
        return this;
    }

    TestBook waterfall(final TestWaterfall settings)
    {
        accepted(engine.setWaterfall(alice, USD, settings.build(), false));
        return this;
    }

    TestBook protection(final int instrumentId, final Protection protection)
    {
        accepted(engine.setProtection(alice, instrumentId, protection, false));
        return this;
    }

    TestBook at(final long timestampMs)
    {
        engine.advanceTo(timestampMs);
        return this;
    }

    Account account(final long accountId)
    {
        return engine.book().account(accountId);
    }

    Asset usd()
    {
        return engine.book().asset(USD);
    }

    Instrument instrument(final int instrumentId)
    {
        return engine.book().instrument(instrumentId);
    }

    long equity(final long accountId)
    {
        return engine.margin().equity(account(accountId));
    }

    AccountStatus status(final long accountId)
    {
        return account(accountId).status();
    }

    long lots(final long accountId, final int instrumentId)
    {
        final Position leg = account(accountId).leg(instrument(instrumentId));
        return null == leg ? 0 : leg.quantityLots();
    }

    /** Drops what has been recorded and returns the events of a command that is accepted. */
    List<String> eventsOf(final Supplier<RejectReason> command)
    {
        events.take();
        accepted(command.get());
        return events.take();
    }
}
