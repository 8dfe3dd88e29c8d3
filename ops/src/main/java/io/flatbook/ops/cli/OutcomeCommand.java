package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.FieldNames;
import io.flatbook.ops.view.RefusedException;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/**
 * Asks how a command ended.
 */
@Command(name = "outcome", description = {"How a command ended whose outcome is unknown.",
    "Exit code 0 if it was accepted, 13 if it was rejected, 14 if no such command has been " +
    "applied (it may still be on its way), 12 if it was and its outcome is no longer kept (log replay has it).",
    "An id belongs to the principal: if another program has sent as the same principal since, the id may be that of " +
    "its command. What a command did is in the events from firstEventSequence on (events tail --from)."})
final class OutcomeCommand extends ReadingCommand
{
    @Parameters(paramLabel = "ID",
        description = "Command id, as the client named it, or the verb that ended with exit code 12.")
    private long commandId;

    @Option(names = "--principal", paramLabel = "ROLE/NAME",
        description = "Who sent it; the profile's principal if left out. With secrets the profile must be its own.")
    private String principal;

    @Override
    String principal()
    {
        return null == principal ? super.principal() : principal;
    }

    @Override
    int run()
    {
        final WireMessage answered =
            link().ask(message("CommandOutcomeQuery").with("commandId", commandId)).get(0);
        if (!"QueryRefused".equals(answered.name()))
        {
            return tell(answered.row());
        }
        throw switch (answered.row().text("reason"))
        {
            case "SEQUENCE_GAP" -> new CliException(ExitCode.NOT_FOUND,
                principal() + " has no command " + commandId + ": it has not been applied");
            case "OUTCOME_FORGOTTEN" -> new CliException(ExitCode.OUTCOME_UNKNOWN,
                "command " + commandId + " of " + principal() + " was applied, and its outcome is no longer kept");
            case "INVALID_FIELD" -> new CliException(ExitCode.USAGE, "command ids count from 1");
            default -> new RefusedException(answered.row());
        };
    }

    private int tell(final WireRow outcome)
    {
        final String reason = outcome.text("reason");
        final String field = FieldNames.rejected(outcome.text("field"));
        final ObjectNode json = OfflineCommand.row().put("principal", principal()).put("commandId", commandId)
            .put("outcome", "NONE".equals(reason) ? "ACCEPTED" : "REJECTED").put("reason", reason);
        if (null != field)
        {
            json.put("field", field);
        }
        json.put("detail", outcome.number("detail")).put("firstEventSequence", outcome.number("firstEventSequence"));
        final List<ObjectNode> trades = new ArrayList<>();
        for (final WireRow trade : outcome.rows("trades"))
        {
            trades.add(OfflineCommand.row().put("reason", trade.text("tradeReason"))
                .put("field", FieldNames.rejected(trade.text("tradeField"))));
        }
        final Answer answer = answer().object("outcome", json);
        if (!trades.isEmpty())
        {
            answer.rows("trades", trades);
        }
        end(answer.text("This is what became of command " + commandId + " of " + principal() + ", whichever program " +
            "sent it." + ("NONE".equals(reason) ? " If others send as " + principal() + ", too, what it did is in " +
            "the events: flatbook events tail --from " + outcome.number("firstEventSequence") : ""), ""));
        return "NONE".equals(reason) ? ExitCode.OK : ExitCode.REJECTED;
    }
}
