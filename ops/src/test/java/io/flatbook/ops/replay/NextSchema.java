package io.flatbook.ops.replay;

import static io.flatbook.ops.replay.ReleasedVersion.SNAPSHOT;
import static io.flatbook.ops.replay.ReleasedVersion.WIRE;

/**
 * The next version of the schemas, as somebody might write it, for tests: a command, a group, an event and a snapshot
 * record each have a field more, that of the command a new composite. It is made from the present version.
 */
final class NextSchema
{
    /** Length of the composite that the command gets, bytes. */
    static final int NOTE_LENGTH = 12;

    private NextSchema()
    {
    }

    static int version()
    {
        return ReleasedVersion.present().number() + 1;
    }

    /** Text of one of the schemas. */
    static String of(final String name) throws Exception
    {
        final String present = ReleasedVersion.present().schema(name);
        return switch (name)
        {
            case WIRE -> wire(raised(present, 1));
            case SNAPSHOT -> inserted(raised(present, 2), "<sbe:message name=\"EngineState\"", "</sbe:message>",
                field("added", 15, "Word", ""));
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** A text with one replaced that it has exactly once. */
    static String replaced(final String text, final String what, final String by)
    {
        final int at = text.indexOf(what);
        if (at < 0 || text.indexOf(what, at + 1) >= 0)
        {
            throw new IllegalStateException("not there, or not once, since the test was written: " + what);
        }
        return text.substring(0, at) + by + text.substring(at + what.length());
    }

    private static String wire(final String schema)
    {
        final String noted = replaced(schema, "    </types>",
            "<composite name=\"PaymentNote\" description=\"What the payer says.\">" +
            "<type name=\"bank\" primitiveType=\"int64\" description=\"Bank.\"/>" +
            "<type name=\"channel\" primitiveType=\"int32\" description=\"Channel.\"/></composite></types>");
        final String command = inserted(noted, "<sbe:message name=\"Deposit\"", "</sbe:message>",
            field("note", 5, "PaymentNote", "presence=\"optional\""));
        final String group = inserted(command, "<sbe:message name=\"UpdateMarkPrices\"", "</group>",
            field("source", 6, "Count", ""));
        return inserted(group, "<sbe:message name=\"VersionActivated\"", "</sbe:message>",
            field("activations", 5, "Number", ""));
    }

    private static String raised(final String schema, final int schemaId)
    {
        return replaced(schema, "id=\"" + schemaId + "\" version=\"" + (version() - 1) + "\"",
            "id=\"" + schemaId + "\" version=\"" + version() + "\"");
    }

    private static String field(final String name, final int id, final String type, final String presence)
    {
        return "<field name=\"" + name + "\" id=\"" + id + "\" type=\"" + type + "\" sinceVersion=\"" + version() +
            "\" description=\"Came later.\" " + presence + "/>";
    }

    private static String inserted(final String text, final String after, final String before, final String what)
    {
        final int at = text.indexOf(before, text.indexOf(after));
        return text.substring(0, at) + what + text.substring(at);
    }
}
