package io.flatbook.ops.scenario;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.view.JsonView;
import io.flatbook.ops.view.QuerySource;
import io.flatbook.ops.view.RefusedException;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Answers the queries of a scenario. What differs between two runs of the same scenario, such as log positions and
 * times, is left out.
 */
final class Answers
{
    private static final Map<String, String> QUERIES = Map.of(
        "account", "AccountQuery",
        "positions", "PositionsQuery",
        "queue", "OffsetQueueQuery",
        "offsetPreview", "OffsetPreview",
        "fund", "FundQuery",
        "audit", "AuditQuery");
    private static final List<String> QUEUE =
        List.of("account", "quantity", "offsetRank", "offsetQuintile", "lotsAhead");
    private static final List<String> VOLATILE = List.of(
        "correlationId", "logPosition", "timestamp", "replicaHash", "eventSequence");
    private static final Set<String> STATE_FIELDS = Set.of("query", "principal", "timestamp");

    private final Catalog catalog;
    private final CommandReader reader;
    private final JsonView view;

    Answers(final Catalog catalog, final CommandReader reader)
    {
        this.catalog = catalog;
        this.reader = reader;
        this.view = new JsonView(catalog);
    }

    ObjectNode answer(final ScenarioLine line, final QuerySource source) throws BadLineException
    {
        final String query = line.text("query", "");
        final BookReader book = new BookReader(source, catalog);
        try
        {
            if ("state".equals(query))
            {
                refuseFields(line);
                return new StateDocument(book, view).read();
            }
            if (!QUERIES.containsKey(query))
            {
                throw line.bad("query", "there is no query " + line.json().get("query"));
            }
            final WireMessage message = reader.fill(line, Protocol.wire().create(QUERIES.get(query)));
            return answer(query, message, book);
        }
        catch (final RefusedException ex)
        {
            final ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("event", "QueryRefused").put("line", line.number()).put("query", query);
            json.put("reason", ex.reason());
            if (null != ex.field())
            {
                json.put("field", ex.field());
            }
            return json;
        }
    }

    private static void refuseFields(final ScenarioLine line) throws BadLineException
    {
        final Iterator<String> names = line.json().fieldNames();
        while (names.hasNext())
        {
            final String name = names.next();
            if (!STATE_FIELDS.contains(name))
            {
                throw line.bad(name, "the query state has no such field");
            }
        }
    }

    private ObjectNode answer(final String query, final WireMessage message, final BookReader book)
    {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        final StateDocument document = new StateDocument(book, view);
        switch (query)
        {
            case "account" ->
            {
                final long accountId = message.row().required("account");
                final BookReader.Entry account = book.account(accountId);
                json.set("account", document.account(account, book.positions(accountId, null)));
            }
            case "positions" ->
            {
                final ArrayNode array = json.putArray("positions");
                book.positions(message.row().number("account"), message.row().number("instrument"))
                    .forEach(position -> array.add(document.position(position)));
            }
            case "queue" -> queue(json, book.ask(message));
            default ->
            {
                if ("offsetPreview".equals(query) && !catalog.knowsAccount(message.row().required("account")))
                {
                    book.account(message.row().required("account"));
                }
                final ObjectNode report = view.message(book.askOne(message));
                report.remove(VOLATILE);
                json.set(query, report);
            }
        }
        return json;
    }

    private void queue(final ObjectNode json, final List<WireMessage> reports)
    {
        final ArrayNode array = json.putArray("queue");
        for (final WireMessage report : reports)
        {
            for (final WireRow row : report.row().rows("queue"))
            {
                final ObjectNode full = view.entry(report, row);
                final ObjectNode entry = array.addObject();
                QUEUE.forEach(name -> entry.set(name, full.get(name)));
            }
        }
    }
}
