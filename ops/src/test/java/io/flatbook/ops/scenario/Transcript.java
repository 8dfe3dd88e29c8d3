package io.flatbook.ops.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * What a scenario printed, and the comparison with what stands beside it.
 */
final class Transcript
{
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<ObjectNode> lines = new ArrayList<>();

    static Transcript run(final ScenarioTarget target, final String file, final List<String> text)
        throws BadLineException
    {
        final Transcript transcript = new Transcript();
        new ScenarioRunner(target, transcript.lines::add, false).run(file, text);
        return transcript;
    }

    List<String> text()
    {
        return lines.stream().map(ObjectNode::toString).toList();
    }

    /**
     * Lines of events with this name, or of answers to this query.
     */
    List<ObjectNode> of(final String name)
    {
        return lines.stream().filter(line -> line.path("event").asText().equals(name) || line.has(name)).toList();
    }

    String stateHash()
    {
        return of("state").get(of("state").size() - 1).get("state").get("stateHash").asText();
    }

    /**
     * Every expected line stands here in order, with at least the expected fields, in nested objects too; a state
     * equals it but for the hash.
     */
    void contains(final List<String> expected)
    {
        int from = 0;
        for (final String text : expected)
        {
            final JsonNode wanted = parse(text);
            final int at = find(wanted, from);
            if (at < 0)
            {
                fail("not printed after line " + from + ":\n  " + text + "\nbut\n  " +
                    String.join("\n  ", text().subList(from, lines.size())));
            }
            from = at + 1;
        }
    }

    static List<String> read(final Path file)
    {
        try
        {
            return Files.readAllLines(file);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private int find(final JsonNode wanted, final int from)
    {
        for (int i = from; i < lines.size(); i++)
        {
            final JsonNode line = parse(lines.get(i).toString());
            if (wanted.has("state") && line.has("state"))
            {
                ((ObjectNode)line.get("state")).remove("stateHash");
                assertThat(line.toPrettyString()).isEqualTo(wanted.toPrettyString());
                return i;
            }
            if (covers(line, wanted))
            {
                return i;
            }
        }
        return -1;
    }

    private static boolean covers(final JsonNode line, final JsonNode wanted)
    {
        for (final Map.Entry<String, JsonNode> field : wanted.properties())
        {
            final JsonNode printed = line.get(field.getKey());
            final boolean isNested = field.getValue().isObject() && null != printed && printed.isObject();
            if (isNested ? !covers(printed, field.getValue()) : !field.getValue().equals(printed))
            {
                return false;
            }
        }
        return true;
    }

    private static JsonNode parse(final String text)
    {
        try
        {
            return MAPPER.readTree(text);
        }
        catch (final JsonProcessingException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
