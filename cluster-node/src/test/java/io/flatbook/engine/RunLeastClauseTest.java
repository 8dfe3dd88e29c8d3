package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RUN-10: with closeOut LEAST a run of an account with equity closes only as much as brings the equity to initial
 * margin. Amounts have two decimals, the close-out fee is 1 %, liquidations are reported failed.
 */
class RunLeastClauseTest
{
    private static final String[] RUN = {"defaultRunStarted", "defaultRunCompleted", "accountStatusChanged"};

    private final TestBook book = new TestBook(new Limits(), 2);
    private final int a = book.perpetual("A", 100);
    private final int b = book.perpetual("B", 100);

    RunLeastClauseTest()
    {
        book.account(2, 2, 1_000_000_00);
        book.waterfall(new TestWaterfall().closeOutFee(10_000).closeOut(CloseOut.LEAST));
    }

    private List<String> failed(final long account)
    {
        assertThat(book.status(account)).isEqualTo(AccountStatus.LIQUIDATING);
        return book.eventsOf(() -> book.engine.reportLiquidationFailed(book.gateway, account), RUN);
    }

    /**
     * 100.00, long 10 from 100, mark 94: equity 40.00, maintenance 47.00. 5 lots need 47.00, 4 need 37.60: 6 go.
     * The fee, 5.64, is not counted: 34.36 are below the initial margin of what stays.
     */
    @Test
    void closesTheFewestLotsThatSuffice()
    {
        book.account(1, 1, 100_00).book(a, 1, 2, 10, 100).mark(a, 94);
        assertThat(failed(1)).containsExactly("accountStatusChanged 1 LIQUIDATING->DEFAULTED equity=4000",
            "defaultRunStarted 1 1 equity=4000 notional=94000 closes=A:6/10",
            "defaultRunCompleted 1 1 deficit=0 own=0 fund=0 surcharge=0 haircut=0 house=0 fee=564 legsLeft=1",
            "accountStatusChanged 1 DEFAULTED->MARGIN_CALL equity=3436");
        assertThat(book.lots(1, a)).isEqualTo(4);
    }

    /** POL-5: a preview plans what a run that waits would do, and a default declared now if there is none. */
    @Test
    void soDoesThePreviewOfARunThatWaits()
    {
        book.account(1, 1, 100_00).book(a, 1, 2, 10, 100).mark(a, 94);
        assertThat(previewedLots()).isEqualTo(10);
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        book.accepted(book.engine.reportLiquidationFailed(book.gateway, 1));
        assertThat(previewedLots()).isEqualTo(6);
        book.accepted(book.engine.declareDefault(book.alice, 1));
        assertThat(previewedLots()).isEqualTo(10);
    }

    private long previewedLots()
    {
        return book.engine.preview(book.account(1), null).runs().get(0).legs().get(0).lotsToClose();
    }

    /**
     * Long 10 A and 20 B from 100 with 300.00; A at 99, B at 92: equity 130.00, maintenance 49.50 and 92.00, initial
     * 99.00 and 184.00. B comes first: of it 17 lots, since 3 B with all A need 27.60 + 99.00.
     */
    @Test
    void theLegThatNeedsMostIsClosedFirst()
    {
        book.account(1, 1, 300_00).book(a, 1, 2, 10, 100).book(b, 1, 2, 20, 100).marks(new int[]{a, b}, 99, 92);
        assertThat(failed(1)).contains("defaultRunStarted 1 1 equity=13000 notional=283000 closes=B:17/20");
    }

    /** At 93 its equity is 37.20, which is just what 4 lots need. */
    @Test
    void equityOfJustTheInitialMarginSuffices()
    {
        book.account(1, 1, 107_20).book(a, 1, 2, 10, 100).mark(a, 93);
        assertThat(failed(1)).contains("defaultRunStarted 1 1 equity=3720 notional=93000 closes=A:6/10");
    }

    /** With 314.00 its equity is 94.00, which is just what B needs once A is closed. */
    @Test
    void noFurtherLegIsClosedOnceInitialMarginIsReached()
    {
        book.account(1, 1, 314_00).book(a, 1, 2, 20, 100).book(b, 1, 2, 10, 100).marks(new int[]{a, b}, 92, 94);
        assertThat(failed(1)).contains("defaultRunStarted 1 1 equity=9400 notional=278000 closes=A:20/20");
    }

    /** At A 87, B 99: equity 30.00: all 20 A still leave 99.00 needed, so B gives 7 of 10. */
    @Test
    void aLegIsClosedWholeWhileMoreIsNeeded()
    {
        book.account(1, 1, 300_00).book(a, 1, 2, 20, 100).book(b, 1, 2, 10, 100).marks(new int[]{a, b}, 87, 99);
        assertThat(failed(1)).contains("defaultRunStarted 1 1 equity=3000 notional=273000 closes=A:20/20,B:7/10");
        assertThat(book.lots(1, b)).isEqualTo(3);
    }

    /** Equal requirements: the smaller instrument id. Of 188.00 A frees 94.00, and 2 B the rest, down to 75.20. */
    @Test
    void tiesGoByInstrument()
    {
        book.account(1, 1, 200_00).book(b, 1, 2, 10, 100).book(a, 1, 2, 10, 100).marks(new int[]{a, b}, 94, 94);
        assertThat(failed(1)).contains("defaultRunStarted 1 1 equity=8000 notional=188000 closes=A:10/10,B:2/10");
    }

    @Test
    void allIsClosedIfNothingSuffices()
    {
        book.account(1, 1, 100_00).book(a, 1, 2, 10, 100).mark(a, 90);
        assertThat(failed(1)).containsExactly("accountStatusChanged 1 LIQUIDATING->DEFAULTED equity=0",
            "defaultRunStarted 1 1 equity=0 notional=90000 closes=A:10/10",
            "defaultRunCompleted 1 1 deficit=0 own=0 fund=0 surcharge=0 haircut=0 house=0 fee=0 legsLeft=0",
            "accountStatusChanged 1 DEFAULTED->CLOSED_OUT equity=0");
    }

    /** A fee of 100 % of 564.00 is cut to what equity has above the maintenance of the 4 lots that stay. */
    @Test
    void theFeeLeavesMaintenance()
    {
        book.waterfall(new TestWaterfall().closeOutFee(1_000_000).closeOut(CloseOut.LEAST));
        book.account(1, 1, 100_00).book(a, 1, 2, 10, 100).mark(a, 94);
        // 40.00 less 18.80.
        assertThat(failed(1)).contains(
            "defaultRunCompleted 1 1 deficit=0 own=0 fund=0 surcharge=0 haircut=0 house=0 fee=2120 legsLeft=1",
            "accountStatusChanged 1 DEFAULTED->MARGIN_CALL equity=1880");
    }

    /** A long option needs its value, which a mark of 0 makes nothing: it is not closed. */
    @Test
    void aLegWithoutARequirementStays()
    {
        final int call = book.define(TestBook.option("CALL", InstrumentKind.CALL, a, 100));
        book.mark(call, 1).account(1, 1, 110_00).book(call, 1, 2, 10, 1).book(a, 1, 2, 10, 100);
        book.marks(new int[]{a, call}, 90, 0);
        assertThat(failed(1)).contains("defaultRunStarted 1 1 equity=0 notional=90000 closes=A:10/10",
            "accountStatusChanged 1 DEFAULTED->HEALTHY equity=0");
        assertThat(book.lots(1, call)).isEqualTo(10);
    }

    /** C needs 91.00 initially and nothing to be maintained: equity of 20.00 is too little for it, and yet it stays. */
    @Test
    void aLegWithoutAMaintenanceRequirementStaysThoughItNeedsInitialMargin()
    {
        final int c = book.define(TestBook.linear("C").marginTerms(TestBook.tiers(100_000, 0)));
        book.mark(c, 100).account(1, 1, 210_00).book(a, 1, 2, 10, 100).book(c, 1, 2, 10, 100);
        book.marks(new int[]{a, c}, 90, 91);
        assertThat(failed(1)).contains("defaultRunStarted 1 1 equity=2000 notional=181000 closes=A:10/10");
        assertThat(book.lots(1, c)).isEqualTo(10);
    }

    /** A leg that cannot be closed counts: B is HALTED and alone needs 94.00. */
    @Test
    void legsThatStayCount()
    {
        book.account(1, 1, 200_00).book(a, 1, 2, 10, 100).book(b, 1, 2, 10, 100).marks(new int[]{a, b}, 94, 94);
        book.accepted(book.engine.setInstrumentStatus(book.alice, b, InstrumentStatus.HALTED));
        assertThat(failed(1)).containsExactly("accountStatusChanged 1 LIQUIDATING->DEFAULTED equity=8000",
            "defaultRunStarted 1 1 equity=8000 notional=188000 closes=A:10/10",
            "defaultRunCompleted 1 1 deficit=0 own=0 fund=0 surcharge=0 haircut=0 house=0 fee=940 legsLeft=1 kept=6000",
            "accountStatusChanged 1 DEFAULTED->MARGIN_CALL equity=7060");
    }

    @Test
    void closesWholeWhatWasDeclared()
    {
        book.account(1, 1, 100_00).book(a, 1, 2, 10, 100).mark(a, 94).events.take();
        book.accepted(book.engine.declareDefault(book.alice, 1));
        assertThat(book.events.take("defaultRunStarted")).containsExactly(
            "defaultRunStarted 1 1 equity=4000 notional=94000 closes=A:10/10");
    }

    @Test
    void closesWholeIfThereIsADeficit()
    {
        book.account(1, 1, 100_00).book(a, 1, 2, 10, 100).events.take();
        book.mark(a, 89);
        assertThat(book.events.take("defaultRunStarted")).containsExactly(
            "defaultRunStarted 1 1 equity=-1000 notional=89000 closes=A:10/10");
    }

    /** Strangers paid 30.00 while H was HALTED. At 130 its equity of 30.00 is no way back: that takes 13.00 + 30.00. */
    @Test
    void closesWholeIfThereIsADebt()
    {
        final int h = book.perpetual("H", 100);
        book.account(1, 1, 110_00).book(a, 1, 2, 10, 100).book(h, 1, 2, 1, 100);
        book.accepted(book.engine.setInstrumentStatus(book.alice, h, InstrumentStatus.HALTED));
        book.mark(a, 86).mark(h, 130);
        assertThat(book.account(1).debt()).isEqualTo(30_00);
        assertThat(book.equity(1)).isEqualTo(30_00);
        book.events.take();
        book.accepted(book.engine.setInstrumentStatus(book.alice, h, InstrumentStatus.TRADING));
        assertThat(book.events.take("defaultRunStarted", "defaultRunCompleted")).containsExactly(
            "defaultRunStarted 2 1 equity=3000 notional=13000 closes=H:1/1",
            "defaultRunCompleted 2 1 deficit=0 own=0 fund=0 surcharge=0 haircut=0 house=0 fee=130 legsLeft=0" +
            " debt=0 repaid=2870");
    }

    @Test
    void needsAFee()
    {
        book.refused(RejectReason.INVALID_FIELD, RejectField.CLOSE_OUT, () -> book.engine.setWaterfall(
            book.alice, TestBook.USD, new TestWaterfall().closeOut(CloseOut.LEAST).build()));
    }
}
