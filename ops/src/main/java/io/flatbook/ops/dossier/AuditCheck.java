package io.flatbook.ops.dossier;

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
    private final TreeMap<String, Long> lastCommandIds = new TreeMap<>();
    private String head = ChainedLines.START;
    private long lines;
    private long commands;
    private long events;
    private long lastSequence;
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
        final ObjectMapper mapper = new ObjectMapper();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8))
        {
            for (String text = reader.readLine(); null != text; text = reader.readLine())
            {
                check.line(text, mapper.readTree(text));
            }
        }
        check.end();
        return check.head;
    }

    private void line(final String text, final JsonNode chained)
    {
        final JsonNode line = chained.path("line");
        lines++;
        head = ChainedLines.hash(head, lines, line);
        need(head.equals(chained.path("hash").asText()) && lines == chained.path("n").asLong(), "the chain breaks");
        need(text.equals(Canonical.text(chained)), "this is not the canonical spelling");
        final String kind = line.path("kind").asText();
        need(1 == lines == "begin".equals(kind), "an audit begins once");
        need(null == last || !"end".equals(last.path("kind").asText()), "it goes on after its end");
        if ("command".equals(kind))
        {
            commands++;
            final long commandId = line.path("commandId").asLong();
            final Long before = lastCommandIds.put(line.path("principal").asText(), commandId);
            need(null == before || commandId == before + 1, "a command is missing");
        }
        else if ("event".equals(kind))
        {
            events++;
            final long sequence = line.path("fields").path("header").path("eventSequence").asLong();
            need(0 == lastSequence || sequence == lastSequence + 1, "an event is missing");
            lastSequence = sequence;
        }
        last = line;
    }

    private void end()
    {
        need(null != last && "end".equals(last.path("kind").asText()), "the end is cut off");
        need(commands == last.path("commands").asLong() && events == last.path("events").asLong(),
            "the counts are wrong");
    }

    private void need(final boolean holds, final String what)
    {
        if (!holds)
        {
            throw new IllegalArgumentException("line " + lines + ": " + what);
        }
    }
}
