package io.flatbook.cluster;

import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.RejectReason;
import org.agrona.DirectBuffer;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Tells whether bytes are exactly one message that is served, before any of it is decoded: header, root block, the
 * group or the variable field at its end, and not a byte more.
 */
final class MessageCheck
{
    static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int GROUP_HEADER_LENGTH = 4;
    private static final int VARIABLE_HEADER_LENGTH = 2;

    private MessageCheck()
    {
    }

    /**
     * @return NONE, MALFORMED or UNSUPPORTED_VERSION.
     */
    static RejectReason check(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < HEADER_LENGTH)
        {
            return RejectReason.MALFORMED;
        }
        // Under another schema or version nothing that follows would mean what it says.
        if (MessageHeaderDecoder.SCHEMA_ID != unsigned(buffer, offset + 4) ||
            MessageHeaderDecoder.SCHEMA_VERSION != unsigned(buffer, offset + 6))
        {
            return RejectReason.UNSUPPORTED_VERSION;
        }
        final Template template = Templates.find(templateId(buffer, offset));
        if (null == template || template.blockLength() != unsigned(buffer, offset))
        {
            return RejectReason.MALFORMED;
        }
        final int rest = length - HEADER_LENGTH - template.blockLength();
        final boolean fits = rest >= 0 && restFits(template, buffer, offset + length - rest, rest);
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
        final Template template, final DirectBuffer buffer, final int offset, final int length)
    {
        final int entryLength = template.groupEntryLength();
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
