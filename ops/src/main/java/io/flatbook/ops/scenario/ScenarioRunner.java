package io.flatbook.ops.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.engine.UnknownVersionException;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.view.JsonView;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.function.Consumer;

/**
 * Runs the lines of a scenario in order and writes one JSON object for every event, refusal and answer. The runner
 * plays all roles, as one risk principal and one gateway of venue 1 with all capabilities, unless a line names its
 * principal.
 */
public final class ScenarioRunner
{
    /**
     * Principal for risk commands.
     */
    public static final String RISK = "risk/runner";
    /**
     * Principal for gateway commands.
     */
    public static final String GATEWAY = "gateway/runner";

    private static final Pattern PRINCIPAL = Pattern.compile("(risk|gateway|ops|audit)/[a-z0-9._-]{1,24}");

    private static final int FIRST_GATEWAY_COMMAND = 40;

    private final ScenarioTarget target;
    private final Consumer<ObjectNode> output;
    private final boolean strict;
    private final Catalog catalog = new Catalog();
    private final JsonView view = new JsonView(catalog);

    /**
     * Constructs a runner.
     *
     * @param target where commands and queries go.
     * @param output takes every line of the output.
     * @param strict whether the first refusal ends the run.
     */
    public ScenarioRunner(final ScenarioTarget target, final Consumer<ObjectNode> output, final boolean strict)
    {
        this.target = target;
        this.output = output;
        this.strict = strict;
    }

    /**
     * Runs a scenario.
     *
     * @param file name of the file, for messages.
     * @param text its lines.
     * @return false when a refusal ended a strict run.
     * @throws BadLineException when a line cannot be read; the lines before it have been run.
     */
    public boolean run(final String file, final List<String> text) throws BadLineException
    {
        final List<ScenarioLine> lines = ScenarioFile.parse(file, text);
        final CommandReader reader =
            new CommandReader(Protocol.wire(), catalog, Defaults.above(target.firstNumber(), lines));
        final Answers answers = new Answers(catalog, reader);
        introduce();
        final BookReader book = new BookReader(query -> target.ask(RISK, query), catalog);
        for (final ScenarioLine line : lines)
        {
            advance(line);
            if (line.has("command"))
            {
                CommandText.learnAccounts(line, book);
                final WireMessage command = reader.read(line);
                final String principal = principal(line,
                    command.spec().templateId() < FIRST_GATEWAY_COMMAND ? RISK : GATEWAY);
                if (!submit(line, principal, command) && strict)
                {
                    return false;
                }
            }
            else if (line.has("query"))
            {
                final String principal = principal(line, RISK);
                output.accept(answers.answer(line, query -> target.ask(principal, query)));
            }
        }
        return true;
    }

    private static String principal(final ScenarioLine line, final String otherwise) throws BadLineException
    {
        final String principal = line.text("principal", otherwise);
        if (!PRINCIPAL.matcher(principal).matches())
        {
            throw line.bad("principal", "is not role/name, such as risk/alice or gateway/a: " + principal);
        }
        return principal;
    }

    /**
     * Defines the runner's own gateway, about which nothing is printed, and learns what a running cluster holds.
     */
    private void introduce()
    {
        final BookReader book = new BookReader(query -> target.ask(RISK, query), catalog);
        final String name = GATEWAY.substring(GATEWAY.indexOf('/') + 1);
        if (book.gateways().stream().noneMatch(gateway -> name.equals(gateway.row().text("gateway"))))
        {
            final WireMessage gateway = Protocol.wire().create("DefineGateway")
                .with("gateway", name)
                .with("venue", 1L)
                .with("guaranteed", "ON")
                .with("capabilities", Set.of("trade", "collateral", "marks", "funding"));
            final String reason = target.submit(RISK, gateway).outcome().row().text("reason");
            if (!"NONE".equals(reason))
            {
                throw new IllegalStateException("the runner's gateway was refused: " + reason);
            }
        }
        book.learnDefinitions();
    }

    private void advance(final ScenarioLine line) throws BadLineException
    {
        if (line.has("timestamp"))
        {
            final long timestampMs;
            try
            {
                timestampMs = ValueReader.timestamp(line.json().get("timestamp"));
                StatusOrder.rows(target.advanceTo(timestampMs)).forEach(this::print);
            }
            catch (final ArithmeticException | IllegalArgumentException | UnsupportedOperationException ex)
            {
                throw line.bad("timestamp", ex.getMessage());
            }
        }
    }

    private boolean submit(final ScenarioLine line, final String principal, final WireMessage command)
        throws BadLineException
    {
        final Reply reply;
        try
        {
            reply = target.submit(principal, command);
        }
        catch (final UnknownVersionException ex)
        {
            throw line.bad("command", "stops a node that has this binary: " + ex.getMessage());
        }
        final WireRow outcome = reply.outcome().row();
        final BatchRefusals refusals = new BatchRefusals(line, command, outcome);
        for (final WireMessage event : StatusOrder.rows(reply.events()))
        {
            refusals.before(event).forEach(output);
            print(event);
        }
        if (!"NONE".equals(outcome.text("reason")))
        {
            output.accept(Refusal.json(line, command, outcome));
            return false;
        }
        refusals.rest().forEach(output);
        return refusals.isNone();
    }

    private void print(final WireMessage event)
    {
        catalog.learn(event);
        output.accept(view.event(event));
    }
}
