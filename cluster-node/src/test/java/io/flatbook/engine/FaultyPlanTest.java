package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.offset.PlanCheck;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.InstrumentStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A plan that fails its check is our bug: nothing of it is applied, its instruments stop, everything else goes on
 * (RUN-12).
 */
class FaultyPlanTest
{
    /** Finds fault with every plan while it is told to. */
    private static final class SternCheck extends PlanCheck
    {
        private boolean findsFault = true;

        private SternCheck(final Margin margin)
        {
            super(margin);
        }

        @Override
        public boolean passes(final RoundPlan plan, final long nowMs)
        {
            return !findsFault && super.passes(plan, nowMs);
        }
    }

    private SternCheck check;
    private final TestBook book = new TestBook(new Limits(), 0, (margin) -> check = new SternCheck(margin));
    private final int btc = book.perpetual("BTC", 100);
    private final int eth = book.perpetual("ETH", 100);

    FaultyPlanTest()
    {
        book.account(1, 1, 250).account(2, 2, 10_000).book(btc, 1, 2, 10, 100);
        book.events.take();
        book.mark(btc, 70);
    }

    @Test
    void isNotAppliedAndHaltsItsInstruments()
    {
        assertThat(book.events.take()).containsExactly("markPricesUpdated 1:70",
            "accountStatusChanged 1 HEALTHY->DEFAULTED equity=-50",
            "instrumentStatusChanged BTC TRADING->HALTED by engine",
            "engineFault 1 1", "defaultRunHeld 1 INSTRUMENT_HALTED -");
        assertThat(book.instrument(btc).status()).isEqualTo(InstrumentStatus.HALTED);
        assertThat(book.instrument(btc).openInterestLots()).isEqualTo(10);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        assertThat(book.equity(1)).isEqualTo(-50);
    }

    @Test
    void stopsTheInstrumentsOfAllRunsOfTheRoundAndHoldsThemAll()
    {
        check.findsFault = false;
        book.accepted(book.engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.TRADING));
        book.account(3, 3, 150).account(4, 4, 150).book(btc, 3, 2, 10, 70).book(eth, 4, 2, 10, 100);
        check.findsFault = true;
        book.events.take();
        book.marks(new int[]{btc, eth}, 50, 80);
        assertThat(book.events.take("instrumentStatusChanged", "engineFault", "defaultRunHeld", "defaultRunStarted"))
            .containsExactly("instrumentStatusChanged BTC TRADING->HALTED by engine",
            "instrumentStatusChanged ETH TRADING->HALTED by engine", "engineFault 3 2", "engineFault 4 3",
            "defaultRunHeld 3 INSTRUMENT_HALTED -", "defaultRunHeld 4 INSTRUMENT_HALTED -");
        assertThat(book.instrument(btc).openInterestLots()).isEqualTo(10);
        assertThat(book.instrument(eth).openInterestLots()).isEqualTo(10);
    }

    /** ETH has a held mark, so that the run would have left it. */
    @Test
    void stopsNoInstrumentOfALegThatWouldHaveStayed()
    {
        check.findsFault = false;
        book.accepted(book.engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.TRADING));
        book.account(3, 3, 150).book(btc, 3, 2, 10, 70).book(eth, 3, 2, 1, 100);
        book.protection(eth, new TestProtection().markBand(50_000)).mark(eth, 150);
        check.findsFault = true;
        book.events.take();
        book.mark(btc, 40);
        assertThat(book.events.take("instrumentStatusChanged", "engineFault", "defaultRunHeld")).containsExactly(
            "instrumentStatusChanged BTC TRADING->HALTED by engine", "engineFault 3 2",
            "defaultRunHeld 3 INSTRUMENT_HALTED -");
    }

    /** ETH, of which the least would be closed, is HALTED already, and C needs no maintenance (RUN-10). */
    @Test
    void stopsWhatCouldHaveBeenClosedIfNothingWouldHaveBeen()
    {
        check.findsFault = false;
        book.accepted(book.engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.TRADING));
        book.waterfall(new TestWaterfall().closeOutFee(1).closeOut(CloseOut.LEAST));
        final int c = book.define(TestBook.linear("C").marginTerms(TestBook.tiers(100_000, 0)));
        book.mark(c, 100).account(3, 3, 210).book(eth, 3, 2, 10, 100).book(c, 3, 2, 10, 100);
        book.accepted(book.engine.setInstrumentStatus(book.alice, eth, InstrumentStatus.HALTED));
        book.marks(new int[]{eth, c}, 90, 91);
        check.findsFault = true;
        assertThat(book.eventsOf(() -> book.engine.reportLiquidationFailed(book.gateway, 3))).containsExactly(
            "accountStatusChanged 3 LIQUIDATING->DEFAULTED equity=20",
            "instrumentStatusChanged C TRADING->HALTED by engine", "engineFault 3 2",
            "defaultRunHeld 3 INSTRUMENT_HALTED -");
        book.at(1_000);
        assertThat(book.events.take()).isEmpty();
    }

    /** Equity 30 of an initial margin of 67: the least is 7 BTC, and ETH would have stayed (RUN-10). */
    @Test
    void stopsNoInstrumentOfALegThatTheLeastWouldHaveLeft()
    {
        check.findsFault = false;
        book.accepted(book.engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.TRADING));
        book.waterfall(new TestWaterfall().closeOutFee(1).closeOut(CloseOut.LEAST));
        book.account(3, 3, 160).book(btc, 3, 2, 10, 70).book(eth, 3, 2, 1, 100).mark(btc, 57);
        check.findsFault = true;
        assertThat(book.eventsOf(() -> book.engine.reportLiquidationFailed(book.gateway, 3))).containsExactly(
            "accountStatusChanged 3 LIQUIDATING->DEFAULTED equity=30",
            "instrumentStatusChanged BTC TRADING->HALTED by engine", "engineFault 3 2",
            "defaultRunHeld 3 INSTRUMENT_HALTED -");
    }

    /** No instrument holds a run without a leg: it waits for risk, and fails no round of others. */
    @Test
    void holdsARunWithoutALegUntilItIsDeclared()
    {
        check.findsFault = false;
        book.accepted(book.engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.TRADING));
        book.account(3, 3, 150).book(btc, 3, 2, 10, 70).account(4, 4, 150).book(eth, 4, 2, 10, 100);
        check.findsFault = true;
        assertThat(book.eventsOf(() -> book.engine.settleInstrument(book.alice, btc, 40), "engineFault",
            "defaultRunHeld")).containsExactly("engineFault 3 2", "defaultRunHeld 3 INSTRUMENT_HALTED -");
        book.at(1_000);
        assertThat(book.events.take()).isEmpty();
        assertThat(book.eventsOf(() -> book.tryDeposit(2, 1), "engineFault")).isEmpty();
        check.findsFault = false;
        book.mark(eth, 80);
        assertThat(book.status(4)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.status(3)).isEqualTo(AccountStatus.DEFAULTED);
        assertThat(book.eventsOf(() -> book.engine.declareDefault(book.alice, 3), "defaultRunCompleted"))
            .containsExactly(
            "defaultRunCompleted 3 3 deficit=150 own=0 fund=0 surcharge=0 haircut=0 house=150 fee=0 legsLeft=0");
        assertThat(book.status(3)).isEqualTo(AccountStatus.CLOSED_OUT);
    }

    // A settlement leaves account 3 with -150 and no leg.
    private void withoutALeg()
    {
        check.findsFault = false;
        book.accepted(book.engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.TRADING));
        book.account(3, 3, 150).book(btc, 3, 2, 10, 70);
        check.findsFault = true;
        book.accepted(book.engine.settleInstrument(book.alice, btc, 40));
    }

    @Test
    void dropsARunWithoutALegIfMoneyComes()
    {
        withoutALeg();
        assertThat(book.eventsOf(() -> book.tryDeposit(3, 150), "engineFault", "defaultRunDropped"))
            .containsExactly("defaultRunDropped 3 equity=0 debtRepaid=0");
        assertThat(book.status(3)).isEqualTo(AccountStatus.HEALTHY);
    }

    @Test
    void holdsItAgainIfItFailsAgain()
    {
        withoutALeg();
        assertThat(book.eventsOf(() -> book.engine.declareDefault(book.alice, 3))).containsExactly(
            "engineFault 3 2", "defaultRunHeld 3 INSTRUMENT_HALTED -");
        book.at(1_000);
        assertThat(book.events.take()).isEmpty();
    }

    @Test
    void leavesEverythingElseRunning()
    {
        book.account(3, 3, 1_000).book(eth, 3, 2, 1, 100);
        assertThat(book.instrument(eth).openInterestLots()).isEqualTo(1);
    }

    @Test
    void runsOnceTheFaultIsMendedAndTradingIsOnAgain()
    {
        check.findsFault = false;
        book.events.take();
        book.accepted(book.engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.TRADING));
        assertThat(book.events.take("defaultRunCompleted")).hasSize(1);
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.equity(1)).isZero();
    }
}
