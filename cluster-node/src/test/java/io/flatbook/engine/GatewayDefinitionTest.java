package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Gateways: who defines them, what a definition says, what it binds (NOUN-3, NOUN-6, CMD-2, CMD-6, SET-2). */
class GatewayDefinitionTest
{
    private static final long NONE = TestBook.NONE;
    private static final int[] ALL = {};

    private final TestBook book = new TestBook();
    private final ClearingEngine engine = book.engine;

    private RejectReason define(final String name, final int venue, final int capabilities, final Switch guaranteed)
    {
        return book.tryGateway(name, venue, capabilities, guaranteed);
    }

    private RejectReason range(final long from, final long to, final int... instruments)
    {
        return engine.defineGateway(
            book.alice, new GatewayDefinition("b", 1, 15, Switch.OFF, from, to, instruments));
    }

    @Test
    void refusedDefinitions()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.defineGateway(
            book.gateway, new GatewayDefinition("b", 1, 1, Switch.OFF, NONE, NONE, ALL)));
        book.refused(RejectReason.INVALID_FIELD, RejectField.VENUE, () -> define("b", 0, 1, Switch.OFF));
        book.refused(RejectReason.INVALID_FIELD, RejectField.CAPABILITIES, () -> define("b", 1, 0, Switch.OFF));
        book.refused(RejectReason.INVALID_FIELD, RejectField.CAPABILITIES, () -> define("b", 1, 16, Switch.OFF));
        book.refused(RejectReason.INVALID_FIELD, RejectField.GUARANTEED, () -> define("b", 1, 1, Switch.NULL_VAL));
        for (final String name : new String[]{null, "", "A", "a b", "a/b", "1234567890123456789012345"})
        {
            book.refused(RejectReason.INVALID_FIELD, RejectField.GATEWAY, () -> define(name, 1, 1, Switch.OFF));
        }
        book.refused(RejectReason.INVALID_FIELD, RejectField.ACCOUNT_FROM, () -> range(0, NONE));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ACCOUNT_TO, () -> range(NONE, 0));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ACCOUNT_TO, () -> range(10, 9));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENTS, () -> range(NONE, NONE, 0));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENTS, () -> range(NONE, NONE, 1, 1));
        final TestBook full = new TestBook(new Limits().gateways(1));
        full.refused(RejectReason.TOO_MANY, RejectField.GATEWAY, () -> full.tryGateway("b", 1, 1, Switch.OFF));
        full.accepted(full.tryGateway("all", 1, 1, Switch.OFF));
    }

    @Test
    void anyRiskPrincipalDefinesTheFirstOneOnAnEmptyLog()
    {
        final RecordedEvents events = new RecordedEvents();
        final ClearingEngine empty = new ClearingEngine(new Limits(), events);
        final Sender carol = empty.principals().admit("risk/carol").sender();
        assertThat(empty.defineGateway(carol, new GatewayDefinition("a", 3, 15, Switch.OFF, NONE, NONE, ALL)))
            .isEqualTo(RejectReason.NONE);
        assertThat(events.take()).containsExactly("gatewayDefined gateway/a venue=3 by risk/carol");
    }

    @Test
    void aSecondDefinitionReplacesAllButTheVenue()
    {
        book.refused(RejectReason.INVALID_FIELD, RejectField.VENUE, () -> define("all", 2, 15, Switch.ON));
        book.account(1, 1, 100);
        assertThat(book.eventsOf(() -> define("all", 1, Principal.TRADE, Switch.OFF)))
            .containsExactly("gatewayDefined gateway/all venue=1 by risk/alice");
        assertThat(book.gateway.principal().guaranteed()).isEqualTo(Switch.OFF);
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> book.tryDeposit(1, 5));
        book.accepted(define("all", 1, Principal.COLLATERAL, Switch.OFF));
        book.deposit(1, 5);
    }

    @Test
    void whoIsUndefinedOrDisabledMayNothing()
    {
        final Sender unknown = engine.principals().admit("gateway/unknown").sender();
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.openAccount(unknown, 1, 1, 1));
        book.account(1, 1, 100);
        book.accepted(engine.setGatewayStatus(book.alice, "all", GatewayStatus.DISABLED));
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> book.tryDeposit(1, 5));
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> book.tryMarks(new int[]{1}, 5));
    }

    @Test
    void aRangeOfAccountsBindsOpeningOnly()
    {
        book.account(5, 5, 100).accepted(range(10, 19));
        final Sender ranged = engine.principals().gateway("b").sender();
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.ACCOUNT, () -> engine.openAccount(ranged, 9, 1, 1));
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.ACCOUNT, () -> engine.openAccount(ranged, 20, 1, 1));
        book.accepted(engine.openAccount(ranged, 10, 1, TestBook.USD));
        book.accepted(engine.openAccount(ranged, 19, 1, TestBook.USD));
        book.accepted(engine.deposit(ranged, 5, 1, 1));
        book.accepted(range(NONE, 9));
        book.accepted(engine.openAccount(ranged, 9, 1, TestBook.USD));
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.ACCOUNT, () -> engine.openAccount(ranged, 11, 1, 1));
    }

    @Test
    void itsInstrumentsBindMarksAndFundingOnly()
    {
        final int btc = book.perpetual("BTC", 100);
        final int eth = book.perpetual("ETH", 100);
        book.account(1, 1, 1_000).account(2, 2, 1_000).accepted(range(NONE, NONE, eth));
        final Sender scoped = engine.principals().gateway("b").sender();
        assertThat(book.eventsOf(() -> engine.updateMarkPrices(
            scoped, 1, new int[]{btc, eth}, new long[]{101, 102}, 2))).containsExactly(
            "markPricesSkipped 1:101:NOT_AUTHORIZED", "markPricesUpdated 2:102");
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.INSTRUMENT,
            () -> engine.applyFunding(scoped, btc, 1, 1));
        book.accepted(engine.applyFunding(scoped, eth, 1, 1));
        book.accepted(book.trade(btc, 1, 2, 1, 100).through(scoped).send());
    }

    @Test
    void itTouchesAccountsOfItsVenueOnlyButItsMarksReachEveryVenue()
    {
        final int btc = book.perpetual("BTC", 100);
        final Sender other = book.gateway("other", 2, 15, Switch.OFF);
        book.account(1, 1, 100).account(2, 2, 10_000).book(btc, 1, 2, 10, 100);
        book.refused(RejectReason.NOT_YOUR_ACCOUNT, RejectField.ACCOUNT, () -> engine.deposit(other, 1, 5, 5));
        book.accepted(engine.updateMarkPrices(other, 1, new int[]{btc}, new long[]{94}, 1));
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
    }

    @Test
    void anOwnerIdMeansNothingAtAnotherVenue()
    {
        final int btc = book.perpetual("BTC", 100);
        final Sender other = book.gateway("other", 2, 15, Switch.OFF);
        book.account(1, 7, 1_000).account(2, 2, 1_000);
        book.accepted(engine.openAccount(other, 3, 7, TestBook.USD));
        assertThat(book.account(3).owner()).isNotSameAs(book.account(1).owner());
        book.accepted(engine.deposit(other, 3, 100, 1));
        // What owner 7 of venue 1 owes is no matter of owner 7 of venue 2.
        book.book(btc, 1, 2, 10, 100).mark(btc, 4);
        book.accepted(engine.withdraw(other, 3, 100, 2));
    }

    @Test
    void everyCapabilityAllowsItsCommandsAndNoOthers()
    {
        final int btc = book.perpetual("BTC", 100);
        book.account(1, 1, 1_000).account(2, 2, 1_000).account(3, 1, 0).book(btc, 1, 2, 2, 100);
        for (final int capability : new int[]{
            Principal.TRADE, Principal.COLLATERAL, Principal.MARKS, Principal.FUNDING})
        {
            final Sender sender = book.gateway("only-" + capability, 1, capability, Switch.OFF);
            final RejectReason[] answers = {
                book.trade(btc, 1, 2, 1, 100).through(sender).send(),
                engine.offsetPositions(sender, 1, 2, btc, 1),
                engine.setOrderHold(sender, 1, 1),
                engine.reportLiquidationFailed(sender, 1),
                engine.openAccount(sender, 100 + capability, 9, TestBook.USD),
                engine.closeAccount(sender, 1),
                engine.deposit(sender, 1, 5, 1),
                engine.withdraw(sender, 1, 5, 2),
                engine.transferCollateral(sender, 1, 3, 1, 3),
                engine.updateMarkPrices(sender, 1, new int[]{btc}, new long[]{100}, 1),
                engine.applyFunding(sender, btc, 1, 1)};
            for (int i = 0; i < answers.length; i++)
            {
                final int needed = i < 4 ? Principal.TRADE : i < 9 ? Principal.COLLATERAL :
                    9 == i ? Principal.MARKS : Principal.FUNDING;
                assertThat(RejectReason.NOT_AUTHORIZED == answers[i]).as("command %d", i)
                    .isEqualTo(needed != capability);
            }
        }
    }
}
