package io.flatbook.ops.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireField;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import org.agrona.concurrent.UnsafeBuffer;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes a JSON object of any message: money with the asset's decimals, quantities, prices and rates without trailing
 * zeros, symbols for assets and instruments, ids as numbers. What is null is left out. For people there is
 * {@link #legible(Catalog)}, whose values are {@link Figure}s: it also knows parts per million from other numbers, and
 * writes times as ISO 8601.
 */
public final class JsonView
{
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int PPM_SCALE = 6;
    private static final int PPB_SCALE = 9;
    /**
     * Fields that come first if the order of the schema is not the promised one.
     */
    private static final Map<String, List<String>> LEADING = Map.of(
        "PositionOffset", List.of("run", "layer", "instrument", "defaulter", "counterparty", "quantityLots",
            "markTicks", "surcharge", "rank", "policy"),
        "DefaultRunCompleted", List.of("run", "account", "deficit", "ownAccounts", "fund", "surcharge", "haircut",
            "houseDeficit", "closeOutFee"),
        "OwnAccountCollected", List.of("run", "account", "amount"));
    /**
     * Fields of a message that say nothing about the book.
     */
    private static final Set<String> ENVELOPE = Set.of("header", "commandId");
    private static final Set<String> SETTLING = Set.of("InstrumentSettled", "SettleInstrument");
    private static final List<String> ACCOUNTS = List.of("account", "buyer", "from", "accountA", "defaulter");

    private final Catalog catalog;
    private final FigureWriter figures;

    /**
     * Constructs a view as in scenario files.
     *
     * @param catalog of the assets, instruments and accounts that messages name.
     */
    public JsonView(final Catalog catalog)
    {
        this(catalog, new FigureWriter(false));
    }

    private JsonView(final Catalog catalog, final FigureWriter figures)
    {
        this.catalog = catalog;
        this.figures = figures;
    }

    /**
     * A view for people: every value with a unit is a {@link Figure}.
     *
     * @param catalog of the assets, instruments and accounts that messages name.
     * @return the view.
     */
    public static JsonView legible(final Catalog catalog)
    {
        return new JsonView(catalog, new FigureWriter(true));
    }

    /**
     * An event as in the output of a scenario.
     *
     * @param event to write.
     * @return the object, starting with the event's name, without the event's header and without empty groups.
     */
    public ObjectNode event(final WireMessage event)
    {
        final ObjectNode json = JSON.objectNode();
        json.put("event", event.name());
        final Scope scope = scope(event, event.row(), null);
        final List<String> leading = LEADING.getOrDefault(event.name(), List.of());
        for (final String name : leading)
        {
            for (final WireField field : event.row().fields())
            {
                if (field.name().equals(name))
                {
                    put(json, event, event.row(), field, scope);
                }
            }
        }
        for (final WireField field : event.row().fields())
        {
            final boolean isEmpty =
                WireField.Kind.GROUP == field.kind() && event.row().rows(field.name()).isEmpty();
            if (!leading.contains(field.name()) && !ENVELOPE.contains(field.name()) && !isEmpty)
            {
                put(json, event, event.row(), field, scope);
            }
        }
        return json;
    }

    /**
     * All fields of a message's root block and groups.
     *
     * @param message to write.
     * @return the object.
     */
    public ObjectNode message(final WireMessage message)
    {
        return row(message, message.row(), scope(message, message.row(), null));
    }

    /**
     * A command as a line of a scenario says it, so that it can be sent again.
     *
     * @param command to write.
     * @return the object, starting with the command's name, without its number.
     */
    public ObjectNode command(final WireMessage command)
    {
        final ObjectNode json = JSON.objectNode();
        json.put("command", FieldNames.lowerFirst(command.name()));
        final Scope scope = scope(command, command.row(), null);
        for (final WireField field : command.row().fields())
        {
            final Object value = command.row().value(field.name());
            if ("symbol".equals(field.name()))
            {
                json.put(FieldNames.ofSymbol(command.name()), (String)value);
            }
            else if ("proposedCommand".equals(field.name()))
            {
                json.set("proposal", proposed((byte[])value));
            }
            else if (!ENVELOPE.contains(field.name()))
            {
                put(json, command, command.row(), field, scope);
            }
        }
        return json;
    }

    /**
     * One entry of a group of a message.
     *
     * @param message that holds it.
     * @param entry   to write.
     * @return the object.
     */
    public ObjectNode entry(final WireMessage message, final WireRow entry)
    {
        return row(message, entry, scope(message, entry, scope(message, message.row(), null)));
    }

    private ObjectNode row(final WireMessage message, final WireRow row, final Scope scope)
    {
        final ObjectNode json = JSON.objectNode();
        for (final WireField field : row.fields())
        {
            put(json, message, row, field, scope);
        }
        return json;
    }

    private void put(final ObjectNode json, final WireMessage message, final WireRow row, final WireField field,
        final Scope scope)
    {
        final Object value = row.value(field.name());
        if (null == value || isRepeated(row, field))
        {
            return;
        }
        final String name = name(row, field, scope);
        switch (field.kind())
        {
            case NUMBER -> putNumber(json, name, field, (Long)value, scope);
            case TEXT ->
            {
                if (!((String)value).isEmpty())
                {
                    json.put(name, (String)value);
                }
            }
            case ENUM -> putEnum(json, name, field, (String)value);
            case SET -> putSet(json, name, field, row);
            case DECIMAL -> figures.put(json, name, Figure.Unit.NUMBER, Decimals.plain((BigDecimal)value));
            case COMPOSITE -> json.set(name, row(message, (WireRow)value, scope));
            case GROUP ->
            {
                final ArrayNode array = json.putArray(name);
                for (final WireRow entry : row.rows(field.name()))
                {
                    final ObjectNode object = row(message, entry, scope(message, entry, scope));
                    array.add(1 == entry.fields().size() ? object.elements().next() : object);
                }
            }
            case WIDE -> figures.putMoney(json, name, scope.asset(), scope.asset().money((BigInteger)value));
            default -> json.set(name, proposed((byte[])value));
        }
    }

    private ObjectNode proposed(final byte[] bytes)
    {
        return command(Protocol.wire().decode(new UnsafeBuffer(bytes), 0));
    }

    private void putNumber(
        final ObjectNode json, final String name, final WireField field, final long value, final Scope scope)
    {
        switch (field.type())
        {
            case "Money" -> figures.putMoney(json, name, scope.asset(), scope.asset().money(value));
            case "Lots" -> figures.put(json, name, Figure.Unit.QUANTITY,
                null == scope.instrument() ? Long.toString(value) : scope.instrument().quantity(value));
            case "Ticks" ->
            {
                final InstrumentTerms priced = "strikeTicks".equals(field.name()) || scope.settles() ?
                    catalog.settlementPriceOf(scope.instrument()) : scope.instrument();
                figures.put(json, name, Figure.Unit.QUOTE,
                    null == priced ? Long.toString(value) : priced.priceOf(value));
            }
            case "Ppm" -> figures.put(json, name, Figure.Unit.RATIO,
                Decimals.plain(BigDecimal.valueOf(value, PPM_SCALE)));
            case "Ppb" -> figures.put(json, name, Figure.Unit.RATIO,
                Decimals.plain(BigDecimal.valueOf(value, PPB_SCALE)));
            case "Hash" -> json.put(name, hash(value));
            case "AssetId" -> json.put(name, catalog.asset((int)value).symbol());
            case "InstrumentId" ->
            {
                final InstrumentTerms instrument = catalog.instrument((int)value);
                json.put(name, null == instrument ? "?" + value : instrument.symbol());
            }
            default ->
            {
                figures.putPlain(json, name, field, value);
                if ("commandTemplateId".equals(name))
                {
                    json.put("command", FieldNames.lowerFirst(Protocol.wire().spec((int)value).name()));
                }
            }
        }
    }

    /**
     * A hash as 16 hexadecimal digits.
     *
     * @param value of the hash.
     * @return the digits.
     */
    public static String hash(final long value)
    {
        return String.format(Locale.ROOT, "%016x", value);
    }

    private void putEnum(final ObjectNode json, final String name, final WireField field, final String value)
    {
        if ("Switch".equals(field.type()))
        {
            json.put(name, "ON".equals(value));
        }
        else if ("RejectField".equals(field.type()))
        {
            final String rejected = FieldNames.rejected(value);
            if (null != rejected)
            {
                json.put(name, rejected);
            }
        }
        else if ("RejectReason".equals(field.type()))
        {
            // Reasons are looked up by their names.
            json.put(name, value);
        }
        else
        {
            figures.put(json, name, Figure.Unit.WORD, value);
        }
    }

    private static void putSet(final ObjectNode json, final String name, final WireField field, final WireRow row)
    {
        if ("TradeFlags".equals(field.type()))
        {
            for (final String choice : field.labels().keySet())
            {
                json.put(choice, row.choices(field.name()).contains(choice));
            }
        }
        else
        {
            final ArrayNode array = json.putArray(name);
            for (final String choice : row.choices(field.name()))
            {
                array.add(choice.toUpperCase(Locale.ROOT));
            }
        }
    }

    /**
     * The symbol of a row that also has the number, which is written as that symbol.
     */
    private static boolean isRepeated(final WireRow row, final WireField field)
    {
        return "symbol".equals(field.name()) && (row.knows("instrument") || row.knows("asset"));
    }

    private static String name(final WireRow row, final WireField field, final Scope scope)
    {
        if ("multiplier".equals(field.name()) && null != scope.instrument() && scope.instrument().isInverse())
        {
            return "contractValue";
        }
        if (("Lots".equals(field.type()) || "Ticks".equals(field.type())) && null == scope.instrument())
        {
            return field.name();
        }
        return FieldNames.json(field, row.fields());
    }

    /**
     * Which asset and instrument the amounts, quantities and prices of a row are in.
     */
    private Scope scope(final WireMessage message, final WireRow row, final Scope outer)
    {
        InstrumentTerms instrument = null == outer ? null : outer.instrument();
        AssetTerms asset = null == outer ? null : outer.asset();
        final Long instrumentId = row.knows("instrument") ? row.number("instrument") : null;
        if (null != instrumentId)
        {
            instrument = catalog.instrument(instrumentId.intValue());
            asset = null == instrument ? asset : catalog.asset(instrument.settlementAsset());
        }
        else if (row.knows("settlementAsset") && null != row.number("settlementAsset"))
        {
            asset = catalog.asset(row.number("settlementAsset").intValue());
            instrument = InstrumentTerms.of(0, row);
        }
        final Long assetId = row.knows("asset") ? row.number("asset") : null;
        if (null != assetId)
        {
            asset = catalog.asset(assetId.intValue());
        }
        if (null == asset)
        {
            asset = assetOfAccounts(row);
        }
        return new Scope(asset, instrument, SETTLING.contains(message.name()));
    }

    private AssetTerms assetOfAccounts(final WireRow row)
    {
        for (final String name : ACCOUNTS)
        {
            if (row.value(name) instanceof Long accountId)
            {
                return catalog.assetOfAccount(accountId);
            }
        }
        return catalog.firstAsset();
    }

    private record Scope(AssetTerms asset, InstrumentTerms instrument, boolean settles)
    {
    }
}
