package io.flatbook.ops.dossier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * Checks that the audit of a day is whole: the chain of its lines, the numbers of events and commands, and its counts.
 */
public final class AuditCheck
{
    /** No event and no command comes near it. */
    private static final int LINE_LENGTH_MAX = 1 << 24;

    private final ObjectMapper mapper = new ObjectMapper();
    private final TreeMap<String, Long> lastCommandIds = new TreeMap<>();
    private String head = ChainedLines.START;
    private long lines;
    private long commands;
    private long events;
    private long nextSequence;
    private JsonNode last;

    private AuditCheck()
    {
    }

    /**
     * Checks a file.
     *
     * @param file an audit.
     * @return hash of its last line.
     * @throws IOException              if it cannot be read.
     * @throws IllegalArgumentException if it is not whole, with what is wrong.
     */
    public static String check(final Path file) throws IOException
    {
        final AuditCheck check = new AuditCheck();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8))
        {
            for (String text = check.nextLine(reader); !text.isEmpty(); text = check.nextLine(reader))
            {
                check.line(text, check.parsed(text));
            }
        }
        check.end();
        return check.head;
    }

    // With its end: no other end of a line than a line feed is right, and none is missing.
    private String nextLine(final BufferedReader reader) throws IOException
    {
        final StringBuilder line = new StringBuilder();
        for (int c = reader.read(); -1 != c; c = reader.read())
        {
            line.append((char)c);
            if ('\n' == c)
            {
                break;
            }
            if (LINE_LENGTH_MAX == line.length())
            {
                lines++;
                throw wrong("it is longer than any line of an audit");
            }
        }
        return line.toString();
    }

    private JsonNode parsed(final String text)
    {
        lines++;
        try
        {
            return mapper.readTree(text);
        }
        catch (final JsonProcessingException ex)
        {
            throw wrong("this is no JSON, or it is cut off: " + ex.getOriginalMessage());
        }
    }

    private void line(final String text, final JsonNode chained)
    {
        final JsonNode line = chained.path("line");
        need(line.isObject(), "it has no line");
        need(isChained(text, line), head.equals(chained.path("hash").asText()) ?
            "this is not the canonical spelling, or it is cut off" : "the chain breaks");
        final String kind = line.path("kind").asText();
        need(1 == lines == "begin".equals(kind), "an audit begins once");
        need(null == last || !"end".equals(last.path("kind").asText()), "it goes on after its end");
        if ("command".equals(kind))
        {
            commands++;
            final long commandId = numberFromOne(line.path("commandId"));
            need(line.path("principal").isTextual(), "a command is of nobody");
            final Long before = lastCommandIds.put(line.path("principal").asText(), commandId);
            need(null == before || commandId == before + 1, "a command is missing");
            next(numberFromOne(line.path("firstEventSequence")));
        }
        else if ("event".equals(kind))
        {
            events++;
            next(numberFromOne(line.path("fields").path("header").path("eventSequence")));
            nextSequence++;
        }
        else
        {
            need("begin".equals(kind) || "end".equals(kind), "there is no such kind");
        }
        last = line;
    }

    private boolean isChained(final String text, final JsonNode line)
    {
        try
        {
            head = ChainedLines.hash(head, lines, line);
            return ChainedLines.chained(head, lines, line).equals(text);
        }
        catch (final IllegalArgumentException ex)
        {
            throw wrong(ex.getMessage());
        }
    }

    // A command names the event that follows it, whether it caused it or not.
    private void next(final long sequence)
    {
        need(0 == nextSequence || sequence == nextSequence, "an event is missing");
        nextSequence = sequence;
    }

    private long number(final JsonNode value)
    {
        need(value.isIntegralNumber() && value.canConvertToLong(), "what should be a number is none");
        return value.longValue();
    }

    // Commands and events are numbered from 1.
    private long numberFromOne(final JsonNode value)
    {
        need(0 < number(value), "a number is not above 0");
        return value.longValue();
    }

    private void end()
    {
        need(null != last && "end".equals(last.path("kind").asText()), "the end is cut off");
        need(commands == number(last.path("commands")) && events == number(last.path("events")),
            "the counts are wrong");
        number(last.path("date"));
    }

    private void need(final boolean holds, final String what)
    {
        if (!holds)
        {
            throw wrong(what);
        }
    }

    private IllegalArgumentException wrong(final String what)
    {
        return new IllegalArgumentException("line " + lines + ": " + what);
    }
}
