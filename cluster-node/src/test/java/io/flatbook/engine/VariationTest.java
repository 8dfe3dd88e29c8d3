package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Settlement of variation moves profit and loss into collateral and leaves equity as it is (MARK-6). */
class VariationTest
{
    private final TestBook book = new TestBook();
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);

    private Supplier<RejectReason> variation(final int instrument)
    {
        return () -> engine.settleVariation(book.alice, instrument);
    }

    @Test
    void everyHoldersGainMovesIntoCollateral()
    {
        book.account(1, 1, 1_000).account(2, 2, 1_000).account(3, 3, 1_000);
        book.book(btc, 1, 2, 7, 100).book(btc, 1, 3, 3, 90).mark(btc, 110);
        assertThat(book.eventsOf(variation(btc))).containsExactly(
            "positionChanged 1 BTC 10 cost=1100 realized=130 fee=0 collateral=1130 VARIATION",
            "positionChanged 2 BTC -7 cost=-770 realized=-70 fee=0 collateral=930 VARIATION",
            "positionChanged 3 BTC -3 cost=-330 realized=-60 fee=0 collateral=940 VARIATION",
            "variationSettled BTC positions=3 paid=130 received=130 by risk/alice");
        assertThat(book.equity(1)).isEqualTo(1_130);
        assertThat(book.usd().balanced()).isTrue();
        // A gain that was settled can leave.
        book.withdraw(1, 1_020);
        assertThat(book.eventsOf(variation(btc), "variationSettled")).containsExactly(
            "variationSettled BTC positions=3 paid=0 received=0 by risk/alice");
    }

    @Test
    void futuresAndInverseInstrumentsToo()
    {
        final int future = book.define(TestBook.future("FUT", 1_000_000));
        final int xbt = book.define(
            TestBook.linear("XBT").kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(1_000, 0).maxTicks(1_000));
        book.marks(new int[]{future, xbt}, 100, 7).account(1, 1, 10_000).account(2, 2, 10_000).account(3, 3, 10_000);
        book.book(future, 1, 2, 1, 100).book(xbt, 1, 2, 3, 7).book(xbt, 3, 2, 2, 7).mark(xbt, 8);
        book.accepted(variation(future).get());
        // Each to its own mark value: -375, -250 and 625 from -428, -285 and 713.
        assertThat(book.eventsOf(variation(xbt))).containsExactly(
            "positionChanged 1 XBT 3 cost=-375 realized=53 fee=0 collateral=10053 VARIATION",
            "positionChanged 2 XBT -5 cost=625 realized=-88 fee=0 collateral=9912 VARIATION",
            "positionChanged 3 XBT 2 cost=-250 realized=35 fee=0 collateral=10035 VARIATION",
            "variationSettled XBT positions=3 paid=88 received=88 by risk/alice");
        assertThat(book.usd().balanced()).isTrue();
    }

    @Test
    void refusedVariation()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.settleVariation(book.gateway, btc));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT, variation(0));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT, variation(9));
        final int call = book.define(TestBook.option("C", InstrumentKind.CALL, btc, 100));
        book.mark(call, 5).refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT, variation(call));
        final int sol = book.define(TestBook.linear("SOL"));
        book.refused(RejectReason.NO_MARK, RejectField.INSTRUMENT, variation(sol));
        book.protection(btc, new TestProtection().markBand(50_000).markMaxAge(1_000)).mark(btc, 150);
        book.refused(RejectReason.MARK_SUSPECT, RejectField.INSTRUMENT, variation(btc));
        book.mark(btc, 100).at(1_001);
        book.refused(RejectReason.MARK_STALE, RejectField.INSTRUMENT, variation(btc));
        book.mark(btc, 100).accepted(engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.HALTED));
        book.accepted(variation(btc).get());
        book.accepted(engine.settleInstrument(book.alice, sol, 100));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, variation(sol));
    }

    @Test
    void itWaitsForARunWithALegInTheInstrument()
    {
        final int eth = book.perpetual("ETH", 100);
        book.account(1, 1, 250).account(2, 2, 10_000).book(btc, 1, 2, 10, 100);
        book.waterfall(new TestWaterfall().operator()).mark(btc, 70);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        book.refused(RejectReason.DEFAULT_PENDING, RejectField.INSTRUMENT, variation(btc));
        book.accepted(variation(eth).get());
        book.accepted(engine.declareDefault(book.alice, 1));
        book.accepted(variation(btc).get());
    }
}
