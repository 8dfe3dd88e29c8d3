package io.flatbook.ops.wire;

/**
 * A message and its values.
 *
 * @param spec what the schema says of it.
 * @param row  its values.
 */
public record WireMessage(WireSpec spec, WireRow row)
{
    /**
     * Name in the schema.
     */
    public String name()
    {
        return spec.name();
    }

    /**
     * The header that every event begins with.
     *
     * @return the header; null in a message that is no event.
     */
    public WireRow header()
    {
        return (WireRow)row.value(WireSpec.EVENT_HEADER);
    }

    /**
     * Sets a value.
     *
     * @param name  of the field in the schema.
     * @param value of the shape that the field's kind says, or null.
     * @return this.
     */
    public WireMessage with(final String name, final Object value)
    {
        row.put(name, value);
        return this;
    }

    @Override
    public String toString()
    {
        return spec.name() + row;
    }
}
