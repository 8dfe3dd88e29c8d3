package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SETL-1 to SETL-3: settlement, expiry, removal; MARK-6: variation settlement.
 */
class SettlementClauseTest
{
    private static final long EXPIRY_MS = 1_000_000;

    private final TestBook book = new TestBook(new Limits().clockStepMs(10_000_000));
    private final int s = book.define(TestBook.future("S", EXPIRY_MS));

    SettlementClauseTest()
    {
        book.mark(s, 100).account(1, 1, 300).account(2, 2, 100_000).book(s, 1, 2, 10, 100);
    }

    private RejectReason settle(final int instrument, final long ticks)
    {
        return book.engine.settleInstrument(book.alice, instrument, ticks);
    }

    private RejectReason status(final InstrumentStatus status)
    {
        return book.engine.setInstrumentStatus(book.alice, s, status);
    }

    @Test
    void closesAllPositionsAtOnePrice()
    {
        book.events.take();
        book.accepted(settle(s, 90));
        assertThat(book.events.take()).containsExactly(
            "positionChanged 1 S 0 cost=0 realized=-100 fee=0 collateral=200 SETTLEMENT",
            "positionChanged 2 S 0 cost=0 realized=100 fee=0 collateral=100100 SETTLEMENT",
            "instrumentStatusChanged S TRADING->SETTLED by risk/alice",
            "instrumentSettled S 90 positions=2 rounding=0");
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, () -> settle(s, 90));
    }

    @Test
    void keepsToTheTradeBandUnlessTwoPeopleSayOtherwise()
    {
        book.protection(s, new TestProtection().tradeBand(50_000));
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, () -> settle(s, 94));
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE,
            () -> book.engine.settleInstrument(book.alice.principal().approvedSender(), s, 0));
        book.accepted(book.engine.settleInstrument(book.alice.principal().approvedSender(), s, 94));
    }

    @Test
    void settlesAtZeroAndBelowWithinTheBounds()
    {
        final int oil = book.define(TestBook.future("CL", EXPIRY_MS).minTicks(-200).maxTicks(200)
            .marginTerms(TestBook.perLot(300_000, 250_000, 50, 40)));
        book.mark(oil, 18).account(4, 4, 1_000).book(oil, 4, 2, 10, 18);
        book.accepted(settle(oil, -37));
        assertThat(book.account(4).collateral()).isEqualTo(1_000 - 10 * 55);
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, () -> settle(s, 0));
    }

    @Test
    void itsRunsNeedNoOperatorAndCloseTheLegsThatAreLeft()
    {
        final int b = book.perpetual("B", 100);
        book.book(b, 1, 2, 10, 100).waterfall(new TestWaterfall().operator());
        book.events.take();
        book.accepted(settle(s, 60));
        assertThat(book.events.take("defaultRunStarted", "gainsHaircut", "defaultRunCompleted")).containsExactly(
            "defaultRunStarted 1 1 equity=-100 notional=1000 closes=B:10/10",
            "gainsHaircut 2 S SHORT 100 fromCost=0 gain=400 equity=100400",
            "defaultRunCompleted 1 1 deficit=100 own=0 fund=0 surcharge=0 haircut=100 house=0 fee=0 legsLeft=0");
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
    }

    @Test
    void isRefusedWhileDefaultRunsAreOff()
    {
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        book.refused(RejectReason.ASSET_SUSPENDED, RejectField.INSTRUMENT, () -> settle(s, 90));
    }

    /** A call of 100 at 112 pays 12 a lot, a put nothing; the band is the underlying's. */
    @Test
    void anOptionSettlesAtThePriceOfItsUnderlying()
    {
        final int call = book.define(TestBook.option("CALL", InstrumentKind.CALL, s, 100));
        final int put = book.define(TestBook.option("PUT", InstrumentKind.PUT, s, 100));
        book.marks(new int[]{call, put}, 5, 5).account(4, 4, 1_000).book(call, 4, 2, 10, 5).book(put, 4, 2, 10, 5);
        book.protection(s, new TestProtection().tradeBand(100_000));
        book.refused(RejectReason.NOT_EMPTY, RejectField.INSTRUMENT, () -> settle(s, 100));
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, () -> settle(call, 112));
        book.mark(s, 105).accepted(settle(call, 112));
        assertThat(book.account(4).collateral()).isEqualTo(1_000 - 50 + 120);
        book.accepted(settle(put, 112));
        assertThat(book.account(4).collateral()).isEqualTo(1_000 - 50 + 120 - 50);
        book.accepted(settle(s, 112));
    }

    /** At 30,001 one, two and three lots are worth 666,644, 1,333,288 and 1,999,933: rounding takes the unit. */
    @Test
    void whatInverseValuesLeaveGoesToRounding()
    {
        final TestBook coins = new TestBook(new Limits(), 8);
        final int inverse = coins.define(TestBook.linear("XBT").kind(InstrumentKind.INVERSE_PERPETUAL)
            .tickSize(5, -1).multiplier(100, 0).maxTicks(1_000_000));
        coins.mark(inverse, 40_000);
        for (long account = 1; account <= 3; account++)
        {
            coins.account(account, account, 1_000_000_000L);
        }
        coins.book(inverse, 3, 1, 1, 40_000).book(inverse, 3, 2, 2, 40_000);
        coins.accepted(coins.engine.settleInstrument(coins.alice, inverse, 30_001));
        assertThat(coins.account(1).collateral()).isEqualTo(1_000_000_000L + 666_644 - 500_000);
        assertThat(coins.account(2).collateral()).isEqualTo(1_000_000_000L + 1_333_288 - 1_000_000);
        assertThat(coins.account(3).collateral()).isEqualTo(1_000_000_000L + 1_500_000 - 1_999_933);
        assertThat(coins.usd().rounding()).isEqualTo(1);
        coins.accepted(coins.engine.sweepRounding(coins.alice, TestBook.USD));
        assertThat(coins.usd().fees()).isEqualTo(1);
        coins.refused(RejectReason.INSUFFICIENT_FUND, RejectField.ASSET,
            () -> coins.engine.sweepRounding(coins.alice, TestBook.USD));
    }

    /** MARK-6: gains and losses move into collateral, equity stays. */
    @Test
    void variationMovesProfitIntoCollateral()
    {
        book.mark(s, 110).events.take();
        book.accepted(book.engine.settleVariation(book.alice, s));
        assertThat(book.events.take()).containsExactly(
            "positionChanged 1 S 10 cost=1100 realized=100 fee=0 collateral=400 VARIATION",
            "positionChanged 2 S -10 cost=-1100 realized=-100 fee=0 collateral=99900 VARIATION",
            "variationSettled S positions=2 paid=100 received=100 by risk/alice");
        assertThat(book.equity(1)).isEqualTo(400);
        book.withdraw(1, 290);
    }

    @Test
    void variationWaitsForRuns()
    {
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        book.mark(s, 60);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        book.refused(RejectReason.DEFAULT_PENDING, RejectField.INSTRUMENT,
            () -> book.engine.settleVariation(book.alice, s));
    }

    @Test
    void expiresAtTheFirstTickAtOrAfter()
    {
        book.at(EXPIRY_MS - 1).book(s, 1, 2, 1, 100).events.take();
        book.at(EXPIRY_MS);
        assertThat(book.events.take()).containsExactly("instrumentExpired S");
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, () -> book.trade(s, 2, 1, 1, 100).send());
        book.accepted(book.trade(s, 2, 1, 1, 100).bust(2).send());
        book.account(3, 3, 1_000).mark(s, 101);
        book.accepted(book.engine.transferPosition(book.alice, 1, 3, s, 4, TestBook.NONE));
        // Runs go on: account 1 has 300 and is long 6.
        book.mark(s, 49);
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        book.accepted(settle(s, 50));
    }

    @Test
    void isNotTradedAgainOnceExpired()
    {
        book.at(EXPIRY_MS);
        for (final InstrumentStatus open : List.of(InstrumentStatus.TRADING, InstrumentStatus.CLOSE_ONLY))
        {
            book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, () -> status(open));
            book.accepted(status(InstrumentStatus.HALTED));
            book.accepted(status(open));
            assertThat(book.instrument(s).status()).isEqualTo(InstrumentStatus.EXPIRED);
        }
        for (final InstrumentStatus own : List.of(InstrumentStatus.EXPIRED, InstrumentStatus.SETTLED))
        {
            book.refused(RejectReason.INVALID_FIELD, RejectField.STATUS, () -> status(own));
        }
    }

    @Test
    void aHaltedOneStaysHalted()
    {
        book.accepted(status(InstrumentStatus.HALTED));
        book.at(EXPIRY_MS);
        assertThat(book.instrument(s).status()).isEqualTo(InstrumentStatus.HALTED);
        book.accepted(status(InstrumentStatus.TRADING));
        assertThat(book.instrument(s).status()).isEqualTo(InstrumentStatus.EXPIRED);
    }

    @Test
    void isRemovedWhenSettledAndItsNameIsFree()
    {
        final int call = book.define(TestBook.option("CALL", InstrumentKind.CALL, s, 100));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT,
            () -> book.engine.removeInstrument(book.alice, s));
        book.accepted(settle(s, 100));
        book.refused(RejectReason.NOT_EMPTY, RejectField.INSTRUMENT,
            () -> book.engine.removeInstrument(book.alice, s));
        book.mark(call, 1).accepted(settle(call, 100));
        book.accepted(book.engine.removeInstrument(book.alice, call));
        book.events.take();
        book.accepted(book.engine.removeInstrument(book.alice, s));
        assertThat(book.events.take()).containsExactly("instrumentRemoved S by risk/alice");
        assertThat(book.instrument(s)).isNull();
        assertThat(book.define(TestBook.linear("S"))).as("an id is never used again").isEqualTo(3);
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT, () -> settle(s, 100));
    }

    @Test
    void onlyInstrumentsNotSettledCount()
    {
        final TestBook small = new TestBook(new Limits().instruments(2));
        for (int i = 1; i <= 20; i++)
        {
            final int id = small.perpetual("I" + i, 100);
            small.accepted(small.engine.settleInstrument(small.alice, id, 100));
        }
        small.perpetual("A", 100);
        small.perpetual("B", 100);
        small.refused(RejectReason.TOO_MANY, RejectField.INSTRUMENT,
            () -> small.engine.defineInstrument(small.alice, TestBook.linear("C")));
    }
}
