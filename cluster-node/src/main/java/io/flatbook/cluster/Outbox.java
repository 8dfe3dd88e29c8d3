package io.flatbook.cluster;

import io.flatbook.sbe.BundleEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Messages to one connection that go out together: a single one as it is, several as a Bundle, in order. It holds as
 * much as one network frame, since an offer costs more than a message.
 *
 * <p>Contract: ONCE-3.
 */
final class Outbox
{
    private static final int HEAD_LENGTH =
        MessageHeaderEncoder.ENCODED_LENGTH + BundleEncoder.MessagesEncoder.sbeHeaderSize();
    private static final int LENGTH_OF_LENGTH = BundleEncoder.MessagesEncoder.messageHeaderLength();

    private final int capacity;
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final BundleEncoder bundle = new BundleEncoder();
    private UnsafeBuffer buffer;
    private int length = HEAD_LENGTH;
    private int count;

    /**
     * @param capacity longest bundle, in bytes.
     */
    Outbox(final int capacity)
    {
        this.capacity = capacity;
    }

    void clear()
    {
        length = HEAD_LENGTH;
        count = 0;
    }

    /**
     * Takes a message in.
     *
     * @return false if it does not fit.
     */
    boolean add(final DirectBuffer message, final int offset, final int messageLength)
    {
        if (messageLength > capacity - length - LENGTH_OF_LENGTH)
        {
            return false;
        }
        if (null == buffer)
        {
            buffer = new UnsafeBuffer(new byte[capacity]);
        }
        buffer.putShort(length, (short)messageLength, LITTLE_ENDIAN);
        buffer.putBytes(length + LENGTH_OF_LENGTH, message, offset, messageLength);
        length += LENGTH_OF_LENGTH + messageLength;
        count++;
        return true;
    }

    /**
     * Sends what is in it, if anything is.
     *
     * @return false if it was not taken, and stays.
     */
    boolean sendTo(final Receiver receiver)
    {
        if (0 == count)
        {
            return true;
        }
        final boolean isSent;
        if (1 == count)
        {
            final int offset = HEAD_LENGTH + LENGTH_OF_LENGTH;
            isSent = receiver.offer(buffer, offset, length - offset);
        }
        else
        {
            bundle.wrapAndApplyHeader(buffer, 0, messageHeader).messagesCount(count);
            isSent = receiver.offer(buffer, 0, length);
        }
        if (isSent)
        {
            clear();
        }
        return isSent;
    }
}
