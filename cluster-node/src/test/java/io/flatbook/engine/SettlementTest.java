package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Settlement at one price, what it is refused for, and who pays for whom it leaves below zero (SETL-1, SETL-3). */
class SettlementTest
{
    private final TestBook book = new TestBook();
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);

    SettlementTest()
    {
        book.account(1, 1, 1_000).account(2, 2, 1_000).account(3, 3, 1_000);
    }

    private Supplier<RejectReason> settle(final int instrument, final long ticks)
    {
        return () -> engine.settleInstrument(book.alice, instrument, ticks);
    }

    @Test
    void refusedSettlements()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> engine.settleInstrument(book.gateway, btc, 100));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT, settle(0, 100));
        book.refused(RejectReason.INVALID_FIELD, RejectField.PRICE, settle(btc, TestBook.NONE));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT, settle(9, 100));
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, settle(btc, 0));
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, settle(btc, 100_001));
        book.protection(btc, new TestProtection().tradeBand(50_000));
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, settle(btc, 106));
        book.protection(btc, new TestProtection().tradeBandTicks(7));
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, settle(btc, 108));
        book.accepted(engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        book.refused(RejectReason.ASSET_SUSPENDED, RejectField.INSTRUMENT, settle(btc, 100));
        book.accepted(engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.ON));
        final Sender approved = book.bob.principal().approvedSender();
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE,
            () -> engine.settleInstrument(approved, btc, 100_001));
        book.accepted(engine.settleInstrument(approved, btc, 108));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, settle(btc, 106));
    }

    @Test
    void anUnderlyingWithOpenPositionsInItsOptionsIsNotSettled()
    {
        final int call = book.define(TestBook.option("C", InstrumentKind.CALL, btc, 100));
        book.mark(call, 5).book(call, 1, 2, 1, 5);
        book.refused(RejectReason.NOT_EMPTY, RejectField.INSTRUMENT, settle(btc, 100));
        book.accepted(settle(call, 117).get());
        assertThat(book.account(1).collateral()).as("strike 100, underlying 117").isEqualTo(1_000 - 5 + 17);
        book.accepted(settle(btc, 100).get());
    }

    @Test
    void anOptionsSettlementIsHeldToTheBandOfItsUnderlying()
    {
        final int call = book.define(TestBook.option("C", InstrumentKind.CALL, btc, 100).maxTicks(50));
        book.protection(btc, new TestProtection().tradeBand(50_000));
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, settle(call, 106));
        book.accepted(settle(call, 105).get());
    }

    @Test
    void withoutAMarkThereIsNoBand()
    {
        final int eth = book.define(TestBook.linear("ETH"));
        book.protection(eth, new TestProtection().tradeBand(50_000));
        book.accepted(settle(eth, 7).get());
    }

    @Test
    void everybodyClosesAtOnePrice()
    {
        book.book(btc, 1, 2, 5, 100).book(btc, 1, 3, 5, 98);
        assertThat(book.eventsOf(settle(btc, 90))).containsExactly(
            "positionChanged 1 BTC 0 cost=0 realized=-90 fee=0 collateral=910 SETTLEMENT",
            "positionChanged 2 BTC 0 cost=0 realized=50 fee=0 collateral=1050 SETTLEMENT",
            "positionChanged 3 BTC 0 cost=0 realized=40 fee=0 collateral=1040 SETTLEMENT",
            "instrumentStatusChanged BTC TRADING->SETTLED by risk/alice",
            "instrumentSettled BTC 90 positions=3 rounding=0");
        assertThat(book.instrument(btc).openInterestLots()).isZero();
    }

    @Test
    void whoIsBelowZeroDefaultsAndTheWinnersPayWhateverTheTrigger()
    {
        book.account(4, 4, 100).account(5, 5, 1_000).book(btc, 4, 2, 6, 100).book(btc, 4, 5, 4, 100).fund(30);
        book.waterfall(new TestWaterfall().operator()).events.take();
        book.accepted(settle(btc, 70).get());
        // 4 lost 300 of 100; the fund gives 30, the gains of 180 and 120 give 102 and 68, out of collateral.
        assertThat(book.events.take("insuranceFundChanged", "gainsHaircut", "defaultRunCompleted")).containsExactly(
            "insuranceFundChanged -30 DEFAULT_DRAW now=0",
            "gainsHaircut 2 BTC SHORT 102 fromCost=0 gain=180 equity=1180",
            "gainsHaircut 5 BTC SHORT 68 fromCost=0 gain=120 equity=1120",
            "defaultRunCompleted 1 4 deficit=200 own=0 fund=30 surcharge=0 haircut=170 house=0 fee=0 legsLeft=0");
        assertThat(book.status(4)).isEqualTo(AccountStatus.CLOSED_OUT);
    }

    @Test
    void aHeldMarkIsNoHindranceAndIsGoneAfterwards()
    {
        book.book(btc, 1, 2, 5, 100).protection(btc, new TestProtection().markBand(50_000)).mark(btc, 150);
        book.accepted(engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.HALTED));
        book.accepted(settle(btc, 100).get());
        assertThat(book.instrument(btc).suspect()).isFalse();
        book.withdraw(1, 1_000);
    }

    @Test
    void removalsThatAreRefused()
    {
        final int call = book.define(TestBook.option("C", InstrumentKind.CALL, btc, 100));
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.removeInstrument(book.gateway, btc));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT, () -> engine.removeInstrument(book.alice, 0));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT,
            () -> engine.removeInstrument(book.alice, 9));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT,
            () -> engine.removeInstrument(book.alice, btc));
        book.accepted(settle(call, 100).get());
        book.accepted(settle(btc, 100).get());
        book.refused(RejectReason.NOT_EMPTY, RejectField.INSTRUMENT, () -> engine.removeInstrument(book.alice, btc));
        book.accepted(engine.removeInstrument(book.alice, call));
        assertThat(book.eventsOf(() -> engine.removeInstrument(book.alice, btc)))
            .containsExactly("instrumentRemoved BTC by risk/alice");
        assertThat(book.define(TestBook.linear("BTC"))).as("the name is free, the id is not").isEqualTo(call + 1);
    }

    /** Ids of instruments are never used twice, so nobody needs what was retained of them. */
    @Test
    void aRemovalForgetsTheFundingIdsOfEveryGateway()
    {
        final Sender second = book.gateway("second", 1, Principal.FUNDING, Switch.OFF);
        final int eth = book.perpetual("ETH", 100);
        for (final Sender each : List.of(book.gateway, second))
        {
            book.accepted(engine.applyFunding(each, btc, 0, 7));
            book.accepted(engine.applyFunding(each, eth, 0, 7));
        }
        book.accepted(settle(eth, 100).get());
        book.accepted(engine.removeInstrument(book.alice, eth));
        assertThat(book.gateway.principal().fundingIds()).containsOnlyKeys(btc);
        assertThat(second.principal().fundingIds()).containsOnlyKeys(btc);
    }
}
