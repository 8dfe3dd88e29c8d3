package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Funding of perpetuals (MARK-5, CMD-9) and of whose ids are used once (TRD-4). */
class FundingTest
{
    private final TestBook book = new TestBook(new Limits().idsRetained(3));
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);
    private final int eth = book.perpetual("ETH", 100);

    private RejectReason fund(final int instrument, final long ratePpb, final long fundingId)
    {
        return engine.applyFunding(book.gateway, instrument, ratePpb, fundingId);
    }

    @Test
    void refusedFunding()
    {
        final Sender other = book.gateway("other", 1, Principal.MARKS, Switch.OFF);
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.applyFunding(other, btc, 1, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT, () -> fund(0, 1, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.RATE, () -> fund(btc, TestBook.NONE, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.FUNDING_ID, () -> fund(btc, 1, 0));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT, () -> fund(9, 1, 1));
        final int future = book.define(TestBook.future("FUT", 1_000_000));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT, () -> fund(future, 1, 1));
        final int sol = book.define(TestBook.linear("SOL"));
        book.refused(RejectReason.NO_MARK, RejectField.INSTRUMENT, () -> fund(sol, 1, 1));
        book.accepted(engine.settleInstrument(book.alice, eth, 100));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, () -> fund(eth, 1, 20));
    }

    @Test
    void aFundingIdIsUsedOncePerGatewayAndInstrument()
    {
        book.accepted(fund(btc, 1, 7));
        book.refused(RejectReason.DUPLICATE_REFERENCE, RejectField.FUNDING_ID, () -> fund(btc, 1, 7));
        book.accepted(fund(eth, 1, 7));
        final Sender other = book.gateway("other", 1, Principal.FUNDING, Switch.OFF);
        book.accepted(engine.applyFunding(other, btc, 1, 7));
        for (long id = 8; id < 11; id++)
        {
            book.accepted(fund(btc, 1, id));
        }
        book.refused(RejectReason.TRADE_ID_TOO_OLD, RejectField.FUNDING_ID, () -> fund(btc, 1, 7));
        book.refused(RejectReason.DUPLICATE_REFERENCE, RejectField.FUNDING_ID, () -> fund(eth, 1, 7));
    }

    @Test
    void theRateHasACap()
    {
        book.refused(RejectReason.FEE_LIMIT, RejectField.RATE, () -> fund(btc, 1_000_000_001L, 20));
        book.refused(RejectReason.FEE_LIMIT, RejectField.RATE, () -> fund(btc, -1_000_000_001L, 20));
        book.accepted(fund(btc, 1_000_000_000L, 20));
        book.protection(btc, new TestProtection().fundingCap(100));
        book.refused(RejectReason.FEE_LIMIT, RejectField.RATE, () -> fund(btc, -101, 21));
        book.accepted(fund(btc, -100, 21));
        book.protection(btc, new TestProtection().fundingCap(0));
        book.refused(RejectReason.FEE_LIMIT, RejectField.RATE, () -> fund(btc, 1, 22));
    }

    // Account 1 pays 2^54 at a time to two accounts of one owner; it is DEFAULTED, and its run waits for the operator.
    private long fundUpToTheLargestCollateral(final int big)
    {
        book.waterfall(new TestWaterfall().trigger(DefaultTrigger.OPERATOR));
        book.mark(big, 2).account(1, 1, 1L << 59).account(2, 2, 1L << 59).account(3, 2, 1L << 59);
        book.book(big, 1, 2, 1, 2).book(big, 1, 3, 1, 2);
        long id = 0;
        while (book.account(1).collateral() > -(1L << 62))
        {
            book.accepted(fund(big, 1_000_000_000, ++id));
        }
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        return id;
    }

    @Test
    void nobodyPaysMoreThanAnAccountCanHold()
    {
        final int big = book.define(TestBook.linear("BIG").multiplier(1L << 52, 0).maxTicks(2));
        final long id = fundUpToTheLargestCollateral(big) + 1;
        book.refused(RejectReason.OVERFLOW, RejectField.RATE, () -> fund(big, 1_000_000_000, id));
        book.refused(RejectReason.OVERFLOW, RejectField.RATE, () -> fund(big, 1, id));
        book.accepted(fund(big, -1_000_000_000, id));
    }

    @Test
    void nobodyIsPaidMoreThanAnAccountCanHold()
    {
        final int big = book.define(TestBook.linear("BIG").multiplier(1L << 52, 0).maxTicks(2));
        fundUpToTheLargestCollateral(big);
        final long room = (1L << 62) - book.account(3).collateral();
        book.refused(RejectReason.OVERFLOW, RejectField.AMOUNT, () -> book.tryTransfer(2, 3, room + 1));
        book.withdraw(2, 1L << 61);
        book.refused(RejectReason.OVERFLOW, RejectField.AMOUNT, () -> book.tryDeposit(3, room + 1));
        book.accepted(book.tryTransfer(2, 3, 1));
        book.deposit(3, room - 1);
        assertThat(book.account(3).collateral()).isEqualTo(1L << 62);
    }

    @Test
    void itNeedsAPricedInstrument()
    {
        book.protection(btc, new TestProtection().markBand(50_000).markMaxAge(1_000)).mark(btc, 150);
        book.refused(RejectReason.MARK_SUSPECT, RejectField.INSTRUMENT, () -> fund(btc, 1, 20));
        book.mark(btc, 100).at(1_001);
        book.refused(RejectReason.MARK_STALE, RejectField.INSTRUMENT, () -> fund(btc, 1, 20));
        book.mark(btc, 100).accepted(engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.HALTED));
        book.accepted(fund(btc, 1, 20));
    }

    @Test
    void longsPayAndWhatRoundingLeavesIsOwned()
    {
        book.account(1, 1, 1_000).account(2, 2, 1_000).account(3, 3, 1_000);
        book.book(btc, 1, 2, 7, 100).book(btc, 1, 3, 3, 100);
        // 0.35 % of 1,000 is 3.5, of 700 is 2.45, of 300 is 1.05: who pays, pays 4; who receives, receives 2 and 1.
        assertThat(book.eventsOf(() -> fund(btc, 3_500_000, 1))).containsExactly(
            "collateralChanged 1 -4 FUNDING now=996", "collateralChanged 2 2 FUNDING now=1002",
            "collateralChanged 3 1 FUNDING now=1001",
            "fundingApplied BTC rate=3500000 accounts=3 paid=4 received=3 rounding=1");
        assertThat(book.usd().rounding()).isEqualTo(1);
        assertThat(book.eventsOf(() -> fund(btc, -3_500_000, 2))).containsExactly(
            "collateralChanged 1 3 FUNDING now=999", "collateralChanged 2 -3 FUNDING now=999",
            "collateralChanged 3 -2 FUNDING now=999",
            "fundingApplied BTC rate=-3500000 accounts=3 paid=5 received=3 rounding=2");
        assertThat(book.usd().balanced()).isTrue();
    }

    @Test
    void theExampleOfTheContract()
    {
        final int coin = book.define(TestBook.linear("COIN").multiplier(100_001, 0).maxTicks(1_000));
        book.mark(coin, 1).account(1, 1, 100_000).account(2, 2, 100_000).book(coin, 1, 2, 1, 1);
        assertThat(book.eventsOf(() -> fund(coin, 100_000, 1), "fundingApplied")).containsExactly(
            "fundingApplied COIN rate=100000 accounts=2 paid=11 received=10 rounding=1");
    }

    @Test
    void forANegativeMarkTheSignOfTheValueDecides()
    {
        final int oil = book.define(TestBook.linear("OIL").minTicks(-1_000).maxTicks(1_000)
            .marginTerms(TestBook.perLot(100_000, 50_000, 1, 1)));
        book.mark(oil, -50).account(1, 1, 1_000).account(2, 2, 1_000).book(oil, 1, 2, 10, -50);
        // The long's value is -500: it receives 1 %, the short's is 500: it pays.
        assertThat(book.eventsOf(() -> fund(oil, 10_000_000, 1))).containsExactly(
            "collateralChanged 1 5 FUNDING now=1005", "collateralChanged 2 -5 FUNDING now=995",
            "fundingApplied OIL rate=10000000 accounts=2 paid=5 received=5 rounding=0");
        book.mark(oil, 0);
        assertThat(book.eventsOf(() -> fund(oil, 10_000_000, 2))).as("nothing of nothing").containsExactly(
            "fundingApplied OIL rate=10000000 accounts=0 paid=0 received=0 rounding=0");
    }

    @Test
    void anInverseLongPaysThoughItsValueIsNegative()
    {
        final int xbt = book.define(
            TestBook.linear("XBT").kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(100_000, 0));
        book.mark(xbt, 100).account(1, 1, 10_000).account(2, 2, 10_000).book(xbt, 1, 2, 2, 100);
        assertThat(book.eventsOf(() -> fund(xbt, 10_000_000, 1))).containsExactly(
            "collateralChanged 1 -20 FUNDING now=9980", "collateralChanged 2 20 FUNDING now=10020",
            "fundingApplied XBT rate=10000000 accounts=2 paid=20 received=20 rounding=0");
    }

    @Test
    void itCanBeTheEndOfAnAccountAndWhatItBroughtIsTakenBack()
    {
        book.account(1, 1, 100).account(2, 2, 10_000).book(btc, 1, 2, 10, 100);
        book.accepted(fund(btc, 60_000_000, 1));
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        // It owes 20; the short has no open gain, but this entry gave it 60 (RUN-8).
        assertThat(book.eventsOf(() -> fund(btc, 60_000_000, 2), "gainsHaircut", "defaultRunCompleted"))
            .containsExactly("gainsHaircut 2 BTC SHORT 20 fromCost=0 gain=60 equity=10120",
            "defaultRunCompleted 1 1 deficit=20 own=0 fund=0 surcharge=0 haircut=20 house=0 fee=0 legsLeft=0");
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.account(2).collateral()).isEqualTo(10_100);
        assertThat(book.usd().houseDeficit().isZero()).isTrue();
    }

    @Test
    void fundingOfNothingTellsNoAccount()
    {
        assertThat(book.eventsOf(() -> fund(btc, 1, 1))).containsExactly(
            "fundingApplied BTC rate=1 accounts=0 paid=0 received=0 rounding=0");
    }

    @Test
    void totalsAreWide()
    {
        final long most = 1L << 54;
        final int big = book.define(TestBook.linear("BIG").maxTicks(1_000));
        final long lots = most / 1_000;
        book.mark(big, 1_000);
        for (long id = 1; id <= 4; id++)
        {
            book.account(id, id, most);
        }
        book.book(big, 1, 2, lots, 1_000).book(big, 3, 4, lots, 1_000);
        final String both = Long.toString(2 * 1_000 * lots);
        assertThat(book.eventsOf(() -> fund(big, 1_000_000_000, 1), "fundingApplied")).containsExactly(
            "fundingApplied BIG rate=1000000000 accounts=4 paid=" + both + " received=" + both + " rounding=0");
    }
}
