package io.flatbook.ops.scenario;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.FieldNames;
import io.flatbook.ops.view.RefusalText;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

/**
 * A refusal as the output shows it.
 */
final class Refusal
{
    private Refusal()
    {
    }

    /**
     * The line of a refused command, with what would help.
     */
    static ObjectNode json(final ScenarioLine line, final WireMessage command, final WireRow outcome)
    {
        final ObjectNode json = json(line, command, outcome.text("reason"), outcome.text("field"));
        final String hint = RefusalText.hint(command, outcome);
        return null == hint ? json : json.put("hint", hint);
    }

    /**
     * The line of a refusal; the field is named as in the line that was refused.
     */
    static ObjectNode json(final ScenarioLine line, final WireMessage command, final String reason, final String field)
    {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("event", "CommandRejected").put("line", line.number());
        json.put("command", FieldNames.lowerFirst(command.name())).put("reason", reason);
        final String name = FieldNames.rejected(field);
        if (null != name)
        {
            json.put("field", asWritten(command, name));
        }
        return json;
    }

    private static String asWritten(final WireMessage command, final String name)
    {
        if ("symbol".equals(name))
        {
            return FieldNames.ofSymbol(command.name());
        }
        final boolean isContractValue = "multiplier".equals(name) && "DefineInstrument".equals(command.name()) &&
            command.row().text("kind").startsWith("INVERSE");
        return isContractValue ? "contractValue" : name;
    }
}
