package io.flatbook.ops.wire;

import java.util.List;

/**
 * A message, as the schema defines it.
 *
 * @param name        in the schema, for example {@code RegisterTrade}.
 * @param templateId  in the schema.
 * @param blockLength of the root block in bytes.
 * @param fields      in order of the schema.
 */
public record WireSpec(String name, int templateId, int blockLength, List<WireField> fields)
{
    static final String EVENT_HEADER = "header";

    private static final int LAST_COMMAND = 99;

    /**
     * Whether a principal sends it and it may change the book.
     */
    public boolean isCommand()
    {
        return templateId <= LAST_COMMAND;
    }

    /**
     * Whether the service tells with it what happened.
     */
    public boolean isEvent()
    {
        return EVENT_HEADER.equals(fields.get(0).name());
    }

    /**
     * A new message of this kind without values.
     *
     * @return the message.
     */
    public WireMessage create()
    {
        return new WireMessage(this, new WireRow(fields));
    }
}
