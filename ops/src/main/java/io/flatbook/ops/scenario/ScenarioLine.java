package io.flatbook.ops.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A line of a scenario that is a JSON object.
 *
 * @param file   name of the file, for messages.
 * @param number of the line, from 1.
 * @param json   the object.
 */
record ScenarioLine(String file, int number, ObjectNode json)
{
    BadLineException bad(final String field, final String problem)
    {
        return new BadLineException(file, number, field, problem);
    }

    boolean has(final String field)
    {
        return json.has(field);
    }

    /**
     * A text that may be left out.
     */
    String text(final String field, final String otherwise) throws BadLineException
    {
        final JsonNode node = json.get(field);
        if (null == node || node.isNull())
        {
            return otherwise;
        }
        if (!node.isTextual())
        {
            throw bad(field, "must be a text, not " + node);
        }
        return node.asText();
    }
}
