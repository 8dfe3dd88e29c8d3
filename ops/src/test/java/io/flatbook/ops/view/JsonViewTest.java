package io.flatbook.ops.view;

import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
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
