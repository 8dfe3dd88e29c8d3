package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.engine.book.Protection;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DefinitionGuardsTest
{
    private static final long NONE = Absent.LONG;

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
        for (final String symbol : new String[]{null, "", "12345678901234567", "E R", "\u00c9", "E\tR", "E\u007f"})
        {
            book.refused(RejectReason.INVALID_FIELD, RejectField.SYMBOL,
                () -> engine.defineAsset(book.alice, 2, symbol));
        }
        book.refused(RejectReason.ALREADY_EXISTS, RejectField.SYMBOL, () -> engine.defineAsset(book.alice, 2, "USD"));
        book.accepted(engine.defineAsset(book.alice, 12, "1234567890123456"));
        assertThat(engine.detail()).isEqualTo(2);
        final TestBook full = new TestBook(new Limits().assets(1));
        full.refused(RejectReason.TOO_MANY, RejectField.ASSET, () -> full.engine.defineAsset(full.alice, 2, "EUR"));
    }

    @Test
    void gateways()
    {
        final ClearingEngine engine = book.engine;
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> engine.defineGateway(book.gateway, "b", 1, 1, Switch.OFF));
        book.refused(RejectReason.INVALID_FIELD, RejectField.VENUE,
            () -> engine.defineGateway(book.alice, "b", 0, 1, Switch.OFF));
        book.refused(RejectReason.INVALID_FIELD, RejectField.CAPABILITIES,
            () -> engine.defineGateway(book.alice, "b", 1, 0, Switch.OFF));
        book.refused(RejectReason.INVALID_FIELD, RejectField.CAPABILITIES,
            () -> engine.defineGateway(book.alice, "b", 1, 16, Switch.OFF));
        book.refused(RejectReason.INVALID_FIELD, RejectField.GUARANTEED,
            () -> engine.defineGateway(book.alice, "b", 1, 1, Switch.NULL_VAL));
        for (final String name : new String[]{null, "", "A", "a b", "a/b", "1234567890123456789012345"})
        {
            book.refused(RejectReason.INVALID_FIELD, RejectField.GATEWAY,
                () -> engine.defineGateway(book.alice, name, 1, 1, Switch.OFF));
        }
        book.refused(RejectReason.ALREADY_EXISTS, RejectField.GATEWAY,
            () -> engine.defineGateway(book.alice, "all", 1, 1, Switch.OFF));
        final TestBook full = new TestBook(new Limits().gateways(1));
        full.refused(RejectReason.TOO_MANY, RejectField.GATEWAY,
            () -> full.engine.defineGateway(full.alice, "b", 1, 1, Switch.OFF));
    }

    @Test
    void fieldsOfAnInstrumentThatAreOutOfRange()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> book.engine.defineInstrument(book.gateway, TestBook.linear("NEW")));
        invalid(RejectField.SYMBOL, (d) -> d.symbol(""));
        invalid(RejectField.KIND, (d) -> d.kind(null));
        invalid(RejectField.KIND, (d) -> d.kind(InstrumentKind.NULL_VAL));
        invalid(RejectField.KIND, (d) -> d.kind(InstrumentKind.SBE_UNKNOWN));
        invalid(RejectField.SETTLEMENT_ASSET, (d) -> d.settlementAssetId(0));
        invalid(RejectField.TICK_SIZE, (d) -> d.tickSize(0, 0));
        invalid(RejectField.TICK_SIZE, (d) -> d.tickSize(1, 19));
        invalid(RejectField.LOT_SIZE, (d) -> d.lotSize(-1, 0));
        invalid(RejectField.MULTIPLIER, (d) -> d.multiplier(0, 0));
        invalid(RejectField.MIN_PRICE, (d) -> d.minTicks(0));
        invalid(RejectField.MAX_PRICE, (d) -> d.maxTicks(-1));
        invalid(RejectField.OFFSET_POLICY, (d) -> d.offsetPolicy(OffsetPolicyKind.NULL_VAL));
        invalid(RejectField.UNDERLYING, (d) -> d.underlyingId(0));
        invalid(RejectField.EXPIRY, (d) -> d.expiryMs(0));
        invalid(RejectField.STRIKE, (d) -> d.strikeTicks(-3));
        invalid(RejectField.OPTION_INITIAL, (d) -> d.option(1_000_001, 0, 0));
        invalid(RejectField.OPTION_INITIAL_FLOOR, (d) -> d.option(0, -1, 0));
        invalid(RejectField.OPTION_MAINTENANCE, (d) -> d.option(0, 0, -1));
        invalid(RejectField.MARK_BAND, (d) -> d.protection(new Protection(-1, 0, 0, NONE, NONE, NONE, NONE)));
        invalid(RejectField.FUNDING_CAP, (d) -> d.protection(new Protection(0, 0, 0, NONE, NONE, NONE, -1)));
    }

    @Test
    void whatAnInstrumentNamesMustExistAndItMustNot()
    {
        final int btc = book.perpetual("BTC", 100);
        refusedInstrument(RejectReason.UNKNOWN_ASSET, RejectField.SETTLEMENT_ASSET, (d) -> d.settlementAssetId(2));
        refusedInstrument(RejectReason.UNKNOWN_INSTRUMENT, RejectField.UNDERLYING, (d) -> d.underlyingId(btc + 1));
        refusedInstrument(RejectReason.ALREADY_EXISTS, RejectField.SYMBOL, (d) -> d.symbol("BTC"));
        final TestBook full = new TestBook(new Limits().instruments(1));
        full.perpetual("BTC", 100);
        full.refused(RejectReason.TOO_MANY, RejectField.INSTRUMENT,
            () -> full.engine.defineInstrument(full.alice, TestBook.linear("NEW")));
    }

    private static InstrumentDefinition option(final InstrumentDefinition d, final int underlying)
    {
        return d.kind(InstrumentKind.PUT).underlyingId(underlying).expiryMs(1).strikeTicks(100)
            .option(150_000, 100_000, 75_000);
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
    void unitsMustBePositiveIntegersWithinTheirBounds()
    {
        incoherent(RejectField.TICK_SIZE, (d) -> d.tickSize(1, -8));
        incoherent(RejectField.TICK_SIZE, (d) -> d.tickSize(1, 18));
        incoherent(RejectField.MAX_PRICE, (d) -> d.minTicks(10).maxTicks(9));
        incoherent(RejectField.MAX_PRICE,
            (d) -> d.kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(99_999, 0).maxTicks(100_000));
        incoherent(RejectField.MAX_POSITION, (d) -> d.tickSize(1, 12));
        final long largest = (1L << 54) / 100_000;
        incoherent(RejectField.MAX_POSITION,
            (d) -> d.protection(new Protection(0, 0, 0, NONE, largest + 1, NONE, NONE)));
        final int id = book.define(
            TestBook.linear("NEW").protection(new Protection(0, 0, 0, NONE, largest, NONE, NONE)));
        assertThat(book.instrument(id).maxPositionLots()).isEqualTo(largest);
    }

    @Test
    void tiersMustBeGivenAndHoldTogether()
    {
        incoherent(RejectField.MARGIN_TIERS, (d) -> d.tiers(MarginTiers.of(new long[0], new long[0], new long[0], 0)));
        invalid(RejectField.FLOOR, (d) -> d.tiers(MarginTiers.of(new long[]{-1}, new long[1], new long[1], 1)));
        invalid(RejectField.INITIAL, (d) -> d.marginTerms(TestBook.tiers(1_000_001, 5)));
        invalid(RejectField.MAINTENANCE, (d) -> d.marginTerms(TestBook.tiers(5, -1)));
        incoherent(RejectField.MARGIN_TIERS, (d) -> d.marginTerms(TestBook.tiers(10, 20)));
        incoherent(RejectField.MARGIN_TIERS,
            (d) -> d.tiers(MarginTiers.of(new long[]{0, 5}, new long[]{20, 10}, new long[]{5, 5}, 2)));
        incoherent(RejectField.MARGIN_TIERS,
            (d) -> d.tiers(MarginTiers.of(new long[17], new long[17], new long[17], 17)));
    }

    @Test
    void theDefaultBoundsAreOneTickAndTenMillion()
    {
        final int id = book.define(TestBook.linear("NEW").maxTicks(NONE));
        assertThat(book.instrument(id).units().minTicks()).isEqualTo(1);
        assertThat(book.instrument(id).units().maxTicks()).isEqualTo(10_000_000);
        final int high = book.define(TestBook.linear("HIGH").minTicks(20_000_000).maxTicks(NONE));
        assertThat(book.instrument(high).units().maxTicks()).isEqualTo(20_000_000);
    }
}
