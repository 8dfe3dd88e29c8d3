package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.AssetTerms;

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
        final List<ObjectNode> rows = new ArrayList<>();
        for (final AssetTerms asset : book.catalog().assets())
        {
            rows.add(book.report(book.reader().askOne(book.query("FundQuery").with("asset", (long)asset.id()))));
        }
        final ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.set("table", TableJson.of(rows));
        page.set("history", overview.fundHistory());
        return page;
    }

    /**
     * Totals of all assets, and who did what as far as events show it.
     */
    static ObjectNode audit(final Book book, final RunLog log)
    {
        final List<ObjectNode> rows = new ArrayList<>();
        book.catalog().assets().forEach(asset -> rows.add(book.report(book.reader().audit(asset.id()))));
        final ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.set("table", TableJson.of(rows));
        page.set("acts", TableJson.of(log.acts()));
        return page;
    }
}
