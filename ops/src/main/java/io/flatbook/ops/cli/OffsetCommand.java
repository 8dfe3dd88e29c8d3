package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Verbs about offsets.
 */
@Command(name = "offset", description = "Who gives what in a default run: planned, or past and explained.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {OffsetCommand.Preview.class, OffsetExplainCommand.class})
final class OffsetCommand implements AsksBook
{
    /**
     * Plans a run on the live book.
     */
    @Command(name = "preview", description = "Plans a default run of an account on the live book, without effect.")
    static final class Preview extends ReadingCommand
    {
        @Parameters(paramLabel = "ACCOUNT", description = "Number of the account.")
        private long accountId;

        @Option(names = "--policy", paramLabel = "POLICY",
            description = "QUEUE, PRO_RATA, WATERFILL or all; each instrument's own if left out.")
        private String policy;

        @Override
        int run()
        {
            book().account(accountId);
            final List<String> policies =
                null == policy ? Collections.singletonList(null) : PolicyOption.named(policy);
            final Answer answer = answer();
            final List<ObjectNode> plans = new ArrayList<>();
            WireMessage report = null;
            for (final String name : policies)
            {
                report = book().askOne(message("OffsetPreview").with("account", accountId).with("policy", name));
                final ObjectNode plan = report(report);
                if (OutputFormat.json != root().format())
                {
                    plan.remove("pairs");
                }
                plans.add(plan);
            }
            if (1 < plans.size())
            {
                return end(answer.rows("previews", plans));
            }
            answer.object("preview", plans.get(0));
            if (OutputFormat.table == root().format())
            {
                answer.rows("pairs", pairs(report));
            }
            end(answer);
            return "NONE".equals(report.row().text("reason")) ? ExitCode.OK : ExitCode.REJECTED;
        }

        private List<ObjectNode> pairs(final WireMessage report)
        {
            final List<ObjectNode> rows = new ArrayList<>();
            for (final WireRow row : report.row().rows("pairs"))
            {
                rows.add(view().entry(report, row));
            }
            return rows;
        }
    }
}
