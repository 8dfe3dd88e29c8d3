package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An entry has room for so many bookings only; the other runs come with the tick, oldest first (RUN-11). */
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

    private static String started(final int run, final long account, final long equity, final long notional)
    {
        return "defaultRunStarted " + run + " " + account + " equity=" + equity + " notional=" + notional +
            " closes=BTC:10/10";
    }

    private List<String> startedAt(final long timestampMs)
    {
        book.events.take();
        book.at(timestampMs);
        return book.events.take("defaultRunStarted");
    }

    @Test
    void runsBeyondTheLimitWaitForTheNextTick()
    {
        longs(5);
        book.mark(btc, 85);
        final List<String> events = book.events.take();
        assertThat(events.stream().filter((line) -> line.startsWith("defaultRunHeld"))).containsExactly(
            "defaultRunHeld 3 ENTRY_FULL -", "defaultRunHeld 4 ENTRY_FULL -", "defaultRunHeld 5 ENTRY_FULL -");
        assertThat(events.stream().filter((line) -> line.startsWith("defaultRunStarted"))).containsExactly(
            started(1, 1, -50, 850), started(2, 2, -50, 850));
        book.at(99);
        assertThat(book.events.take()).as("no tick yet").isEmpty();
        assertThat(startedAt(100)).containsExactly(started(3, 3, -50, 850), started(4, 4, -50, 850));
        assertThat(startedAt(200)).containsExactly(started(5, 5, -50, 850));
        assertThat(book.status(5)).isEqualTo(AccountStatus.CLOSED_OUT);
    }

    @Test
    void aDeferredRunUsesTheMarkOfItsOwnEntry()
    {
        longs(3);
        book.mark(btc, 85).mark(btc, 80);
        assertThat(startedAt(100)).containsExactly(started(3, 3, -100, 800));
    }

    @Test
    void whileARunIsDeferredNothingElseMovesItsInstruments()
    {
        longs(3);
        book.account(50, 50, 1_000).account(51, 51, 1_000).accepted(book.trade(btc, 50, 99, 1, 100).id(500).send());
        book.mark(btc, 85);
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT, () -> book.trade(btc, 50, 99, 1, 85).send());
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> book.trade(btc, 99, 50, 1, 100).id(501).bust(500).send());
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> book.engine.applyFunding(book.gateway, btc, 1, 1));
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> book.engine.offsetPositions(book.gateway, 50, 99, btc, 1));
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> book.engine.transferPosition(book.alice, 50, 51, btc, 1, TestBook.NONE));
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> book.engine.settleInstrument(book.alice, btc, 85));
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> book.engine.settleVariation(book.alice, btc));
        // It is not held, so that nobody need declare it and it takes no deposit (STAT-5, STAT-6).
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT,
            () -> book.engine.declareDefault(book.alice, 3));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT, () -> book.tryDeposit(3, 1));
        // Marks are taken, and other instruments go on.
        book.mark(btc, 84);
        final int eth = book.perpetual("ETH", 100);
        book.book(eth, 50, 51, 1, 100).at(100);
        book.book(btc, 50, 99, 1, 84);
    }

    @Test
    void whoDefaultsWhileOthersAreDeferredQueuesBehindThem()
    {
        longs(3);
        final int eth = book.perpetual("ETH", 100);
        book.account(1_000, 10, 100).book(eth, 1_000, 99, 10, 100).mark(btc, 85).events.take();
        book.mark(eth, 80);
        assertThat(book.events.take("defaultRunHeld", "defaultRunStarted")).containsExactly(
            "defaultRunHeld 1000 ENTRY_FULL -");
        assertThat(startedAt(100)).containsExactly(started(3, 3, -50, 850),
            "defaultRunStarted 4 1000 equity=-100 notional=800 closes=ETH:10/10");
    }

    @Test
    void aLargeRunIsNotCutAndTheNextOneWaits()
    {
        final int eth = book.perpetual("ETH", 100);
        final int sol = book.perpetual("SOL", 100);
        final int[] all = {btc, eth, sol};
        book.account(1, 1, 300).account(2, 2, 100).account(99, 99, 10_000);
        for (final int instrument : all)
        {
            book.book(instrument, 1, 99, 10, 100);
        }
        book.book(btc, 2, 99, 10, 100).events.take();
        book.marks(all, 85, 85, 85);
        assertThat(book.events.take("positionOffset")).hasSize(3);
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.status(2)).isEqualTo(AccountStatus.DEFAULTED);
    }

    @Test
    void aRoundSharesTheFundAmongItsOwnRuns()
    {
        longs(4);
        book.fund(150).events.take();
        // Two deficits of 50 are met; in the tick two more share the 50 that are left.
        book.mark(btc, 85).at(100);
        assertThat(book.events.take("insuranceFundChanged")).containsExactly(
            "insuranceFundChanged -50 DEFAULT_DRAW now=100", "insuranceFundChanged -50 DEFAULT_DRAW now=50",
            "insuranceFundChanged -25 DEFAULT_DRAW now=25", "insuranceFundChanged -25 DEFAULT_DRAW now=0");
    }

    @Test
    void aDeferredRunThatIsHeldInTheMeantimeNoLongerBlocksTheInstrument()
    {
        longs(3);
        book.account(50, 50, 1_000).protection(btc, new TestProtection().markMaxAge(150)).mark(btc, 85);
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT, () -> book.trade(btc, 99, 50, 1, 85).send());
        book.events.take();
        book.at(200);
        assertThat(book.events.take("defaultRunHeld")).containsExactly("defaultRunHeld 3 MARK_STALE BTC");
        book.refused(RejectReason.MARK_STALE, RejectField.INSTRUMENT, () -> book.trade(btc, 99, 50, 1, 85).send());
        book.mark(btc, 85);
        assertThat(book.status(3)).isEqualTo(AccountStatus.CLOSED_OUT);
    }
}
