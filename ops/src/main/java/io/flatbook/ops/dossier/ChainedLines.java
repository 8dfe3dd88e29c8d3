package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of lines of which each carries a hash over itself and the hash before it: no line can be cut out, added or
 * changed without all later hashes changing.
 */
final class ChainedLines implements AutoCloseable
{
    static final String START = "flatbook-audit-1";
    static final String UNWRITABLE = "the audit cannot be written";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final BufferedWriter writer;
    private String head = START;
    private long lines;

    ChainedLines(final Path file)
    {
        try
        {
            writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(UNWRITABLE, ex);
        }
    }

    void add(final ObjectNode line)
    {
        lines++;
        head = hash(head, lines, line);
        try
        {
            writer.write(chained(head, lines, line));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(UNWRITABLE, ex);
        }
    }

    /** A line as it is written, with its hash and its end. */
    static String chained(final String hash, final long number, final JsonNode line)
    {
        final ObjectNode chained = JSON.objectNode().put("hash", hash).put("n", number);
        chained.set("line", line);
        return Canonical.text(chained) + "\n";
    }

    /** Hash of a line after the hash before it. */
    static String hash(final String before, final long number, final JsonNode line)
    {
        return Canonical.hash(JSON.arrayNode().add(before).add(number).add(line));
    }

    /** Hash of the last line. */
    String head()
    {
        return head;
    }

    @Override
    public void close()
    {
        try
        {
            writer.close();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(UNWRITABLE, ex);
        }
    }
}
