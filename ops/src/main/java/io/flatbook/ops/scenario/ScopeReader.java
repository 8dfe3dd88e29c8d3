package io.flatbook.ops.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.view.FieldNames;
import io.flatbook.ops.view.InstrumentTerms;
import io.flatbook.ops.wire.WireField;
import io.flatbook.ops.wire.WireRow;
import io.flatbook.ops.wire.WireSpec;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * Finds out what the amounts, quantities and prices of a line are in: the instrument and asset that the line names,
 * that its accounts settle in, or that it defines.
 */
final class ScopeReader
{
    private static final List<String> ACCOUNTS = List.of("account", "buyer", "from", "accountA");

    private final Catalog catalog;

    ScopeReader(final Catalog catalog)
    {
        this.catalog = catalog;
    }

    /**
     * Number of the asset that is meant if none is named.
     */
    Long firstAssetId()
    {
        return 0 == catalog.assetCount() ? 1L : (long)catalog.firstAsset().id();
    }

    Scope read(final WireSpec spec, final WireRow row, final ObjectNode json, final Scope outer)
    {
        if ("DefineInstrument".equals(spec.name()))
        {
            return null == outer ? definition(json) : outer;
        }
        InstrumentTerms instrument = null == outer ? null : outer.instrument();
        AssetTerms asset = null == outer ? null : outer.asset();
        if (row.knows("instrument") && json.path("instrument").isTextual())
        {
            instrument = catalog.instrument(json.get("instrument").asText());
            asset = null == instrument ? null : catalog.asset(instrument.settlementAsset());
        }
        if (row.knows("asset") && json.path("asset").isTextual())
        {
            asset = catalog.asset(json.get("asset").asText());
        }
        if (null == asset)
        {
            asset = assetOfAccounts(json);
        }
        final InstrumentTerms priced =
            "SettleInstrument".equals(spec.name()) ? catalog.settlementPriceOf(instrument) : instrument;
        return new Scope(asset, priced, priced);
    }

    /**
     * Name of a field in JSON; a few commands call a field by what it means to their reader.
     */
    static String jsonName(final WireSpec spec, final WireRow row, final WireField field, final ObjectNode json)
    {
        return switch (field.name())
        {
            case "symbol" -> FieldNames.ofSymbol(spec.name());
            case "multiplier" -> json.has("contractValue") && isInverse(json) ? "contractValue" : "multiplier";
            case "flags" -> "guaranteed";
            case "proposedCommand" -> "proposal";
            default -> FieldNames.json(field, row.fields());
        };
    }

    /**
     * A number of an account, of which 19 digits may be one; null if it is none.
     */
    static Long accountId(final JsonNode node)
    {
        try
        {
            return node.asText().matches("[0-9]{1,19}") ? Long.valueOf(node.asText()) : null;
        }
        catch (final NumberFormatException ex)
        {
            return null;
        }
    }

    static boolean definesOption(final ObjectNode json)
    {
        final String kind = json.path("kind").asText();
        return "CALL".equalsIgnoreCase(kind) || "PUT".equalsIgnoreCase(kind);
    }

    private static boolean isInverse(final ObjectNode json)
    {
        return json.path("kind").asText().toUpperCase(Locale.ROOT).startsWith("INVERSE");
    }

    private Scope definition(final ObjectNode json)
    {
        final JsonNode settlement = json.path("settlementAsset");
        final AssetTerms named = settlement.isTextual() ? catalog.asset(settlement.asText()) : catalog.firstAsset();
        final AssetTerms asset = null == named ? AssetTerms.UNKNOWN : named;
        final InstrumentTerms underlying = json.path("underlying").isTextual() ?
            catalog.instrument(json.path("underlying").asText()) : null;
        final BigDecimal tickSize = sizeOf(json.path("tickSize"));
        final BigDecimal lotSize = sizeOf(json.path("lotSize"));
        final InstrumentTerms instrument = null == tickSize || null == lotSize ? null : new InstrumentTerms(
            0, json.path("instrument").asText(), json.path("kind").asText(), asset.id(), 0, "", tickSize, lotSize);
        return new Scope(asset, instrument, underlying);
    }

    /**
     * A tick or lot size to measure with; null if there is none above 0, which is reported when its field is read or
     * refused by the service.
     */
    private static BigDecimal sizeOf(final JsonNode node)
    {
        try
        {
            final BigDecimal decimal = ValueReader.decimal(node);
            return decimal.signum() > 0 ? ValueReader.wireDecimal(decimal) : null;
        }
        catch (final IllegalArgumentException ex)
        {
            return null;
        }
    }

    private AssetTerms assetOfAccounts(final ObjectNode json)
    {
        for (final String name : ACCOUNTS)
        {
            final Long account = accountId(json.path(name));
            if (null != account)
            {
                return catalog.assetOfAccount(account);
            }
        }
        return catalog.firstAsset();
    }
}
