package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.risk.OffsetPolicies;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.util.ArrayList;
import java.util.List;

/**
 * What would happen if an account were declared in default now, under each policy; nothing is sent.
 */
final class PlanPage
{
    private PlanPage()
    {
    }

    /**
     * Plans a run.
     *
     * @param book      that is asked.
     * @param log       of runs that were seen.
     * @param accountId of who would be in default.
     * @return the page.
     * @throws io.flatbook.ops.view.RefusedException if there is no such account.
     */
    static ObjectNode of(final Book book, final RunLog log, final long accountId)
    {
        final BookReader.Entry account = book.reader().account(accountId);
        final ObjectNode page = JsonNodeFactory.instance.objectNode().put("account", accountId);
        page.put("status", account.row().text("status"));
        page.set("figures", TableJson.figures(book.view().entry(account.report(), account.row())));
        page.set("positions", TableJson.of(book.rows(book.reader().positions(accountId, null))));
        final List<ObjectNode> plans = new ArrayList<>();
        final List<String> policies = new ArrayList<>(OffsetPolicies.ALL);
        // What would really happen.
        policies.add(0, null);
        for (final String policy : policies)
        {
            final WireMessage report = book.reader().askOne(
                book.query("OffsetPreview").with("account", accountId).with("policy", policy));
            final ObjectNode plan = book.report(report);
            plan.remove(List.of("account", "pairs", "policy"));
            if (null == policy)
            {
                page.put("reason", report.row().text("reason"));
                page.set("waterfall", TableJson.of(RunLog.waterfall(plan)));
                page.set("deficit", plan.get("deficit"));
                page.set("pairs", TableJson.of(pairs(book, report)));
            }
            final ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.put("policy", null == policy ? "as it is set" : policy);
            row.setAll(plan);
            plans.add(row);
        }
        page.set("plans", TableJson.of(plans));
        page.set("proposals", JsonNodeFactory.instance.arrayNode().addAll(ProposalsPage.ofDefault(book, accountId)));
        page.set("runs", TableJson.of(log.rows(book).stream()
            .filter(row -> accountId == row.path("account").asLong()).toList()));
        return page;
    }

    private static List<ObjectNode> pairs(final Book book, final WireMessage report)
    {
        final List<ObjectNode> rows = new ArrayList<>();
        for (final WireRow row : report.row().rows("pairs"))
        {
            rows.add(book.view().entry(report, row));
        }
        return rows;
    }
}
