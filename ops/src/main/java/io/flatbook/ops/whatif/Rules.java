package io.flatbook.ops.whatif;

import io.flatbook.engine.book.Instrument;
import io.flatbook.ops.scenario.BadLineException;
import io.flatbook.ops.scenario.CommandText;
import io.flatbook.ops.scenario.EngineTarget;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import io.flatbook.sbe.InstrumentStatus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules to try instead of those that were in force.
 *
 * @param name       as the comparison shows them.
 * @param policy     for all instruments; null: as it was.
 * @param waterfalls {@code setWaterfall} commands, one for each asset; empty: as it was.
 */
public record Rules(String name, String policy, List<CommandText> waterfalls)
{
    /** Those that were in force. */
    public static final Rules AS_THEY_WERE = new Rules("as it was", null, List.of());
    private static final String ONE = "risk/what-if-1";
    private static final String OTHER = "risk/what-if-2";

    /**
     * Another policy for all instruments.
     *
     * @param policy QUEUE, PRO_RATA or WATERFILL.
     * @return the rules.
     */
    public static Rules ofPolicy(final String policy)
    {
        return new Rules(policy, policy, List.of());
    }

    /**
     * Another waterfall.
     *
     * @param file with {@code setWaterfall} commands in the form of scenarios.
     * @return the rules, named like the file.
     * @throws IOException      if the file cannot be read.
     * @throws BadLineException if a line is none of these.
     */
    public static Rules ofWaterfall(final Path file) throws IOException, BadLineException
    {
        final List<CommandText> waterfalls = CommandText.parseAll(file.toString(), Files.readAllLines(file));
        for (final CommandText waterfall : waterfalls)
        {
            waterfall.require("setWaterfall");
        }
        return new Rules(file.getFileName().toString(), null, waterfalls);
    }

    /**
     * Puts the rules in force on a book, as risk would, with a second one if four eyes are on.
     *
     * @param book to try them on.
     * @throws IllegalArgumentException if the book refuses them.
     */
    void apply(final EngineTarget book)
    {
        commands(book).forEach((command) -> submit(book, command));
    }

    private List<WireMessage> commands(final EngineTarget book)
    {
        final List<WireMessage> commands = new ArrayList<>();
        for (Instrument instrument = book.engine().book().nextInstrument(0); null != policy && null != instrument;
            instrument = book.engine().book().nextInstrument(instrument.id()))
        {
            if (InstrumentStatus.SETTLED != instrument.status())
            {
                commands.add(Protocol.wire().create("SetOffsetPolicy").with("instrument", (long)instrument.id())
                    .with("offsetPolicy", policy).with("spareHedges", instrument.spareHedges().name()));
            }
        }
        final Catalog catalog = new Catalog();
        final BookReader reader = new BookReader((query) -> book.ask(ONE, query), catalog);
        if (!waterfalls.isEmpty())
        {
            reader.learnDefinitions();
        }
        for (final CommandText waterfall : waterfalls)
        {
            try
            {
                commands.add(waterfall.read(reader, catalog, 1));
            }
            catch (final BadLineException ex)
            {
                throw new IllegalArgumentException(ex.getMessage(), ex);
            }
        }
        return commands;
    }

    private void submit(final EngineTarget book, final WireMessage command)
    {
        WireRow outcome = book.submit(ONE, command).outcome().row();
        if ("FOUR_EYES_REQUIRED".equals(outcome.text("reason")))
        {
            final byte[] bytes = Protocol.wire().bytes(command.with("commandId", 1L));
            outcome = book.submit(ONE, Protocol.wire().create("Propose").with("proposedCommand", bytes)).outcome()
                .row();
            outcome = book.submit(OTHER, Protocol.wire().create("Approve")
                .with("proposal", outcome.number("detail"))).outcome().row();
        }
        if (!"NONE".equals(outcome.text("reason")))
        {
            throw new IllegalArgumentException("the rules '" + name + "' are refused: " + outcome.text("reason") +
                ", " + outcome.text("field"));
        }
    }
}
