package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A mark update is atomic, but one element of it never stops the others (MARK-1), and held marks wait (MARK-3). */
class MarksTest
{
    private final TestBook book = new TestBook(new Limits());
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

    private RejectReason fromSecond(final int instrument, final long ticks)
    {
        return marks(1, new int[]{instrument}, ticks);
    }

    private void band(final int instrument)
    {
        book.protection(instrument, new TestProtection().markBand(50_000));
    }

    @Test
    void onlyTheseRefuseAnUpdateAsAWhole()
    {
        final int[] one = {btc};
        final long[] hundred = {100};
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> engine.updateMarkPrices(trader, 9, one, hundred, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MARK_SEQUENCE,
            () -> engine.updateMarkPrices(second, 0, one, hundred, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MARKS, () -> marks(0, one, 100));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MARKS, () -> marks(1, one, TestBook.NONE));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MARKS, () -> marks(2, new int[]{btc, btc}, 100, 100));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MARKS,
            () -> marks(3, new int[]{99, btc, 99}, 100, 100, 100));
        book.accepted(engine.updateMarkPrices(second, 50, one, hundred, 1));
        book.refused(RejectReason.STALE_SEQUENCE, RejectField.MARK_SEQUENCE,
            () -> engine.updateMarkPrices(second, 50, one, hundred, 1));
        book.refused(RejectReason.STALE_SEQUENCE, RejectField.MARK_SEQUENCE,
            () -> engine.updateMarkPrices(second, 49, new int[257], new long[257], 257));
        book.refused(RejectReason.TOO_MANY, RejectField.MARKS,
            () -> engine.updateMarkPrices(second, 51, new int[257], new long[257], 257));
        final int[] most = IntStream.rangeClosed(1_001, 1_256).toArray();
        book.accepted(engine.updateMarkPrices(second, 51, most, new long[256], 256));
        most[255] = most[0];
        book.refused(RejectReason.INVALID_FIELD, RejectField.MARKS,
            () -> engine.updateMarkPrices(second, 52, most, new long[256], 256));
    }

    @Test
    void oneElementNeverStopsTheOthers()
    {
        final int old = book.perpetual("OLD", 100);
        book.accepted(engine.settleInstrument(book.alice, old, 100));
        band(eth);
        assertThat(book.eventsOf(() -> marks(6, new int[]{99, old, eth, 0, btc, -3}, 7, 8, 150, 9, 105, 10)))
            .containsExactly(
            "markPriceHeld ETH 150 accepted=100",
            "markPricesSkipped 99:7:UNKNOWN_INSTRUMENT 3:8:INSTRUMENT_STATUS 0:9:UNKNOWN_INSTRUMENT " +
            "-3:10:UNKNOWN_INSTRUMENT",
            "markPricesUpdated 1:105");
        assertThat(engine.detail()).as("marks applied").isEqualTo(1);
    }

    @Test
    void anUpdateThatMovesNothingIsAccepted()
    {
        assertThat(book.eventsOf(() -> marks(1, new int[]{99}, 7))).containsExactly(
            "markPricesSkipped 99:7:UNKNOWN_INSTRUMENT");
        assertThat(engine.detail()).isZero();
        book.refused(RejectReason.STALE_SEQUENCE, RejectField.MARK_SEQUENCE,
            () -> engine.updateMarkPrices(second, secondSequence, new int[]{btc}, new long[]{100}, 1));
    }

    @Test
    void whatIsOutsideTheScopeIsSkipped()
    {
        final int old = book.perpetual("OLD", 100);
        book.accepted(engine.settleInstrument(book.alice, old, 100));
        book.accepted(engine.defineGateway(book.alice, new GatewayDefinition(
            "second", 1, Principal.MARKS, Switch.OFF, TestBook.NONE, TestBook.NONE, new int[]{eth})));
        assertThat(book.eventsOf(() -> marks(4, new int[]{btc, eth, 99, old}, 1, 102, 3, 4))).containsExactly(
            "markPricesSkipped 1:1:NOT_AUTHORIZED 99:3:UNKNOWN_INSTRUMENT 3:4:INSTRUMENT_STATUS",
            "markPricesUpdated 2:102");
    }

    @Test
    void anInstrumentThatWasRemovedIsUnknown()
    {
        book.accepted(engine.settleInstrument(book.alice, eth, 100));
        book.accepted(engine.removeInstrument(book.alice, eth));
        assertThat(book.eventsOf(() -> fromSecond(eth, 100))).containsExactly(
            "markPricesSkipped 2:100:UNKNOWN_INSTRUMENT");
    }

    @Test
    void allMarksMoveBeforeAnyAccountIsLookedAt()
    {
        book.account(1, 1, 200).account(2, 2, 10_000).book(btc, 1, 2, 10, 100).book(eth, 2, 1, 10, 100).events.take();
        book.marks(new int[]{btc, eth}, 50, 50);
        assertThat(book.events.take()).as("hedged").containsExactly("markPricesUpdated 1:50 2:50");
    }

    @Test
    void eventsComeByElementThenAccountsAscendThenRuns()
    {
        band(eth);
        book.mark(eth, 120).account(9, 9, 10_000);
        for (final long id : new long[]{3, 1, 2})
        {
            book.account(id, id, 100).book(btc, id, 9, 2 == id ? 10 : 5, 100);
        }
        // The second gateway confirms ETH; at 85 account 2 has -50, at 82 the others 10 of 41 and 20.5 wanted.
        assertThat(book.eventsOf(() -> marks(3, new int[]{99, eth, btc}, 5, 121, 82),
            "markPricesSkipped", "markConfirmed", "markPricesUpdated", "accountStatusChanged", "defaultRunStarted"))
            .containsExactly("markConfirmed ETH 121 by gateway/second", "markPricesSkipped 99:5:UNKNOWN_INSTRUMENT",
            "markPricesUpdated 1:82",
            "accountStatusChanged 1 HEALTHY->LIQUIDATING equity=10 leg 1:5 value=400 ticks=80",
            "accountStatusChanged 2 HEALTHY->DEFAULTED equity=-80",
            "accountStatusChanged 3 HEALTHY->LIQUIDATING equity=10 leg 1:5 value=400 ticks=80",
            "defaultRunStarted 1 2 equity=-80 notional=820 closes=BTC:10/10",
            "accountStatusChanged 2 DEFAULTED->CLOSED_OUT equity=0");
        assertThat(engine.detail()).as("a confirming mark counts").isEqualTo(2);
    }

    @Test
    void aMarkOutsideItsBandIsHeldAndOneBackInsideDropsIt()
    {
        band(btc);
        assertThat(book.eventsOf(() -> book.tryMarks(new int[]{btc, eth}, 106, 200)))
            .containsExactly("markPriceHeld BTC 106 accepted=100", "markPricesUpdated 2:200");
        assertThat(book.instrument(btc).markTicks()).isEqualTo(100);
        assertThat(book.instrument(btc).suspect()).isTrue();
        assertThat(book.eventsOf(() -> book.tryMarks(new int[]{btc}, 105))).containsExactly("markPricesUpdated 1:105");
        assertThat(book.instrument(btc).suspect()).isFalse();
    }

    @Test
    void theSameGatewayCannotConfirmItsOwnMark()
    {
        band(btc);
        book.mark(btc, 120);
        assertThat(book.eventsOf(() -> book.tryMarks(new int[]{btc}, 121)))
            .containsExactly("markPriceHeld BTC 121 accepted=100");
    }

    @Test
    void anotherGatewayConfirmsByAMarkNearTheHeldOne()
    {
        band(btc);
        book.mark(btc, 120);
        assertThat(book.eventsOf(() -> fromSecond(btc, 200))).as("a further one replaces it")
            .containsExactly("markPriceHeld BTC 200 accepted=100");
        assertThat(book.eventsOf(() -> book.tryMarks(new int[]{btc}, 211))).as("5 % of 200 are 10")
            .containsExactly("markPriceHeld BTC 211 accepted=100");
        assertThat(book.eventsOf(() -> fromSecond(btc, 205)))
            .containsExactly("markConfirmed BTC 205 by gateway/second");
        assertThat(book.instrument(btc).markTicks()).as("its own price").isEqualTo(205);
        assertThat(book.instrument(btc).suspect()).isFalse();
    }

    @Test
    void riskConfirmsAHeldMarkThatItNames()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.confirmMark(second, btc, 100));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT, () -> engine.confirmMark(book.alice, 0, 100));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MARK,
            () -> engine.confirmMark(book.alice, btc, TestBook.NONE));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT,
            () -> engine.confirmMark(book.alice, 9, 100));
        book.refused(RejectReason.NO_MARK, RejectField.INSTRUMENT, () -> engine.confirmMark(book.alice, btc, 100));
        book.protection(btc, new TestProtection().markBand(50_000).markMaxAge(1_000)).account(1, 1, 100);
        book.account(2, 2, 10_000).book(btc, 1, 2, 10, 100).mark(btc, 93).at(5_000);
        book.refused(RejectReason.MARK_CHANGED, RejectField.MARK, () -> engine.confirmMark(book.alice, btc, 94));
        book.refused(RejectReason.MARK_CHANGED, RejectField.MARK, () -> engine.confirmMark(book.alice, btc, 100));
        assertThat(book.eventsOf(() -> engine.confirmMark(book.alice, btc, 93))).containsExactly(
            "markConfirmed BTC 93 by risk/alice",
            "accountStatusChanged 1 HEALTHY->LIQUIDATING equity=30 leg 1:10 value=900 ticks=90");
        assertThat(book.instrument(btc).stale(6_000)).as("fresh since the confirmation").isFalse();
        assertThat(book.instrument(btc).stale(6_001)).isTrue();
        book.refused(RejectReason.NO_MARK, RejectField.INSTRUMENT, () -> engine.confirmMark(book.alice, btc, 93));
    }

    @Test
    void anApprovalOfAMarkIsOneOfThatMark()
    {
        band(btc);
        book.mark(btc, 120).mark(btc, 130);
        book.refused(RejectReason.MARK_CHANGED, RejectField.MARK,
            () -> engine.confirmMark(book.bob.principal().approvedSender(), btc, 120));
    }

    @Test
    void aMarkOutsideTheBoundsIsHeldAndNeverAppliedWhoeverAgrees()
    {
        for (final long ticks : new long[]{0, -5, 100_001, Long.MAX_VALUE, Long.MIN_VALUE + 1})
        {
            assertThat(book.eventsOf(() -> fromSecond(btc, ticks)))
                .containsExactly("markPriceHeld BTC " + ticks + " accepted=100");
            assertThat(book.eventsOf(() -> book.tryMarks(new int[]{btc}, ticks)))
                .containsExactly("markPriceHeld BTC " + ticks + " accepted=100");
            book.refused(RejectReason.OUTSIDE_BAND, RejectField.MARK,
                () -> engine.confirmMark(book.alice, btc, ticks));
        }
        book.mark(btc, 100_001).accepted(engine.setPriceBounds(book.alice, btc, 1, 200_000));
        assertThat(book.eventsOf(() -> engine.confirmMark(book.alice, btc, 100_001)))
            .containsExactly("markConfirmed BTC 100001 by risk/alice");
    }

    @Test
    void aFirstMarkOutsideTheBoundsIsHeldToo()
    {
        final int sol = book.define(TestBook.linear("SOL"));
        assertThat(book.eventsOf(() -> fromSecond(sol, 0))).containsExactly("markPriceHeld SOL 0 accepted=none");
        book.account(1, 1, 1_000).account(2, 2, 1_000);
        book.refused(RejectReason.NO_MARK, RejectField.INSTRUMENT, () -> book.trade(sol, 1, 2, 1, 100).send());
        assertThat(book.eventsOf(() -> fromSecond(sol, 7))).containsExactly("markPricesUpdated 3:7");
    }

    @Test
    void theFirstMarkHasNoBand()
    {
        final int sol = book.define(
            TestBook.linear("SOL").protection(new TestProtection().markBand(1).build()));
        assertThat(book.eventsOf(() -> fromSecond(sol, 77))).containsExactly("markPricesUpdated 3:77");
    }

    @Test
    void aMarkCanBeZeroAndNegative()
    {
        final int oil = book.define(TestBook.linear("OIL").minTicks(-20_000).maxTicks(20_000)
            .marginTerms(TestBook.perLot(100_000, 50_000, 20, 10)));
        book.mark(oil, 5).account(1, 1, 1_000).account(2, 2, 1_000).book(oil, 1, 2, 10, 5).mark(oil, 0);
        assertThat(book.equity(1)).isEqualTo(950);
        book.mark(oil, -37);
        assertThat(book.equity(1)).isEqualTo(580);
        assertThat(book.equity(2)).isEqualTo(1_420);
        assertThat(List.of(book.status(1), book.status(2))).containsOnly(AccountStatus.HEALTHY);
    }
}
