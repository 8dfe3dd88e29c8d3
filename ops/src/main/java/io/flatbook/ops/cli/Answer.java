package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.view.FlatRow;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes rows as a table, as JSON or as CSV. If the format has no place for them, log position and age go to
 * standard error. Nothing is written before the end, so that a long answer can go through the pager.
 */
final class Answer
{
    private static final int GAP = 2;
    private static final int TEXT_WIDTH = 100;
    private static final String HANGING = "  ";

    private final OutputFormat format;
    private final Surroundings surroundings;
    private final RowChoice choice;
    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final StringBuilder text = new StringBuilder();
    /** Each once, in the order in which they come. */
    private final Set<String> talk = new LinkedHashSet<>();
    private List<String> kept = List.of();
    private int tableRowsMax = Integer.MAX_VALUE;

    Answer(final OutputFormat format, final Surroundings surroundings, final RowChoice choice)
    {
        this.format = format;
        this.surroundings = surroundings;
        this.choice = choice;
    }

    /**
     * Names columns that are the last to be left out if a table does not fit the screen: what the verb is asked for.
     */
    Answer keeping(final List<String> columns)
    {
        kept = columns;
        return this;
    }

    /**
     * Cuts tables for a reader's sake, unless --limit says how long they may be; other formats stay whole.
     */
    Answer atMost(final int rows)
    {
        tableRowsMax = rows;
        return this;
    }

    /**
     * Adds rows under a name.
     */
    Answer rows(final String name, final List<ObjectNode> all)
    {
        final List<ObjectNode> rows = choice.rows(all);
        if (OutputFormat.table == format && !choice.hasLimit() && tableRowsMax < rows.size())
        {
            table(name, rows.subList(0, tableRowsMax));
            return line(String.format(Locale.ROOT, "%,d of %,d %s: --limit %d shows all in a table, -o csv all figures",
                tableRowsMax, rows.size(), Figure.heading(name, null), rows.size()));
        }
        if (rows.size() < all.size())
        {
            talk.add(rows.size() + " of " + all.size() + " rows");
        }
        switch (format)
        {
            case json ->
            {
                final ArrayNode array = document.putArray(name);
                rows.forEach(row -> array.add(choice.hasColumns() ? chosen(row) : row));
            }
            case csv -> csv(rows);
            default -> table(name, rows);
        }
        return this;
    }

    /**
     * Adds one object under a name; a table shows it as names and values.
     */
    Answer object(final String name, final ObjectNode object)
    {
        choice.know(List.of(object));
        if (OutputFormat.json == format)
        {
            document.set(name, choice.hasColumns() ? chosen(object) : object);
        }
        else if (OutputFormat.csv == format)
        {
            csv(List.of(object));
        }
        else
        {
            final ObjectNode flat = FlatRow.of(object);
            final List<String> names = choice.columns(List.of(flat));
            int width = 0;
            for (final String field : names)
            {
                width = Math.max(width, Figure.heading(field, flat.get(field)).length());
            }
            for (final String field : names)
            {
                final JsonNode value = flat.get(field);
                final String heading = Figure.heading(field, value);
                final String symbol = value instanceof Figure figure && null != figure.symbol() ?
                    ' ' + figure.symbol() : "";
                line(Tone.FAINT.on(surroundings.screen(), heading) + " ".repeat(width + GAP - heading.length()) +
                    Tone.of(field, value).on(surroundings.screen(), Figure.shown(value)) + symbol);
            }
        }
        return this;
    }

    /**
     * Adds a line to a table; other formats have no place for it.
     */
    Answer line(final String line)
    {
        if (OutputFormat.table == format)
        {
            text.append(line).append('\n');
        }
        return this;
    }

    /**
     * Adds a sentence to a table, wrapped to the screen; other formats have no place for it.
     *
     * @param sentence without line feeds.
     * @param indent   of its first line; the others stand two further to the right.
     */
    Answer text(final String sentence, final String indent)
    {
        final int width = surroundings.screen().width(TEXT_WIDTH);
        StringBuilder part = new StringBuilder(indent);
        int words = 0;
        for (final String word : sentence.split(" "))
        {
            if (0 < words && width < part.length() + 1 + word.length())
            {
                line(part.toString());
                part = new StringBuilder(indent).append(HANGING);
                words = 0;
            }
            part.append(0 == words ? "" : " ").append(word);
            words++;
        }
        return line(part.toString());
    }

    /**
     * Adds a value to JSON; other formats have no place for it.
     */
    Answer value(final String name, final JsonNode value)
    {
        document.set(name, value);
        return this;
    }

    /**
     * Ends the answer with where and when it was true.
     */
    void end(final long logPosition, final long timestampMs)
    {
        final long ageMs = Math.max(0, surroundings.epochMs().getAsLong() - timestampMs);
        if (OutputFormat.json == format)
        {
            document.put("logPosition", logPosition).put("timestamp", Instant.ofEpochMilli(timestampMs).toString())
                .put("ageMs", ageMs);
        }
        else if (0 == timestampMs)
        {
            talk.add("log position " + Figure.grouped(String.valueOf(logPosition)) + ", no entry yet");
        }
        else
        {
            talk.add("log position " + Figure.grouped(String.valueOf(logPosition)) + ", " +
                Figure.grouped(String.valueOf(ageMs)) + " ms old");
        }
        end();
    }

    /**
     * Ends an answer that does not come from a log.
     */
    void end()
    {
        choice.check();
        if (OutputFormat.json == format)
        {
            surroundings.out().println(document);
        }
        else
        {
            surroundings.screen().show(text.toString(), surroundings.out());
        }
        surroundings.flush();
        talk.forEach(surroundings.err()::println);
        surroundings.err().flush();
    }

    private void table(final String name, final List<ObjectNode> rows)
    {
        if (rows.isEmpty())
        {
            talk.add(Figure.heading(name, null) + ": none");
            return;
        }
        line(drawn(rows));
    }

    /**
     * Rows drawn as a table, at least one; what does not fit is named at the end.
     */
    String drawn(final List<ObjectNode> rows)
    {
        choice.know(rows);
        final List<ObjectNode> flat = rows.stream().map(FlatRow::of).toList();
        final TableText table =
            new TableText(flat, choice.columns(flat), kept, choice.isWide(), surroundings.screen());
        if (!table.left().isEmpty())
        {
            talk.add("not shown: " + String.join(", ", table.left()) + " (--wide shows all, --columns chooses)");
        }
        return table.draw();
    }

    private void csv(final List<ObjectNode> rows)
    {
        final List<ObjectNode> flat = rows.stream().map(FlatRow::of).toList();
        if (text.length() > 0)
        {
            if (flat.isEmpty())
            {
                return;
            }
            text.append('\n');
        }
        text.append(FlatRow.csv(choice.columns(flat), flat));
    }

    private ObjectNode chosen(final ObjectNode row)
    {
        final ObjectNode flat = FlatRow.of(row);
        return flat.retain(choice.columns(List.of(flat)));
    }
}
