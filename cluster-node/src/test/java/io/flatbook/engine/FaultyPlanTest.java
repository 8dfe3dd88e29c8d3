package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A plan that fails its check is our bug: nothing of it is applied, its instruments stop, everything else goes on. */
class FaultyPlanTest
{
    /** Finds fault with every plan while it is told to. */
    private static final class SternCheck extends PlanCheck
    {
        private boolean findsFault = true;

        private SternCheck()
        {
            super(new Margin());
        }

        @Override
        boolean holds(final DefaultPlan plan, final long nowMs)
        {
            return !findsFault && super.holds(plan, nowMs);
        }
    }

    private final SternCheck check = new SternCheck();
    private final TestBook book = new TestBook(new Limits(), 0, check);
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
        assertThat(book.events.take("engineFault", "defaultRunHeld", "defaultRunStarted", "positionOffset"))
            .containsExactly("engineFault 1 1", "defaultRunHeld 1 INSTRUMENT_HALTED -");
        assertThat(book.instrument(btc).status()).isEqualTo(InstrumentStatus.HALTED);
        assertThat(book.instrument(btc).openInterestLots()).isEqualTo(10);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        assertThat(book.equity(1)).isEqualTo(-50);
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
        book.accepted(book.engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.TRADING, false));
        assertThat(book.events.take("defaultRunCompleted")).hasSize(1);
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.equity(1)).isZero();
    }
}
