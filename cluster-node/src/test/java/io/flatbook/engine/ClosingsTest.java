package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.Protection;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Position movements without a trade: voluntary offsets, transfers, settlement. */
class ClosingsTest
{
    private static final long NONE = Absent.LONG;

    private final TestBook book = new TestBook(new Limits().legsPerAccount(2));
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);

    ClosingsTest()
    {
        book.account(1, 1, 1_000).account(2, 2, 1_000).account(3, 3, 1_000);
    }

    private Supplier<RejectReason> offset(final long a, final long b, final int instrument, final long lots)
    {
        return () -> engine.offsetPositions(book.gateway, a, b, instrument, lots);
    }

    private Supplier<RejectReason> transfer(final long from, final long to, final int instrument, final long lots)
    {
        return () -> engine.transferPosition(book.alice, from, to, instrument, lots);
    }

    private Supplier<RejectReason> settle(final int instrument, final long ticks)
    {
        return () -> engine.settleInstrument(book.alice, instrument, ticks);
    }

    @Test
    void refusedOffsets()
    {
        book.book(btc, 1, 2, 10, 100);
        final Sender marks = book.gateway("marks", 1, Principal.MARKS, Switch.OFF);
        final Sender other = book.gateway("other", 2, Principal.TRADE, Switch.OFF);
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.offsetPositions(marks, 1, 2, btc, 1));
        book.refused(RejectReason.NOT_YOUR_ACCOUNT, RejectField.ACCOUNT_A,
            () -> engine.offsetPositions(other, 1, 2, btc, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ACCOUNT_A, offset(0, 2, btc, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ACCOUNT_B, offset(1, 0, btc, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT, offset(1, 2, 0, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.QUANTITY, offset(1, 2, btc, 0));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT, offset(1, 2, 9, 1));
        book.refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT_A, offset(9, 2, btc, 1));
        book.refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT_B, offset(1, 9, btc, 1));
        book.refused(RejectReason.SAME_ACCOUNT, RejectField.ACCOUNT_B, offset(1, 1, btc, 1));
        book.refused(RejectReason.INSUFFICIENT_POSITION, RejectField.QUANTITY, offset(1, 2, btc, 11));
        book.refused(RejectReason.INSUFFICIENT_POSITION, RejectField.QUANTITY, offset(1, 3, btc, 1));
        book.book(btc, 3, 2, 1, 100);
        book.refused(RejectReason.INSUFFICIENT_POSITION, RejectField.QUANTITY, offset(1, 3, btc, 1));
        book.accepted(engine.setAccountMode(book.alice, 2, AccountMode.FROZEN));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT_B, offset(1, 2, btc, 1));
        book.accepted(engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.HALTED));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, offset(1, 2, btc, 1));
        final int eth = book.define(TestBook.linear("ETH"));
        book.refused(RejectReason.NO_MARK, RejectField.INSTRUMENT, offset(1, 2, eth, 1));
    }

    @Test
    void offsetsAndTransfersNeedAFreshMarkThatIsNotHeld()
    {
        book.book(btc, 1, 2, 10, 100);
        book.protection(btc, new Protection(50_000, 1_000, 0, NONE, NONE, NONE, NONE)).mark(btc, 110);
        book.refused(RejectReason.MARK_SUSPECT, RejectField.INSTRUMENT, offset(1, 2, btc, 1));
        book.refused(RejectReason.MARK_SUSPECT, RejectField.INSTRUMENT, transfer(1, 3, btc, 1));
        book.mark(btc, 100).at(1_001);
        book.refused(RejectReason.MARK_STALE, RejectField.INSTRUMENT, offset(1, 2, btc, 1));
        book.refused(RejectReason.MARK_STALE, RejectField.INSTRUMENT, transfer(1, 3, btc, 1));
    }

    @Test
    void aVoluntaryOffsetClosesBothAtMark()
    {
        book.book(btc, 1, 2, 10, 100).mark(btc, 110);
        assertThat(book.eventsOf(offset(1, 2, btc, 4))).containsExactly("positionsOffset 1 2 BTC 4@110",
            "positionChanged 1 BTC 6 cost=600 realized=40 fee=0 collateral=1040",
            "positionChanged 2 BTC -6 cost=-600 realized=-40 fee=0 collateral=960");
        assertThat(book.instrument(btc).openInterestLots()).isEqualTo(6);
    }

    @Test
    void anInverseOffsetGivesEachSideItsOwnChangeAndTheRestToRounding()
    {
        final int xbt = book.define(TestBook.linear("XBT").kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(1_000, 0)
            .maxTicks(1_000));
        book.mark(xbt, 7).book(xbt, 1, 2, 3, 7).book(xbt, 3, 2, 2, 7);
        // -3,000 / 7 = -428, -2,000 / 7 = -285, 5,000 / 7 = 714: short's cost 428 + 285 = 713.
        assertThat(book.account(2).leg(book.instrument(xbt)).cost()).isEqualTo(713);
        book.accepted(offset(1, 2, xbt, 3).get());
        // 1 closes -428; 2 goes from 714 to 285, closing 429: 1 unit stays with rounding.
        assertThat(book.usd().rounding()).isEqualTo(-1);
        assertThat(book.usd().balanced()).isTrue();
    }

    @Test
    void refusedTransfers()
    {
        book.book(btc, 1, 2, 10, 100);
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> engine.transferPosition(book.gateway, 1, 3, btc, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.FROM, transfer(0, 3, btc, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.TO, transfer(1, -3, btc, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT, transfer(1, 3, -1, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.QUANTITY, transfer(1, 3, btc, -1));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT, transfer(1, 3, 9, 1));
        book.refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.FROM, transfer(9, 3, btc, 1));
        book.refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.TO, transfer(1, 9, btc, 1));
        book.refused(RejectReason.SAME_ACCOUNT, RejectField.TO, transfer(1, 1, btc, 1));
        book.refused(RejectReason.INSUFFICIENT_POSITION, RejectField.QUANTITY, transfer(1, 3, btc, 11));
        book.refused(RejectReason.INSUFFICIENT_POSITION, RejectField.QUANTITY, transfer(3, 1, btc, 1));
        book.account(4, 4, 49);
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.TO, transfer(1, 4, btc, 5));
        book.protection(btc, new Protection(0, 0, 0, NONE, 4L, NONE, NONE));
        book.refused(RejectReason.POSITION_LIMIT, RejectField.TO, transfer(1, 3, btc, 5));
        book.accepted(engine.setAccountMode(book.alice, 3, AccountMode.REDUCE_ONLY));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.TO, transfer(1, 3, btc, 1));
        book.accepted(engine.setAccountMode(book.alice, 1, AccountMode.FROZEN));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.FROM, transfer(1, 3, btc, 1));
        book.accepted(engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.HALTED));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, transfer(1, 3, btc, 1));
    }

    @Test
    void aTransferNeedsTheMarginOfWhoGivesAndALegOfWhoTakes()
    {
        final int eth = book.perpetual("ETH", 100);
        final int sol = book.perpetual("SOL", 100);
        book.book(btc, 1, 2, 50, 100).book(eth, 1, 2, 30, 100).mark(btc, 82);
        // Equity 100; 410 + 300 are wanted, and 290 + 300 after the transfer of 15.
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.FROM, transfer(1, 3, btc, 15));
        book.account(4, 4, 10_000).book(eth, 3, 4, 1, 100).book(sol, 3, 4, 1, 100);
        book.refused(RejectReason.LEG_LIMIT, RejectField.TO, transfer(1, 3, btc, 1));
    }

    @Test
    void aTransferCarriesItsShareOfTheCost()
    {
        book.book(btc, 1, 2, 3, 100).book(btc, 1, 2, 4, 101).mark(btc, 110);
        // Cost 704 of 7 lots: 5 lots carry 502, rounded toward zero.
        assertThat(book.eventsOf(transfer(1, 3, btc, 5))).containsExactly(
            "positionTransferred 1->3 BTC 5 cost=502 by risk/alice",
            "positionChanged 1 BTC 2 cost=202 realized=0 fee=0 collateral=1000",
            "positionChanged 3 BTC 5 cost=502 realized=0 fee=0 collateral=1000");
    }

    @Test
    void refusedSettlements()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> engine.settleInstrument(book.gateway, btc, 100));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT, settle(0, 100));
        book.refused(RejectReason.INVALID_FIELD, RejectField.PRICE, settle(btc, 0));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT, settle(9, 100));
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, settle(btc, 100_001));
        book.protection(btc, new Protection(0, 0, 50_000, NONE, NONE, NONE, NONE));
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, settle(btc, 106));
        book.accepted(engine.settleInstrument(book.alice, btc, 106, true));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, settle(btc, 106));
    }

    @Test
    void aSettlementClosesEverybodyAtOnePrice()
    {
        book.book(btc, 1, 2, 5, 100).book(btc, 1, 3, 5, 98);
        assertThat(book.eventsOf(settle(btc, 90))).containsExactly(
            "positionChanged 1 BTC 0 cost=0 realized=-90 fee=0 collateral=910",
            "positionChanged 2 BTC 0 cost=0 realized=50 fee=0 collateral=1050",
            "positionChanged 3 BTC 0 cost=0 realized=40 fee=0 collateral=1040",
            "instrumentStatusChanged BTC TRADING->SETTLED by risk/alice",
            "instrumentSettled BTC 90 positions=3 rounding=0");
        assertThat(book.instrument(btc).openInterestLots()).isZero();
    }

    @Test
    void whoIsBelowZeroAfterASettlementDefaultsAndItsWinnersPay()
    {
        book.account(4, 4, 100).account(5, 5, 1_000).book(btc, 4, 2, 6, 100).book(btc, 4, 5, 4, 100).fund(30);
        book.waterfall(new TestWaterfall().trigger(DefaultTrigger.OPERATOR)).events.take();
        book.accepted(settle(btc, 70).get());
        // 4 lost 300 of 100; the fund gives 30, the gains of 180 and 120 give 102 and 68.
        assertThat(book.events.take("insuranceFundChanged", "gainsHaircut", "defaultRunCompleted")).containsExactly(
            "insuranceFundChanged -30 DEFAULT_DRAW now=0",
            "gainsHaircut 1 2 102 gain=180 equity=1180", "gainsHaircut 1 5 68 gain=120 equity=1120",
            "defaultRunCompleted 1 4 deficit=200 own=0 fund=30 surcharge=0 haircut=170 house=0 fee=0");
        assertThat(book.status(4)).isEqualTo(AccountStatus.CLOSED_OUT);
    }

    @Test
    void anOptionSettlesAtItsIntrinsicValue()
    {
        final int call = OptionMarginTest.option(book, btc, InstrumentKind.CALL);
        final int put = OptionMarginTest.option(book, btc, InstrumentKind.PUT);
        book.mark(call, 5).mark(put, 5).book(call, 1, 2, 4, 5).book(put, 1, 2, 4, 5);
        // Strike 100, underlying 117: the call pays 17, the put nothing.
        book.accepted(settle(call, 117).get());
        book.accepted(settle(put, 117).get());
        assertThat(book.account(1).collateral()).isEqualTo(1_000 - 20 + 4 * 17 - 20);
        assertThat(book.account(2).collateral()).isEqualTo(1_000 + 20 - 4 * 17 + 20);
        assertThat(book.usd().balanced()).isTrue();
    }

    @Test
    void anInverseSettlementLeavesItsRemainderToRounding()
    {
        final int xbt = book.define(TestBook.linear("XBT").kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(1_000, 0)
            .maxTicks(1_000));
        book.mark(xbt, 8).book(xbt, 1, 2, 3, 8).book(xbt, 3, 2, 2, 8);
        // At 7: -428, -285 and +714, of which the longs do not pay 1.
        assertThat(book.eventsOf(settle(xbt, 7))).last().isEqualTo("instrumentSettled XBT 7 positions=3 rounding=-1");
        assertThat(book.usd().rounding()).isEqualTo(-1);
        assertThat(book.usd().balanced()).isTrue();
    }
}
