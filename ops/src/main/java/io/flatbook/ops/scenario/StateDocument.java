package io.flatbook.ops.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.JsonView;
import io.flatbook.ops.wire.WireMessage;

import java.util.List;

/**
 * The whole book as one JSON object, always in the same order and with the same fields.
 */
final class StateDocument
{
    private static final List<String> ACCOUNT = List.of(
        "account", "owner", "asset", "status", "collateral", "equity", "initialMargin", "maintenanceMargin");
    /**
     * What few accounts have; it is said of those only.
     */
    private static final List<String> DISTRESS = List.of("debt", "pledged", "doubt");
    private static final List<String> POSITION = List.of(
        "instrument", "quantity", "cost", "unrealizedPnl", "offsetRank", "offsetQuintile", "lotsAhead");
    private static final List<String> ASSET = List.of("asset", "insuranceFund", "fees", "rounding", "houseDeficit",
        "deposits");
    private static final List<String> INSTRUMENT = List.of("instrument", "mark", "openInterest", "status");

    private final BookReader book;
    private final JsonView view;

    StateDocument(final BookReader book, final JsonView view)
    {
        this.book = book;
        this.view = view;
    }

    ObjectNode read()
    {
        final List<BookReader.Entry> assets = book.assets();
        final List<BookReader.Entry> instruments = book.instruments();
        final ObjectNode document = JsonNodeFactory.instance.objectNode();
        final ObjectNode state = document.putObject("state");
        final ArrayNode accountArray = state.putArray("accounts");
        for (final BookReader.Entry account : book.accounts())
        {
            accountArray.add(account(account, 0 == account.row().required("legs") ? List.of() :
                book.positions(account.row().required("account"), null)));
        }
        final ArrayNode assetArray = state.putArray("assets");
        String stateHash = null;
        for (final BookReader.Entry asset : assets)
        {
            final WireMessage audit = book.audit(asset.row().required("asset"));
            final ObjectNode full = view.entry(asset.report(), asset.row());
            final ObjectNode json = select(full, ASSET);
            json.set("withdrawals", full.get("withdrawalsTotal"));
            json.put("balanced", audit.row().isOn("balanced") && audit.row().isOn("quantitySumZero"));
            assetArray.add(json);
            stateHash = JsonView.hash(audit.row().required("stateHash"));
        }
        final ArrayNode instrumentArray = state.putArray("instruments");
        for (final BookReader.Entry instrument : instruments)
        {
            instrumentArray.add(select(view.entry(instrument.report(), instrument.row()), INSTRUMENT));
        }
        if (null != stateHash)
        {
            state.put("stateHash", stateHash);
        }
        return document;
    }

    /**
     * An account with its positions.
     */
    ObjectNode account(final BookReader.Entry account, final List<BookReader.Entry> positions)
    {
        final ObjectNode full = view.entry(account.report(), account.row());
        final ObjectNode json = select(full, ACCOUNT);
        for (final String name : DISTRESS)
        {
            final Object value = account.row().value(name);
            if (value instanceof Long minorUnits && 0 != minorUnits || "ON".equals(value))
            {
                json.set(name, full.get(name));
            }
        }
        final ArrayNode array = json.putArray("positions");
        for (final BookReader.Entry position : positions)
        {
            array.add(select(view.entry(position.report(), position.row()), POSITION));
        }
        return json;
    }

    /**
     * A position with the account that holds it.
     */
    ObjectNode position(final BookReader.Entry position)
    {
        final ObjectNode full = view.entry(position.report(), position.row());
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("account", full.get("account"));
        json.setAll(select(full, POSITION));
        return json;
    }

    private static ObjectNode select(final ObjectNode full, final List<String> names)
    {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (final String name : names)
        {
            final JsonNode value = full.get(name);
            json.set(name, null == value ? JsonNodeFactory.instance.nullNode() : value);
        }
        return json;
    }
}
