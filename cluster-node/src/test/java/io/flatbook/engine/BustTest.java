package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A correction comes before liquidation: what a BUST is exempt from, and what it is refused for (TRD-5). */
class BustTest
{
    private final TestBook book = new TestBook(new Limits().idsRetained(4).legsPerAccount(2));
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);

    BustTest()
    {
        book.account(1, 1, 1_000).account(2, 2, 1_000).account(3, 3, 10_000);
    }

    /** Trade 100: account 1 buys from account 2. */
    private void traded(final long lots, final long ticks)
    {
        book.accepted(book.trade(btc, 1, 2, lots, ticks).id(100).send());
    }

    private TestTrade bust(final long lots, final long ticks)
    {
        return book.trade(btc, 2, 1, lots, ticks).id(101).bust(100);
    }

    private void refused(final RejectReason reason, final RejectField field, final TestTrade trade)
    {
        book.refused(reason, field, trade::send);
    }

    @Test
    void itIsTheExactReverseOnce()
    {
        book.accepted(book.trade(btc, 1, 2, 5, 150).id(100).fees(3, 1).send());
        refused(RejectReason.UNKNOWN_TRADE, RejectField.BUSTED_TRADE_ID, bust(4, 150).fees(-1, -3));
        refused(RejectReason.UNKNOWN_TRADE, RejectField.BUSTED_TRADE_ID, bust(5, 149).fees(-1, -3));
        refused(RejectReason.UNKNOWN_TRADE, RejectField.BUSTED_TRADE_ID, bust(5, 150));
        refused(RejectReason.UNKNOWN_TRADE, RejectField.BUSTED_TRADE_ID,
            book.trade(btc, 1, 2, 5, 150).id(101).fees(-3, -1).bust(100));
        refused(RejectReason.UNKNOWN_TRADE, RejectField.BUSTED_TRADE_ID, bust(5, 150).fees(-1, -3).bust(99));
        refused(RejectReason.UNKNOWN_TRADE, RejectField.BUSTED_TRADE_ID,
            bust(5, 150).fees(-1, -3).through(book.gateway("other", 1, 1, Switch.OFF)));
        book.accepted(bust(5, 150).fees(-1, -3).send());
        assertThat(book.account(1).collateral()).isEqualTo(1_000);
        assertThat(book.account(2).collateral()).isEqualTo(1_000);
        assertThat(book.account(1).legCount() + book.account(2).legCount()).isZero();
        assertThat(book.usd().fees()).isZero();
        refused(RejectReason.DUPLICATE_TRADE, RejectField.BUSTED_TRADE_ID, bust(5, 150).id(102).fees(-1, -3));
    }

    @Test
    void onlyATradeInTheWindow()
    {
        traded(1, 100);
        for (long id = 200; id < 204; id++)
        {
            book.accepted(book.trade(btc, 1, 3, 1, 100).id(id).send());
        }
        refused(RejectReason.UNKNOWN_TRADE, RejectField.BUSTED_TRADE_ID, bust(1, 100).id(210));
    }

    @Test
    void itIsExemptFromBandAndInitialMargin()
    {
        traded(50, 100);
        book.protection(btc, new TestProtection().tradeBand(50_000)).book(btc, 3, 1, 50, 100).mark(btc, 110);
        // 1 is flat: the reverse opens a short of 50 at 100 with the mark at 110, a loss of 500.
        book.accepted(bust(50, 100).send());
        assertThat(book.equity(1)).isEqualTo(500);
        assertThat(book.lots(1, btc)).isEqualTo(-50);
    }

    @Test
    void itIsExemptFromTheBoundsLimitsFeesAndAFreshMark()
    {
        book.accepted(book.trade(btc, 1, 2, 5, 150).id(100).fees(3, 1).send());
        book.book(btc, 3, 1, 5, 100).book(btc, 2, 3, 5, 100);
        book.accepted(engine.setPriceBounds(book.alice, btc, 1, 120));
        book.protection(btc, new TestProtection().maxPosition(1).maxOwnerPosition(1).maxOpenInterest(0).maxFee(0)
            .markMaxAge(10)).at(1_000);
        // The reverse opens a short of 5 for account 1, and the open interest.
        book.accepted(bust(5, 150).fees(-1, -3).send());
        assertThat(book.lots(1, btc)).isEqualTo(-5);
    }

    @Test
    void itIsExemptFromTheStatusOfInstrumentAndAccount()
    {
        traded(50, 100);
        book.mark(btc, 84);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        book.accepted(engine.setAccountMode(book.alice, 2, AccountMode.REDUCE_ONLY));
        book.accepted(engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.HALTED));
        book.accepted(bust(50, 100).send());
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
        assertThat(book.account(1).collateral()).isEqualTo(1_000);
    }

    @Test
    void itReachesAnExpiredInstrumentButNotASettledOne()
    {
        final int future = book.define(TestBook.future("FUT", 1_000));
        book.mark(future, 100).accepted(book.trade(future, 1, 2, 1, 100).id(100).send());
        book.accepted(book.trade(future, 1, 2, 1, 100).id(110).send());
        book.at(1_000).accepted(book.trade(future, 2, 1, 1, 100).id(111).bust(100).send());
        book.accepted(engine.settleInstrument(book.alice, future, 100));
        refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT,
            book.trade(future, 2, 1, 1, 100).id(112).bust(110));
    }

    @Test
    void notForAnAccountThatIsFrozenClosedOutOrInDefault()
    {
        traded(5, 100);
        book.accepted(engine.setAccountMode(book.alice, 1, AccountMode.FROZEN));
        refused(RejectReason.ACCOUNT_STATUS, RejectField.SELLER, bust(5, 100));
        book.accepted(engine.setAccountMode(book.alice, 1, AccountMode.NORMAL));
        book.waterfall(new TestWaterfall().operator()).accepted(engine.setInstrumentStatus(
            book.alice, btc, InstrumentStatus.HALTED));
        book.accepted(engine.declareDefault(book.alice, 2));
        assertThat(book.status(2)).isEqualTo(AccountStatus.DEFAULTED);
        refused(RejectReason.ACCOUNT_STATUS, RejectField.BUYER, bust(5, 100));
        book.accepted(engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.TRADING));
        assertThat(book.status(2)).isEqualTo(AccountStatus.CLOSED_OUT);
        refused(RejectReason.ACCOUNT_STATUS, RejectField.BUYER, bust(5, 100));
    }

    @Test
    void notForAnAccountThatIsNotTheOneThatTraded()
    {
        traded(5, 100);
        book.book(btc, 3, 1, 5, 100).withdraw(1, 1_000).accepted(engine.closeAccount(book.gateway, 1));
        refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.SELLER, bust(5, 100));
        book.account(1, 1, 1_000);
        refused(RejectReason.UNKNOWN_TRADE, RejectField.BUSTED_TRADE_ID, bust(5, 100));
    }

    @Test
    void notBeyondBankruptcy()
    {
        traded(50, 100);
        book.book(btc, 3, 1, 50, 100).withdraw(1, 600).mark(btc, 110);
        refused(RejectReason.BEYOND_BANKRUPTCY, RejectField.SELLER, bust(50, 100));
    }

    @Test
    void notBeyondTheLargestPositionNorTheMostLegs()
    {
        traded(5, 100);
        book.book(btc, 3, 1, 5, 100);
        final int eth = book.perpetual("ETH", 100);
        final int sol = book.perpetual("SOL", 100);
        book.account(4, 4, 1_000).book(eth, 1, 4, 1, 100).book(sol, 1, 4, 1, 100);
        refused(RejectReason.LEG_LIMIT, RejectField.SELLER, bust(5, 100));
        final long largest = (1L << 54) / 100_000;
        final TestBook rich = new TestBook();
        final int coin = rich.perpetual("COIN", 1);
        rich.account(1, 1, 1L << 55).account(2, 2, 1L << 55).account(3, 3, 1L << 55).account(4, 4, 1L << 55);
        rich.accepted(rich.trade(coin, 1, 2, 10, 1).id(100).send());
        // Account 2 bought its 10 back and is long as much as it can be.
        rich.book(coin, 2, 3, largest, 1).book(coin, 2, 4, 10, 1);
        rich.refused(RejectReason.POSITION_LIMIT, RejectField.BUYER,
            () -> rich.trade(coin, 2, 1, 10, 1).id(900).bust(100).send());
    }

    /** TRD-2: a trade of more than twice the largest position is refused for that, whatever its value would wrap to. */
    @Test
    void notPledgedByWhatNoAccountCouldHold()
    {
        final TestBook rich = new TestBook();
        final int coin = rich.define(TestBook.linear("COIN").maxTicks(4));
        final long lots = 1L << 52;
        rich.mark(coin, 1).account(1, 7, 1L << 55).account(2, 2, 1L << 55).account(3, 7, 100);
        rich.accepted(rich.trade(coin, 2, 1, lots, 1).id(100).send());
        rich.book(coin, 1, 2, lots, 1);
        final int eth = rich.perpetual("ETH", 100);
        rich.waterfall(new TestWaterfall().recourse(Recourse.OWNER)).book(eth, 3, 2, 10, 100).mark(eth, 94);
        assertThat(rich.status(3)).isEqualTo(AccountStatus.LIQUIDATING);
        rich.accepted(rich.engine.setPriceBounds(rich.alice, coin, 1, 1L << 40));
        rich.mark(coin, 3L << 10);
        // At this mark 2^52 lots are worth 3 * 2^62, which 64 bits take for a debt.
        rich.refused(RejectReason.POSITION_LIMIT, RejectField.BUYER,
            () -> rich.trade(coin, 1, 2, lots, 1).id(900).bust(100).send());
    }

    @Test
    void notIfTheFeeAccountCannotGiveItsFeeBack()
    {
        book.accepted(book.trade(btc, 1, 2, 5, 100).id(100).fees(3, 1).send());
        book.accepted(engine.withdrawFees(book.alice, TestBook.USD, 1));
        refused(RejectReason.FEE_LIMIT, RejectField.BUYER_FEE, bust(5, 100).fees(-1, -3));
        book.accepted(book.trade(btc, 1, 2, 1, 100).fees(1, 0).send());
        book.accepted(bust(5, 100).id(200).fees(-1, -3).send());
    }

    @Test
    void aLiquidationFeeIsNotGivenBack()
    {
        book.waterfall(new TestWaterfall().liquidationFee(10_000));
        traded(50, 100);
        book.mark(btc, 84).accepted(book.trade(btc, 3, 1, 10, 84).id(100 + 50).liquidation().send());
        final long fee = book.usd().insuranceFund();
        assertThat(fee).isPositive();
        book.accepted(book.trade(btc, 1, 3, 10, 84).id(151).bust(150).send());
        assertThat(book.usd().insuranceFund()).isEqualTo(fee);
        assertThat(book.equity(1)).isEqualTo(200 - fee);
    }

    @Test
    void aBustThatFillsTheWindowDoesNotLoseItsOwnMark()
    {
        traded(1, 100);
        for (long id = 110; id < 113; id++)
        {
            book.accepted(book.trade(btc, 1, 3, 1, 100).id(id).send());
        }
        book.accepted(bust(1, 100).id(113).send());
        refused(RejectReason.UNKNOWN_TRADE, RejectField.BUSTED_TRADE_ID, bust(1, 100).id(114));
        // Nor does it take over the mark of the trade whose place it takes: it may itself be busted, once.
        book.accepted(book.trade(btc, 1, 2, 1, 100).id(114).bust(113).send());
        refused(RejectReason.DUPLICATE_TRADE, RejectField.BUSTED_TRADE_ID,
            book.trade(btc, 1, 2, 1, 100).id(115).bust(113));
    }
}
