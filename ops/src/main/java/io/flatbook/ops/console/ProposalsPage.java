package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.BookReader;

import java.util.ArrayList;
import java.util.List;

/**
 * Commands that wait for a second risk principal, whole.
 */
final class ProposalsPage
{
    private static final String PROPOSED = "proposedCommand";

    private ProposalsPage()
    {
    }

    static ObjectNode of(final Book book)
    {
        final List<ObjectNode> rows = new ArrayList<>();
        for (final BookReader.Entry entry : book.reader().proposals())
        {
            final ObjectNode row = book.view().entry(entry.report(), entry.row());
            rows.add(row.put(PROPOSED, row.path(PROPOSED).toString()));
        }
        final ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.set("table", TableJson.of(rows));
        return page;
    }
}
