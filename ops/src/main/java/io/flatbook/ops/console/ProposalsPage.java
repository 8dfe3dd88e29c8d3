package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
    private static final String DECLARE = "declareDefault";

    private ProposalsPage()
    {
    }

    static ObjectNode of(final Book book)
    {
        final List<ObjectNode> rows = new ArrayList<>();
        final ObjectNode page = JsonNodeFactory.instance.objectNode();
        final ArrayNode proposals = page.putArray("proposals");
        for (final BookReader.Entry entry : book.reader().proposals())
        {
            final ObjectNode row = book.view().entry(entry.report(), entry.row());
            final JsonNode command = row.path(PROPOSED);
            final ObjectNode proposal = proposals.addObject().put("proposal", entry.row().required("proposal"));
            proposal.set("proposer", row.get("proposer"));
            row.set("expires", row.remove("expiresMs"));
            proposal.set("expires", row.get("expires"));
            proposal.set("command", command);
            if (command instanceof ObjectNode object)
            {
                proposal.set("fields", TableJson.figures(object));
                proposal.put("isDefault", DECLARE.equals(object.path("command").asText()));
            }
            rows.add(row.put(PROPOSED, command.toString()));
        }
        page.set("table", TableJson.of(rows));
        return page;
    }

    /**
     * Proposals that wait to declare an account in default.
     */
    static List<ObjectNode> ofDefault(final Book book, final long accountId)
    {
        final List<ObjectNode> waiting = new ArrayList<>();
        for (final BookReader.Entry entry : book.reader().proposals())
        {
            final ObjectNode row = book.view().entry(entry.report(), entry.row());
            if (DECLARE.equals(row.path(PROPOSED).path("command").asText()) &&
                accountId == row.path(PROPOSED).path("account").asLong())
            {
                waiting.add(row.objectNode().put("proposal", entry.row().required("proposal"))
                    .put("proposer", entry.row().text("proposer")));
            }
        }
        return waiting;
    }
}
