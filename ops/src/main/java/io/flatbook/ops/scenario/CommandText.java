package io.flatbook.ops.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireField;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One command in the format of scenarios, to be sent to a book that exists already.
 */
public final class CommandText
{
    private static final List<String> ACCOUNTS =
        List.of("account", "buyer", "seller", "from", "to", "accountA", "accountB");

    private static final Set<String> SYMBOLS = Set.of("AssetId", "InstrumentId");

    private final ScenarioLine line;

    private CommandText(final ScenarioLine line)
    {
        this.line = line;
    }

    /**
     * Reads the braces.
     *
     * @param place place of the text, for messages.
     * @param text  one JSON object.
     * @return the command, of which nothing is known to the book yet.
     * @throws BadLineException when it is none, or says when it should be sent.
     */
    public static CommandText parse(final String place, final String text) throws BadLineException
    {
        final List<CommandText> commands = parseAll(place, List.of(text));
        if (commands.isEmpty())
        {
            throw new BadLineException(place, 1, "command", "is missing");
        }
        return commands.get(0);
    }

    /**
     * Reads the braces of a file, in which comments and empty lines may stand as in a scenario.
     *
     * @param file  name of the file, for messages.
     * @param lines one JSON object each.
     * @return the commands.
     * @throws BadLineException when a line is none, or says when it should be sent.
     */
    public static List<CommandText> parseAll(final String file, final List<String> lines) throws BadLineException
    {
        final List<CommandText> commands = new ArrayList<>();
        for (final ScenarioLine line : ScenarioFile.parse(file, lines))
        {
            if (!line.has("command"))
            {
                throw line.bad("command", "is missing");
            }
            if (line.has("timestamp"))
            {
                throw line.bad("timestamp", "a cluster has a clock of its own");
            }
            commands.add(new CommandText(line));
        }
        return commands;
    }

    /**
     * Refuses every other command.
     *
     * @param name of the only command that may be here.
     * @throws BadLineException when it is another one.
     */
    public void require(final String name) throws BadLineException
    {
        if (!name.equals(line.text("command", null)))
        {
            throw line.bad("command", "only " + name + " may be here");
        }
    }

    /**
     * Who should send it.
     *
     * @param otherwise principal that is meant when it does not say.
     * @return principal, {@code role/name}.
     * @throws BadLineException when it is no text.
     */
    public String principal(final String otherwise) throws BadLineException
    {
        return line.text("principal", otherwise);
    }

    /**
     * Makes the message, with the symbols of a book and the assets of its accounts.
     *
     * @param book        that is asked for accounts.
     * @param catalog     of the book, which has learned its definitions.
     * @param firstNumber of those that are made for trades, references, fundings and mark sequences.
     * @return the command, without a command id.
     * @throws BadLineException when a field cannot be read.
     */
    public WireMessage read(final BookReader book, final Catalog catalog, final long firstNumber)
        throws BadLineException
    {
        learnAccounts(line, book);
        return new CommandReader(Protocol.wire(), catalog, Defaults.above(firstNumber, List.of(line))).read(line);
    }

    /**
     * Looks for a symbol that the book did not know when a command was read: it is sent under a number that no book
     * knows, so that the service refuses it.
     *
     * @param row of the command.
     * @return its field; null if there is none.
     */
    public static String unknownSymbol(final WireRow row)
    {
        for (final WireField field : row.fields())
        {
            final Object value = row.value(field.name());
            if (SYMBOLS.contains(field.type()) && Long.valueOf(ValueReader.UNKNOWN_ID).equals(value))
            {
                return field.name();
            }
            for (final WireRow part : parts(row, field, value))
            {
                final String unknown = unknownSymbol(part);
                if (null != unknown)
                {
                    return unknown;
                }
            }
        }
        return null;
    }

    private static List<WireRow> parts(final WireRow row, final WireField field, final Object value)
    {
        if (value instanceof final byte[] proposed)
        {
            return List.of(Protocol.wire().decode(new UnsafeBuffer(proposed), 0).row());
        }
        return WireField.Kind.GROUP == field.kind() ? row.rows(field.name()) : List.of();
    }

    /**
     * Learns in which assets the accounts of a line settle.
     */
    static void learnAccounts(final ScenarioLine line, final BookReader book)
    {
        for (final String name : ACCOUNTS)
        {
            for (final JsonNode node : line.json().findValues(name))
            {
                final Long account = ScopeReader.accountId(node);
                if (null != account && 0 < account)
                {
                    book.learnAssetOf(account);
                }
            }
        }
    }
}
