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
