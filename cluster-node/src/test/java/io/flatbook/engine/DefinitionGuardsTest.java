package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What assets and instruments must be (NUM-2, NUM-3, NUM-4, NOUN-1, NOUN-2, NOUN-7, NOUN-8, MAR-2, MAR-3, CMD-2). */
class DefinitionGuardsTest
{
    private static final long NONE = TestBook.NONE;
    private static final long PRICE_MAX = 1L << 54;

    private final TestBook book = new TestBook();

    private void refusedInstrument(
        final RejectReason reason, final RejectField field, final UnaryOperator<InstrumentDefinition> change)
    {
        book.refused(reason, field,
            () -> book.engine.defineInstrument(book.alice, change.apply(TestBook.linear("NEW"))));
    }

    private void invalid(final RejectField field, final UnaryOperator<InstrumentDefinition> change)
    {
        refusedInstrument(RejectReason.INVALID_FIELD, field, change);
    }

    private void incoherent(final RejectField field, final UnaryOperator<InstrumentDefinition> change)
    {
        refusedInstrument(RejectReason.INVALID_DEFINITION, field, change);
    }

    @Test
    void assets()
    {
        final ClearingEngine engine = book.engine;
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.defineAsset(book.gateway, 2, "EUR"));
        book.refused(RejectReason.INVALID_FIELD, RejectField.SCALE, () -> engine.defineAsset(book.alice, -1, "EUR"));
        book.refused(RejectReason.INVALID_FIELD, RejectField.SCALE, () -> engine.defineAsset(book.alice, 13, "EUR"));
        for (final String symbol : new String[]{null, "", "123456789012345678901234567890123", " EUR", "EUR ", "E\tR"})
        {
            book.refused(RejectReason.INVALID_FIELD, RejectField.SYMBOL,
                () -> engine.defineAsset(book.alice, 2, symbol));
        }
        book.refused(RejectReason.ALREADY_EXISTS, RejectField.SYMBOL, () -> engine.defineAsset(book.alice, 2, "USD"));
        book.accepted(engine.defineAsset(book.alice, 12, "12345678901234567890123456789012"));
        assertThat(engine.detail()).as("ids ascend from 1").isEqualTo(2);
        book.accepted(engine.defineAsset(book.alice, 0, "\u20ac of \u00c9ire"));
        assertThat(engine.detail()).isEqualTo(3);
        final TestBook full = new TestBook(new Limits().assets(1));
        full.refused(RejectReason.TOO_MANY, RejectField.ASSET, () -> full.engine.defineAsset(full.alice, 2, "EUR"));
    }

    @Test
    void fieldsOfAnInstrumentThatAreOutOfRange()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> book.engine.defineInstrument(book.gateway, TestBook.linear("NEW")));
        invalid(RejectField.SYMBOL, (d) -> d.symbol(""));
        invalid(RejectField.FAMILY, (d) -> d.family(""));
        invalid(RejectField.FAMILY, (d) -> d.family("COIN "));
        invalid(RejectField.KIND, (d) -> d.kind(null));
        invalid(RejectField.KIND, (d) -> d.kind(InstrumentKind.NULL_VAL));
        invalid(RejectField.KIND, (d) -> d.kind(InstrumentKind.SBE_UNKNOWN));
        invalid(RejectField.SETTLEMENT_ASSET, (d) -> d.settlementAssetId(0));
        invalid(RejectField.TICK_SIZE, (d) -> d.tickSize(0, 0));
        invalid(RejectField.TICK_SIZE, (d) -> d.tickSize(1, 19));
        invalid(RejectField.LOT_SIZE, (d) -> d.lotSize(-1, 0));
        invalid(RejectField.MULTIPLIER, (d) -> d.multiplier(0, 0));
        invalid(RejectField.MIN_PRICE, (d) -> d.minTicks(-PRICE_MAX - 1));
        invalid(RejectField.MAX_PRICE, (d) -> d.maxTicks(PRICE_MAX + 1));
        invalid(RejectField.OFFSET_POLICY, (d) -> d.offsetPolicy(OffsetPolicyKind.NULL_VAL));
        invalid(RejectField.SPARE_HEDGES, (d) -> d.spareHedges(Switch.NULL_VAL));
        invalid(RejectField.UNDERLYING, (d) -> d.underlyingId(0));
        invalid(RejectField.EXPIRY, (d) -> d.expiryMs(0));
        invalid(RejectField.STRIKE, (d) -> d.strikeTicks(0));
        invalid(RejectField.STRIKE, (d) -> d.strikeTicks(-3));
        invalid(RejectField.OPTION_INITIAL, (d) -> d.option(1_000_001, 0, 0));
        invalid(RejectField.OPTION_INITIAL_FLOOR, (d) -> d.option(0, -1, 0));
        invalid(RejectField.OPTION_MAINTENANCE, (d) -> d.option(0, 0, -1));
        invalid(RejectField.MARK_BAND, (d) -> d.protection(new TestProtection().markBand(-1).build()));
        invalid(RejectField.FUNDING_CAP, (d) -> d.protection(new TestProtection().fundingCap(-1).build()));
    }

    @Test
    void whatAnInstrumentNamesMustExistAndItMustNot()
    {
        final int btc = book.perpetual("BTC", 100);
        refusedInstrument(RejectReason.UNKNOWN_ASSET, RejectField.SETTLEMENT_ASSET, (d) -> d.settlementAssetId(2));
        refusedInstrument(RejectReason.UNKNOWN_INSTRUMENT, RejectField.UNDERLYING, (d) -> d.underlyingId(btc + 1));
        refusedInstrument(RejectReason.ALREADY_EXISTS, RejectField.SYMBOL, (d) -> d.symbol("BTC"));
    }

    @Test
    void instrumentsAreCountedWhileTheyAreNotSettled()
    {
        final TestBook full = new TestBook(new Limits().instruments(1));
        final int btc = full.perpetual("BTC", 100);
        full.refused(RejectReason.TOO_MANY, RejectField.INSTRUMENT,
            () -> full.engine.defineInstrument(full.alice, TestBook.linear("NEW")));
        full.accepted(full.engine.settleInstrument(full.alice, btc, 100));
        assertThat(full.define(TestBook.linear("NEW"))).isEqualTo(btc + 1);
    }

    @Test
    void theFamilyIsTheSymbolUnlessALabelIsGiven()
    {
        final int btc = book.perpetual("BTC", 100);
        final int eth = book.define(TestBook.linear("ETH-F6").family("ETH"));
        final int onBtc = book.define(TestBook.option("BTC-C", InstrumentKind.CALL, btc, 100));
        final int onEth = book.define(TestBook.option("ETH-C", InstrumentKind.CALL, eth, 100));
        final int other = book.define(TestBook.option("ETH-P", InstrumentKind.PUT, eth, 100).family("OTHER"));
        assertThat(book.instrument(btc).family()).isEqualTo("BTC");
        assertThat(book.instrument(eth).family()).isEqualTo("ETH");
        assertThat(book.instrument(onBtc).family()).as("of its underlying").isEqualTo("BTC");
        assertThat(book.instrument(onEth).family()).isEqualTo("ETH");
        assertThat(book.instrument(other).family()).isEqualTo("OTHER");
    }

    private static InstrumentDefinition option(final InstrumentDefinition d, final int underlying)
    {
        return d.kind(InstrumentKind.PUT).underlyingId(underlying).expiryMs(1).strikeTicks(100)
            .option(150_000, 100_000, 75_000).marginTerms(MarginTerms.of(MarginTiers.NONE));
    }

    @Test
    void anOptionNeedsUnderlyingExpiryAndStrikeAndNothingElseHasThem()
    {
        final int btc = book.perpetual("BTC", 100);
        incoherent(RejectField.UNDERLYING, (d) -> option(d, btc).underlyingId(Absent.INT));
        incoherent(RejectField.EXPIRY, (d) -> option(d, btc).expiryMs(NONE));
        incoherent(RejectField.STRIKE, (d) -> option(d, btc).strikeTicks(NONE));
        incoherent(RejectField.UNDERLYING, (d) -> d.underlyingId(btc));
        incoherent(RejectField.EXPIRY, (d) -> d.expiryMs(5));
        incoherent(RejectField.EXPIRY, (d) -> d.kind(InstrumentKind.LINEAR_FUTURE));
        incoherent(RejectField.STRIKE, (d) -> d.strikeTicks(5));
        incoherent(RejectField.OPTION_INITIAL, (d) -> d.option(0, 0, 1));
        final int put = book.define(option(TestBook.linear("PUT"), btc));
        incoherent(RejectField.UNDERLYING, (d) -> option(d, put));
        final int xbt = book.define(
            TestBook.linear("XBT").kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(100_000, 0));
        incoherent(RejectField.UNDERLYING, (d) -> option(d, xbt));
        book.accepted(book.engine.defineAsset(book.alice, 0, "EUR"));
        incoherent(RejectField.UNDERLYING, (d) -> option(d, btc).settlementAssetId(2));
    }

    @Test
    void aTickValueThatIsNoIntegerTellsTheScaleThatWouldDo()
    {
        incoherent(RejectField.TICK_SIZE, (d) -> d.tickSize(1, -8));
        assertThat(book.engine.detail()).isEqualTo(8);
        incoherent(RejectField.TICK_SIZE, (d) -> d.tickSize(25, -2).lotSize(1, -3));
        assertThat(book.engine.detail()).as("0.00025").isEqualTo(5);
        incoherent(RejectField.TICK_SIZE, (d) -> d.tickSize(1, -13));
        assertThat(book.engine.detail()).as("none").isZero();
        // Contract value 1 over ticks of 8: 0.125 units.
        incoherent(RejectField.TICK_SIZE, (d) -> d.kind(InstrumentKind.INVERSE_PERPETUAL).tickSize(8, 0));
        assertThat(book.engine.detail()).isEqualTo(3);
        incoherent(RejectField.TICK_SIZE, (d) -> d.kind(InstrumentKind.INVERSE_PERPETUAL).tickSize(3, 0));
        assertThat(book.engine.detail()).isZero();
    }

    @Test
    void unitsMustFitWithinTheirBounds()
    {
        incoherent(RejectField.MAX_PRICE, (d) -> d.minTicks(10).maxTicks(10));
        incoherent(RejectField.MAX_PRICE, (d) -> d.minTicks(20_000_000).maxTicks(NONE));
        incoherent(RejectField.MIN_PRICE, (d) -> d.kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(100, 0)
            .minTicks(0).maxTicks(0));
        incoherent(RejectField.MAX_PRICE,
            (d) -> d.kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(99_999, 0).maxTicks(100_000));
        final int btc = book.perpetual("BTC", 100);
        incoherent(RejectField.MIN_PRICE, (d) -> option(d, btc).minTicks(-1));
        incoherent(RejectField.MAX_POSITION, (d) -> d.tickSize(1, 12));
        final long largest = PRICE_MAX / 100_000;
        incoherent(RejectField.MAX_POSITION,
            (d) -> d.protection(new TestProtection().maxPosition(largest + 1).build()));
        final int id = book.define(
            TestBook.linear("NEW").protection(new TestProtection().maxPosition(largest).build()));
        assertThat(book.instrument(id).maxPositionLots()).isEqualTo(largest);
    }

    @Test
    void anOptionIsBoundedByItsUnderlyingAndItsStrike()
    {
        // One tick of the underlying is worth 10 a lot of the option, the option's own prices are small.
        final int s = book.define(TestBook.linear("S").tickSize(10, 0).maxTicks(5_000));
        final InstrumentDefinition low = TestBook.option("LOW", InstrumentKind.CALL, s, 100).maxTicks(10);
        final InstrumentDefinition high = TestBook.option("HIGH", InstrumentKind.CALL, s, 6_000).maxTicks(10);
        assertThat(book.instrument(book.define(low)).maxPositionLots()).isEqualTo(PRICE_MAX / (10 * 5_000));
        assertThat(book.instrument(book.define(high)).maxPositionLots()).isEqualTo(PRICE_MAX / (10 * 6_000));
    }

    @Test
    void tiersMustBeGivenAndHoldTogether()
    {
        incoherent(RejectField.MARGIN_TIERS, (d) -> d.marginTerms(MarginTerms.of(MarginTiers.NONE)));
        invalid(RejectField.FLOOR, (d) -> d.marginTerms(
            MarginTerms.of(MarginTiers.of(new long[]{-1}, new long[1], new long[1], 1))));
        invalid(RejectField.INITIAL, (d) -> d.marginTerms(TestBook.tiers(1_000_001, 5)));
        invalid(RejectField.MAINTENANCE, (d) -> d.marginTerms(TestBook.tiers(5, -1)));
        incoherent(RejectField.MARGIN_TIERS, (d) -> d.marginTerms(TestBook.tiers(10, 20)));
        incoherent(RejectField.MARGIN_TIERS, (d) -> d.marginTerms(
            MarginTerms.of(MarginTiers.of(new long[]{0, 5}, new long[]{20, 10}, new long[]{5, 5}, 2))));
        incoherent(RejectField.MARGIN_TIERS, (d) -> d.marginTerms(MarginTerms.of(ascending(257))));
        book.define(TestBook.linear("MANY").marginTerms(MarginTerms.of(ascending(256))));
        final int btc = book.perpetual("BTC", 100);
        incoherent(RejectField.MARGIN_TIERS, (d) -> option(d, btc).marginTerms(TestBook.tiers(100_000, 50_000)));
    }

    private static MarginTiers ascending(final int count)
    {
        final long[] floors = new long[count];
        final long[] rates = new long[count];
        for (int i = 0; i < count; i++)
        {
            floors[i] = i;
            rates[i] = i;
        }
        return MarginTiers.of(floors, rates, rates, count);
    }

    @Test
    void onlyALinearFutureIsBoundedAndThenTakesNoOtherMargin()
    {
        final MarginTiers tiers = TestBook.tiers(100_000, 50_000).tiers();
        incoherent(RejectField.MARGIN_MODEL, (d) -> d.marginTerms(MarginTerms.bounded()));
        incoherent(RejectField.MARGIN_MODEL, (d) -> d.kind(InstrumentKind.INVERSE_FUTURE).expiryMs(5)
            .multiplier(100_000, 0).marginTerms(MarginTerms.bounded()));
        incoherent(RejectField.MARGIN_TIERS, (d) -> d.kind(InstrumentKind.LINEAR_FUTURE).expiryMs(5)
            .marginTerms(new MarginTerms(MarginModel.BOUNDED, tiers, 0, 0)));
        incoherent(RejectField.INITIAL_PER_LOT, (d) -> d.kind(InstrumentKind.LINEAR_FUTURE).expiryMs(5)
            .marginTerms(new MarginTerms(MarginModel.BOUNDED, MarginTiers.NONE, 1, 0)));
        incoherent(RejectField.MAINTENANCE_PER_LOT, (d) -> d.kind(InstrumentKind.LINEAR_FUTURE).expiryMs(5)
            .marginTerms(new MarginTerms(MarginModel.BOUNDED, MarginTiers.NONE, 0, 1)));
        invalid(RejectField.MARGIN_MODEL, (d) -> d.marginTerms(new MarginTerms(MarginModel.NULL_VAL, tiers, 0, 0)));
        book.define(TestBook.future("EVENT", 5).minTicks(0).maxTicks(100).marginTerms(MarginTerms.bounded()));
    }

    @Test
    void aPriceNearZeroNeedsAmountsPerLotOrABoundedMargin()
    {
        incoherent(RejectField.INITIAL_PER_LOT, (d) -> d.minTicks(0));
        incoherent(RejectField.INITIAL_PER_LOT, (d) -> d.minTicks(-100));
        incoherent(RejectField.INITIAL_PER_LOT,
            (d) -> d.minTicks(0).marginTerms(TestBook.perLot(100_000, 50_000, 1, 0)));
        incoherent(RejectField.INITIAL_PER_LOT, (d) -> d.marginTerms(TestBook.perLot(100_000, 50_000, 1, 2)));
        invalid(RejectField.INITIAL_PER_LOT, (d) -> d.marginTerms(TestBook.perLot(100_000, 50_000, -1, 0)));
        invalid(RejectField.MAINTENANCE_PER_LOT, (d) -> d.marginTerms(TestBook.perLot(100_000, 50_000, 0, -1)));
        final int oil = book.define(
            TestBook.linear("OIL").minTicks(-100).marginTerms(TestBook.perLot(100_000, 50_000, 2, 1)));
        final int event = book.define(
            TestBook.future("EVENT", 5).minTicks(0).maxTicks(100).marginTerms(MarginTerms.bounded()));
        for (final int underlying : new int[]{oil, event})
        {
            incoherent(RejectField.INITIAL_PER_LOT, (d) -> option(d, underlying));
            book.define(option(TestBook.linear("P" + underlying), underlying)
                .marginTerms(new MarginTerms(MarginModel.TIERS, MarginTiers.NONE, 2, 1)));
        }
        assertThat(book.instrument(oil).maxPositionLots()).as("between -100 and 100,000")
            .isEqualTo(PRICE_MAX / 100_100);
    }

    @Test
    void theDefaultBounds()
    {
        final int id = book.define(TestBook.linear("NEW").maxTicks(NONE));
        assertThat(book.instrument(id).units().minTicks()).isEqualTo(1);
        assertThat(book.instrument(id).units().maxTicks()).isEqualTo(10_000_000);
        final int option = book.define(TestBook.option("C", InstrumentKind.CALL, id, 100).maxTicks(NONE));
        assertThat(book.instrument(option).units().minTicks()).isZero();
        assertThat(book.instrument(option).units().maxTicks()).isEqualTo(10_000_000);
    }

    @Test
    void whatIsWrongFirstIsTold()
    {
        // Kind, margin model, tiers, amounts per lot, MAR-2, units, bounds, largest position.
        incoherent(RejectField.EXPIRY, (d) -> d.expiryMs(5).marginTerms(MarginTerms.bounded()));
        incoherent(RejectField.MARGIN_MODEL, (d) -> d.marginTerms(
            new MarginTerms(MarginModel.BOUNDED, TestBook.tiers(5, 5).tiers(), 1, 1)));
        incoherent(RejectField.MARGIN_TIERS, (d) -> d.marginTerms(TestBook.perLot(5, 6, 1, 2)));
        incoherent(RejectField.INITIAL_PER_LOT, (d) -> d.minTicks(0).tickSize(1, -8));
        incoherent(RejectField.TICK_SIZE, (d) -> d.tickSize(1, -8).minTicks(5).maxTicks(5));
        incoherent(RejectField.MAX_PRICE, (d) -> d.minTicks(5).maxTicks(5)
            .protection(new TestProtection().maxPosition(PRICE_MAX).build()));
    }
}
