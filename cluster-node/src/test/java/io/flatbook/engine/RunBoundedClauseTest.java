package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.offset.PlanCheck;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RUN-11: an entry takes as many runs as its bookings allow, the rest are a later round that the tick runs; RUN-12: a
 * plan that fails its check is not applied. An entry has room for 2 bookings. Defaulters are long 10 A from 100.
 */
class RunBoundedClauseTest
{
    private TestBook book = new TestBook(new Limits().bookingsPerEntry(2));
    private int a;
    private int b;

    RunBoundedClauseTest()
    {
        open();
    }

    private void open()
    {
        a = book.perpetual("A", 100);
        b = book.perpetual("B", 100);
        book.account(2, 2, 1_000_000).account(9, 9, 1_000_000).at(1_000);
    }

    private void defaulters(final long... accounts)
    {
        for (final long account : accounts)
        {
            book.account(account, account, 110).book(a, account, 2, 10, 100);
        }
    }

    private String[] runs()
    {
        return book.events.take("defaultRunStarted", "defaultRunHeld").stream()
            .map((line) -> line.split(" equity")[0]).toArray(String[]::new);
    }

    @Test
    void anEntryTakesRunsUntilItIsFullAndTheTickTheRest()
    {
        defaulters(11, 12, 13);
        book.events.take();
        book.mark(a, 80);
        assertThat(runs()).containsExactly(
            "defaultRunHeld 13 ENTRY_FULL -", "defaultRunStarted 1 11", "defaultRunStarted 2 12");
        assertThat(book.status(13)).isEqualTo(AccountStatus.DEFAULTED);
        book.mark(a, 79).mark(b, 100);
        assertThat(runs()).as("no command runs it").isEmpty();
        book.at(1_100);
        assertThat(runs()).containsExactly("defaultRunStarted 3 13");
        assertThat(book.status(13)).isEqualTo(AccountStatus.CLOSED_OUT);
    }

    @Test
    void nothingMovesOnItsInstrumentsMeanwhileButMarks()
    {
        defaulters(11, 12, 13);
        book.account(3, 3, 10_000).account(4, 4, 10_000).book(a, 3, 4, 5, 100);
        book.mark(a, 80);
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT, () -> book.trade(a, 3, 4, 1, 80).send());
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> book.trade(a, 4, 3, 5, 100).bust(4).send());
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> book.engine.transferPosition(book.alice, 3, 9, a, 1, TestBook.NONE));
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> book.engine.offsetPositions(book.gateway, 3, 4, a, 1));
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> book.engine.settleInstrument(book.alice, a, 80));
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> book.engine.settleVariation(book.alice, a));
        book.refused(RejectReason.RUN_PENDING, RejectField.INSTRUMENT,
            () -> book.engine.applyFunding(book.gateway, a, 1_000, 1));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT, () -> book.tryDeposit(13, 1));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT,
            () -> book.engine.declareDefault(book.alice, 13));
        book.book(b, 3, 4, 1, 100).mark(a, 81);
        book.at(1_100).book(a, 3, 9, 1, 81);
    }

    /** Two legs to close are two bookings; a run of three is taken as the first of an entry all the same. */
    @Test
    void legsCountAndOneRunIsAlwaysTaken()
    {
        final int c = book.perpetual("C", 100);
        book.account(11, 11, 330);
        for (final int instrument : new int[]{a, b, c})
        {
            book.book(instrument, 11, 2, 10, 100);
        }
        defaulters(12);
        book.events.take();
        book.marks(new int[]{a, b, c}, 80, 80, 80);
        assertThat(runs()).containsExactly("defaultRunHeld 12 ENTRY_FULL -", "defaultRunStarted 1 11");
        assertThat(book.status(11)).isEqualTo(AccountStatus.CLOSED_OUT);
    }

    /** Four positions in A, so that each leg counts four times although it has ten lots; one of one lot counts once. */
    @ParameterizedTest
    @CsvSource({"PRO_RATA, 8, true", "WATERFILL, 8, true", "PRO_RATA, 9, false", "WATERFILL, 9, false",
        "QUEUE, 2, true", "QUEUE, 3, false"})
    void aLegOfWhichAllMayGetAPartCountsForEachLotAndHolder(
        final OffsetPolicyKind policy, final int bookings, final boolean waits)
    {
        book = new TestBook(new Limits().bookingsPerEntry(bookings));
        open();
        book.accepted(book.engine.setOffsetPolicy(book.alice, a, policy, Switch.OFF));
        defaulters(11, 12);
        book.account(13, 13, 11).book(a, 13, 2, 1, 100);
        book.events.take();
        book.mark(a, 80);
        final List<String> expected = new ArrayList<>(List.of("defaultRunStarted 1 11", "defaultRunStarted 2 12"));
        expected.add(waits ? 0 : 2, waits ? "defaultRunHeld 13 ENTRY_FULL -" : "defaultRunStarted 3 13");
        assertThat(runs()).isEqualTo(expected.toArray(new String[0]));
        book.at(1_100);
        assertThat(book.status(13)).isEqualTo(AccountStatus.CLOSED_OUT);
    }

    /** The leg and the own position closed against it are two: the next run must wait. */
    @Test
    void whatOwnAccountsCloseCountsToo()
    {
        book.account(21, 11, 1_000).book(a, 2, 21, 3, 100);
        defaulters(11, 12);
        book.events.take();
        book.mark(a, 80);
        assertThat(runs()).containsExactly("defaultRunHeld 12 ENTRY_FULL -", "defaultRunStarted 1 11");
    }

    /**
     * Five are due and four bookings are left: the fifth, who is short, is no counterparty of the first four. Were it,
     * the first two would fill the entry, with a leg and a pair each.
     */
    @Test
    void noMoreRunsAreWeighedThanTheEntryHasBookings()
    {
        book = new TestBook(new Limits().bookingsPerEntry(4));
        open();
        defaulters(11, 12, 13, 14);
        book.account(15, 15, 1_250).book(a, 2, 15, 20, 100).book(b, 15, 2, 100, 100);
        book.events.take();
        book.marks(new int[]{a, b}, 80, 70);
        assertThat(runs()).containsExactly("defaultRunHeld 15 ENTRY_FULL -", "defaultRunStarted 1 11",
            "defaultRunStarted 2 12", "defaultRunStarted 3 13", "defaultRunStarted 4 14");
        book.at(1_100);
        assertThat(runs()).containsExactly("defaultRunStarted 5 15");
    }

    /** Accounts 15 and 14 wait since the first mark, 13 since the second; the tick takes two of them, then one. */
    @Test
    void thoseWhoWaitGoFirstInTheOrderInWhichTheyDefaulted()
    {
        defaulters(11, 12, 14, 15);
        book.account(13, 13, 320).book(a, 13, 2, 10, 100);
        book.events.take();
        book.mark(a, 80);
        assertThat(runs()).containsExactly("defaultRunHeld 14 ENTRY_FULL -", "defaultRunHeld 15 ENTRY_FULL -",
            "defaultRunStarted 1 11", "defaultRunStarted 2 12");
        book.mark(a, 60);
        assertThat(runs()).as("a new one waits behind them").containsExactly("defaultRunHeld 13 ENTRY_FULL -");
        book.at(1_100);
        assertThat(runs()).containsExactly("defaultRunStarted 3 14", "defaultRunStarted 4 15");
        book.at(1_200);
        assertThat(runs()).containsExactly("defaultRunStarted 5 13");
    }

    private static final class NoPlan extends PlanCheck
    {
        private NoPlan(final Margin margin)
        {
            super(margin);
        }

        @Override
        public boolean passes(final RoundPlan plan, final long nowMs)
        {
            return false;
        }
    }

    @Test
    void aPlanThatFailsItsCheckIsNotApplied()
    {
        final Function<Margin, PlanCheck> none = NoPlan::new;
        book = new TestBook(new Limits(), 0, none);
        open();
        defaulters(11, 12);
        book.events.take();
        book.mark(a, 80);
        assertThat(book.events.take("instrumentStatusChanged", "engineFault", "defaultRunHeld", "defaultRunStarted",
            "positionOffset")).containsExactly("instrumentStatusChanged A TRADING->HALTED by engine",
            "engineFault 11 1", "engineFault 12 2", "defaultRunHeld 11 INSTRUMENT_HALTED -",
            "defaultRunHeld 12 INSTRUMENT_HALTED -");
        assertThat(book.lots(11, a)).isEqualTo(10);
        assertThat(book.instrument(a).status()).isEqualTo(InstrumentStatus.HALTED);
        book.book(b, 2, 9, 1, 100);
    }
}
