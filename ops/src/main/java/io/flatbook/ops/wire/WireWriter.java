package io.flatbook.ops.wire;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import uk.co.real_logic.sbe.PrimitiveType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes the tree of a message. Missing numbers become null if the schema allows it and 0 otherwise, so that the
 * service refuses them and not this class.
 */
final class WireWriter
{
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private WireWriter()
    {
    }

    /**
     * Writes a block and the groups and bytes that follow it.
     *
     * @return offset after the last byte written.
     */
    static int write(final WireRow row, final int blockLength, final MutableDirectBuffer buffer, final int offset)
    {
        buffer.setMemory(offset, blockLength, (byte)0);
        int position = offset + blockLength;
        for (final WireField field : row.fields())
        {
            switch (field.kind())
            {
                case GROUP -> position = writeGroup(field, row.rows(field.name()), buffer, position);
                case BYTES ->
                {
                    final byte[] bytes = (byte[])row.value(field.name());
                    buffer.putShort(position, (short)bytes.length, ORDER);
                    buffer.putBytes(position + Short.BYTES, bytes);
                    position += Short.BYTES + bytes.length;
                }
                default -> writeField(field, row.value(field.name()), buffer, offset + field.offset());
            }
        }
        return position;
    }

    private static int writeGroup(
        final WireField field, final List<WireRow> rows, final MutableDirectBuffer buffer, final int offset)
    {
        buffer.putShort(offset, (short)field.entryLength(), ORDER);
        buffer.putShort(offset + Short.BYTES, (short)rows.size(), ORDER);
        int position = offset + 2 * Short.BYTES;
        for (final WireRow row : rows)
        {
            position = write(row, field.entryLength(), buffer, position);
        }
        return position;
    }

    private static void writeField(
        final WireField field, final Object value, final MutableDirectBuffer buffer, final int offset)
    {
        switch (field.kind())
        {
            case TEXT ->
            {
                final byte[] bytes = (null == value ? "" : (String)value).getBytes(StandardCharsets.UTF_8);
                if (bytes.length > field.length())
                {
                    throw new IllegalArgumentException(
                        field.name() + " is longer than " + field.length() + " bytes: " + value);
                }
                buffer.putBytes(offset, bytes);
            }
            case DECIMAL ->
            {
                final BigDecimal decimal = null == value ? BigDecimal.ZERO : (BigDecimal)value;
                buffer.putLong(offset, decimal.unscaledValue().longValueExact(), ORDER);
                buffer.putByte(offset + Long.BYTES, (byte)-decimal.scale());
            }
            case WIDE ->
            {
                final BigInteger total = null == value ? BigInteger.ZERO : (BigInteger)value;
                buffer.putLong(offset, total.shiftRight(Long.SIZE).longValueExact(), ORDER);
                buffer.putLong(offset + Long.BYTES, total.longValue(), ORDER);
            }
            case COMPOSITE -> write((WireRow)value, 0, buffer, offset);
            default -> putNumber(buffer, offset, field.primitive(), number(field, value));
        }
    }

    private static long number(final WireField field, final Object value)
    {
        return switch (field.kind())
        {
            case ENUM -> null == value ? field.nullValue() : label(field.labels(), field, (String)value);
            case SET ->
            {
                long bits = 0;
                for (final Object choice : null == value ? List.of() : (Iterable<?>)value)
                {
                    bits |= 1L << label(field.labels(), field, (String)choice);
                }
                yield bits;
            }
            default -> null != value ? (Long)value : field.optional() ? field.nullValue() : 0;
        };
    }

    private static long label(final Map<String, Long> labels, final WireField field, final String name)
    {
        final Long number = labels.get(name);
        if (null == number)
        {
            throw new IllegalArgumentException(field.name() + " cannot be " + name + ", only " + labels.keySet());
        }
        return number;
    }

    /**
     * Reads a number of any integer encoding; an unsigned 64-bit one keeps its bits.
     */
    static long read(final DirectBuffer buffer, final int index, final PrimitiveType type)
    {
        return switch (type)
        {
            case INT8 -> buffer.getByte(index);
            case UINT8, CHAR -> buffer.getByte(index) & 0xFF;
            case INT16 -> buffer.getShort(index, ORDER);
            case UINT16 -> buffer.getShort(index, ORDER) & 0xFFFF;
            case INT32 -> buffer.getInt(index, ORDER);
            case UINT32 -> buffer.getInt(index, ORDER) & 0xFFFF_FFFFL;
            case INT64, UINT64 -> buffer.getLong(index, ORDER);
            default -> throw new IllegalStateException("the schema has no " + type);
        };
    }

    private static void putNumber(
        final MutableDirectBuffer buffer, final int index, final PrimitiveType type, final long number)
    {
        switch (type)
        {
            case INT8, UINT8, CHAR -> buffer.putByte(index, (byte)number);
            case INT16, UINT16 -> buffer.putShort(index, (short)number, ORDER);
            case INT32, UINT32 -> buffer.putInt(index, (int)number, ORDER);
            case INT64, UINT64 -> buffer.putLong(index, number, ORDER);
            default -> throw new IllegalStateException("the schema has no " + type);
        }
    }
}
