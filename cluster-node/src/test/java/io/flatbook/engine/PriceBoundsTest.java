package io.flatbook.engine;

import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Price bounds move within what every sum can hold (NUM-1, NUM-4, MAR-2). */
class PriceBoundsTest
{
    private static final long VALUE_MAX = 1L << 54;

    private final TestBook book = new TestBook();
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);

    private Supplier<RejectReason> bounds(final int instrument, final long min, final long max)
    {
        return () -> engine.setPriceBounds(book.alice, instrument, min, max);
    }

    private void incoherent(final RejectField field, final int instrument, final long min, final long max)
    {
        book.refused(RejectReason.INVALID_DEFINITION, field, bounds(instrument, min, max));
    }

    @Test
    void refusedBounds()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> engine.setPriceBounds(book.gateway, btc, 1, 1_000));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT, bounds(0, 1, 1_000));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MIN_PRICE, bounds(btc, TestBook.NONE, 1_000));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MIN_PRICE, bounds(btc, -VALUE_MAX - 1, 1_000));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MAX_PRICE, bounds(btc, 1, TestBook.NONE));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MAX_PRICE, bounds(btc, 1, VALUE_MAX + 1));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT, bounds(99, 1, 1_000));
        incoherent(RejectField.MAX_PRICE, btc, 100, 100);
        incoherent(RejectField.MAX_PRICE, btc, 1, 99);
        incoherent(RejectField.MIN_PRICE, btc, 101, 1_000);
        incoherent(RejectField.INITIAL_PER_LOT, btc, 0, 1_000);
        final int call = book.define(TestBook.option("C", InstrumentKind.CALL, btc, 100));
        incoherent(RejectField.MIN_PRICE, call, -1, 1_000);
        book.accepted(bounds(call, 0, 1_000).get());
        final int old = book.perpetual("OLD", 100);
        book.accepted(engine.settleInstrument(book.alice, old, 100));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, bounds(old, 1, 1_000));
    }

    @Test
    void anInversePriceStaysAtOrAboveOneTickAndALotIsWorthAUnitAtTheHighest()
    {
        final int xbt = book.define(
            TestBook.linear("XBT").kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(100_000, 0).maxTicks(1_000));
        incoherent(RejectField.MIN_PRICE, xbt, 0, 1_000);
        incoherent(RejectField.MAX_PRICE, xbt, 1, 100_001);
        // The order of the table: what is wrong with the highest price comes first.
        incoherent(RejectField.MAX_PRICE, xbt, 0, 0);
        book.accepted(bounds(xbt, 1, 100_000).get());
    }

    @Test
    void fourEyesComeAfterTheDefinitionAndBeforeTheStatus()
    {
        final int old = book.perpetual("OLD", 100);
        book.accepted(engine.settleInstrument(book.alice, old, 100));
        book.accepted(engine.setControls(book.alice, Switch.ON));
        incoherent(RejectField.MAX_PRICE, old, 1, 99);
        book.refused(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE, bounds(old, 1, 1_000));
        assertThat(engine.setPriceBounds(book.bob.principal().approvedSender(), btc, 1, 1_000))
            .isEqualTo(RejectReason.NONE);
    }

    @Test
    void theMovedBoundsAreToldAndTheDefaultLargestPositionComputedAnew()
    {
        assertThat(book.instrument(btc).maxPositionLots()).isEqualTo(VALUE_MAX / 100_000);
        assertThat(book.eventsOf(bounds(btc, 50, 1_000)))
            .containsExactly("priceBoundsChanged BTC 1..100000->50..1000 by risk/alice");
        assertThat(book.instrument(btc).maxPositionLots()).isEqualTo(VALUE_MAX / 1_000);
        book.account(1, 1, 1_000).account(2, 2, 1_000);
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, () -> book.trade(btc, 1, 2, 1, 1_001).send());
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, () -> book.trade(btc, 1, 2, 1, 49).send());
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE,
            () -> engine.settleInstrument(book.alice, btc, 49));
        book.mark(btc, 49);
        assertThat(book.instrument(btc).suspect()).as("a mark outside the bounds is held").isTrue();
    }

    @Test
    void aLargestPositionThatWasGivenStays()
    {
        final long given = VALUE_MAX / 200_000;
        book.protection(btc, new TestProtection().maxPosition(given));
        incoherent(RejectField.MAX_POSITION, btc, 1, 200_001);
        book.accepted(bounds(btc, 1, 200_000).get());
        assertThat(book.instrument(btc).maxPositionLots()).isEqualTo(given);
        final int eth = book.define(TestBook.linear("ETH").protection(new TestProtection().maxPosition(given).build()));
        incoherent(RejectField.MAX_POSITION, eth, 1, 200_001);
        book.protection(eth, new TestProtection());
        incoherent(RejectField.MAX_POSITION, eth, 1, 200_001);
    }

    /** Account 1 holds so many lots of a side, accounts 2 and 3 half of them each. */
    private void open(final int instrument, final Side side, final long lots, final long ticks)
    {
        book.mark(instrument, ticks).account(1, 1, VALUE_MAX).account(2, 2, VALUE_MAX).account(3, 3, VALUE_MAX);
        final boolean isLong = Side.LONG == side;
        book.book(instrument, isLong ? 1 : 2, isLong ? 2 : 1, lots / 2, ticks);
        book.book(instrument, isLong ? 1 : 3, isLong ? 3 : 1, lots - lots / 2, ticks);
    }

    @ParameterizedTest
    @EnumSource(value = Side.class, names = {"LONG", "SHORT"})
    void openPositionsKeepTheirValuesAndTheirGainsWithinBounds(final Side side)
    {
        // At the new highest price the value fits, and less the cost too; one tick higher it does not.
        final long lots = VALUE_MAX / 100_000;
        open(btc, side, lots, 1);
        incoherent(RejectField.MAX_POSITION, btc, 1, 100_001);
        book.accepted(bounds(btc, 1, 99_999).get());
        assertThat(book.instrument(btc).maxPositionLots()).isGreaterThanOrEqualTo(lots);
    }

    @ParameterizedTest
    @EnumSource(value = Side.class, names = {"LONG", "SHORT"})
    void aGainBeyondTheBoundsCountsThoughTheValueFits(final Side side)
    {
        final int oil = book.define(TestBook.linear("OIL").minTicks(-1_024).maxTicks(1_024)
            .marginTerms(TestBook.perLot(100_000, 50_000, 1, 1)));
        // From 1,024: at -1,024 the move is 2,048 a lot, which is all that fits.
        open(oil, side, VALUE_MAX / 2_048, 1_024);
        incoherent(RejectField.MAX_POSITION, oil, -1_124, 1_024);
        incoherent(RejectField.MAX_POSITION, oil, -1_025, 1_024);
        book.accepted(bounds(oil, -1_024, 1_024).get());
    }

    @ParameterizedTest
    @EnumSource(value = Side.class, names = {"LONG", "SHORT"})
    void aPositionNeedNotKeepToTheDifferenceOfTheBoundsThatTheDefaultKeepsTo(final Side side)
    {
        final int oil = book.define(TestBook.linear("OIL").minTicks(1).maxTicks(1_000)
            .marginTerms(TestBook.perLot(100_000, 50_000, 1, 1)));
        // 0.7 of the largest position: its values at -1,000 and 1,000, and these less its cost, fit; 2,000 a lot do
        // not, so that the default would be 0.5 of it. It is never below the largest open position.
        final long lots = VALUE_MAX / 1_000 / 10 * 7;
        open(oil, side, lots, 1);
        book.accepted(bounds(oil, -1_000, 1_000).get());
        assertThat(book.instrument(oil).maxPositionLots()).isEqualTo(lots);
    }

    @Test
    void theAmountsPerLotAreCheckedAnewAndBoundedMarginNeedsNone()
    {
        final int event = book.define(
            TestBook.future("EVENT", 1_000_000).minTicks(1).maxTicks(100).marginTerms(MarginTerms.bounded()));
        book.accepted(bounds(event, -50, 150).get());
        final int call = book.define(TestBook.option("C", InstrumentKind.CALL, btc, 100));
        // An option may be worth nothing: the lowest price of its underlying decides.
        book.accepted(engine.setMarginTiers(book.alice, call, perLotOnly(0, 0)));
        book.accepted(engine.setMarginTiers(book.alice, btc, TestBook.perLot(100_000, 50_000, 1, 1)));
        incoherent(RejectField.INITIAL_PER_LOT, btc, 0, 1_000);
        book.accepted(engine.setMarginTiers(book.alice, call, perLotOnly(1, 1)));
        book.accepted(bounds(btc, 0, 1_000).get());
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.INITIAL_PER_LOT,
            () -> engine.setMarginTiers(book.alice, call, perLotOnly(0, 0)));
    }

    private static MarginTerms perLotOnly(final long initial, final long maintenance)
    {
        final MarginTerms none = MarginTerms.of(MarginTiers.NONE);
        return new MarginTerms(none.model(), none.tiers(), initial, maintenance);
    }

    @Test
    void optionsOnAnUnderlyingAreCheckedAnew()
    {
        final long given = VALUE_MAX / 100_000;
        book.define(TestBook.option("C", InstrumentKind.CALL, btc, 100).maxTicks(1_000)
            .protection(new TestProtection().maxPosition(given).build()));
        final int free = book.define(TestBook.option("D", InstrumentKind.CALL, btc, 100).maxTicks(1_000));
        incoherent(RejectField.UNDERLYING, btc, 1, 100_001);
        book.accepted(bounds(btc, 1, 50_000).get());
        assertThat(book.instrument(free).maxPositionLots()).as("computed anew").isEqualTo(VALUE_MAX / 50_000);
    }

    /** As many lots of the option are open as its underlying's former bound allows. */
    @ParameterizedTest
    @EnumSource(value = Side.class, names = {"LONG", "SHORT"})
    void openPositionsInOptionsKeepToTheBoundsOfTheUnderlying(final Side side)
    {
        final int call = book.define(TestBook.option("C", InstrumentKind.CALL, btc, 100).maxTicks(1_000));
        open(call, side, VALUE_MAX / 100_000, 1);
        book.accepted(bounds(btc, 1, 50_000).get());
        incoherent(RejectField.UNDERLYING, btc, 1, 100_001);
        book.accepted(bounds(btc, 1, 100_000).get());
    }

    @Test
    void ofASettledOptionOnlyOneLotCounts()
    {
        final int call = book.define(TestBook.option("C", InstrumentKind.CALL, btc, 100).maxTicks(1_000)
            .multiplier(1_000, 0).protection(new TestProtection().maxPosition(VALUE_MAX / 100_000_000).build()));
        incoherent(RejectField.UNDERLYING, btc, 1, 100_001);
        book.accepted(engine.settleInstrument(book.alice, call, 100));
        book.accepted(bounds(btc, 1, VALUE_MAX / 1_000).get());
        incoherent(RejectField.UNDERLYING, btc, 1, VALUE_MAX / 1_000 + 1);
        book.accepted(engine.setMarginTiers(book.alice, btc, TestBook.perLot(100_000, 50_000, 1, 1)));
        book.accepted(bounds(btc, 0, 1_000).get());
    }

    @Test
    void holdersAreEvaluatedAnew()
    {
        final int event = book.define(
            TestBook.future("EVENT", 1_000_000).minTicks(0).maxTicks(100).marginTerms(MarginTerms.bounded()));
        // A short of 10 at 60 needs 10 * 40, and 10 * 90 once the contract can end at 150.
        book.mark(event, 60).account(1, 1, 1_000).account(2, 2, 500).book(event, 1, 2, 10, 60);
        assertThat(book.eventsOf(bounds(event, 0, 150))).containsExactly(
            "priceBoundsChanged EVENT 0..100->0..150 by risk/alice",
            "accountStatusChanged 2 HEALTHY->LIQUIDATING equity=500 leg 2:-10 value=-1100 ticks=110");
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
    }

    @ParameterizedTest
    @EnumSource(value = Side.class, names = {"LONG", "SHORT"})
    void aChangeOfAmountsPerLotKeepsToTheLargestPosition(final Side side)
    {
        final long largest = VALUE_MAX / 100_000;
        open(btc, side, largest, 1);
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.INITIAL_PER_LOT,
            () -> engine.setMarginTiers(book.alice, btc, TestBook.perLot(0, 0, 100_001, 0)));
        book.accepted(engine.setMarginTiers(book.alice, btc, TestBook.perLot(0, 0, 100_000, 0)));
        final int eth = book.perpetual("ETH", 100);
        book.protection(eth, new TestProtection().maxPosition(VALUE_MAX / 1_000_000));
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.INITIAL_PER_LOT,
            () -> engine.setMarginTiers(book.alice, eth, TestBook.perLot(0, 0, 1_000_001, 0)));
        book.protection(eth, new TestProtection());
        book.accepted(engine.setMarginTiers(book.alice, eth, TestBook.perLot(0, 0, 1_000_001, 0)));
        assertThat(book.instrument(eth).maxPositionLots()).isEqualTo(VALUE_MAX / 1_000_001);
        book.refused(RejectReason.INVALID_FIELD, RejectField.INITIAL_PER_LOT,
            () -> engine.setMarginTiers(book.alice, eth, TestBook.perLot(0, 0, VALUE_MAX + 1, 0)));
        book.accepted(engine.setMarginTiers(book.alice, eth, TestBook.perLot(0, 0, VALUE_MAX, 0)));
        assertThat(book.instrument(eth).maxPositionLots()).isEqualTo(1);
    }

    @Test
    void aHaltedOrExpiredInstrumentCanBeMovedToo()
    {
        book.accepted(engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.HALTED));
        book.accepted(bounds(btc, 1, 200_000).get());
    }
}
