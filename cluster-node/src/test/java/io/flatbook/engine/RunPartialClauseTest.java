package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RUN-1: a run closes what is closable, the rest stays with the defaulter together with what it lost itself, and a
 * further run follows once it can be closed. Account 1 is long 10 A from 100 and 10 H from 10, account 2 short both.
 */
class RunPartialClauseTest
{
    private final TestBook book = new TestBook();
    private final int a = book.perpetual("A", 100);
    private final int h = book.perpetual("H", 10);

    RunPartialClauseTest()
    {
        book.account(1, 1, 200).account(2, 2, 1_000);
        book.book(a, 1, 2, 10, 100).book(h, 1, 2, 10, 10);
    }

    private void halt(final int instrument)
    {
        book.accepted(book.engine.setInstrumentStatus(book.alice, instrument, InstrumentStatus.HALTED));
    }

    private void resume(final int instrument)
    {
        book.accepted(book.engine.setInstrumentStatus(book.alice, instrument, InstrumentStatus.TRADING));
    }

    /** E = 200 - 180 - 70 = -50, of which H lost 70 itself: nobody pays for A. */
    @Test
    void whatALegThatStaysLostItselfWaitsWithIt()
    {
        halt(h);
        book.events.take();
        book.marks(new int[]{a, h}, 82, 3);
        assertThat(book.events.take("defaultRunStarted", "positionOffset", "defaultRunCompleted")).containsExactly(
            "defaultRunStarted 1 1 equity=-50 notional=850 closes=A:10/10",
            "positionOffset 1 OFFSET A 1/2 10@82 due=0 paid=0 rank=1 QUEUE",
            "defaultRunCompleted 1 1 deficit=0 own=0 fund=0 surcharge=0 haircut=0 house=0 fee=0 legsLeft=1 kept=70");
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        assertThat(book.account(1).collateral()).isEqualTo(20);
        assertThat(book.account(1).debt()).isZero();
        assertThat(book.lots(1, h)).isEqualTo(10);
    }

    /** H trades again at 4: E = 20 - 60 = -40, nothing is kept, the stranger who gained 60 there pays 40. */
    @Test
    void aFurtherRunFollowsOnceTheLegCanBeClosed()
    {
        halt(h);
        book.marks(new int[]{a, h}, 82, 3).mark(h, 4);
        assertThat(book.lots(1, h)).isEqualTo(10);
        book.events.take();
        resume(h);
        assertThat(book.events.take("defaultRunStarted", "positionOffset", "defaultRunCompleted",
            "accountStatusChanged")).containsExactly(
            "defaultRunStarted 2 1 equity=-40 notional=40 closes=H:10/10",
            "positionOffset 2 OFFSET H 1/2 10@4 due=40 paid=40 rank=1 QUEUE",
            "defaultRunCompleted 2 1 deficit=40 own=0 fund=0 surcharge=40 haircut=0 house=0 fee=0 legsLeft=0",
            "accountStatusChanged 1 DEFAULTED->CLOSED_OUT equity=0");
        assertThat(book.account(2).collateral()).isEqualTo(1_000 + 180 + 60 - 40);
    }

    /**
     * A run of an earlier entry does not count: S, which that run left too, is settled at 4 and lost 60, and account 2
     * gained them. H stays.
     */
    @Test
    void aSettlementStartsAFurtherRunThoughNoOtherLegCanBeClosed()
    {
        final int s = book.perpetual("S", 10);
        book.book(s, 1, 2, 10, 10);
        halt(h);
        halt(s);
        book.mark(a, 80);
        book.accepted(book.engine.declareDefault(book.alice, 1));
        assertThat(book.events.take("defaultRunCompleted")).hasSize(1);
        assertThat(book.eventsOf(() -> book.engine.settleInstrument(book.alice, s, 4), "defaultRunStarted",
            "gainsHaircut", "defaultRunCompleted")).containsExactly(
            "defaultRunStarted 2 1 equity=-60 notional=100 closes=",
            "gainsHaircut 2 S SHORT 60 fromCost=0 gain=60 equity=1260",
            "defaultRunCompleted 2 1 deficit=60 own=0 fund=0 surcharge=0 haircut=60 house=0 fee=0 legsLeft=1" +
            " debt=60 repaid=0");
        assertThat(book.lots(1, h)).isEqualTo(10);
    }

    /** E = 200 - 250 - 40 = -90, kept 40: the run covers 50, which is the debt; the 40 stay with H. */
    @Test
    void coversTheDeficitBeyondWhatIsKeptAndRemembersItAsDebt()
    {
        halt(h);
        book.marks(new int[]{a, h}, 75, 6);
        assertThat(book.account(1).debt()).isEqualTo(50);
        assertThat(book.account(1).collateral()).isZero();
        assertThat(book.equity(1)).isEqualTo(-40);
        assertThat(book.account(2).collateral()).isEqualTo(1_000 + 250 - 50);
        resume(h);
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.account(1).debt()).isZero();
        assertThat(book.account(1).collateral()).isZero();
        assertThat(book.account(2).collateral()).isEqualTo(1_000 + 250 - 50 + 40 - 40);
    }

    @Test
    void isHeldWhileNoLegIsClosableAndTellsTheFirstReason()
    {
        // H is held at 12, which is 20 better than accepted; A is HALTED and lost 300: -100 + 20 is below 0.
        book.protection(h, new TestProtection().markBand(100_000)).mark(h, 12);
        halt(a);
        book.events.take();
        book.mark(a, 70);
        assertThat(book.events.take("accountStatusChanged", "defaultRunHeld", "defaultRunStarted")).containsExactly(
            "accountStatusChanged 1 HEALTHY->DEFAULTED equity=-100", "defaultRunHeld 1 MARK_SUSPECT H");
        // H is priced again and closes alone; what A lost, 300, is more than the deficit and waits with it.
        book.mark(h, 10);
        assertThat(book.events.take("defaultRunStarted", "defaultRunCompleted", "defaultRunHeld")).containsExactly(
            "defaultRunStarted 1 1 equity=-100 notional=800 closes=H:10/10",
            "defaultRunCompleted 1 1 deficit=0 own=0 fund=0 surcharge=0 haircut=0 house=0 fee=0 legsLeft=1 kept=300",
            "defaultRunHeld 1 INSTRUMENT_HALTED A");
    }

    @Test
    void tellsHaltedBeforeSuspendedAndSuspendedBeforeOperator()
    {
        book.waterfall(new TestWaterfall().operator());
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        halt(a);
        halt(h);
        book.events.take();
        book.mark(a, 70);
        assertThat(book.events.take("defaultRunHeld")).containsExactly("defaultRunHeld 1 INSTRUMENT_HALTED A");
        resume(a);
        assertThat(book.events.take("defaultRunHeld")).containsExactly("defaultRunHeld 1 RUNS_SUSPENDED -");
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.ON));
        assertThat(book.events.take("defaultRunHeld")).containsExactly("defaultRunHeld 1 OPERATOR -");
        book.accepted(book.engine.declareDefault(book.alice, 1));
        assertThat(book.events.take("defaultRunStarted")).containsExactly(
            "defaultRunStarted 1 1 equity=-100 notional=800 closes=A:10/10");
        // Declared and released stay: the further run needs no new declaration.
        resume(h);
        assertThat(book.events.take("defaultRunStarted")).containsExactly(
            "defaultRunStarted 2 1 equity=0 notional=100 closes=H:10/10");
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
    }

    @Test
    void anOptionWaitsForItsUnderlyingUnderItsOwnName()
    {
        final int call = book.define(TestBook.option("CALL", InstrumentKind.CALL, a, 100));
        book.mark(call, 20);
        book.account(3, 3, 300).book(call, 3, 2, 10, 20);
        book.protection(a, new TestProtection().markBand(100_000)).mark(a, 130);
        book.events.take();
        book.accepted(book.engine.declareDefault(book.alice, 3));
        assertThat(book.events.take("defaultRunHeld", "defaultRunStarted")).containsExactly(
            "defaultRunHeld 3 MARK_SUSPECT CALL");
        book.mark(a, 100);
        assertThat(book.status(3)).isEqualTo(AccountStatus.CLOSED_OUT);
    }

    /** S lost 300 of 200: the run starts at once although H cannot be closed; who gained 300 there gives the 100. */
    @Test
    void aSettlementStartsTheRunEvenIfNoLegIsClosable()
    {
        halt(h);
        book.events.take();
        book.accepted(book.engine.settleInstrument(book.alice, a, 70));
        assertThat(book.events.take("defaultRunStarted", "gainsHaircut", "defaultRunCompleted", "defaultRunHeld"))
            .containsExactly("defaultRunStarted 1 1 equity=-100 notional=100 closes=",
                "gainsHaircut 2 A SHORT 100 fromCost=0 gain=300 equity=1300",
                "defaultRunCompleted 1 1 deficit=100 own=0 fund=0 surcharge=0 haircut=100 house=0 fee=0 legsLeft=1" +
                " debt=100 repaid=0",
                "defaultRunHeld 1 INSTRUMENT_HALTED H");
        assertThat(book.equity(1)).isZero();
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
    }

    @Test
    void aDefaulterWithoutALegIsClosedOutAtOnce()
    {
        book.account(3, 3, 70);
        book.accepted(book.engine.declareDefault(book.alice, 3));
        assertThat(book.status(3)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.account(3).collateral()).isEqualTo(70);
    }
}
