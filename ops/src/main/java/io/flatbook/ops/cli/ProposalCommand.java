package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.BookReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Verbs about proposals: commands that wait for a second risk principal (EYES-1, EYES-2).
 */
@Command(name = "proposal", description = "Commands that wait for a second risk principal.",
    synopsisSubcommandLabel = "VERB", subcommands = {ProposalCommand.ListAll.class, ProposalCommand.Show.class,
        ProposalCommand.Approve.class, ProposalCommand.Reject.class})
final class ProposalCommand implements AsksBook
{
    private static final String PROPOSED = "proposedCommand";

    /**
     * Lists proposals.
     */
    @Command(name = "list", description = "All proposals with who made them, when they expire and their command.")
    static final class ListAll extends ReadingCommand
    {
        @Override
        int run()
        {
            final List<ObjectNode> rows = new ArrayList<>();
            for (final BookReader.Entry entry : book().proposals())
            {
                rows.add(head(this, entry).put(PROPOSED, command(this, entry).toString()));
            }
            return end(answer().rows("proposals", rows));
        }
    }

    /**
     * Shows one proposal.
     */
    @Command(name = "show", description = "One proposal with every field of its command.")
    static final class Show extends ReadingCommand
    {
        @Parameters(paramLabel = "PROPOSAL", description = "Number of the proposal.")
        private long proposal;

        @Override
        int run()
        {
            final BookReader.Entry entry = find(this, proposal);
            if (OutputFormat.json == root().format())
            {
                return end(answer().object("proposal", head(this, entry)).object("command", command(this, entry)));
            }
            return end(answer().object("proposal", head(this, entry).put(PROPOSED, command(this, entry).toString())));
        }
    }

    /**
     * Approves a proposal.
     */
    @Command(name = "approve", description = "Lets a proposed command take effect (a second risk principal).")
    static final class Approve extends SendingCommand
    {
        @Parameters(paramLabel = "PROPOSAL", description = "Number of the proposal.")
        private long proposal;

        @Override
        String text()
        {
            return line("approve", proposal);
        }

        @Override
        String danger()
        {
            return "this lets it take effect: " + command(this, find(this, proposal));
        }
    }

    /**
     * Rejects a proposal.
     */
    @Command(name = "reject", description = "Rejects a proposal, or withdraws one of your own (risk).")
    static final class Reject extends SendingCommand
    {
        @Parameters(paramLabel = "PROPOSAL", description = "Number of the proposal.")
        private long proposal;

        @Override
        String text()
        {
            return line("rejectProposal", proposal);
        }
    }

    private ProposalCommand()
    {
    }

    private static String line(final String command, final long proposal)
    {
        return JsonNodeFactory.instance.objectNode().put("command", command).put("proposal", proposal).toString();
    }

    private static BookReader.Entry find(final BookCommand verb, final long proposal)
    {
        for (final BookReader.Entry entry : verb.book().proposals())
        {
            if (proposal == entry.row().required("proposal"))
            {
                return entry;
            }
        }
        throw new CliException(ExitCode.NOT_FOUND, "there is no proposal " + proposal + " that waits");
    }

    private static ObjectNode head(final BookCommand verb, final BookReader.Entry entry)
    {
        final ObjectNode command = command(verb, entry);
        final ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("proposal", entry.row().required("proposal"));
        row.put("command", command.path("command").asText());
        row.put("proposer", entry.row().text("proposer"));
        return row.put("expires", Instant.ofEpochMilli(entry.row().required("expiresMs")).toString());
    }

    private static ObjectNode command(final BookCommand verb, final BookReader.Entry entry)
    {
        return (ObjectNode)verb.view().entry(entry.report(), entry.row()).get(PROPOSED);
    }
}
