package io.flatbook.ops.scenario;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the lines of a scenario: one JSON object each. Empty lines and lines that start with {@code #} or {@code //}
 * are for the reader.
 */
final class ScenarioFile
{
    private static final ObjectMapper MAPPER = JsonMapper.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
        .build();

    private ScenarioFile()
    {
    }

    static List<ScenarioLine> parse(final String file, final List<String> text) throws BadLineException
    {
        final List<ScenarioLine> lines = new ArrayList<>();
        for (int i = 0; i < text.size(); i++)
        {
            final String line = text.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith("//"))
            {
                lines.add(parse(file, i + 1, line));
            }
        }
        return lines;
    }

    private static ScenarioLine parse(final String file, final int number, final String text) throws BadLineException
    {
        final JsonNode node;
        try
        {
            node = MAPPER.readTree(text);
        }
        catch (final JsonProcessingException ex)
        {
            throw new BadLineException(file, number, null, "not a JSON object: " +
                ex.getOriginalMessage().replaceAll(" ?\\(start marker at .*", ""));
        }
        if (!(node instanceof ObjectNode))
        {
            throw new BadLineException(file, number, null, "not a JSON object");
        }
        final ScenarioLine line = new ScenarioLine(file, number, (ObjectNode)node);
        final boolean isTalk = line.has("comment") || line.has("timestamp");
        if (line.has("command") == line.has("query") && (line.has("command") || !isTalk))
        {
            throw line.bad("command", "a line has either a command or a query");
        }
        return line;
    }
}
