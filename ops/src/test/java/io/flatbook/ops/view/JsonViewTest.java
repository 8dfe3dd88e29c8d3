package io.flatbook.ops.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireField;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class JsonViewTest
{
    private final Catalog catalog = new Catalog();
    private final JsonView view = new JsonView(catalog);

    @BeforeEach
    void define()
    {
        catalog.learn(message("AssetDefined").with("asset", 1L).with("scale", 6L).with("symbol", "USDC"));
        catalog.learn(message("AssetDefined").with("asset", 2L).with("scale", 8L).with("symbol", "BTC"));
        catalog.learn(instrument(1, "BTC-PERP", "LINEAR_PERPETUAL", 1, "0.5", "0.001"));
        catalog.learn(instrument(2, "BTC-C", "CALL", 1, "0.01", "0.1").with("underlying", 1L));
        catalog.learn(message("AccountOpened").with("account", 7L).with("owner", 1L).with("asset", 2L));
    }

    @Test
    void writesMoneyWithTheScaleOfItsAssetAndQuantitiesAndPricesWithoutTrailingZeros()
    {
        final WireMessage event = message("PositionOffset").with("run", 1L).with("layer", "OFFSET")
            .with("instrument", 1L).with("defaulter", 1001L).with("counterparty", 1002L).with("quantityLots", 1000L)
            .with("markTicks", 110_000L).with("surcharge", 1_000_000L).with("surchargeDue", 1_000_000L)
            .with("rank", 1L).with("policy", "QUEUE").with("counterpartyLots", -1500L).with("score", 5L);

        assertThat(view.event(event).toString()).isEqualTo(
            "{\"event\":\"PositionOffset\",\"run\":1,\"layer\":\"OFFSET\",\"instrument\":\"BTC-PERP\"," +
            "\"defaulter\":1001,\"counterparty\":1002,\"quantity\":\"1\",\"mark\":\"55000\"," +
            "\"surcharge\":\"1.000000\",\"rank\":1,\"policy\":\"QUEUE\",\"surchargeDue\":\"1.000000\"," +
            "\"counterpartyQuantity\":\"-1.5\",\"score\":5}");
    }

    @Test
    void leavesOutWhatIsNull()
    {
        final WireMessage event = message("PositionOffset").with("run", 1L).with("layer", "OWN_HEDGE")
            .with("instrument", 1L).with("defaulter", 1L).with("counterparty", 3L).with("quantityLots", 2000L)
            .with("markTicks", 160L).with("surcharge", 18_000_000L);

        assertThat(view.event(event).toString()).isEqualTo(
            "{\"event\":\"PositionOffset\",\"run\":1,\"layer\":\"OWN_HEDGE\",\"instrument\":\"BTC-PERP\"," +
            "\"defaulter\":1,\"counterparty\":3,\"quantity\":\"2\",\"mark\":\"80\",\"surcharge\":\"18.000000\"}");
    }

    @Test
    void writesTheMoneyOfAnAccountInItsOwnAsset()
    {
        final WireMessage event = message("CollateralChanged").with("account", 7L).with("amount", -150L)
            .with("collateral", 5L).with("cause", "WITHDRAWAL").with("reference", 3L);

        assertThat(view.event(event).toString()).isEqualTo(
            "{\"event\":\"CollateralChanged\",\"account\":7,\"amount\":\"-0.00000150\"," +
            "\"collateral\":\"0.00000005\",\"cause\":\"WITHDRAWAL\",\"reference\":3}");
    }

    @Test
    void writesGroupsAsLists()
    {
        final WireMessage event = message("MarkPricesUpdated").with("markSequence", 4L);
        event.with("marks", List.of(new WireRow(event.spec().fields().get(2).children())
            .put("instrument", 1L).put("markTicks", 99_999L)));

        assertThat(view.event(event).toString()).isEqualTo(
            "{\"event\":\"MarkPricesUpdated\",\"markSequence\":4," +
            "\"marks\":[{\"instrument\":\"BTC-PERP\",\"mark\":\"49999.5\"}]}");
    }

    @Test
    void writesRatesAsFractionsAndFlagsByName()
    {
        final WireMessage funding = message("FundingApplied").with("instrument", 1L).with("ratePpb", -12_500L)
            .with("fundingId", 1L).with("accounts", 2L);
        final WireMessage trade = message("TradeRegistered").with("tradeId", 1L).with("instrument", 1L)
            .with("flags", Set.of("guaranteed")).with("buyerFee", -1L);

        assertThat(view.event(funding).get("rate").asText()).isEqualTo("-0.0000125");
        assertThat(view.event(trade).get("guaranteed").asBoolean()).isTrue();
        assertThat(view.event(trade).get("buyerFee").asText()).isEqualTo("-0.000001");
    }

    @Test
    void writesThePriceThatSettlesAnOptionAsOneOfTheUnderlying()
    {
        final WireMessage event = message("InstrumentSettled").with("instrument", 2L).with("priceTicks", 100_001L);

        assertThat(view.event(event).get("price").asText()).isEqualTo("50000.5");
    }

    @Test
    void writesPricesBelowZeroAndTotalsOf128Bits()
    {
        final WireMessage settled = message("VariationSettled").with("instrument", 1L).with("markTicks", -75L)
            .with("paid", new BigInteger("100000000000000000000")).with("received", BigInteger.TEN);

        assertThat(view.event(settled).toString()).isEqualTo(
            "{\"event\":\"VariationSettled\",\"instrument\":\"BTC-PERP\",\"mark\":\"-37.5\"," +
            "\"paid\":\"100000000000000.000000\",\"received\":\"0.000010\"}");
    }

    @Test
    void writesSettingsBeforeAndAfterAsObjects()
    {
        final WireMessage event = message("ProtectionChanged").with("instrument", 1L);
        for (final WireField field : event.spec().fields())
        {
            if (WireField.Kind.COMPOSITE == field.kind() && !"header".equals(field.name()))
            {
                event.with(field.name(), new WireRow(field.children()).put("tradeBandAbsoluteTicks", 3L)
                    .put("maxOwnerPositionLots", 2000L).put("doubtPpm", 250_000L));
            }
        }

        assertThat(view.event(event).get("oldProtection").toString()).isEqualTo(
            "{\"tradeBandAbsolute\":\"1.5\",\"doubt\":\"0.25\",\"maxOwnerPosition\":\"2\"}");
        assertThat(view.event(event).get("newProtection")).isEqualTo(view.event(event).get("oldProtection"));
    }

    @Test
    void takesPagesApartRowByRow()
    {
        // EVT-2: a line for each row, named as the event of one account.
        final WireMessage page = message("HaircutPage").with("instrument", 1L).with("side", "SHORT");
        page.with("rows", List.of(
            rowOf(page).put("account", 3L).put("amount", 5L).put("gain", 9L).put("equity", 9L).put("fromCost", 2L)
                .put("collateral", 1L),
            rowOf(page).put("account", 4L).put("amount", 6L)));
        final WireMessage statuses = message("StatusPage").with("from", "HEALTHY").with("to", "MARGIN_CALL");
        statuses.with("rows", List.of(rowOf(statuses).put("account", 8L).put("equity", -1L)));

        assertThat(PageRows.of(page).stream().map(row -> view.event(row).toString()).toList()).containsExactly(
            "{\"event\":\"GainsHaircut\",\"account\":3,\"amount\":\"0.000005\",\"instrument\":\"BTC-PERP\"," +
            "\"side\":\"SHORT\",\"gain\":\"0.000009\",\"equity\":\"0.000009\",\"fromCost\":\"0.000002\"," +
            "\"collateral\":\"0.000001\"}",
            "{\"event\":\"GainsHaircut\",\"account\":4,\"amount\":\"0.000006\",\"instrument\":\"BTC-PERP\"," +
            "\"side\":\"SHORT\"}");
        assertThat(PageRows.of(statuses).stream().map(row -> view.event(row).toString()).toList()).containsExactly(
            "{\"event\":\"AccountStatusChanged\",\"account\":8,\"from\":\"HEALTHY\",\"to\":\"MARGIN_CALL\"," +
            "\"equity\":\"-0.000001\"}");
        final WireMessage liquidations = message("LiquidationPage").with("from", "HEALTHY").with("to", "LIQUIDATING");
        final WireRow row = rowOf(liquidations).put("account", 8L).put("equity", 1L);
        liquidations.with("rows", List.of(row));
        assertThat(PageRows.of(liquidations).stream().map(single -> view.event(single).toString()).toList())
            .containsExactly("{\"event\":\"AccountStatusChanged\",\"account\":8,\"from\":\"HEALTHY\"," +
            "\"to\":\"LIQUIDATING\",\"equity\":\"0.000001\"}");
        assertThat(PageRows.of(page.spec().create())).isEmpty();
        assertThat(PageRows.of(message("AccountReleased")).get(0).name()).isEqualTo("AccountReleased");
    }

    @Test
    void writesAProposedCommandAsItsProposerWroteIt()
    {
        // EVT-4: the approver sees the whole command.
        final WireMessage definition = message("DefineInstrument").with("symbol", "OIL").with("kind", "LINEAR_FUTURE")
            .with("settlementAsset", 1L).with("tickSize", new BigDecimal("0.01")).with("lotSize", BigDecimal.ONE)
            .with("minPriceTicks", -20_000L).with("initialPerLot", 9_000_000_000L).with("spareHedges", "ON");
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final byte[] bytes = new byte[Protocol.wire().encode(definition, buffer, 0)];
        buffer.getBytes(0, bytes);

        final JsonNode command = view.event(message("Proposed").with("proposal", 4L).with("commandTemplateId", 2L)
            .with("proposedCommand", bytes)).get("proposedCommand");

        assertThat(command.get("command").asText()).isEqualTo("defineInstrument");
        assertThat(command.get("instrument").asText()).isEqualTo("OIL");
        assertThat(command.get("minPrice").asText()).isEqualTo("-200");
        assertThat(command.get("initialPerLot").asText()).isEqualTo("9000.000000");
        assertThat(command.get("spareHedges").asBoolean()).isTrue();
        assertThat(command.has("commandId")).isFalse();
    }

    @Test
    void saysWhatARefusalMeansAndWhichScaleWouldDo()
    {
        final WireMessage outcome = message("CommandOutcome").with("reason", "INVALID_DEFINITION")
            .with("field", "TICK_SIZE").with("detail", 9L);

        assertThat(RefusalText.of("PLEDGED", "BUYER")).isEqualTo(
            "PLEDGED (buyer): the account answers for another of its owner that is in distress");
        assertThat(RefusalText.of("MARK_CHANGED", "NONE"))
            .isEqualTo("MARK_CHANGED: the held mark is not the one that was named");
        assertThat(RefusalText.of(message("DefineInstrument"), outcome.row()))
            .startsWith("defineInstrument was rejected: INVALID_DEFINITION (tickSize): ")
            .endsWith("; a scale of 9 would do");
        assertThat(RefusalText.hint(message("DefineInstrument"), outcome.with("detail", 0L).row()))
            .isEqualTo("no scale of the settlement asset would do");
        assertThat(RefusalText.hint(message("SetMarginTiers"), outcome.row())).isNull();
    }

    @Test
    void knowsTheFamilyOfAnInstrument()
    {
        catalog.learn(instrument(3, "BTC-F6", "LINEAR_FUTURE", 1, "1", "1").with("family", "BTC"));
        catalog.learn(instrument(4, "BTC-P", "PUT", 1, "1", "1").with("underlying", 3L));

        assertThat(catalog.familyOf(catalog.instrument("BTC-C"))).isEqualTo("BTC-PERP");
        assertThat(catalog.familyOf(catalog.instrument("BTC-P"))).isEqualTo("BTC");
        assertThat(catalog.familyOf(catalog.instrument("BTC-PERP"))).isEqualTo("BTC-PERP");
    }

    private static WireRow rowOf(final WireMessage page)
    {
        for (final WireField field : page.spec().fields())
        {
            if ("rows".equals(field.name()))
            {
                return new WireRow(field.children());
            }
        }
        throw new IllegalArgumentException(page.name());
    }

    @Test
    void keepsTheUnitInTheNameWhereNoInstrumentIsMeant()
    {
        final WireMessage event = message("DefaultRunCompleted").with("asset", 1L).with("closedLots", 12L);

        assertThat(view.event(event).get("closedLots").asText()).isEqualTo("12");
    }

    @Test
    void refusesWhatIsNotOnTheGrid()
    {
        final InstrumentTerms instrument = catalog.instrument("BTC-PERP");

        assertThat(instrument.ticks(new BigDecimal("50000.5"))).isEqualTo(100_001);
        assertThat(instrument.lots(new BigDecimal("1e3"))).isEqualTo(1_000_000);
        assertThatThrownBy(() -> instrument.ticks(new BigDecimal("50000.3")))
            .hasMessage("is no multiple of the tick size 0.5");
        assertThatThrownBy(() -> instrument.lots(new BigDecimal("0.0005")))
            .hasMessage("is no multiple of the lot size 0.001");
        assertThatThrownBy(() -> instrument.lots(new BigDecimal("1e30"))).hasMessage("does not fit 64 bits");
        assertThatThrownBy(() -> instrument.lots(new BigDecimal("1e999999999"))).hasMessage("has too many digits");
        assertThatThrownBy(() -> catalog.asset("USDC").minorUnits(new BigDecimal("0.0000001")))
            .hasMessage("has more than 6 decimals of USDC");
    }

    private static WireMessage instrument(final long id, final String symbol, final String kind, final long asset,
        final String tickSize, final String lotSize)
    {
        return message("InstrumentDefined").with("instrument", id).with("symbol", symbol).with("kind", kind)
            .with("settlementAsset", asset).with("tickSize", new BigDecimal(tickSize))
            .with("lotSize", new BigDecimal(lotSize));
    }

    private static WireMessage message(final String name)
    {
        return Protocol.wire().create(name);
    }
}
