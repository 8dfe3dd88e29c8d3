package io.flatbook.ops.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.view.FieldNames;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireField;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import io.flatbook.ops.wire.WireSpec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a command from a line, by the schema: every field is read by its name and type, so a new command of the schema
 * can be written in a scenario without a change here.
 */
final class CommandReader
{
    private static final Set<String> ENVELOPE = Set.of("command", "query", "principal", "timestamp", "comment");

    private static final Set<String> OPTIONAL_GROUPS = Set.of("marginTiers", "instruments");

    private final Protocol protocol;
    private final ValueReader values;
    private final ScopeReader scopes;
    private final Defaults defaults;

    CommandReader(final Protocol protocol, final Catalog catalog, final Defaults defaults)
    {
        this.protocol = protocol;
        this.values = new ValueReader(catalog);
        this.scopes = new ScopeReader(catalog);
        this.defaults = defaults;
    }

    WireMessage read(final ScenarioLine line) throws BadLineException
    {
        return read(line, line.json());
    }

    /**
     * Fills a message, command or query, with the fields of a line.
     */
    WireMessage fill(final ScenarioLine line, final WireMessage message) throws BadLineException
    {
        fill(line, message.spec(), message.row(), line.json(), null, "");
        return message;
    }

    private WireMessage read(final ScenarioLine line, final ObjectNode json) throws BadLineException
    {
        final JsonNode name = json.path("command");
        final WireSpec spec = protocol.spec(FieldNames.upperFirst(name.asText()));
        if (!name.isTextual() || null == spec || !spec.isCommand() || name.asText().equals(spec.name()))
        {
            throw line.bad("command", "there is no command " + name);
        }
        final WireMessage message = spec.create();
        fill(line, spec, message.row(), json, null, "");
        return message;
    }

    private void fill(final ScenarioLine line, final WireSpec spec, final WireRow row, final ObjectNode json,
        final Scope outer, final String path) throws BadLineException
    {
        final Scope scope;
        try
        {
            scope = scopes.read(spec, row, json, outer);
        }
        catch (final IllegalArgumentException ex)
        {
            throw line.bad(path + "tickSize", ex.getMessage());
        }
        final Set<String> known = new HashSet<>(path.isEmpty() ? ENVELOPE : Set.of("comment"));
        for (final WireField field : row.fields())
        {
            if ("commandId".equals(field.name()) || "correlationId".equals(field.name()))
            {
                continue;
            }
            final String name = ScopeReader.jsonName(spec, row, field, json);
            known.add(name);
            final JsonNode node = json.get(name);
            row.put(field.name(), null == node || node.isNull() ?
                missing(line, spec, field, path + name, json) :
                given(line, spec, field, node, scope, path + name));
        }
        for (final Iterator<String> names = json.fieldNames(); names.hasNext();)
        {
            final String name = names.next();
            if (!known.contains(name))
            {
                throw line.bad(path + name, "no such field in " + FieldNames.lowerFirst(spec.name()));
            }
        }
    }

    private Object given(final ScenarioLine line, final WireSpec spec, final WireField field, final JsonNode node,
        final Scope scope, final String path) throws BadLineException
    {
        switch (field.kind())
        {
            case GROUP ->
            {
                return group(line, spec, field, node, scope, path);
            }
            case BYTES ->
            {
                if (!(node instanceof ObjectNode))
                {
                    throw line.bad(path, "must be a command in braces");
                }
                return protocol.bytes(read(line, (ObjectNode)node));
            }
            default ->
            {
                try
                {
                    final Object value = values.read(field, node, scope);
                    defaults.note(field, value);
                    return value;
                }
                catch (final IllegalArgumentException ex)
                {
                    throw line.bad(path, ex.getMessage());
                }
            }
        }
    }

    private Object missing(final ScenarioLine line, final WireSpec spec, final WireField field, final String path,
        final ObjectNode json) throws BadLineException
    {
        final Object value = switch (field.kind())
        {
            case NUMBER -> "AssetId".equals(field.type()) && !field.optional() ?
                scopes.firstAssetId() : defaults.number(field, ScopeReader.definesOption(json));
            case ENUM -> Defaults.label(spec.name(), field);
            case SET -> Defaults.choices(field);
            case DECIMAL -> Defaults.decimal(field);
            case GROUP -> OPTIONAL_GROUPS.contains(field.name()) ? List.of() : null;
            case TEXT -> "family".equals(field.name()) ? "" : null;
            default -> null;
        };
        final boolean mayBeNull = field.optional() || "OffsetPreview".equals(spec.name());
        if (null == value && !mayBeNull)
        {
            throw line.bad(path, "is missing");
        }
        return value;
    }

    private List<WireRow> group(final ScenarioLine line, final WireSpec spec, final WireField field,
        final JsonNode node, final Scope scope, final String path) throws BadLineException
    {
        final List<WireRow> rows = new ArrayList<>();
        if ("marks".equals(field.name()) && node instanceof ObjectNode)
        {
            for (final Map.Entry<String, JsonNode> mark : node.properties())
            {
                final ObjectNode entry = line.json().objectNode();
                entry.put("instrument", mark.getKey());
                entry.set("mark", mark.getValue());
                final WireRow row = new WireRow(field.children());
                fill(line, spec, row, entry, scope, path + "." + mark.getKey() + ".");
                rows.add(row);
            }
            return rows;
        }
        if (!(node instanceof ArrayNode))
        {
            throw line.bad(path, "must be a list");
        }
        for (int i = 0; i < node.size(); i++)
        {
            final String entryPath = path + "[" + i + "]";
            final WireRow row = new WireRow(field.children());
            if (node.get(i) instanceof ObjectNode entry)
            {
                fill(line, spec, row, entry, scope, entryPath + ".");
            }
            else if (1 == field.children().size())
            {
                final WireField only = field.children().get(0);
                row.put(only.name(), given(line, spec, only, node.get(i), scope, entryPath));
            }
            else
            {
                throw line.bad(entryPath, "must be an object in braces");
            }
            rows.add(row);
        }
        return rows;
    }
}
