package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.Protection;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An entry has room for so many bookings only; the other runs come with the tick, oldest first. */
class FullEntryTest
{
    private final TestBook book = new TestBook(new Limits().bookingsPerEntry(2));
    private final int btc = book.perpetual("BTC", 100);

    /** Accounts 1 to n are long 10 with 100 each, account 99 is short. */
    private void longs(final int count)
    {
        book.account(99, 99, 100_000);
        for (int id = 1; id <= count; id++)
        {
            book.account(id, id, 100).book(btc, id, 99, 10, 100);
        }
        book.events.take();
    }

    @Test
    void runsBeyondTheLimitWaitForTheNextTick()
    {
        longs(5);
        book.mark(btc, 85);
        assertThat(book.events.take("defaultRunHeld", "defaultRunStarted")).containsExactly(
            "defaultRunStarted 1 1 equity=-50 notional=850",
            "defaultRunStarted 2 2 equity=-50 notional=850",
            "defaultRunHeld 3 ENTRY_FULL -",
            "defaultRunHeld 4 ENTRY_FULL -",
            "defaultRunHeld 5 ENTRY_FULL -");
        book.at(99);
        assertThat(book.events.take()).as("no tick yet").isEmpty();
        book.at(100);
        assertThat(book.events.take("defaultRunHeld", "defaultRunStarted")).containsExactly(
            "defaultRunStarted 3 3 equity=-50 notional=850", "defaultRunStarted 4 4 equity=-50 notional=850");
        book.at(200);
        assertThat(book.events.take("defaultRunHeld", "defaultRunStarted")).containsExactly(
            "defaultRunStarted 5 5 equity=-50 notional=850");
        assertThat(book.status(5)).isEqualTo(AccountStatus.CLOSED_OUT);
    }

    @Test
    void aDeferredRunUsesTheMarkOfItsOwnEntry()
    {
        longs(3);
        book.mark(btc, 85).mark(btc, 80).events.take();
        book.at(100);
        assertThat(book.events.take("defaultRunStarted")).containsExactly(
            "defaultRunStarted 3 3 equity=-100 notional=800");
    }

    @Test
    void whileARunIsDeferredNothingElseMovesItsInstruments()
    {
        longs(3);
        book.account(50, 50, 1_000).account(51, 51, 1_000).mark(btc, 85);
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT, () -> book.trade(btc, 50, 99, 1, 85).send());
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> book.engine.applyFunding(book.gateway, btc, 1, 1));
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> book.engine.offsetPositions(book.gateway, 50, 51, btc, 1));
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> book.engine.transferPosition(book.alice, 50, 51, btc, 1));
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> book.engine.settleInstrument(book.alice, btc, 85));
        final int eth = book.perpetual("ETH", 100);
        book.book(eth, 50, 51, 1, 100).at(100);
        book.book(btc, 50, 99, 1, 85);
    }

    @Test
    void whoDefaultsWhileOthersAreDeferredQueuesBehindThem()
    {
        longs(3);
        final int eth = book.perpetual("ETH", 100);
        book.account(10, 10, 100).book(eth, 10, 99, 10, 100).mark(btc, 85).events.take();
        book.mark(eth, 80);
        assertThat(book.events.take("defaultRunHeld", "defaultRunStarted")).containsExactly(
            "defaultRunHeld 10 ENTRY_FULL -");
        book.at(100);
        assertThat(book.events.take("defaultRunStarted")).containsExactly(
            "defaultRunStarted 3 3 equity=-50 notional=850", "defaultRunStarted 4 10 equity=-100 notional=800");
    }

    @Test
    void aLargeRunIsNotCutAndTheNextOneWaits()
    {
        book.account(1, 1, 500).account(2, 2, 100).account(99, 99, 10_000);
        for (long id = 10; id < 15; id++)
        {
            book.account(id, id, 1_000).book(btc, 1, id, 10, 100);
        }
        book.book(btc, 2, 99, 10, 100).events.take();
        book.mark(btc, 85);
        assertThat(book.events.take("positionOffset")).hasSize(5);
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.status(2)).isEqualTo(AccountStatus.DEFAULTED);
    }

    @Test
    void theFundIsSharedAnewInTheEntryOfTheTick()
    {
        longs(4);
        book.fund(90).events.take();
        // Four deficits of 50 share 90: 22, 23, 22, 23; in the tick the rest is shared by the two that are left.
        book.mark(btc, 85).at(100);
        assertThat(book.events.take("insuranceFundChanged")).containsExactly(
            "insuranceFundChanged -22 DEFAULT_DRAW now=68", "insuranceFundChanged -23 DEFAULT_DRAW now=45",
            "insuranceFundChanged -22 DEFAULT_DRAW now=23", "insuranceFundChanged -23 DEFAULT_DRAW now=0");
    }

    @Test
    void aDeferredRunThatIsHeldInTheMeantimeNoLongerBlocksTheInstrument()
    {
        longs(3);
        book.protection(btc, new Protection(0, 150, 0, TestBook.NONE, TestBook.NONE, TestBook.NONE, TestBook.NONE));
        book.mark(btc, 85).events.take();
        book.at(200);
        assertThat(book.events.take("defaultRunHeld")).containsExactly("defaultRunHeld 3 MARK_STALE BTC");
        book.mark(btc, 85);
        assertThat(book.status(3)).isEqualTo(AccountStatus.CLOSED_OUT);
    }
}
