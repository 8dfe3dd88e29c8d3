package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.view.FieldNames;
import io.flatbook.ops.view.InstrumentTerms;
import io.flatbook.ops.view.JsonView;
import io.flatbook.ops.view.RefusalText;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/**
 * A verb that reads or changes the book of a cluster.
 */
abstract class BookCommand implements AsksBook, Callable<Integer>
{
    /** The log grows ten times a second, whoever sends. */
    private static final long REPLICA_OLD_MS = 15_000;
    private static final long MS_PER_S = 1_000;

    @Spec
    private CommandSpec spec;

    private BookLink link;
    private Catalog catalog;
    private BookReader book;
    private JsonView view;

    @Override
    public final Integer call()
    {
        try (BookLink opened = opened())
        {
            link = opened;
            catalog = new Catalog();
            book = new BookReader(opened, catalog);
            view = JsonView.legible(catalog);
            book.learnDefinitions();
            return runs();
        }
    }

    private BookLink opened()
    {
        final RootCommand root = root();
        final BookLink.Opener links = root.surroundings().links();
        try
        {
            return sends() ? links.open(root.profile(), principal(), eventsFrom(), root.timeoutMs()) :
                links.openToRead(root.profile(), principal(), eventsFrom(), root.timeoutMs());
        }
        catch (final IllegalArgumentException ex)
        {
            // What the profile or an option says is refused before anybody is asked.
            throw new CliException(ExitCode.USAGE, Failure.line(ex));
        }
    }

    /**
     * Does the work.
     *
     * @return exit code.
     */
    abstract int run();

    /**
     * Does the work as often as was asked for.
     */
    int runs()
    {
        return run();
    }

    /**
     * Who asks and sends.
     */
    String principal()
    {
        return root().profile().principal();
    }

    /** Number of the last event of the log; without an asset nothing is audited, and it is not known. */
    final OptionalLong lastEvent()
    {
        final AssetTerms asset = catalog.firstAsset();
        return AssetTerms.UNKNOWN == asset ? OptionalLong.empty() :
            OptionalLong.of(book.audit(asset.id()).row().required("eventSequence"));
    }

    /** A gateway is not told of all events. */
    final boolean isGateway()
    {
        return principal().startsWith("gateway/");
    }

    /**
     * Whether it sends a command: then it takes over from the principal's other clients (ONCE-2).
     */
    boolean sends()
    {
        return false;
    }

    /**
     * First event wanted.
     */
    long eventsFrom()
    {
        return BookLink.NO_EVENTS;
    }

    final RootCommand root()
    {
        return (RootCommand)spec.root().userObject();
    }

    final Surroundings surroundings()
    {
        return root().surroundings();
    }

    final BookLink link()
    {
        return link;
    }

    final Catalog catalog()
    {
        return catalog;
    }

    final BookReader book()
    {
        return book;
    }

    final JsonView view()
    {
        return view;
    }

    Answer answer()
    {
        return root().answer();
    }

    /**
     * Ends an answer with the log position and time of the last report.
     */
    final int end(final Answer answer)
    {
        answer.end(book.logPosition(), book.timestampMs());
        warnIfOld();
        return ExitCode.OK;
    }

    /** A backup that has stopped leaves its replica with a book of the past, and nothing else would say so. */
    private void warnIfOld()
    {
        final long ageMs = surroundings().epochMs().getAsLong() - book.timestampMs();
        if (null != root().profile().replica() && REPLICA_OLD_MS <= ageMs && !sends())
        {
            talk("WARNING: this book is " + ageMs / MS_PER_S + " s old: flatbook backup status " +
                root().profile().replica() + " says whether the backup runs");
        }
    }

    final void talk(final String sentence)
    {
        surroundings().err().println(sentence);
    }

    final InstrumentTerms instrument(final String symbol)
    {
        final InstrumentTerms instrument = catalog.instrument(symbol);
        if (null == instrument)
        {
            throw new CliException(ExitCode.NOT_FOUND, "there is no instrument " + symbol);
        }
        return instrument;
    }

    final AssetTerms asset(final String symbol)
    {
        final AssetTerms asset = null == symbol ? catalog.firstAsset() : catalog.asset(symbol);
        if (null == asset || AssetTerms.UNKNOWN == asset)
        {
            throw new CliException(ExitCode.NOT_FOUND, "there is no asset " + (null == symbol ? "yet" : symbol));
        }
        return asset;
    }

    /** A filter by an owner without accounts is misspelled. */
    static CliException noOwner(final long ownerId)
    {
        return new CliException(ExitCode.NOT_FOUND, "there is no account of an owner " + ownerId);
    }

    final List<ObjectNode> rows(final List<BookReader.Entry> entries)
    {
        final List<ObjectNode> rows = new ArrayList<>();
        for (final BookReader.Entry entry : entries)
        {
            rows.add(view.entry(entry.report(), entry.row()));
        }
        return rows;
    }

    /**
     * A report without what every answer says at its end.
     */
    final ObjectNode report(final WireMessage report)
    {
        final ObjectNode json = view.message(report);
        json.remove(List.of("correlationId", "logPosition", "timestamp"));
        return json;
    }

    /**
     * Sends a command and says how it ended.
     */
    final int submit(final WireMessage command)
    {
        final WireRow outcome = link.submit(command).row();
        if (!"NONE".equals(outcome.text("reason")))
        {
            end(root().wholeAnswer().object("outcome", outcome(command, outcome)));
            throw refusal(command, outcome, view.command(command).toString());
        }
        talk(FieldNames.lowerFirst(command.name()) + " was accepted as command " + outcome.number("commandId"));
        return ExitCode.OK;
    }

    /** What came of a command, as every verb that sends one prints it. */
    final ObjectNode outcome(final WireMessage command, final WireRow outcome)
    {
        final String field = FieldNames.rejected(outcome.text("field"));
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("command", FieldNames.lowerFirst(command.name())).put("principal", root().profile().principal());
        json.put("commandId", outcome.number("commandId")).put("reason", outcome.text("reason"));
        if (null != field)
        {
            json.put("field", field);
        }
        return json.put("detail", outcome.number("detail"))
            .put("firstEventSequence", outcome.number("firstEventSequence"));
    }

    /**
     * Why a command was refused, and how it could be sent.
     *
     * @param text of the command, to be proposed.
     */
    final CliException refusal(final WireMessage command, final WireRow outcome, final String text)
    {
        final String reason = outcome.text("reason");
        return new CliException(ExitCode.ofCommand(reason), RefusalText.of(command, outcome) +
            ("NOT_AUTHORIZED".equals(reason) ? "; it was sent as " + root().profile().principal() +
                ", a profile of another principal sends as that" : "") +
            ("FOUR_EYES_REQUIRED".equals(reason) && !"Approve".equals(command.name()) ?
                "; to propose it: flatbook send '{\"command\":\"propose\",\"proposal\":" + text + "}'" : ""));
    }

    final WireMessage message(final String name)
    {
        return Protocol.wire().create(name);
    }
}
