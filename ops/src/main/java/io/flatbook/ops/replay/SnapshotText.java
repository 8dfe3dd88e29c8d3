package io.flatbook.ops.replay;

import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireField;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.HexFormat;

/**
 * Records of a snapshot in words, by the schema.
 */
final class SnapshotText
{
    private SnapshotText()
    {
    }

    /**
     * Says how two records differ.
     *
     * @param one   null if there is none.
     * @param other likewise.
     */
    static String differ(final byte[] one, final byte[] other)
    {
        return of(one) + " against " + of(other);
    }

    private static String of(final byte[] bytes)
    {
        if (null == bytes)
        {
            return "nothing";
        }
        final WireMessage record = Protocol.snapshot().decode(new UnsafeBuffer(bytes), 0);
        return null == record ? "an unknown record" : text(record);
    }

    private static String text(final WireMessage record)
    {
        final StringBuilder text = new StringBuilder(record.name()).append('{');
        String separator = "";
        for (final WireField field : record.row().fields())
        {
            text.append(separator).append(field.name()).append('=').append(value(record.row(), field));
            separator = ", ";
        }
        return text.append('}').toString();
    }

    private static String value(final WireRow row, final WireField field)
    {
        final Object value = row.value(field.name());
        if (!(value instanceof byte[] bytes))
        {
            return String.valueOf(value);
        }
        final boolean isEvent = "encodedEvent".equals(field.name());
        return isEvent ? String.valueOf(Protocol.wire().decode(new UnsafeBuffer(bytes), 0)) :
            HexFormat.of().formatHex(bytes);
    }
}
