package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs that wait, why, and what releases them (RUN-1, STAT-6). */
class HeldRunsTest
{
    private static final TestProtection BAND = new TestProtection().markBand(50_000);

    private final TestBook book = new TestBook();
    private final int btc = book.perpetual("BTC", 100);
    private final int eth = book.perpetual("ETH", 100);

    /** Account 1 is long 10 BTC with 100; it is DEFAULTED at 80 with -100. */
    HeldRunsTest()
    {
        book.account(1, 1, 100).account(2, 2, 10_000).book(btc, 1, 2, 10, 100).events.take();
    }

    private List<String> runEvents()
    {
        return book.events.take("defaultRunHeld", "defaultRunCompleted", "engineFault");
    }

    private static String completed(final int run, final long paidByCounterparty)
    {
        return "defaultRunCompleted " + run + " 1 deficit=" + paidByCounterparty + " own=0 fund=0 surcharge=" +
            paidByCounterparty + " haircut=0 house=0 fee=0 legsLeft=0";
    }

    private void declare()
    {
        book.accepted(book.engine.declareDefault(book.alice, 1));
    }

    private void status(final InstrumentStatus status)
    {
        book.accepted(book.engine.setInstrumentStatus(book.alice, btc, status));
    }

    private void runs(final Switch on)
    {
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, on));
    }

    @Test
    void aSuspectMarkHoldsTheRunUntilItIsConfirmed()
    {
        book.protection(btc, BAND).mark(btc, 94);
        declare();
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 MARK_SUSPECT BTC");
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        book.accepted(book.engine.confirmMark(book.alice, btc, 94));
        assertThat(runEvents()).containsExactly(completed(1, 0));
        assertThat(book.equity(1)).isEqualTo(40);
    }

    /** ETH and SOL are stale, BTC and OLD are HALTED: of the reason that counts it is the first by id. */
    @Test
    void theReasonNamesTheFirstInstrumentThatHasIt()
    {
        final int sol = book.perpetual("SOL", 100);
        final int old = book.perpetual("OLD", 100);
        book.deposit(1, 100);
        for (final int id : new int[]{eth, sol, old})
        {
            book.book(id, 1, 2, 1, 100);
        }
        for (final int id : new int[]{eth, sol})
        {
            book.protection(id, new TestProtection().markMaxAge(1_000));
        }
        status(InstrumentStatus.HALTED);
        book.accepted(book.engine.setInstrumentStatus(book.alice, old, InstrumentStatus.HALTED));
        book.at(1_001);
        declare();
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 MARK_STALE ETH");
        for (final int id : new int[]{eth, sol})
        {
            book.accepted(book.engine.setInstrumentStatus(book.alice, id, InstrumentStatus.HALTED));
            book.protection(id, new TestProtection());
        }
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 INSTRUMENT_HALTED BTC");
    }

    @Test
    void orUntilAMarkIsBackInItsBand()
    {
        book.protection(btc, BAND).mark(btc, 94);
        declare();
        book.mark(btc, 100);
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 MARK_SUSPECT BTC", completed(1, 0));
    }

    @Test
    void aStaleMarkHoldsTheRunUntilAFreshOneComes()
    {
        book.protection(btc, new TestProtection().markMaxAge(1_000)).at(1_001);
        declare();
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 MARK_STALE BTC");
        book.at(5_000).mark(eth, 101);
        assertThat(runEvents()).as("said once").isEmpty();
        book.mark(btc, 85);
        assertThat(runEvents()).containsExactly(completed(1, 50));
    }

    @Test
    void aHaltedInstrumentHoldsTheRunUntilItIsOpenAgain()
    {
        status(InstrumentStatus.HALTED);
        book.mark(btc, 80);
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 INSTRUMENT_HALTED BTC");
        status(InstrumentStatus.CLOSE_ONLY);
        assertThat(runEvents()).containsExactly(completed(1, 100));
    }

    @Test
    void aSwitchOfTheAssetHoldsAllRuns()
    {
        runs(Switch.OFF);
        book.mark(btc, 80);
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 RUNS_SUSPENDED -");
        runs(Switch.ON);
        assertThat(runEvents()).containsExactly(completed(1, 100));
    }

    @Test
    void underTheOperatorTriggerTheRunWaitsForTheDeclaration()
    {
        book.waterfall(new TestWaterfall().operator()).mark(btc, 80);
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 OPERATOR -");
        book.mark(btc, 81).mark(btc, 80);
        assertThat(runEvents()).isEmpty();
        declare();
        assertThat(runEvents()).containsExactly(completed(1, 100));
    }

    @Test
    void backToAutomaticTheWaitingRunStarts()
    {
        book.waterfall(new TestWaterfall().operator()).mark(btc, 80).waterfall(new TestWaterfall());
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 OPERATOR -", completed(1, 100));
    }

    @Test
    void aDeclaredRunCanStillBeHeldForItsMark()
    {
        book.waterfall(new TestWaterfall().operator()).mark(btc, 80).protection(btc, BAND).mark(btc, 60);
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 OPERATOR -", "defaultRunHeld 1 MARK_SUSPECT BTC");
        declare();
        assertThat(runEvents()).isEmpty();
        book.mark(btc, 80);
        assertThat(runEvents()).containsExactly(completed(1, 100));
    }

    @Test
    void everyChangeOfTheReasonIsTold()
    {
        book.waterfall(new TestWaterfall().operator()).mark(btc, 80);
        runs(Switch.OFF);
        status(InstrumentStatus.HALTED);
        book.protection(btc, BAND).mark(btc, 60);
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 OPERATOR -", "defaultRunHeld 1 RUNS_SUSPENDED -",
            "defaultRunHeld 1 INSTRUMENT_HALTED BTC", "defaultRunHeld 1 MARK_SUSPECT BTC");
    }

    @Test
    void aLegThatCannotBeClosedStaysAndAFurtherRunFollows()
    {
        book.deposit(1, 150).book(eth, 1, 2, 10, 100).protection(btc, BAND).mark(btc, 94).events.take();
        // Equity 250 - 300 = -50; the held mark of BTC is no better. ETH is closed, 2 pays out of its gain.
        book.mark(eth, 70);
        assertThat(runEvents()).containsExactly("defaultRunCompleted 1 1 deficit=50 own=0 fund=0 surcharge=50 " +
            "haircut=0 house=0 fee=0 legsLeft=1 debt=50 repaid=0", "defaultRunHeld 1 MARK_SUSPECT BTC");
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        assertThat(book.account(1).debt()).isEqualTo(50);
        // The confirmed 94 costs it 60 more, which 2 has gained; the debt is forgotten.
        book.accepted(book.engine.confirmMark(book.alice, btc, 94));
        assertThat(runEvents()).containsExactly(completed(2, 60));
        assertThat(book.account(1).debt()).isZero();
    }

    @Test
    void aSuspectMarkThatWouldHelpKeepsItFromDefault()
    {
        book.deposit(1, 150).book(eth, 1, 2, 10, 100).protection(btc, BAND).mark(btc, 106).mark(eth, 70);
        // Equity -50, doubt 60: LIQUIDATING.
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(runEvents()).isEmpty();
    }

    @Test
    void whileItsRunIsHeldTheDefaulterMayBePaidIntoAndNobodyElseWaits()
    {
        runs(Switch.OFF);
        book.mark(btc, 80).deposit(1, 10);
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT, () -> book.tryWithdraw(1, 1));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.SELLER, () -> book.trade(btc, 2, 1, 1, 80).send());
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.SELLER,
            () -> book.trade(btc, 2, 1, 1, 80).liquidation().send());
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT,
            () -> book.engine.closeAccount(book.gateway, 1));
        book.withdraw(2, 1);
        declare();
        assertThat(book.status(1)).as("declared, and still suspended").isEqualTo(AccountStatus.DEFAULTED);
        runs(Switch.ON);
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
    }

    @Test
    void aDefaulterWhoseRunWaitsIsChosenLastAndPaysOfItsGainOnly()
    {
        book.waterfall(new TestWaterfall().operator()).mark(btc, 80);
        // 3 is short 10 from 80 and owes 10 at 91; opposite are account 1, which waits, and nobody else.
        book.account(3, 3, 100).book(btc, 2, 3, 10, 80).mark(btc, 91).events.take();
        book.accepted(book.engine.declareDefault(book.alice, 3));
        assertThat(book.events.take("positionOffset", "defaultRunCompleted")).containsExactly(
            "positionOffset 1 OFFSET BTC 3/1 10@91 due=10 paid=0 rank=1 QUEUE",
            "defaultRunCompleted 1 3 deficit=10 own=0 fund=0 surcharge=0 haircut=0 house=10 fee=0 legsLeft=0");
        assertThat(book.lots(1, btc)).isZero();
    }
}
