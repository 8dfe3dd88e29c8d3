package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.link.NoLeaderException;
import io.flatbook.ops.scenario.BadLineException;
import io.flatbook.ops.scenario.CommandText;
import io.flatbook.ops.view.FieldNames;
import io.flatbook.ops.view.RefusedException;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/**
 * A verb that sends one command in the format of scenarios, as the principal of the profile.
 */
abstract class SendingCommand extends BookCommand
{
    private static final long NUMBERS_PER_MS = 1_000;

    @Option(names = "--dry-run", description = "Show the command with all its fields, and send nothing.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Really do it.")
    private boolean confirmed;

    /**
     * The command, one JSON object.
     */
    abstract String text();

    /**
     * Why confirmation is required whatever the command is; null if the command itself decides.
     */
    String danger()
    {
        return null;
    }

    @Override
    final boolean sends()
    {
        return !dryRun;
    }

    @Override
    final int run()
    {
        final WireMessage command = read();
        if (dryRun)
        {
            return show(command);
        }
        final String danger = null == danger() ? ConfirmationRules.of(command) : danger();
        if (null != danger && !confirmed)
        {
            throw new CliException(ExitCode.USAGE, danger + ": add --yes, or --dry-run to see it first");
        }
        VersionCheck.check(this, command);
        return send(command);
    }

    private WireMessage read()
    {
        try
        {
            final String principal = root().profile().principal();
            final CommandText text = CommandText.parse("command", text());
            if (!principal.equals(text.principal(principal)))
            {
                throw new CliException(ExitCode.USAGE, "the profile speaks for " + principal + ", not for " +
                    text.principal(principal) + ": choose another --profile");
            }
            return text.read(book(), catalog(), surroundings().epochMs().getAsLong() * NUMBERS_PER_MS);
        }
        catch (final BadLineException ex)
        {
            throw new CliException(ExitCode.USAGE, ex.getMessage());
        }
    }

    private int show(final WireMessage command)
    {
        final String unknown = CommandText.unknownSymbol(command.row());
        if (null != unknown)
        {
            throw new CliException(ExitCode.NOT_FOUND,
                unknown + ": the book has no such symbol, and would refuse the command; nothing was sent");
        }
        final Answer answer = root().wholeAnswer();
        if (OutputFormat.json == root().format())
        {
            answer.object("command", view().command(command));
        }
        else
        {
            surroundings().out().println(view().command(command));
        }
        if ("DeclareDefault".equals(command.name()))
        {
            answer.object("preview", report(book().askOne(
                message("OffsetPreview").with("account", command.row().required("account")))));
        }
        end(answer);
        talk("nothing was sent");
        return ExitCode.OK;
    }

    private int send(final WireMessage command)
    {
        final WireRow outcome = link().submit(command).row();
        final Answer answer = root().wholeAnswer().object("outcome", outcome(command, outcome));
        final List<ObjectNode> trades = trades(command, outcome);
        if (!trades.isEmpty())
        {
            answer.rows("trades", trades);
        }
        if (!"RequestShutdown".equals(command.name()))
        {
            sayPosition();
        }
        end(answer);
        if (!"NONE".equals(outcome.text("reason")))
        {
            throw refusal(command, outcome, text());
        }
        for (final ObjectNode trade : trades)
        {
            if (!"NONE".equals(trade.path("reason").asText()))
            {
                throw new CliException(ExitCode.REJECTED, "not every trade of the batch was booked");
            }
        }
        return ExitCode.OK;
    }

    /** Asks after the outcome, so that the position said is one at which the command had its effect. */
    private void sayPosition()
    {
        try
        {
            book().assets();
        }
        catch (final NoLeaderException | RefusedException ignore)
        {
            // The outcome holds, though nobody is left to say a position: the command may have approved a shutdown.
        }
    }

    private static List<ObjectNode> trades(final WireMessage command, final WireRow outcome)
    {
        final List<ObjectNode> trades = new ArrayList<>();
        final List<WireRow> outcomes = outcome.rows("trades");
        for (int i = 0; i < outcomes.size(); i++)
        {
            final ObjectNode trade = JsonNodeFactory.instance.objectNode();
            trade.put("tradeId", command.row().rows("trades").get(i).number("tradeId"));
            trade.put("reason", outcomes.get(i).text("tradeReason"));
            final String field = FieldNames.rejected(outcomes.get(i).text("tradeField"));
            trades.add(null == field ? trade : trade.put("field", field));
        }
        return trades;
    }
}
