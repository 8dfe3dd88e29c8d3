package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.Protection;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Marks with their protection, and funding. */
class MarksAndFundingTest
{
    private static final long NONE = Absent.LONG;

    private final TestBook book = new TestBook(new Limits().idsRetained(3));
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);
    private final int eth = book.perpetual("ETH", 100);
    private final Sender second = book.gateway("second", 1, Principal.MARKS, Switch.OFF);
    private final Sender trader = book.gateway("trader", 1, Principal.TRADE, Switch.OFF);
    private long secondSequence;

    private RejectReason marks(final int count, final int[] ids, final long... ticks)
    {
        return engine.updateMarkPrices(second, ++secondSequence, ids, ticks, count);
    }

    private void band(final int instrument)
    {
        book.protection(instrument, new Protection(50_000, 0, 0, NONE, NONE, NONE, NONE));
    }

    @Test
    void refusedMarks()
    {
        final int[] one = {btc};
        final long[] hundred = {100};
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> engine.updateMarkPrices(trader, 9, one, hundred, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MARK_SEQUENCE,
            () -> engine.updateMarkPrices(second, 0, one, hundred, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MARKS, () -> marks(0, one, 100));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MARKS, () -> marks(257, new int[257], new long[257]));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MARKS, () -> marks(1, one, 0));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MARKS, () -> marks(1, new int[]{0}, 100));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MARKS, () -> marks(2, new int[]{btc, btc}, 100, 100));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.MARKS, () -> marks(2, new int[]{btc, 9}, 100, 100));
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.MARKS, () -> marks(2, new int[]{eth, btc}, 90, 100_001));
        book.accepted(engine.updateMarkPrices(second, 50, one, hundred, 1));
        book.refused(RejectReason.STALE_SEQUENCE, RejectField.MARK_SEQUENCE,
            () -> engine.updateMarkPrices(second, 50, one, hundred, 1));
        book.mark(btc, 100).accepted(engine.settleInstrument(book.alice, eth, 100));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.MARKS,
            () -> engine.updateMarkPrices(second, 51, new int[]{btc, eth}, new long[]{100, 100}, 2));
    }

    @Test
    void allMarksMoveBeforeAnyAccountIsLookedAt()
    {
        book.account(1, 1, 200).account(2, 2, 10_000).book(btc, 1, 2, 10, 100).book(eth, 2, 1, 10, 100).events.take();
        book.marks(new int[]{btc, eth}, 50, 50);
        assertThat(book.events.take()).as("hedged").containsExactly("markPricesUpdated 1:50 2:50");
    }

    @Test
    void aMarkOutsideItsBandIsHeldAndTheOthersGoOn()
    {
        band(btc);
        book.events.take();
        book.marks(new int[]{btc, eth}, 106, 200);
        assertThat(book.events.take()).containsExactly("markPriceHeld BTC 106 accepted=100", "markPricesUpdated 2:200");
        assertThat(book.instrument(btc).markTicks()).isEqualTo(100);
        book.mark(btc, 105);
        assertThat(book.events.take()).as("back within the band of the accepted one")
            .containsExactly("markPricesUpdated 1:105");
        assertThat(book.instrument(btc).suspect()).isFalse();
    }

    @Test
    void theSameGatewayCannotConfirmItsOwnMark()
    {
        band(btc);
        book.mark(btc, 120).events.take();
        book.mark(btc, 121);
        assertThat(book.events.take()).containsExactly("markPriceHeld BTC 121 accepted=100");
    }

    @Test
    void anotherGatewayConfirmsByAMarkNearTheHeldOne()
    {
        band(btc);
        book.mark(btc, 120).events.take();
        book.accepted(marks(1, new int[]{btc}, 200));
        assertThat(book.events.take()).as("a further one replaces it")
            .containsExactly("markPriceHeld BTC 200 accepted=100");
        book.mark(btc, 205);
        assertThat(book.events.take()).containsExactly("markConfirmed BTC 205 by gateway/all");
        assertThat(book.instrument(btc).markTicks()).isEqualTo(205);
    }

    @Test
    void riskConfirmsAHeldMark()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.confirmMark(second, btc));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT,
            () -> engine.confirmMark(book.alice, 0));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT,
            () -> engine.confirmMark(book.alice, 9));
        book.refused(RejectReason.NO_MARK, RejectField.INSTRUMENT, () -> engine.confirmMark(book.alice, btc));
        book.protection(btc, new Protection(50_000, 1_000, 0, NONE, NONE, NONE, NONE)).account(1, 1, 100);
        book.account(2, 2, 10_000).book(btc, 1, 2, 10, 100).mark(btc, 93).at(5_000);
        assertThat(book.eventsOf(() -> engine.confirmMark(book.alice, btc))).containsExactly(
            "markConfirmed BTC 93 by risk/alice",
            "accountStatusChanged 1 HEALTHY->LIQUIDATING equity=30 leg 1:10 value=900 ticks=90");
        assertThat(book.instrument(btc).stale(6_000)).as("fresh since the confirmation").isFalse();
        assertThat(book.instrument(btc).stale(6_001)).isTrue();
    }

    @Test
    void theFirstMarkHasNoBand()
    {
        final int sol = book.define(TestBook.linear("SOL").protection(new Protection(1, 0, 0, NONE, NONE, NONE, NONE)));
        book.events.take();
        book.mark(sol, 77);
        assertThat(book.events.take()).containsExactly("markPricesUpdated 3:77");
    }

    @Test
    void refusedFunding()
    {
        final Sender funder = book.gateway;
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.applyFunding(second, btc, 1, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT, () -> engine.applyFunding(funder, 0, 1, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.RATE, () -> engine.applyFunding(funder, btc, NONE, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.FUNDING_ID, () -> engine.applyFunding(funder, btc, 1, 0));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT,
            () -> engine.applyFunding(funder, 9, 1, 1));
        final int future = book.define(TestBook.linear("FUT").kind(InstrumentKind.LINEAR_FUTURE).expiryMs(9));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT,
            () -> engine.applyFunding(funder, future, 1, 1));
        book.accepted(engine.applyFunding(funder, btc, 1, 7));
        book.refused(RejectReason.DUPLICATE_REFERENCE, RejectField.FUNDING_ID,
            () -> engine.applyFunding(funder, btc, 1, 7));
        book.accepted(engine.applyFunding(funder, eth, 1, 7));
        for (long id = 8; id < 11; id++)
        {
            book.accepted(engine.applyFunding(funder, btc, 1, id));
        }
        book.refused(RejectReason.TRADE_ID_TOO_OLD, RejectField.FUNDING_ID,
            () -> engine.applyFunding(funder, btc, 1, 7));
        final int sol = book.define(TestBook.linear("SOL"));
        book.refused(RejectReason.NO_MARK, RejectField.INSTRUMENT, () -> engine.applyFunding(funder, sol, 1, 1));
        book.refused(RejectReason.FEE_LIMIT, RejectField.RATE,
            () -> engine.applyFunding(funder, btc, 1_000_000_001L, 20));
        book.protection(btc, new Protection(50_000, 1_000, 0, NONE, NONE, NONE, 100L));
        book.refused(RejectReason.FEE_LIMIT, RejectField.RATE, () -> engine.applyFunding(funder, btc, -101, 20));
        book.mark(btc, 150);
        book.refused(RejectReason.MARK_SUSPECT, RejectField.INSTRUMENT, () -> engine.applyFunding(funder, btc, 1, 20));
        book.mark(btc, 100).at(1_001);
        book.refused(RejectReason.MARK_STALE, RejectField.INSTRUMENT, () -> engine.applyFunding(funder, btc, 1, 20));
        book.accepted(engine.settleInstrument(book.alice, eth, 100));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT,
            () -> engine.applyFunding(funder, eth, 1, 20));
    }

    @Test
    void fundingIsPaidByLongsAndWhatRoundingLeavesIsOwned()
    {
        book.account(1, 1, 1_000).account(2, 2, 1_000).account(3, 3, 1_000);
        book.book(btc, 1, 2, 7, 100).book(btc, 1, 3, 3, 100);
        // 0.35 % of 1,000 is 3.5, of 700 is 2.45, of 300 is 1.05: who pays, pays 4; who receives, receives 2 and 1.
        assertThat(book.eventsOf(() -> engine.applyFunding(book.gateway, btc, 3_500_000, 1))).containsExactly(
            "collateralChanged 1 -4 FUNDING now=996", "collateralChanged 2 2 FUNDING now=1002",
            "collateralChanged 3 1 FUNDING now=1001",
            "fundingApplied BTC rate=3500000 accounts=3 paid=4 received=3 rounding=1");
        assertThat(book.usd().rounding()).isEqualTo(1);
        assertThat(book.eventsOf(() -> engine.applyFunding(book.gateway, btc, -3_500_000, 2))).containsExactly(
            "collateralChanged 1 3 FUNDING now=999", "collateralChanged 2 -3 FUNDING now=999",
            "collateralChanged 3 -2 FUNDING now=999",
            "fundingApplied BTC rate=-3500000 accounts=3 paid=5 received=3 rounding=2");
    }

    @Test
    void fundingCanBeTheEndOfAnAccount()
    {
        book.account(1, 1, 100).account(2, 2, 10_000).book(btc, 1, 2, 10, 100);
        book.accepted(engine.applyFunding(book.gateway, btc, 60_000_000, 1));
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        book.accepted(engine.applyFunding(book.gateway, btc, 60_000_000, 2));
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.usd().houseDeficit()).as("the short gained nothing by price").isEqualTo(20);
    }

    @Test
    void fundingOfNothingTellsNoAccount()
    {
        assertThat(book.eventsOf(() -> engine.applyFunding(book.gateway, btc, 1, 1))).containsExactly(
            "fundingApplied BTC rate=1 accounts=0 paid=0 received=0 rounding=0");
    }
}
