package io.flatbook.engine;

import io.flatbook.engine.book.MoneyBounds;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing that an account or an asset holds grows beyond its bound (NUM-4). Account 1 paid funding until it owed 2^62,
 * and its run waits for the operator; accounts 2 and 3, of one owner, received it.
 */
class MoneyBoundsTest
{
    private static final long MOST = MoneyBounds.BALANCE_MAX;

    private final TestBook book = new TestBook();
    private final ClearingEngine engine = book.engine;
    private final int big = book.define(TestBook.linear("BIG").multiplier(1L << 52, 0).maxTicks(2));
    private final int btc = book.perpetual("BTC", 100);

    MoneyBoundsTest()
    {
        book.waterfall(new TestWaterfall().operator().liquidationFee(1_000_000));
        book.mark(big, 2).account(1, 1, 1L << 59).account(2, 2, 1L << 59).account(3, 2, 1L << 59);
        book.book(big, 1, 2, 1, 2).book(big, 1, 3, 1, 2).account(4, 4, 100_000).account(5, 5, 200);
        for (long id = 1; book.account(1).collateral() > -MOST; id++)
        {
            book.accepted(engine.applyFunding(book.gateway, big, 1_000_000_000, id));
        }
    }

    private void overflows(final RejectField field, final Supplier<RejectReason> command)
    {
        book.refused(RejectReason.OVERFLOW, field, command);
    }

    // Account 3 holds all that an account can, and has a gain of 100 besides.
    private void makeAccount3Full()
    {
        book.book(btc, 4, 3, 10, 100);
        book.accepted(book.tryTransfer(2, 3, MOST - book.account(3).collateral()));
        book.mark(btc, 90);
    }

    // What account 1 lost leaves the asset, and as much comes into the fund.
    private void fillTheFund(final long room)
    {
        book.withdraw(2, 1L << 61).withdraw(3, 1L << 61).fund(MOST - room);
    }

    @Test
    void whatAnOffsetRealizes()
    {
        makeAccount3Full();
        overflows(RejectField.QUANTITY, () -> engine.offsetPositions(book.gateway, 3, 4, btc, 1));
        overflows(RejectField.QUANTITY, () -> engine.offsetPositions(book.gateway, 4, 3, btc, 10));
        book.withdraw(3, 100).accepted(engine.offsetPositions(book.gateway, 3, 4, btc, 10));
        assertThat(book.account(3).collateral()).isEqualTo(MOST);
    }

    @Test
    void whatATransferOfAPositionRealizes()
    {
        makeAccount3Full();
        book.account(6, 6, 100_000);
        overflows(RejectField.QUANTITY, () -> engine.transferPosition(book.alice, 3, 6, btc, 10, 90));
        book.accepted(engine.transferPosition(book.alice, 3, 6, btc, 10, 100));
        book.book(btc, 3, 4, 10, 90).mark(btc, 100);
        overflows(RejectField.QUANTITY, () -> engine.transferPosition(book.alice, 6, 3, btc, 10, 100));
        book.accepted(engine.transferPosition(book.alice, 6, 3, btc, 10, 90));
    }

    @Test
    void whatASettlementRealizes()
    {
        makeAccount3Full();
        overflows(RejectField.INSTRUMENT, () -> engine.settleVariation(book.alice, btc));
        overflows(RejectField.PRICE, () -> engine.settleInstrument(book.alice, btc, 99));
        book.withdraw(3, 100).accepted(engine.settleVariation(book.alice, btc));
        overflows(RejectField.PRICE, () -> engine.settleInstrument(book.alice, btc, 89));
        book.accepted(engine.settleInstrument(book.alice, btc, 90));
        assertThat(book.account(3).collateral()).isEqualTo(MOST);
    }

    /** A run cannot be refused: it is not applied, as one whose plan is faulty (RUN-12). */
    @Test
    void whatADefaultRunRealizes()
    {
        makeAccount3Full();
        book.account(6, 6, 200).book(btc, 6, 4, 10, 90).mark(btc, 60);
        assertThat(book.status(6)).isEqualTo(AccountStatus.DEFAULTED);
        assertThat(book.eventsOf(() -> engine.declareDefault(book.alice, 6))).containsExactly(
            "instrumentStatusChanged BTC TRADING->HALTED by engine", "engineFault 6 1",
            "defaultRunHeld 6 INSTRUMENT_HALTED -");
        assertThat(book.lots(3, btc)).isEqualTo(-10);
        book.withdraw(3, 400);
        assertThat(book.eventsOf(() -> engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.TRADING),
            "defaultRunCompleted")).hasSize(1);
        assertThat(book.status(6)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.usd().balanced()).isTrue();
    }

    // Account 3 holds all that it can, is short 10 BTC and long 10 OTHER from 100; account 6 is long 10 BTC with 110.
    private int withALossElsewhere()
    {
        final int other = book.perpetual("OTHER", 100);
        book.book(btc, 4, 3, 10, 100).book(other, 3, 4, 10, 100);
        book.accepted(book.tryTransfer(2, 3, MOST - book.account(3).collateral()));
        book.account(6, 6, 110).book(btc, 6, 4, 10, 100);
        return other;
    }

    /** It is what an account holds that is bounded, not its equity: what it lost elsewhere makes no room. */
    @Test
    void whatADefaultRunRealizesBesideALossElsewhere()
    {
        final int other = withALossElsewhere();
        book.marks(new int[]{btc, other}, 80, 50);
        assertThat(book.eventsOf(() -> engine.declareDefault(book.alice, 6), "engineFault", "defaultRunCompleted"))
            .containsExactly("engineFault 6 1");
        assertThat(book.equity(3)).isEqualTo(MOST - 300);
        assertThat(book.account(3).collateral()).isEqualTo(MOST);
    }

    /** Nor does what it gained elsewhere take room: a run that realizes no more than it takes is applied. */
    @Test
    void whatADefaultRunRealizesBesideAGainElsewhere()
    {
        final int other = withALossElsewhere();
        book.withdraw(3, 110).marks(new int[]{btc, other}, 80, 150);
        assertThat(book.eventsOf(() -> engine.declareDefault(book.alice, 6), "engineFault", "defaultRunCompleted"))
            .containsExactly(
            "defaultRunCompleted 1 6 deficit=90 own=0 fund=0 surcharge=90 haircut=0 house=0 fee=0 legsLeft=0");
        assertThat(book.equity(3)).isEqualTo(MOST + 500);
        assertThat(book.account(3).collateral()).isEqualTo(MOST);
    }

    @Test
    void anOrderHold()
    {
        makeAccount3Full();
        book.accepted(engine.setMarginTiers(book.alice, big, TestBook.tiers(0, 0)));
        // Equity 2^62 + 100, initial margin 90.
        overflows(RejectField.AMOUNT, () -> engine.setOrderHold(book.gateway, 3, MOST + 1));
        overflows(RejectField.AMOUNT, () -> engine.setOrderHold(book.gateway, 3, MOST + 10));
        book.accepted(engine.setOrderHold(book.gateway, 3, MOST));
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.AMOUNT,
            () -> engine.setOrderHold(book.gateway, 3, Long.MAX_VALUE));
    }

    @Test
    void fees()
    {
        final long half = 1L << 61;
        book.accepted(book.trade(btc, 2, 4, 1, 100).fees(half, 0).send());
        book.accepted(book.trade(btc, 3, 4, 1, 100).fees(half - 2, 0).send());
        assertThat(book.usd().fees()).isEqualTo(MOST - 2);
        overflows(RejectField.PRICE, () -> book.trade(btc, 4, 2, 1, 100).fees(3, 0).send());
        overflows(RejectField.PRICE, () -> book.trade(btc, 4, 2, 1, 100).fees(2, 1).send());
        book.accepted(book.trade(btc, 4, 2, 1, 100).fees(3, -1).send());
        assertThat(book.usd().fees()).isEqualTo(MOST);
        // 0.1 % of 100 is 0.1: who pays, pays 1.
        book.accepted(engine.applyFunding(book.gateway, btc, 1_000_000, 1));
        assertThat(book.usd().rounding()).isEqualTo(1);
        overflows(RejectField.ASSET, () -> engine.sweepRounding(book.alice, TestBook.USD));
        book.accepted(engine.withdrawFees(book.alice, TestBook.USD, 1));
        book.accepted(engine.sweepRounding(book.alice, TestBook.USD));
    }

    @Test
    void theInsuranceFund()
    {
        fillTheFund(5);
        overflows(RejectField.AMOUNT, () -> engine.fundInsurance(book.alice, TestBook.USD, 6));
        book.fund(5);
        overflows(RejectField.AMOUNT, () -> engine.fundInsurance(book.alice, TestBook.USD, 1));
        assertThat(book.usd().insuranceFund()).isEqualTo(MOST);
    }

    /** STAT-3: a liquidation fee is at most what the fund can still take. */
    @Test
    void aLiquidationFee()
    {
        fillTheFund(5);
        book.book(btc, 5, 4, 10, 100).mark(btc, 84);
        assertThat(book.status(5)).isEqualTo(AccountStatus.LIQUIDATING);
        // Equity 40; it closes at 85, 10 above the mark and 50 above its bankruptcy value.
        assertThat(book.eventsOf(() -> book.trade(btc, 4, 5, 10, 85).liquidation().send(), "liquidationFeeCharged",
            "insuranceFundChanged")).containsExactly(
            "liquidationFeeCharged 5 BTC 5", "insuranceFundChanged 5 LIQUIDATION_FEE now=" + MOST);
    }

    // Accounts 6 and 7 are declared while runs are off, and pay 5 each for what one round closes.
    private List<String> roundOfTwoFees(final long roomOfTheFund)
    {
        fillTheFund(roomOfTheFund);
        book.waterfall(new TestWaterfall().operator().closeOutFee(50_000)).account(6, 6, 50).account(7, 7, 50);
        book.book(btc, 6, 4, 1, 100).book(btc, 7, 4, 1, 100);
        book.accepted(engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        book.accepted(engine.declareDefault(book.alice, 6));
        book.accepted(engine.declareDefault(book.alice, 7));
        return book.eventsOf(() -> engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.ON),
            "engineFault", "insuranceFundChanged");
    }

    @Test
    void feesOfARoundThatTheFundCanTake()
    {
        assertThat(roundOfTwoFees(10)).containsExactly("insuranceFundChanged 5 CLOSE_OUT_FEE now=" + (MOST - 5),
            "insuranceFundChanged 5 CLOSE_OUT_FEE now=" + MOST);
    }

    @Test
    void feesOfARoundThatTheFundCannotTakeTogether()
    {
        assertThat(roundOfTwoFees(9)).containsExactly("engineFault 6 1", "engineFault 7 2");
        assertThat(book.usd().insuranceFund()).isEqualTo(MOST - 9);
    }

    // A settlement leaves account 5 below 0, and a position that is HALTED, whose mark then rises; its debt is 95.
    private void bringBack(final long roomOfTheFund)
    {
        final int other = book.perpetual("OTHER", 50);
        book.deposit(5, 5).book(btc, 5, 4, 20, 100).book(other, 5, 4, 1, 50);
        book.accepted(engine.setInstrumentStatus(book.alice, other, InstrumentStatus.HALTED));
        book.accepted(engine.settleInstrument(book.alice, btc, 85));
        assertThat(book.account(5).debt()).isEqualTo(95);
        fillTheFund(roomOfTheFund);
        book.mark(other, 300);
    }

    /** STAT-5: nobody comes back whose debt the fund cannot take. */
    @Test
    void aDebtThatIsTooMuch()
    {
        bringBack(94);
        assertThat(book.status(5)).isEqualTo(AccountStatus.DEFAULTED);
        assertThat(book.account(5).debt()).isEqualTo(95);
    }

    @Test
    void aDebtThatIsNot()
    {
        bringBack(95);
        assertThat(book.status(5)).isEqualTo(AccountStatus.HEALTHY);
        assertThat(book.usd().insuranceFund()).isEqualTo(MOST);
    }

    /** RUN-5, PAY-1: what is paid in again can be withdrawn again, as often as one likes. */
    @Test
    void whatIsWithdrawnInAWindow()
    {
        book.waterfall(new TestWaterfall().operator().withdrawals(TestBook.NONE, 1_000_000));
        for (int i = 0; i < 12; i++)
        {
            book.withdraw(2, 1L << 60).deposit(2, 1L << 60);
        }
        book.waterfall(new TestWaterfall().operator().withdrawals(10, 1_000_000));
        book.refused(RejectReason.WITHDRAWAL_LIMIT, RejectField.AMOUNT, () -> book.tryWithdraw(2, 1));
        book.refused(RejectReason.WITHDRAWAL_LIMIT, RejectField.AMOUNT, () -> book.tryWithdraw(3, 1));
    }

    /** The extent of a position is its share in the largest one, of 2^54: 64 of the largest fit, or 65 smaller ones. */
    @Test
    void thePositionsOfAnAccountTogether()
    {
        final int[] ids = new int[65];
        book.account(6, 6, 1L << 57).account(7, 7, 1L << 57);
        for (int i = 0; i < ids.length; i++)
        {
            ids[i] = book.define(TestBook.linear("C" + i).multiplier(1L << 52, 0).maxTicks(4));
            book.mark(ids[i], 1);
            if (i < ids.length - 1)
            {
                book.accepted(book.trade(ids[i], 6, 7, 1, 1).guaranteed().send());
            }
        }
        overflows(RejectField.PRICE, () -> book.trade(ids[64], 6, 7, 1, 1).guaranteed().send());
        overflows(RejectField.PRICE, () -> book.trade(ids[64], 5, 7, 1, 1).guaranteed().send());
        book.accepted(book.trade(ids[64], 4, 5, 1, 1).guaranteed().send());
        overflows(RejectField.QUANTITY, () -> engine.transferPosition(book.alice, 4, 6, ids[64], 1, TestBook.NONE));
        book.accepted(engine.setPriceBounds(book.alice, ids[0], 1, 3));
        assertThat(book.instrument(ids[0]).maxPositionLots()).isEqualTo(1);
        book.accepted(engine.setPriceBounds(book.alice, ids[0], 1, 2));
        assertThat(book.instrument(ids[0]).maxPositionLots()).isEqualTo(2);
        book.accepted(engine.setMarginTiers(book.alice, ids[1], TestBook.perLot(100_000, 50_000, 1L << 54, 1)));
        book.accepted(engine.setPriceBounds(book.alice, ids[1], 1, 2));
        // Half of the largest is room for half of another one.
        book.accepted(engine.setPriceBounds(book.alice, ids[64], 1, 2));
        book.accepted(book.trade(ids[64], 6, 7, 1, 1).guaranteed().send());
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.MAX_POSITION,
            () -> engine.setPriceBounds(book.alice, ids[0], 1, 4));
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.INITIAL_PER_LOT, () -> engine.setMarginTiers(
            book.alice, ids[0], TestBook.perLot(100_000, 50_000, 1L << 54, 1)));
        book.accepted(book.trade(ids[64], 7, 6, 1, 1).guaranteed().send());
        book.accepted(engine.setPriceBounds(book.alice, ids[0], 1, 4));
    }

    /** The largest position in an option is 2 lots while its underlying ends at 2, and 1 lot once it ends at 4. */
    @Test
    void thePositionsOfAnAccountTogetherOnceTheBoundsOfAnUnderlyingMove()
    {
        final int underlying = book.define(TestBook.linear("U").maxTicks(2));
        final int call = book.define(
            TestBook.option("CALL", InstrumentKind.CALL, underlying, 1).multiplier(1L << 52, 0).maxTicks(2));
        book.define(TestBook.option("NOBODY", InstrumentKind.CALL, underlying, 1));
        book.mark(underlying, 1).mark(call, 1).account(6, 6, 1L << 57).account(7, 7, 1L << 57);
        book.accepted(book.trade(call, 6, 7, 1, 1).guaranteed().send());
        // With half of the largest position in the last one it is 64 of the largest in all.
        int last = 0;
        for (int i = 0; i < 64; i++)
        {
            last = book.define(TestBook.linear("C" + i).multiplier(1L << 52, 0).maxTicks(i < 63 ? 4 : 2));
            book.mark(last, 1).accepted(book.trade(last, 6, 7, 1, 1).guaranteed().send());
        }
        final Supplier<RejectReason> wider = () -> engine.setPriceBounds(book.alice, underlying, 1, 4);
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.MAX_POSITION, wider);
        // What was planned for the option is forgotten with the refusal.
        book.accepted(engine.setMarginTiers(book.alice, last, TestBook.tiers(90_000, 50_000)));
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.MAX_POSITION, wider);
        book.accepted(engine.setPriceBounds(book.alice, last, 1, 2));
        book.accepted(book.trade(last, 7, 6, 1, 1).guaranteed().send());
        book.accepted(wider.get());
    }

    /** Bounds that close in on a price leave positions with costs far outside, of which one account can take many. */
    @Test
    void whatAPositionCost()
    {
        final int wide = book.define(TestBook.linear("WIDE").maxTicks(1L << 54));
        book.mark(wide, 1L << 54).account(10, 10, 0);
        for (long id = 11; id <= 13; id++)
        {
            book.account(id, id, 0).account(id + 10, id + 10, 0);
            book.accepted(book.trade(wide, id + 10, id, 1, 1L << 54).guaranteed().send());
        }
        book.mark(wide, 1).accepted(engine.setPriceBounds(book.alice, wide, 1, 2));
        book.accepted(engine.transferPosition(book.alice, 11, 10, wide, 1, TestBook.NONE));
        book.accepted(engine.transferPosition(book.alice, 12, 10, wide, 1, TestBook.NONE));
        assertThat(book.cost(10, wide)).isEqualTo(-(1L << 55));
        overflows(RejectField.QUANTITY, () -> engine.transferPosition(book.alice, 13, 10, wide, 1, TestBook.NONE));
        overflows(RejectField.PRICE, () -> book.trade(wide, 11, 10, 1, 1).guaranteed().send());
        book.accepted(book.trade(wide, 10, 11, 1, 1).guaranteed().send());
        assertThat(book.cost(10, wide)).isEqualTo(-(1L << 54));
    }
}
