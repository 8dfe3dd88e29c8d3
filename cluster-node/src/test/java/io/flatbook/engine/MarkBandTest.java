package io.flatbook.engine;

import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The reference that a mark is compared with (MARK-2), and when a mark is too old (MARK-4). */
class MarkBandTest
{
    private static final long WINDOW_MS = 60_000;

    private final TestBook book = new TestBook();
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);

    private TestProtection tenPercent()
    {
        return new TestProtection().markBand(100_000);
    }

    private void applied(final long ticks)
    {
        assertThat(book.eventsOf(() -> book.tryMarks(new int[]{btc}, ticks)))
            .containsExactly("markPricesUpdated 1:" + ticks);
    }

    private void held(final long ticks)
    {
        assertThat(book.eventsOf(() -> book.tryMarks(new int[]{btc}, ticks), "markPriceHeld", "markPricesUpdated"))
            .containsExactly("markPriceHeld BTC " + ticks + " accepted=" + book.instrument(btc).markTicks());
    }

    @Test
    void withoutWindowsEachMarkIsComparedWithTheOneBefore()
    {
        book.protection(btc, tenPercent());
        for (final long ticks : new long[]{110, 121, 133})
        {
            applied(ticks);
        }
        held(147);
    }

    @Test
    void inAWindowAWalkInSmallStepsIsSeen()
    {
        // Contract, MARK-2.
        book.protection(btc, tenPercent().markBandMs(WINDOW_MS)).at(60_000);
        applied(105);
        applied(110);
        held(111);
        book.at(119_999);
        held(112);
        book.at(120_000);
        applied(121);
        held(122);
        applied(99);
        held(98);
    }

    @Test
    void theReferenceIsTheMarkThatWasAcceptedWhenTheWindowBegan()
    {
        book.protection(btc, tenPercent().markBandMs(WINDOW_MS)).at(10);
        applied(109);
        // No mark comes in the second and third window.
        book.at(185_000);
        applied(119);
        held(120);
        applied(99);
    }

    @Test
    void withoutAMarkAtTheBeginningTheFirstOneOfTheWindowIsTheReference()
    {
        final int sol = book.define(
            TestBook.linear("SOL").protection(tenPercent().markBandMs(WINDOW_MS).build()));
        book.at(70_000).mark(sol, 200).mark(sol, 220);
        assertThat(book.instrument(sol).markTicks()).isEqualTo(220);
        book.mark(sol, 221);
        assertThat(book.instrument(sol).heldTicks()).isEqualTo(221);
    }

    @Test
    void aConfirmedMarkBecomesTheReference()
    {
        book.protection(btc, tenPercent().markBandMs(WINDOW_MS)).at(60_000);
        held(150);
        book.accepted(engine.confirmMark(book.alice, btc, 150));
        applied(165);
        held(166);
        final Sender second = book.gateway("second", 1, Principal.MARKS, Switch.OFF);
        book.accepted(engine.updateMarkPrices(second, 1, new int[]{btc}, new long[]{180}, 1));
        assertThat(book.instrument(btc).markTicks()).as("within 10 % of the held 166").isEqualTo(180);
        applied(198);
        held(199);
    }

    @Test
    void aChangeOfTheWindowStartsWithTheAcceptedMark()
    {
        book.protection(btc, tenPercent().markBandMs(WINDOW_MS)).at(60_000);
        applied(110);
        held(121);
        book.protection(btc, tenPercent().markBandMs(WINDOW_MS + 1));
        applied(121);
        // The same window length again is no change.
        book.protection(btc, tenPercent().markBandMs(WINDOW_MS + 1));
        held(122);
        book.protection(btc, tenPercent());
        applied(122);
    }

    @Test
    void ticksAndTheOneTickThatABandAlwaysHas()
    {
        book.protection(btc, new TestProtection().markBandTicks(3));
        applied(103);
        held(107);
        applied(100);
        book.protection(btc, tenPercent().markBandTicks(15));
        applied(115);
        book.accepted(engine.setPriceBounds(book.alice, btc, 1, 1_000));
        book.protection(btc, new TestProtection());
        applied(1);
        book.protection(btc, tenPercent());
        applied(2);
        held(4);
        applied(3);
    }

    @Test
    void aMarkIsStaleWhenItIsOlderThanItsAge()
    {
        book.protection(btc, new TestProtection().markMaxAge(1_000)).at(500).mark(btc, 100);
        book.account(1, 1, 1_000).account(2, 2, 1_000).at(1_500).book(btc, 1, 2, 1, 100).at(1_501);
        book.refused(RejectReason.MARK_STALE, RejectField.INSTRUMENT, () -> book.trade(btc, 1, 2, 1, 100).send());
        book.refused(RejectReason.MARK_STALE, RejectField.ACCOUNT, () -> book.tryWithdraw(1, 1));
        // A reduction needs no fresh mark.
        book.book(btc, 2, 1, 1, 100).withdraw(1, 1);
        book.protection(btc, new TestProtection()).at(1_000_000).book(btc, 1, 2, 1, 100);
    }

    @Test
    void aHeldMarkOfTheOwnInstrumentStopsOpeningsAndWithdrawals()
    {
        book.protection(btc, tenPercent()).account(1, 1, 1_000).account(2, 2, 1_000).book(btc, 1, 2, 2, 100);
        held(120);
        book.refused(RejectReason.MARK_SUSPECT, RejectField.INSTRUMENT, () -> book.trade(btc, 1, 2, 1, 100).send());
        book.refused(RejectReason.MARK_SUSPECT, RejectField.ACCOUNT, () -> book.tryWithdraw(1, 1));
        book.book(btc, 2, 1, 1, 100);
    }

    @Test
    void anOptionIsUnpricedWithItsUnderlying()
    {
        final int call = book.define(TestBook.option("C", InstrumentKind.CALL, btc, 100));
        book.mark(call, 5).account(1, 1, 1_000).account(2, 2, 1_000).book(call, 1, 2, 2, 5);
        book.protection(btc, tenPercent().markMaxAge(1_000));
        held(120);
        book.refused(RejectReason.MARK_SUSPECT, RejectField.INSTRUMENT, () -> book.trade(call, 1, 2, 1, 5).send());
        book.refused(RejectReason.MARK_SUSPECT, RejectField.ACCOUNT, () -> book.tryWithdraw(1, 1));
        book.book(call, 2, 1, 1, 5);
        applied(100);
        book.at(1_001);
        book.refused(RejectReason.MARK_STALE, RejectField.INSTRUMENT, () -> book.trade(call, 1, 2, 1, 5).send());
        book.refused(RejectReason.MARK_STALE, RejectField.ACCOUNT, () -> book.tryWithdraw(1, 1));
        applied(100);
        book.book(call, 1, 2, 1, 5);
    }

    @Test
    void ofSeveralLegsTheReasonThatComesFirstIsTold()
    {
        final int eth = book.perpetual("ETH", 100);
        book.account(1, 1, 1_000).account(2, 2, 1_000).book(btc, 1, 2, 1, 100).book(eth, 1, 2, 1, 100);
        book.protection(btc, new TestProtection().markMaxAge(1_000));
        book.protection(eth, tenPercent()).mark(eth, 150).at(2_000);
        book.refused(RejectReason.MARK_SUSPECT, RejectField.ACCOUNT, () -> book.tryWithdraw(1, 1));
        book.mark(eth, 100);
        book.refused(RejectReason.MARK_STALE, RejectField.ACCOUNT, () -> book.tryWithdraw(1, 1));
        book.mark(btc, 100).withdraw(1, 1);
    }
}
