package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.engine.book.WideSum;
import io.flatbook.ops.wire.WireRow;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.Switch;

import java.math.BigInteger;

/**
 * Terms of instruments and assets as the documents give them: integers of the wire, nothing rounded.
 */
final class BookJson
{
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private BookJson()
    {
    }

    /** What values and requirements of an instrument are computed from; its mark is null if there is none. */
    static ObjectNode instrument(final Instrument instrument)
    {
        final ObjectNode json = JSON.objectNode();
        json.put("id", instrument.id());
        json.put("symbol", instrument.symbol());
        json.put("kind", instrument.kind().name());
        json.put("asset", instrument.settlementAsset().id());
        json.put("inverse", instrument.units().inverse());
        json.put("unit", instrument.units().unit());
        json.put("minTicks", instrument.units().minTicks());
        json.put("maxTicks", instrument.units().maxTicks());
        json.put("mark", instrument.hasMark() ? instrument.markTicks() : null);
        json.put("policy", instrument.offsetPolicy().name());
        json.put("spareHedges", Switch.ON == instrument.spareHedges());
        json.set("margin", margin(instrument));
        return json;
    }

    private static ObjectNode margin(final Instrument instrument)
    {
        final MarginTerms terms = instrument.marginTerms();
        final ObjectNode json = JSON.objectNode();
        json.put("model", instrument.isOption() ? "OPTION" : terms.model().name());
        json.put("initialPerLot", terms.initialPerLot());
        json.put("maintenancePerLot", terms.maintenancePerLot());
        if (instrument.isOption())
        {
            final InstrumentDefinition definition = instrument.definition();
            json.put("call", InstrumentKind.CALL == instrument.kind());
            json.put("strikeTicks", instrument.units().strikeTicks());
            json.put("strikeUnit", instrument.units().strikeUnit());
            json.put("underlyingMark",
                instrument.underlying().hasMark() ? instrument.underlying().markTicks() : null);
            json.put("initialPpm", definition.optionInitialPpm());
            json.put("floorPpm", definition.optionInitialFloorPpm());
            json.put("maintenancePpm", definition.optionMaintenancePpm());
        }
        else if (MarginModel.BOUNDED != terms.model())
        {
            json.set("tiers", tiers(terms.tiers()));
        }
        return json;
    }

    private static ArrayNode tiers(final MarginTiers tiers)
    {
        final ArrayNode rows = JSON.arrayNode();
        for (int k = 0; k < tiers.count(); k++)
        {
            rows.add(JSON.arrayNode().add(tiers.floor(k)).add(tiers.initialPpm(k)).add(tiers.maintenancePpm(k)));
        }
        return rows;
    }

    static ObjectNode asset(final Asset asset)
    {
        return JSON.objectNode().put("id", asset.id()).put("symbol", asset.symbol()).put("scale", asset.scale());
    }

    /** The settings that a run depends on; null for none. */
    static ObjectNode waterfall(final Waterfall waterfall)
    {
        return JSON.objectNode()
            .put("fundFloor", waterfall.fundFloor())
            .put("perOwnerCap", orNull(waterfall.perOwnerCap()))
            .put("windowCap", orNull(waterfall.windowCap()))
            .put("closeOutFeePpm", waterfall.closeOutFeePpm())
            .put("closeOut", waterfall.closeOut().name())
            .put("recourse", waterfall.recourse().name());
    }

    static BigInteger wide(final WideSum sum)
    {
        return WireRow.wide(sum.high(), sum.low());
    }

    private static Long orNull(final long value)
    {
        return Absent.LONG == value ? null : value;
    }
}
