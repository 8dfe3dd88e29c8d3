package io.flatbook.client;

import io.flatbook.sbe.BundleDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * Takes apart what a session of the cluster receives in one piece: a message, or several in a Bundle. The client does
 * this by itself; the class is for programs that speak the wire protocol without it. Nothing is allocated.
 */
public final class BundleReader
{
    private static final int GROUP_OFFSET = MessageHeaderDecoder.ENCODED_LENGTH + BundleDecoder.BLOCK_LENGTH;
    private static final int COUNT_OFFSET = GROUP_OFFSET + Short.BYTES;
    private static final int MESSAGES_OFFSET = GROUP_OFFSET + BundleDecoder.MessagesDecoder.sbeHeaderSize();
    private static final int LENGTH_OF_LENGTH = BundleDecoder.MessagesDecoder.messageHeaderLength();

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final CallbackErrors errors = new CallbackErrors();
    private final Taker taker;

    /**
     * Takes messages.
     */
    @FunctionalInterface
    public interface Taker
    {
        /**
         * A message.
         *
         * @param buffer that holds it during the call.
         * @param offset of its header.
         * @param length in bytes, header included.
         */
        void onMessage(DirectBuffer buffer, int offset, int length);
    }

    /**
     * A reader.
     *
     * @param taker takes the messages.
     */
    public BundleReader(final Taker taker)
    {
        this.taker = taker;
    }

    /**
     * Gives the messages in order. What the taker throws holds back no later message: the first of it is thrown after
     * the last message, with the others suppressed in it.
     *
     * @param buffer that holds what was received.
     * @param offset of its first byte.
     * @param length in bytes.
     */
    public void read(final DirectBuffer buffer, final int offset, final int length)
    {
        if (!isBundle(buffer, offset, length))
        {
            taker.onMessage(buffer, offset, length);
            return;
        }
        final int end = offset + length;
        final int count = 0xFFFF & buffer.getShort(offset + COUNT_OFFSET, ByteOrder.LITTLE_ENDIAN);
        int at = offset + MESSAGES_OFFSET;
        for (int i = 0; i < count && at + LENGTH_OF_LENGTH <= end; i++)
        {
            final int messageLength = 0xFFFF & buffer.getShort(at, ByteOrder.LITTLE_ENDIAN);
            at += LENGTH_OF_LENGTH;
            if (messageLength > end - at)
            {
                break;
            }
            take(buffer, at, messageLength);
            at += messageLength;
        }
        errors.throwKept();
    }

    private boolean isBundle(final DirectBuffer buffer, final int offset, final int length)
    {
        return length >= MESSAGES_OFFSET &&
            MessageHeaderDecoder.SCHEMA_ID == header.wrap(buffer, offset).schemaId() &&
            BundleDecoder.TEMPLATE_ID == header.templateId();
    }

    private void take(final DirectBuffer buffer, final int offset, final int length)
    {
        try
        {
            taker.onMessage(buffer, offset, length);
        }
        catch (final RuntimeException | Error ex)
        {
            errors.keep(ex);
        }
    }
}
