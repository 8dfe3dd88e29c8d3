package io.flatbook.cluster;

import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.RejectReason;
import org.agrona.DirectBuffer;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Checks whether bytes are exactly one message that is served, before any of it is decoded: header, root block, the
 * group or the variable field at its end, and not a byte more.
 */
final class MessageCheck
{
    static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;
    /** First version of the schema that was released. */
    static final int VERSION_FIRST = 1;

    private static final int GROUP_HEADER_LENGTH = 4;
    private static final int VARIABLE_HEADER_LENGTH = 2;

    private MessageCheck()
    {
    }

    /**
     * Checks a message as every binary does, whatever it knows itself (VER-1).
     *
     * @param activeVersion of the engine; the schema has the same numbers.
     * @return NONE, MALFORMED or UNSUPPORTED_VERSION.
     */
    static RejectReason check(
        final DirectBuffer buffer, final int offset, final int length, final int activeVersion)
    {
        if (length < HEADER_LENGTH)
        {
            return RejectReason.MALFORMED;
        }
        // Under another schema or version nothing that follows would mean what it says.
        final int version = unsigned(buffer, offset + 6);
        if (MessageHeaderDecoder.SCHEMA_ID != unsigned(buffer, offset + 4) ||
            version < VERSION_FIRST || version > activeVersion)
        {
            return RejectReason.UNSUPPORTED_VERSION;
        }
        final Template template = Templates.find(templateId(buffer, offset));
        final int blockLength = null == template ? 0 : template.blockLengthOf(version);
        if (0 == blockLength || blockLength != unsigned(buffer, offset))
        {
            return RejectReason.MALFORMED;
        }
        final int rest = length - HEADER_LENGTH - blockLength;
        final boolean fits =
            rest >= 0 && restFits(template, template.groupEntryLengthOf(version), buffer, offset + length - rest, rest);
        return fits ? RejectReason.NONE : RejectReason.MALFORMED;
    }

    /**
     * Template id of a message of at least header length.
     */
    static int templateId(final DirectBuffer buffer, final int offset)
    {
        return unsigned(buffer, offset + 2);
    }

    /**
     * First field of every command (commandId) and query (correlationId).
     */
    static long leadingId(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + HEADER_LENGTH, LITTLE_ENDIAN);
    }

    private static boolean restFits(
        final Template template,
        final int entryLength,
        final DirectBuffer buffer,
        final int offset,
        final int length)
    {
        if (entryLength > 0)
        {
            return length >= GROUP_HEADER_LENGTH && entryLength == unsigned(buffer, offset) &&
                length == GROUP_HEADER_LENGTH + (long)entryLength * unsigned(buffer, offset + 2);
        }
        if (template.endsVariable())
        {
            return length >= VARIABLE_HEADER_LENGTH &&
                length == VARIABLE_HEADER_LENGTH + unsigned(buffer, offset);
        }
        return 0 == length;
    }

    private static int unsigned(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset, LITTLE_ENDIAN) & 0xFFFF;
    }
}
