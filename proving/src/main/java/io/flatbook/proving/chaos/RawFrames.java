package io.flatbook.proving.chaos;

import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import io.aeron.protocol.NakFlyweight;
import io.aeron.protocol.SetupFlyweight;
import io.aeron.protocol.StatusMessageFlyweight;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.random.RandomGenerator;

/**
 * Frames of Aeron as made by an attacker without a media driver. The sessions of their streams differ from all others
 * in the upper half of their numbers.
 */
final class RawFrames
{
    private static final int SESSIONS = 0x5EED_0000;
    private static final int SESSION_MASK = 0xFFFF_0000;
    private static final int MTU_LENGTH = 1_376;
    private static final int TERM_ID = 1;
    private static final byte WHOLE = FrameDescriptor.UNFRAGMENTED;

    private RawFrames()
    {
    }

    /** A number for a stream of the attacker. */
    static int session(final RandomGenerator chance)
    {
        return SESSIONS | chance.nextInt(~SESSION_MASK);
    }

    static boolean isSession(final int sessionId)
    {
        return SESSIONS == (sessionId & SESSION_MASK);
    }

    /** Asks a receiver to take a stream. */
    static byte[] setup(final int streamId, final int sessionId, final int termLength)
    {
        final byte[] frame = new byte[SetupFlyweight.HEADER_LENGTH];
        final SetupFlyweight setup = new SetupFlyweight();
        setup.wrap(new UnsafeBuffer(frame));
        setup.streamId(streamId).sessionId(sessionId).initialTermId(TERM_ID).activeTermId(TERM_ID).termOffset(0)
            .termLength(termLength).mtuLength(MTU_LENGTH).ttl(0)
            .version((short)0).flags((short)0).headerType(SetupFlyweight.HDR_TYPE_SETUP).frameLength(frame.length);
        return frame;
    }

    /** The message number {@code index} of a stream of messages of this one's length. */
    static byte[] message(
        final int streamId, final int sessionId, final int index, final DirectBuffer message, final int length)
    {
        final int frameLength = DataHeaderFlyweight.HEADER_LENGTH + length;
        final int aligned = BitUtil.align(frameLength, FrameDescriptor.FRAME_ALIGNMENT);
        final byte[] frame = new byte[aligned];
        final DataHeaderFlyweight header = new DataHeaderFlyweight();
        header.wrap(new UnsafeBuffer(frame));
        header.termOffset(index * aligned).sessionId(sessionId).streamId(streamId).termId(TERM_ID)
            .version((short)0).flags(WHOLE).headerType(DataHeaderFlyweight.HDR_TYPE_DATA).frameLength(frameLength);
        message.getBytes(0, frame, DataHeaderFlyweight.HEADER_LENGTH, length);
        return frame;
    }

    /** Asks a sender for a setup, and announces a receiver to it. */
    static byte[] status(final int streamId, final int sessionId)
    {
        final byte[] frame = new byte[StatusMessageFlyweight.HEADER_LENGTH];
        final StatusMessageFlyweight status = new StatusMessageFlyweight();
        status.wrap(new UnsafeBuffer(frame));
        status.sessionId(sessionId).streamId(streamId).consumptionTermId(TERM_ID).consumptionTermOffset(0)
            .receiverWindowLength(MTU_LENGTH).receiverId(1)
            .version((short)0).flags(StatusMessageFlyweight.SEND_SETUP_FLAG)
            .headerType(StatusMessageFlyweight.HDR_TYPE_SM).frameLength(frame.length);
        return frame;
    }

    /** Asks a sender to send again. */
    static byte[] nak(final int streamId, final int sessionId)
    {
        final byte[] frame = new byte[NakFlyweight.HEADER_LENGTH];
        final NakFlyweight nak = new NakFlyweight();
        nak.wrap(new UnsafeBuffer(frame));
        nak.sessionId(sessionId).streamId(streamId).termId(TERM_ID).termOffset(0).length(MTU_LENGTH)
            .version((short)0).flags((short)0).headerType(NakFlyweight.HDR_TYPE_NAK).frameLength(frame.length);
        return frame;
    }
}
