package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Position movements without a trade: transfers by risk and voluntary offsets (MOV-1, CMD-4, CMD-10). */
class PositionMovesTest
{
    private static final long NONE = TestBook.NONE;

    private final TestBook book = new TestBook(new Limits().legsPerAccount(2));
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);

    PositionMovesTest()
    {
        book.account(1, 1, 1_000).account(2, 2, 1_000).account(3, 3, 1_000);
    }

    private Supplier<RejectReason> offset(final long a, final long b, final int instrument, final long lots)
    {
        return () -> engine.offsetPositions(book.gateway, a, b, instrument, lots);
    }

    private Supplier<RejectReason> transfer(final long from, final long to, final int instrument, final long lots)
    {
        return () -> engine.transferPosition(book.alice, from, to, instrument, lots, NONE);
    }

    private Supplier<RejectReason> transferAt(final long from, final long to, final long lots, final long ticks)
    {
        return () -> engine.transferPosition(book.alice, from, to, btc, lots, ticks);
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
        book.refused(RejectReason.INSUFFICIENT_POSITION, RejectField.QUANTITY, offset(2, 3, btc, 2));
        book.refused(RejectReason.INSUFFICIENT_POSITION, RejectField.QUANTITY, offset(3, 2, btc, 2));
        book.accepted(engine.setAccountMode(book.alice, 2, AccountMode.FROZEN));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT_B, offset(1, 2, btc, 1));
        book.accepted(engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.HALTED));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, offset(1, 2, btc, 1));
        final int eth = book.define(TestBook.linear("ETH"));
        book.refused(RejectReason.NO_MARK, RejectField.INSTRUMENT, offset(1, 2, eth, 1));
    }

    @Test
    void anOffsetNeedsAPricedInstrument()
    {
        book.book(btc, 1, 2, 10, 100);
        book.protection(btc, new TestProtection().markBand(50_000).markMaxAge(1_000)).mark(btc, 110);
        book.refused(RejectReason.MARK_SUSPECT, RejectField.INSTRUMENT, offset(1, 2, btc, 1));
        book.mark(btc, 100).at(1_001);
        book.refused(RejectReason.MARK_STALE, RejectField.INSTRUMENT, offset(1, 2, btc, 1));
        final int call = book.define(TestBook.option("C", InstrumentKind.CALL, btc, 100));
        book.marks(new int[]{btc, call}, 100, 5).book(call, 1, 2, 1, 5).at(2_002);
        book.refused(RejectReason.MARK_STALE, RejectField.INSTRUMENT, offset(1, 2, call, 1));
    }

    @Test
    void anOffsetNeedsTwoAccountsThatAreHealthyOrInMarginCall()
    {
        book.book(btc, 1, 2, 95, 100).mark(btc, 97);
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
        book.accepted(offset(1, 2, btc, 1).get());
        book.mark(btc, 94);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT_A, offset(1, 2, btc, 1));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT_B, offset(2, 1, btc, 1));
    }

    @Test
    void aVoluntaryOffsetClosesBothAtMark()
    {
        book.book(btc, 1, 2, 10, 100).mark(btc, 110);
        assertThat(book.eventsOf(offset(1, 2, btc, 4))).containsExactly("positionsOffset 1 2 BTC 4@110",
            "positionChanged 1 BTC 6 cost=600 realized=40 fee=0 collateral=1040 OFFSET",
            "positionChanged 2 BTC -6 cost=-600 realized=-40 fee=0 collateral=960 OFFSET");
        assertThat(book.instrument(btc).openInterestLots()).isEqualTo(6);
    }

    @Test
    void anInverseOffsetGivesEachSideItsOwnChangeAndTheRestToRounding()
    {
        final int xbt = book.define(TestBook.linear("XBT").kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(1_000, 0)
            .maxTicks(1_000));
        book.mark(xbt, 7).book(xbt, 1, 2, 3, 7).book(xbt, 3, 2, 2, 7);
        // NUM-3: -3,000 / 7 = -428, -2,000 / 7 = -285, 5,000 / 7 = 714: short's cost 428 + 285 = 713.
        assertThat(book.cost(2, xbt)).isEqualTo(713);
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
            () -> engine.transferPosition(book.gateway, 1, 3, btc, 1, NONE));
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
        book.accepted(engine.defineAsset(book.alice, 0, "EUR"));
        book.accepted(engine.openAccount(book.gateway, 30, 30, 2));
        book.refused(RejectReason.ASSET_MISMATCH, RejectField.TO, transfer(1, 30, btc, 1));
        book.accepted(engine.setAccountMode(book.alice, 3, AccountMode.REDUCE_ONLY));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.TO, transfer(1, 3, btc, 1));
        book.accepted(engine.setAccountMode(book.alice, 3, AccountMode.FROZEN));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.TO, transfer(1, 3, btc, 1));
        book.accepted(engine.setAccountMode(book.alice, 1, AccountMode.FROZEN));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.FROM, transfer(1, 3, btc, 1));
        book.accepted(engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.HALTED));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, transfer(1, 3, btc, 1));
    }

    @Test
    void aClosedOutAccountGivesAndTakesNothing()
    {
        book.book(btc, 1, 2, 10, 100).accepted(engine.declareDefault(book.alice, 3));
        assertThat(book.status(3)).isEqualTo(AccountStatus.CLOSED_OUT);
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.TO, transfer(1, 3, btc, 1));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.FROM, transfer(3, 1, btc, 1));
    }

    @Test
    void theReceiverIsWithinItsLimits()
    {
        book.book(btc, 1, 2, 10, 100).account(4, 4, 49).account(13, 3, 1_000);
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.TO, transfer(1, 4, btc, 5));
        book.accepted(engine.setOrderHold(book.gateway, 3, 951));
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.TO, transfer(1, 3, btc, 5));
        book.accepted(engine.setOrderHold(book.gateway, 3, 950));
        book.protection(btc, new TestProtection().maxPosition(4));
        book.refused(RejectReason.POSITION_LIMIT, RejectField.TO, transfer(1, 3, btc, 5));
        book.protection(btc, new TestProtection().maxOwnerPosition(4)).accepted(transfer(1, 13, btc, 2).get());
        book.refused(RejectReason.POSITION_LIMIT, RejectField.TO, transfer(1, 3, btc, 3));
        book.accepted(transfer(1, 3, btc, 2).get());
        // Within one owner no side becomes larger.
        book.accepted(transfer(13, 3, btc, 1).get());
        final int eth = book.perpetual("ETH", 100);
        final int sol = book.perpetual("SOL", 100);
        book.account(5, 5, 1_000).book(eth, 5, 1, 1, 100).book(sol, 4, 5, 1, 100);
        book.refused(RejectReason.LEG_LIMIT, RejectField.TO, transfer(4, 1, sol, 1));
    }

    @Test
    void theGiverNeedsTheMarginOfWhatItKeeps()
    {
        final int eth = book.perpetual("ETH", 100);
        book.book(btc, 1, 2, 40, 100).book(eth, 1, 2, 30, 100).mark(btc, 85);
        // Equity 400; 340 + 300 are wanted, and 212.5 + 300 after 15 lots, 110.5 + 300 after 27.
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.FROM, transferAt(1, 3, 15, 85));
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.FROM, transferAt(1, 3, 28, 84));
        book.accepted(transferAt(1, 3, 29, 85).get());
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
    }

    @Test
    void aLiquidatingGiverNeedsNoneButEndsAtZeroAtWorst()
    {
        book.book(btc, 1, 2, 95, 100).mark(btc, 94);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        book.accepted(transferAt(1, 3, 5, 94).get());
        // Equity 430: 43 lots 10 below mark lose all of it, 44 lots more.
        book.refused(RejectReason.BEYOND_BANKRUPTCY, RejectField.FROM, transferAt(1, 3, 44, 84));
        book.accepted(transferAt(1, 3, 43, 84).get());
        assertThat(book.equity(1)).isZero();
    }

    @Test
    void onlyAGiverInDefaultMayEndBeyondBankruptcyWhileItsRunIsHeld()
    {
        book.waterfall(new TestWaterfall().operator()).book(btc, 1, 2, 95, 100).mark(btc, 89);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.TO, transferAt(2, 1, 1, 89));
        book.account(4, 4, 10_000);
        assertThat(book.eventsOf(transferAt(1, 4, 95, 80))).containsExactly(
            "positionTransferred 1->4 BTC 95@80 cost=7600 by risk/alice",
            "positionChanged 1 BTC 0 cost=0 realized=-1900 fee=0 collateral=-900 TRANSFER",
            "positionChanged 4 BTC 95 cost=7600 realized=0 fee=0 collateral=10000 TRANSFER");
        assertThat(book.equity(1)).isEqualTo(-900);
    }

    @Test
    void notWhileItsRunIsOnlyDeferred()
    {
        final TestBook small = new TestBook(new Limits().bookingsPerEntry(1));
        final int coin = small.perpetual("COIN", 100);
        final int other = small.perpetual("OTHER", 100);
        small.account(1, 1, 100).account(2, 2, 100).account(3, 3, 10_000).account(4, 4, 1_000);
        small.book(coin, 1, 3, 10, 100).book(other, 2, 3, 10, 100).marks(new int[]{coin, other}, 85, 85);
        assertThat(small.status(2)).isEqualTo(AccountStatus.DEFAULTED);
        small.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> small.engine.transferPosition(small.alice, 2, 4, other, 1, NONE));
        small.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> small.engine.offsetPositions(small.gateway, 2, 3, other, 1));
    }

    @Test
    void aTransferCarriesItsShareOfTheCost()
    {
        book.book(btc, 1, 2, 3, 100).book(btc, 1, 2, 4, 101).mark(btc, 110);
        // Cost 704 of 7 lots: 5 lots carry 502, rounded toward zero.
        assertThat(book.eventsOf(transfer(1, 3, btc, 5))).containsExactly(
            "positionTransferred 1->3 BTC 5 cost=502 by risk/alice",
            "positionChanged 1 BTC 2 cost=202 realized=0 fee=0 collateral=1000 TRANSFER",
            "positionChanged 3 BTC 5 cost=502 realized=0 fee=0 collateral=1000 TRANSFER");
    }

    @Test
    void withAPriceTheGiverRealizesIt()
    {
        book.book(btc, 1, 2, 7, 100).mark(btc, 110);
        assertThat(book.eventsOf(transferAt(1, 3, 5, 108))).containsExactly(
            "positionTransferred 1->3 BTC 5@108 cost=540 by risk/alice",
            "positionChanged 1 BTC 2 cost=200 realized=40 fee=0 collateral=1040 TRANSFER",
            "positionChanged 3 BTC 5 cost=540 realized=0 fee=0 collateral=1000 TRANSFER");
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, transferAt(1, 3, 1, 0));
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, transferAt(1, 3, 1, 100_001));
    }

    @Test
    void toAShortReceiverItIsAClose()
    {
        book.book(btc, 1, 2, 7, 100).mark(btc, 110);
        book.accepted(engine.setAccountMode(book.alice, 2, AccountMode.REDUCE_ONLY));
        assertThat(book.eventsOf(transferAt(1, 2, 5, 108))).containsExactly(
            "positionTransferred 1->2 BTC 5@108 cost=540 by risk/alice",
            "positionChanged 1 BTC 2 cost=200 realized=40 fee=0 collateral=1040 TRANSFER",
            "positionChanged 2 BTC -2 cost=-200 realized=-40 fee=0 collateral=960 TRANSFER");
        assertThat(book.instrument(btc).openInterestLots()).isEqualTo(2);
        assertThat(book.usd().balanced()).isTrue();
        book.book(btc, 1, 3, 2, 110);
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.TO, transferAt(1, 2, 3, 108));
        book.accepted(transferAt(1, 2, 2, 108).get());
        assertThat(book.lots(2, btc)).isZero();
    }

    @Test
    void aReceiverBeyondTheLargestPositionMayBecomeSmaller()
    {
        book.book(btc, 1, 2, 9, 100).protection(btc, new TestProtection().maxPosition(2));
        book.accepted(transfer(1, 2, btc, 1).get());
        assertThat(book.lots(2, btc)).isEqualTo(-8);
        book.account(4, 4, 1_000);
        book.accepted(transfer(1, 4, btc, 2).get());
        book.refused(RejectReason.POSITION_LIMIT, RejectField.TO, transfer(1, 4, btc, 1));
    }

    @Test
    void aTransferOpensNoMorePositionsThanAnInstrumentMayHave()
    {
        final TestBook small = new TestBook(new Limits().positionsPerInstrument(2));
        final int coin = small.perpetual("COIN", 100);
        small.account(1, 1, 1_000).account(2, 2, 1_000).account(3, 3, 1_000).book(coin, 1, 2, 2, 100);
        small.refused(RejectReason.TOO_MANY, RejectField.INSTRUMENT,
            () -> small.engine.transferPosition(small.alice, 1, 3, coin, 1, NONE));
        small.accepted(small.engine.transferPosition(small.alice, 1, 3, coin, 2, NONE));
        assertThat(small.lots(3, coin)).isEqualTo(2);
    }

    @Test
    void anInverseTransferAtAPriceIsExact()
    {
        final int xbt = book.define(TestBook.linear("XBT").kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(1_000, 0)
            .maxTicks(1_000));
        book.mark(xbt, 7).book(xbt, 1, 2, 5, 7);
        book.accepted(engine.transferPosition(book.alice, 1, 3, xbt, 2, 8));
        book.accepted(engine.transferPosition(book.alice, 2, 3, xbt, 3, 6));
        assertThat(book.usd().balanced()).isTrue();
        assertThat(book.lots(3, xbt)).isEqualTo(-1);
    }

    @Test
    void itNeedsNoFreshMarkAndReachesAnotherVenueAndAnExpiredInstrument()
    {
        final int future = book.define(TestBook.future("FUT", 5_000));
        final Sender other = book.gateway("other", 2, 15, Switch.OFF);
        book.accepted(engine.openAccount(other, 20, 20, TestBook.USD));
        book.accepted(engine.deposit(other, 20, 1_000, 1));
        book.protection(future, new TestProtection().markBand(50_000).markMaxAge(1_000));
        book.mark(future, 100).book(future, 1, 2, 10, 100).mark(future, 150).at(5_000);
        assertThat(book.instrument(future).status()).isEqualTo(InstrumentStatus.EXPIRED);
        book.accepted(transfer(1, 20, future, 10).get());
        assertThat(book.lots(20, future)).isEqualTo(10);
    }
}
