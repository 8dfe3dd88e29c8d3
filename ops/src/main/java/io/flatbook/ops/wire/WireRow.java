package io.flatbook.ops.wire;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values of a message, of an entry of a group or of a composite, by the names of their fields in the schema.
 */
public final class WireRow
{
    private final List<WireField> fields;
    private final Map<String, Object> values = new LinkedHashMap<>();

    /**
     * Constructs an empty row.
     *
     * @param fields that it may hold, in order of the schema.
     */
    public WireRow(final List<WireField> fields)
    {
        this.fields = fields;
    }

    /**
     * Fields that it may hold, in order of the schema.
     */
    public List<WireField> fields()
    {
        return fields;
    }

    /**
     * Sets a value.
     *
     * @param name  of the field in the schema.
     * @param value of the shape that the field's kind says, or null.
     * @return this.
     */
    public WireRow put(final String name, final Object value)
    {
        values.put(name, value);
        return this;
    }

    /**
     * Whether the schema knows a field of this name in this row.
     *
     * @param name of the field in the schema.
     * @return whether it does.
     */
    public boolean knows(final String name)
    {
        for (final WireField field : fields)
        {
            if (field.name().equals(name))
            {
                return true;
            }
        }
        return false;
    }

    /**
     * A value, or null.
     *
     * @param name of the field in the schema.
     * @return value of the shape that the field's kind says, or null.
     */
    public Object value(final String name)
    {
        return values.get(name);
    }

    /**
     * A number, or null.
     *
     * @param name of the field in the schema.
     * @return number in the unit of the field's type, or null.
     */
    public Long number(final String name)
    {
        return (Long)values.get(name);
    }

    /**
     * A number that must be there.
     *
     * @param name of the field in the schema.
     * @return number in the unit of the field's type.
     * @throws IllegalStateException when it is null or not there.
     */
    public long required(final String name)
    {
        final Long number = number(name);
        if (null == number)
        {
            throw new IllegalStateException("no " + name + " in the message");
        }
        return number;
    }

    /**
     * A 128-bit total.
     *
     * @param high its upper half, signed.
     * @param low  its lower half, unsigned.
     * @return the total.
     */
    public static BigInteger wide(final long high, final long low)
    {
        return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(new BigInteger(Long.toUnsignedString(low)));
    }

    /**
     * A total of 128 bits that must be there.
     *
     * @param name of the field in the schema.
     * @return total in the unit of the field's type.
     * @throws IllegalStateException when it is null or not there.
     */
    public BigInteger wide(final String name)
    {
        final BigInteger total = (BigInteger)values.get(name);
        if (null == total)
        {
            throw new IllegalStateException("no " + name + " in the message");
        }
        return total;
    }

    /**
     * A text or the name of an enum's value, or null.
     *
     * @param name of the field in the schema.
     * @return the text, or null.
     */
    public String text(final String name)
    {
        return (String)values.get(name);
    }

    /**
     * Whether a switch is on.
     *
     * @param name of the field in the schema.
     * @return whether it is.
     */
    public boolean isOn(final String name)
    {
        return "ON".equals(values.get(name));
    }

    /**
     * The choices of a set.
     *
     * @param name of the field in the schema.
     * @return their names; none when the field is not there.
     */
    @SuppressWarnings("unchecked")
    public Set<String> choices(final String name)
    {
        final Object value = values.get(name);
        return null == value ? Set.of() : (Set<String>)value;
    }

    /**
     * The entries of a group.
     *
     * @param name of the group in the schema.
     * @return its entries; none when the group is not there.
     */
    @SuppressWarnings("unchecked")
    public List<WireRow> rows(final String name)
    {
        final Object value = values.get(name);
        return null == value ? List.of() : (List<WireRow>)value;
    }

    @Override
    public String toString()
    {
        return values.toString();
    }
}
