package io.flatbook.engine;

import io.flatbook.engine.book.Protection;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs that wait, why, and what releases them. */
class HeldRunsTest
{
    private final TestBook book = new TestBook();
    private final int btc = book.perpetual("BTC", 100);
    private final int eth = book.perpetual("ETH", 100);

    HeldRunsTest()
    {
        book.account(1, 1, 250).account(2, 2, 10_000).book(btc, 1, 2, 10, 100).book(eth, 1, 2, 10, 100);
    }

    private static Protection protection(final long markBandPpm, final long markMaxAgeMs)
    {
        return new Protection(markBandPpm, markMaxAgeMs, 0, TestBook.NONE, TestBook.NONE, TestBook.NONE,
            TestBook.NONE);
    }

    private List<String> runEvents()
    {
        return book.events.take("defaultRunHeld", "defaultRunCompleted", "engineFault");
    }

    private void defaultOnEth()
    {
        book.events.take();
        book.mark(eth, 70);
    }

    /** Of the 50, 29 are laid on BTC, where nobody gained, and 21 on ETH; the 29 are taken from gains in ETH. */
    private static String completed()
    {
        return "defaultRunCompleted 1 1 deficit=50 own=0 fund=0 surcharge=21 haircut=29 house=0 fee=0";
    }

    @Test
    void aSuspectMarkHoldsTheRunUntilItIsConfirmed()
    {
        book.protection(btc, protection(50_000, 0)).mark(btc, 106);
        assertThat(book.instrument(btc).suspect()).isTrue();
        defaultOnEth();
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 MARK_SUSPECT BTC");
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        book.accepted(book.engine.confirmMark(book.alice, btc));
        // The confirmed mark of 106 gives 60 of the 50 back.
        assertThat(runEvents()).containsExactly(
            "defaultRunCompleted 1 1 deficit=0 own=0 fund=0 surcharge=0 haircut=0 house=0 fee=0");
        assertThat(book.equity(1)).isEqualTo(10);
    }

    @Test
    void aSuspectMarkHoldsTheRunUntilAMarkIsBackInItsBand()
    {
        book.protection(btc, protection(50_000, 0)).mark(btc, 106);
        defaultOnEth();
        book.mark(btc, 100);
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 MARK_SUSPECT BTC", completed());
    }

    @Test
    void aStaleMarkHoldsTheRunUntilAFreshOneComes()
    {
        book.protection(btc, protection(0, 1_000)).at(1_001);
        defaultOnEth();
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 MARK_STALE BTC");
        book.at(5_000);
        assertThat(runEvents()).as("said once").isEmpty();
        book.mark(btc, 100);
        assertThat(runEvents()).containsExactly(completed());
    }

    @Test
    void aHaltedInstrumentHoldsTheRunUntilItIsOpenAgain()
    {
        book.accepted(book.engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.HALTED));
        defaultOnEth();
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 INSTRUMENT_HALTED BTC");
        book.accepted(book.engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.CLOSE_ONLY));
        assertThat(runEvents()).containsExactly(completed());
    }

    @Test
    void aSwitchOfTheAssetHoldsAllRuns()
    {
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        defaultOnEth();
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 RUNS_SUSPENDED -");
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.ON));
        assertThat(runEvents()).containsExactly(completed());
    }

    @Test
    void underTheOperatorTriggerTheRunWaitsForTheDeclaration()
    {
        book.waterfall(new TestWaterfall().trigger(DefaultTrigger.OPERATOR));
        defaultOnEth();
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 OPERATOR -");
        book.mark(eth, 71);
        assertThat(runEvents()).isEmpty();
        book.mark(eth, 70).accepted(book.engine.declareDefault(book.alice, 1));
        assertThat(runEvents()).containsExactly(completed());
    }

    @Test
    void backToAutomaticTheWaitingRunStarts()
    {
        book.waterfall(new TestWaterfall().trigger(DefaultTrigger.OPERATOR));
        defaultOnEth();
        book.waterfall(new TestWaterfall());
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 OPERATOR -", completed());
    }

    @Test
    void aDeclaredRunCanStillBeHeldForItsMark()
    {
        book.waterfall(new TestWaterfall().trigger(DefaultTrigger.OPERATOR));
        book.protection(btc, protection(50_000, 0)).mark(btc, 106);
        defaultOnEth();
        book.accepted(book.engine.declareDefault(book.alice, 1));
        assertThat(runEvents()).containsExactly("defaultRunHeld 1 MARK_SUSPECT BTC");
        book.mark(btc, 100);
        assertThat(runEvents()).containsExactly(completed());
    }

    @Test
    void whileARunIsHeldTheDefaulterIsFrozenAndNothingLeavesItsAsset()
    {
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        defaultOnEth();
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT, () -> book.tryDeposit(1, 1_000));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT, () -> book.tryWithdraw(1, 1));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.SELLER, () -> book.trade(btc, 2, 1, 1, 100).send());
        book.refused(RejectReason.DEFAULT_PENDING, RejectField.ACCOUNT, () -> book.tryWithdraw(2, 1));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT,
            () -> book.engine.declareDefault(book.alice, 1));
    }

    @Test
    void aHeldDefaulterThatMeetsAnotherOneIsClosedAgainstIt()
    {
        book.protection(btc, protection(50_000, 0)).mark(btc, 106);
        defaultOnEth();
        book.account(3, 3, 110).book(eth, 2, 3, 10, 70).events.take();
        book.mark(eth, 82);
        assertThat(book.events.take("positionOffset", "defaultRunHeld", "defaultRunCompleted")).containsExactly(
            "positionOffset 1 DEFAULTERS ETH 3/1 10@82 due=0 paid=0",
            // No long of ETH has a gain: 1 bought at 100, and 2 is flat.
            "defaultRunCompleted 1 3 deficit=10 own=0 fund=0 surcharge=0 haircut=0 house=10 fee=0");
    }
}
