package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.wire.WireMessage;

import java.util.ArrayList;
import java.util.List;

/**
 * The insurance funds with their waterfall settings, and whether all money is accounted for.
 */
final class FundPage
{
    private FundPage()
    {
    }

    /**
     * Funds of all assets, and what they were since the console started.
     */
    static ObjectNode funds(final Book book, final OverviewPage overview)
    {
        final ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.set("table", ofAssets(book, "FundQuery"));
        page.set("history", overview.fundHistory());
        return page;
    }

    /**
     * Totals of all assets, and who did what as far as events show it.
     */
    static ObjectNode audit(final Book book, final RunLog log)
    {
        final ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.set("table", ofAssets(book, "AuditQuery"));
        page.set("acts", TableJson.of(log.acts()));
        return page;
    }

    /** A row for each asset: what answers a query about it. */
    private static ObjectNode ofAssets(final Book book, final String query)
    {
        final List<WireMessage> queries = new ArrayList<>();
        book.catalog().assets().forEach(asset -> queries.add(book.query(query).with("asset", (long)asset.id())));
        return TableJson.of(
            book.reader().askAll(queries).stream().map(reports -> book.report(reports.get(0))).toList());
    }
}
