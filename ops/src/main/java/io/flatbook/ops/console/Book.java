package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.view.InstrumentTerms;
import io.flatbook.ops.view.JsonView;
import io.flatbook.ops.view.QuerySource;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;

import java.util.ArrayList;
import java.util.List;

/**
 * The live book as the thread that asks the cluster sees it; no other thread may touch it.
 */
final class Book
{
    private final QuerySource source;
    private final Catalog catalog = new Catalog();
    private final BookReader reader;
    private final JsonView view = JsonView.legible(catalog);

    Book(final QuerySource source)
    {
        this.source = source;
        reader = new BookReader(source, catalog);
    }

    QuerySource source()
    {
        return source;
    }

    Catalog catalog()
    {
        return catalog;
    }

    BookReader reader()
    {
        return reader;
    }

    JsonView view()
    {
        return view;
    }

    /**
     * An instrument by symbol.
     *
     * @throws NotFoundException if there is none.
     */
    InstrumentTerms instrument(final String symbol)
    {
        final InstrumentTerms instrument = catalog.instrument(symbol);
        if (null == instrument)
        {
            throw new NotFoundException("there is no instrument " + symbol);
        }
        return instrument;
    }

    List<ObjectNode> rows(final List<BookReader.Entry> entries)
    {
        final List<ObjectNode> rows = new ArrayList<>();
        entries.forEach(entry -> rows.add(view.entry(entry.report(), entry.row())));
        return rows;
    }

    /**
     * A report without what every answer says.
     */
    ObjectNode report(final WireMessage report)
    {
        final ObjectNode json = view.message(report);
        json.remove(List.of("correlationId", "logPosition", "timestamp"));
        return json;
    }

    /**
     * An event, after what its amounts are in has been learned.
     */
    ObjectNode event(final WireMessage event)
    {
        reader.learnAssetOf(event);
        return view.event(event);
    }

    WireMessage query(final String name)
    {
        return Protocol.wire().create(name);
    }
}
