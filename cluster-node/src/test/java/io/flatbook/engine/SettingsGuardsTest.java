package io.flatbook.engine;

import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Settings: who may not, what is not, and what an accepted one tells (SET-1, SET-2, CMD-1, CMD-2). */
class SettingsGuardsTest
{
    private final TestBook book = new TestBook();
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);
    private final int old = book.perpetual("OLD", 100);

    SettingsGuardsTest()
    {
        book.accepted(engine.settleInstrument(book.alice, old, 100));
        book.account(1, 1, 1_000);
    }

    private void notAuthorized(final Supplier<RejectReason> command)
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, command);
    }

    @Test
    void theTrialDefaults()
    {
        final Protection p = Protection.TRIAL;
        final long none = TestBook.NONE;
        assertThat(new long[]{p.markBandPpm(), p.markBandAbsoluteTicks(), p.markBandMs(), p.markMaxAgeMs(),
            p.tradeBandPpm(), p.tradeBandAbsoluteTicks(), p.doubtPpm()}).containsExactly(0, 0, 0, 0, 0, 0, 250_000);
        assertThat(new long[]{p.maxFeePpm(), p.maxPositionLots(), p.maxOwnerPositionLots(), p.maxOpenInterestLots(),
            p.fundingCapPpb()}).containsOnly(none);
        final Waterfall w = book.usd().waterfall();
        assertThat(w).isEqualTo(Waterfall.TRIAL);
        assertThat(new long[]{w.fundFloor(), w.windowMs(), w.liquidationTimeoutMs(), w.liquidationFeePpm(),
            w.closeOutFeePpm(), w.houseDeficitGate()}).containsOnly(0);
        assertThat(new long[]{w.perOwnerCap(), w.windowCap(), w.withdrawalCap()}).containsOnly(none);
        assertThat(w.trigger()).isEqualTo(DefaultTrigger.AUTOMATIC);
        assertThat(w.recourse()).isEqualTo(Recourse.HEDGES);
        assertThat(w.closeOut()).isEqualTo(CloseOut.WHOLE);
        assertThat(book.instrument(btc).spareHedges()).isEqualTo(Switch.OFF);
    }

    @Test
    void marginTiers()
    {
        final MarginTerms terms = TestBook.tiers(200_000, 100_000);
        notAuthorized(() -> engine.setMarginTiers(book.gateway, btc, terms));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT,
            () -> engine.setMarginTiers(book.alice, 0, terms));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INITIAL,
            () -> engine.setMarginTiers(book.alice, btc, TestBook.tiers(-1, 0)));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INITIAL_PER_LOT,
            () -> engine.setMarginTiers(book.alice, btc, TestBook.perLot(2, 1, -1, 0)));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MAINTENANCE_PER_LOT,
            () -> engine.setMarginTiers(book.alice, btc, TestBook.perLot(2, 1, 5, -1)));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT,
            () -> engine.setMarginTiers(book.alice, 99, terms));
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.MARGIN_TIERS,
            () -> engine.setMarginTiers(book.alice, btc, TestBook.tiers(1, 2)));
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.INITIAL_PER_LOT,
            () -> engine.setMarginTiers(book.alice, btc, TestBook.perLot(2, 1, 5, 6)));
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.MARGIN_MODEL,
            () -> engine.setMarginTiers(book.alice, btc, MarginTerms.bounded()));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT,
            () -> engine.setMarginTiers(book.alice, old, terms));
        final int call = book.define(TestBook.option("C", InstrumentKind.CALL, btc, 100));
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.MARGIN_TIERS,
            () -> engine.setMarginTiers(book.alice, call, terms));
    }

    @Test
    void aFutureCanBecomeBoundedAndBack()
    {
        final int future = book.define(TestBook.future("FUT", 1_000_000).maxTicks(200));
        book.mark(future, 100).account(2, 2, 10_000).book(future, 1, 2, 5, 100);
        book.accepted(engine.setMarginTiers(book.alice, future, MarginTerms.bounded()));
        assertThat(engine.margin().initialMargin(book.account(1))).isEqualTo(5 * 99);
        book.accepted(engine.setMarginTiers(book.alice, future, TestBook.tiers(100_000, 50_000)));
        assertThat(engine.margin().initialMargin(book.account(1))).isEqualTo(50);
    }

    @Test
    void aChangeOfTiersTellsHowManyItPushedBelowMaintenance()
    {
        book.account(2, 2, 10_000).account(3, 3, 110).book(btc, 1, 2, 10, 100).book(btc, 3, 2, 10, 100);
        assertThat(book.eventsOf(() -> engine.setMarginTiers(book.alice, btc, TestBook.tiers(200_000, 150_000))))
            .containsExactly("marginTiersChanged BTC pushedBelow=1 100000->200000 by risk/alice",
            "accountStatusChanged 3 HEALTHY->LIQUIDATING equity=110 leg 1:10 value=890 ticks=89");
        assertThat(engine.detail()).isEqualTo(1);
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
    }

    @Test
    void offsetPolicy()
    {
        notAuthorized(() -> engine.setOffsetPolicy(book.gateway, btc, OffsetPolicyKind.QUEUE, Switch.OFF));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT,
            () -> engine.setOffsetPolicy(book.alice, -1, OffsetPolicyKind.QUEUE, Switch.OFF));
        book.refused(RejectReason.INVALID_FIELD, RejectField.OFFSET_POLICY,
            () -> engine.setOffsetPolicy(book.alice, btc, null, Switch.OFF));
        book.refused(RejectReason.INVALID_FIELD, RejectField.SPARE_HEDGES,
            () -> engine.setOffsetPolicy(book.alice, btc, OffsetPolicyKind.QUEUE, Switch.NULL_VAL));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT,
            () -> engine.setOffsetPolicy(book.alice, 99, OffsetPolicyKind.QUEUE, Switch.OFF));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT,
            () -> engine.setOffsetPolicy(book.alice, old, OffsetPolicyKind.QUEUE, Switch.OFF));
        assertThat(book.eventsOf(() -> engine.setOffsetPolicy(book.alice, btc, OffsetPolicyKind.WATERFILL, Switch.ON)))
            .containsExactly("offsetPolicyChanged BTC QUEUE->WATERFILL spareHedges OFF->ON by risk/alice");
    }

    private void invalidProtection(final RejectField field, final TestProtection protection)
    {
        book.refused(RejectReason.INVALID_FIELD, field,
            () -> engine.setProtection(book.alice, btc, protection.build()));
    }

    @Test
    void protection()
    {
        notAuthorized(() -> engine.setProtection(book.gateway, btc, Protection.TRIAL));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT,
            () -> engine.setProtection(book.alice, 0, Protection.TRIAL));
        invalidProtection(RejectField.MARK_BAND, new TestProtection().markBand(-1));
        invalidProtection(RejectField.MARK_BAND_ABSOLUTE, new TestProtection().markBandTicks(-1));
        invalidProtection(RejectField.MARK_BAND_MS, new TestProtection().markBandMs(-1));
        invalidProtection(RejectField.MARK_MAX_AGE_MS, new TestProtection().markMaxAge(-1));
        invalidProtection(RejectField.TRADE_BAND, new TestProtection().tradeBand(-1));
        invalidProtection(RejectField.TRADE_BAND_ABSOLUTE, new TestProtection().tradeBandTicks(-1));
        invalidProtection(RejectField.DOUBT, new TestProtection().doubt(-1));
        invalidProtection(RejectField.DOUBT, new TestProtection().doubt(1_000_001));
        invalidProtection(RejectField.MAX_FEE, new TestProtection().maxFee(-1));
        invalidProtection(RejectField.MAX_POSITION, new TestProtection().maxPosition(-1));
        invalidProtection(RejectField.MAX_OWNER_POSITION, new TestProtection().maxOwnerPosition(-1));
        invalidProtection(RejectField.MAX_OPEN_INTEREST, new TestProtection().maxOpenInterest(-1));
        invalidProtection(RejectField.FUNDING_CAP, new TestProtection().fundingCap(1_000_000_001L));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT,
            () -> engine.setProtection(book.alice, 99, Protection.TRIAL));
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.MAX_POSITION, () -> engine.setProtection(
            book.alice, btc, new TestProtection().maxPosition(Long.MAX_VALUE).build()));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT,
            () -> engine.setProtection(book.alice, old, Protection.TRIAL));
        assertThat(book.eventsOf(() -> engine.setProtection(book.alice, btc, Protection.TRIAL)))
            .containsExactly("protectionChanged BTC by risk/alice");
    }

    @Test
    void theLargestPositionMayBeAnyWithinNum4WhateverWasDefined()
    {
        final int eth = book.define(TestBook.linear("ETH").protection(new TestProtection().maxPosition(10).build()));
        final long largest = (1L << 54) / 100_000;
        assertThat(book.instrument(eth).maxPositionLots()).isEqualTo(10);
        book.protection(eth, new TestProtection().maxPosition(largest));
        assertThat(book.instrument(eth).maxPositionLots()).isEqualTo(largest);
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.MAX_POSITION,
            () -> engine.setProtection(book.alice, eth, new TestProtection().maxPosition(largest + 1).build()));
        book.protection(eth, new TestProtection());
        assertThat(book.instrument(eth).maxPositionLots()).as("as defined").isEqualTo(10);
    }

    @Test
    void zeroMeansZeroButForBandsAgesAndTimeouts()
    {
        book.account(2, 2, 1_000).protection(btc, new TestProtection().maxFee(0).maxPosition(0));
        book.refused(RejectReason.FEE_LIMIT, RejectField.BUYER_FEE,
            () -> book.trade(btc, 1, 2, 1, 100).fees(1, 0).send());
        book.refused(RejectReason.POSITION_LIMIT, RejectField.BUYER, () -> book.trade(btc, 1, 2, 1, 100).send());
        book.protection(btc, new TestProtection().maxOwnerPosition(0));
        book.refused(RejectReason.POSITION_LIMIT, RejectField.BUYER, () -> book.trade(btc, 1, 2, 1, 100).send());
        book.protection(btc, new TestProtection().maxOpenInterest(0));
        book.refused(RejectReason.OPEN_INTEREST_LIMIT, RejectField.QUANTITY,
            () -> book.trade(btc, 1, 2, 1, 100).send());
        book.protection(btc, new TestProtection()).at(1_000_000_000).book(btc, 1, 2, 1, 500);
    }

    @Test
    void aProtectionReplacesAllFields()
    {
        book.protection(btc, new TestProtection().tradeBand(50_000).maxPosition(7).doubt(5));
        book.protection(btc, new TestProtection().maxFee(3));
        assertThat(book.instrument(btc).protection()).isEqualTo(new TestProtection().maxFee(3).build());
    }

    private void invalidWaterfall(final RejectField field, final TestWaterfall waterfall)
    {
        book.refused(RejectReason.INVALID_FIELD, field,
            () -> engine.setWaterfall(book.alice, TestBook.USD, waterfall.build()));
    }

    @Test
    void waterfall()
    {
        final Waterfall trial = Waterfall.TRIAL;
        notAuthorized(() -> engine.setWaterfall(book.gateway, TestBook.USD, trial));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ASSET, () -> engine.setWaterfall(book.alice, 0, trial));
        invalidWaterfall(RejectField.FUND_FLOOR, new TestWaterfall().floor(-1));
        invalidWaterfall(RejectField.PER_OWNER_CAP, new TestWaterfall().perOwner(-1, 1));
        invalidWaterfall(RejectField.WINDOW_CAP, new TestWaterfall().window(-1, 1));
        invalidWaterfall(RejectField.WINDOW_MS, new TestWaterfall().window(1, -1));
        invalidWaterfall(RejectField.LIQUIDATION_TIMEOUT_MS, new TestWaterfall().timeout(-1));
        invalidWaterfall(RejectField.LIQUIDATION_FEE, new TestWaterfall().liquidationFee(1_000_001));
        invalidWaterfall(RejectField.CLOSE_OUT_FEE, new TestWaterfall().closeOutFee(-1));
        invalidWaterfall(RejectField.HOUSE_DEFICIT_GATE, new TestWaterfall().gate(-1));
        invalidWaterfall(RejectField.WITHDRAWAL_CAP, new TestWaterfall().withdrawals(-1, 1));
        invalidWaterfall(RejectField.TRIGGER, new TestWaterfall().trigger(DefaultTrigger.NULL_VAL));
        invalidWaterfall(RejectField.RECOURSE, new TestWaterfall().recourse(Recourse.NULL_VAL));
        invalidWaterfall(RejectField.CLOSE_OUT, new TestWaterfall().closeOut(CloseOut.NULL_VAL));
        book.refused(RejectReason.UNKNOWN_ASSET, RejectField.ASSET, () -> engine.setWaterfall(book.alice, 2, trial));
        assertThat(book.eventsOf(() -> engine.setWaterfall(
            book.alice, TestBook.USD, new TestWaterfall().floor(7).build())))
            .containsExactly("waterfallChanged USD floor 0->7 by risk/alice");
    }

    @Test
    void capsPerWindowNeedAWindowAndLeastAFee()
    {
        invalidWaterfall(RejectField.WINDOW_MS, new TestWaterfall().perOwner(1, 0));
        invalidWaterfall(RejectField.WINDOW_MS, new TestWaterfall().window(1, 0));
        invalidWaterfall(RejectField.WINDOW_MS, new TestWaterfall().withdrawals(1, 0));
        invalidWaterfall(RejectField.CLOSE_OUT, new TestWaterfall().closeOut(CloseOut.LEAST));
        book.waterfall(new TestWaterfall().perOwner(0, 1)).waterfall(new TestWaterfall().window(TestBook.NONE, 5));
        book.waterfall(new TestWaterfall().closeOut(CloseOut.LEAST).closeOutFee(1));
    }
}
