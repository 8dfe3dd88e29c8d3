package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a trade may do to a party's equity (TRD-2); {@link PledgedTradesTest} has accounts that answer for others. */
class TradeEquityTest
{
    private static final long MAKER = 9;

    private final TestBook book = new TestBook();
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);

    TradeEquityTest()
    {
        book.account(MAKER, 9, 1_000_000);
    }

    private void refused(final RejectReason reason, final RejectField field, final TestTrade trade)
    {
        book.refused(reason, field, trade::send);
    }

    private void beyondBankruptcy(final RejectField field, final TestTrade trade)
    {
        refused(RejectReason.BEYOND_BANKRUPTCY, field, trade);
    }

    @Test
    void noTradeOfWhateverCauseLeavesAPartyBelowZeroAndLower()
    {
        book.account(1, 1, 100).book(btc, 1, MAKER, 10, 100);
        // What it has it may lose, not a unit more: 10 lots 10 and 11 below mark.
        for (final TradeCause cause : new TradeCause[]{TradeCause.TRADE, TradeCause.BLOCK})
        {
            beyondBankruptcy(RejectField.SELLER, book.trade(btc, MAKER, 1, 10, 89).cause(cause));
            beyondBankruptcy(RejectField.SELLER, book.trade(btc, MAKER, 1, 10, 89).cause(cause).guaranteed());
        }
        beyondBankruptcy(RejectField.SELLER, book.trade(btc, MAKER, 1, 10, 90).fees(0, 1));
        beyondBankruptcy(RejectField.SELLER, book.trade(btc, MAKER, 1, 20, 89).guaranteed());
        book.mark(btc, 94);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        beyondBankruptcy(RejectField.SELLER, book.trade(btc, MAKER, 1, 10, 89).liquidation());
        book.accepted(book.trade(btc, MAKER, 1, 10, 90).liquidation().send());
        assertThat(book.equity(1)).isZero();
    }

    @Test
    void thatHoldsForTheCounterpartyOfALiquidationToo()
    {
        book.account(1, 1, 1_100).account(2, 2, 50);
        book.book(btc, 1, MAKER, 110, 100).book(btc, MAKER, 2, 4, 100).mark(btc, 94);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        // Account 2 has 74; buying its 4 back at 113 would cost 76.
        beyondBankruptcy(RejectField.BUYER, book.trade(btc, 2, 1, 4, 113).liquidation());
        book.accepted(book.trade(btc, 2, 1, 4, 112).liquidation().send());
    }

    @Test
    void belowZeroAPartyMayStillGain()
    {
        // Long BTC, short ETH; both move to 125, BTC is held: equity 200 - 250, doubt 250.
        final int eth = book.perpetual("ETH", 100);
        book.account(1, 1, 200).book(btc, 1, MAKER, 10, 100).book(eth, MAKER, 1, 10, 100);
        book.protection(btc, new TestProtection().markBand(100_000)).marks(new int[]{btc, eth}, 125, 125);
        assertThat(book.equity(1)).isEqualTo(-50);
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
        beyondBankruptcy(RejectField.BUYER, book.trade(eth, 1, MAKER, 1, 126));
        beyondBankruptcy(RejectField.SELLER, book.trade(btc, MAKER, 1, 1, 99));
        book.book(eth, 1, MAKER, 1, 125).book(btc, MAKER, 1, 1, 101);
        assertThat(book.equity(1)).isEqualTo(-49);
    }

    @Test
    void aReductionAwayFromMarkCannotSpendTheMarginOfWhatStays()
    {
        // Contract, TRD-2: equity 110, long 10 at 100; selling one lot at 1 would leave 11 for nine lots.
        book.account(1, 1, 110).book(btc, 1, MAKER, 10, 100);
        refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.SELLER, book.trade(btc, MAKER, 1, 1, 1));
        book.book(btc, MAKER, 1, 1, 100);
        assertThat(book.equity(1)).isEqualTo(110);
        // A loss that leaves initial margin is the account's own affair: 110 - 20 = 90 against 80.
        book.book(btc, MAKER, 1, 1, 80);
        // Equity 90 of 80; 89 of 70 and 69 of 70: only where it falls below and relatively lower.
        book.book(btc, MAKER, 1, 1, 80);
        assertThat(book.equity(1)).isEqualTo(70);
    }

    @Test
    void aReductionThatCoversWhatStaysBetterIsAllowed()
    {
        // MARGIN_CALL at 96: equity 60, maintenance 48. Selling 5 at 94 leaves 50 against 24: higher than 60 / 48.
        book.account(1, 1, 100).book(btc, 1, MAKER, 10, 100).mark(btc, 96);
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
        book.book(btc, MAKER, 1, 5, 94);
        assertThat(book.equity(1)).isEqualTo(50);
    }

    @Test
    void theBoundaryIsTheRatioOfEquityToMaintenance()
    {
        // Equity 60, maintenance 48, of one lot less 43.20: 54 of 43.2 is the same ratio, a loss of 6.
        book.account(1, 1, 1_000).book(btc, 1, MAKER, 100, 100).mark(btc, 96);
        assertThat(book.equity(1)).isEqualTo(600);
        // 10 lots of 100 sold 6 below mark: 540 against 432 as 600 against 480; 7 below it is 530.
        refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.SELLER, book.trade(btc, MAKER, 1, 10, 89));
        book.book(btc, MAKER, 1, 10, 90);
    }

    @Test
    void feesCount()
    {
        book.account(1, 1, 1_000).book(btc, 1, MAKER, 100, 100).mark(btc, 96);
        refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.SELLER, book.trade(btc, MAKER, 1, 10, 90).fees(0, 1));
        book.accepted(book.trade(btc, MAKER, 1, 10, 90).fees(0, 0).send());
    }

    @Test
    void theLiquidatingSideOfALiquidationTradeIsExempt()
    {
        book.account(1, 1, 100).book(btc, 1, MAKER, 10, 100).mark(btc, 94);
        // Equity 40, maintenance 47; one lot at 60 leaves 6.
        book.accepted(book.trade(btc, MAKER, 1, 1, 60).liquidation().send());
        assertThat(book.equity(1)).isEqualTo(6);
    }

    @Test
    void butNotItsCounterparty()
    {
        book.account(1, 1, 100).account(2, 2, 110).book(btc, 1, MAKER, 10, 100).book(btc, MAKER, 2, 10, 100);
        book.mark(btc, 94);
        // Account 2 has 170 of 94: buying one lot back at 190 would leave 74 for nine lots.
        refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.BUYER, book.trade(btc, 2, 1, 1, 190).liquidation());
        book.accepted(book.trade(btc, 2, 1, 1, 94).liquidation().send());
    }

    @Test
    void aReductionThatLeavesNothingForWhatStaysIsRefusedForItsMargin()
    {
        book.account(1, 1, 100).book(btc, 1, MAKER, 10, 100);
        refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.SELLER, book.trade(btc, MAKER, 1, 2, 50));
        beyondBankruptcy(RejectField.SELLER, book.trade(btc, MAKER, 1, 2, 49));
    }

    @Test
    void openingNeedsAHealthyAccountAndInitialMarginAboveTheOrderHold()
    {
        book.account(1, 1, 1_000).accepted(engine.setOrderHold(book.gateway, 1, 600));
        refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.BUYER, book.trade(btc, 1, MAKER, 41, 100));
        refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.BUYER, book.trade(btc, 1, MAKER, 40, 100).fees(1, 0));
        refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.SELLER, book.trade(btc, MAKER, 1, 41, 100));
        book.book(btc, 1, MAKER, 40, 100);
        // Reducing and turning round within the margin needs no more.
        book.book(btc, MAKER, 1, 80, 100);
        refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.BUYER, book.trade(btc, 1, MAKER, 81, 100));
        book.mark(btc, 125);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
    }

    @Test
    void aTurnToTheOtherSideIsAnOpening()
    {
        book.account(1, 1, 100).book(btc, 1, MAKER, 10, 100).mark(btc, 97);
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
        refused(RejectReason.ACCOUNT_STATUS, RejectField.SELLER, book.trade(btc, MAKER, 1, 11, 97));
        book.book(btc, MAKER, 1, 10, 97);
    }

    @Test
    void marginAndHealthAreWaivedForAGuaranteedTradeAndNothingElse()
    {
        final Sender plain = book.gateway("plain", 1, 1, Switch.OFF);
        book.account(1, 1, 1_000);
        refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.BUYER,
            book.trade(btc, 1, MAKER, 101, 100).guaranteed().through(plain));
        book.accepted(book.trade(btc, 1, MAKER, 101, 100).guaranteed().send());
        book.mark(btc, 99);
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
        refused(RejectReason.ACCOUNT_STATUS, RejectField.BUYER, book.trade(btc, 1, MAKER, 1, 99));
        refused(RejectReason.ACCOUNT_STATUS, RejectField.BUYER,
            book.trade(btc, 1, MAKER, 1, 99).guaranteed().through(plain));
        book.accepted(book.trade(btc, 1, MAKER, 1, 99).guaranteed().send());
        refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.SELLER, book.trade(btc, MAKER, 1, 1, 80));
        book.accepted(book.trade(btc, MAKER, 1, 1, 80).guaranteed().send());
        beyondBankruptcy(RejectField.SELLER, book.trade(btc, MAKER, 1, 101, 50).guaranteed());
    }

    @Test
    void whoOnlyDoubtKeepsFromLiquidationEnlargesNothingGuaranteedOrNot()
    {
        final int eth = book.perpetual("ETH", 100);
        book.account(1, 1, 200).book(btc, 1, MAKER, 10, 100).book(eth, MAKER, 1, 10, 100);
        book.protection(btc, new TestProtection().markBand(100_000));
        // Both move to 115; BTC is held: equity 200 - 150 = 50, doubt 150, maintenance 50 + 57.5.
        book.marks(new int[]{btc, eth}, 115, 115);
        assertThat(book.account(1).keptByDoubt()).isTrue();
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
        refused(RejectReason.ACCOUNT_STATUS, RejectField.SELLER, book.trade(eth, MAKER, 1, 1, 115).guaranteed());
        book.book(eth, 1, MAKER, 1, 115);
    }

    @Test
    void aFeeThatNoAccountCanHold()
    {
        final TestBook rich = new TestBook();
        final int id = rich.perpetual("BTC", 100);
        rich.account(1, 1, 1L << 61).account(2, 2, 0);
        rich.refused(RejectReason.OVERFLOW, RejectField.PRICE,
            () -> rich.trade(id, 1, 2, 1, 100).guaranteed().fees((1L << 61) + 1, 0).send());
    }
}
