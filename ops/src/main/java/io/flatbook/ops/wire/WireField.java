package io.flatbook.ops.wire;

import uk.co.real_logic.sbe.PrimitiveType;

import java.util.List;
import java.util.Map;

/**
 * A field of a message or of an entry of a group, as the schema defines it.
 *
 * @param name        name in the schema, for example {@code quantityLots}.
 * @param type        type in the schema without the ending Optional, for example {@code Lots}.
 * @param kind        shape of its value in a {@link WireRow}.
 * @param optional    whether null is allowed.
 * @param offset      offset in the block in bytes; of no meaning for groups and bytes.
 * @param primitive   encoding; null for composites, groups and bytes.
 * @param length      number of characters of a text, else 1.
 * @param nullValue   the number that means null.
 * @param labels      names of an enum's values with their numbers, or of a set's choices with their bits.
 * @param children    fields of a composite, or of an entry of a group.
 * @param entryLength length of an entry of a group in bytes.
 */
public record WireField(
    String name, String type, Kind kind, boolean optional, int offset, PrimitiveType primitive, int length,
    long nullValue, Map<String, Long> labels, List<WireField> children, int entryLength)
{
    /**
     * Shape of a field's value.
     */
    public enum Kind
    {
        /**
         * {@link Long}, or null.
         */
        NUMBER,
        /**
         * {@link String} without padding.
         */
        TEXT,
        /**
         * {@link String}, the name of the value; null if the wire says null or a number that the schema lacks.
         */
        ENUM,
        /**
         * {@link java.util.Set} of the names of the choices.
         */
        SET,
        /**
         * {@link java.math.BigDecimal}.
         */
        DECIMAL,
        /**
         * {@link java.math.BigInteger}, a total of 128 bits.
         */
        WIDE,
        /**
         * {@link WireRow} of any other composite.
         */
        COMPOSITE,
        /**
         * {@link List} of {@link WireRow}.
         */
        GROUP,
        /**
         * Byte array.
         */
        BYTES
    }

    /**
     * The same field at another place.
     *
     * @param by bytes to add to its offset.
     * @return the field.
     */
    WireField moved(final int by)
    {
        return new WireField(
            name, type, kind, optional, offset + by, primitive, length, nullValue, labels, children, entryLength);
    }
}
