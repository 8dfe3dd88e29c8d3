package io.flatbook.wire;

import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.LogBufferDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import io.aeron.protocol.SetupFlyweight;
import org.agrona.BitUtil;

/**
 * What a setup may ask for: the driver allocates three terms of the length that the sender names, and reports
 * impossible values as errors.
 */
final class SetupCheck
{
    private SetupCheck()
    {
    }

    static boolean isSound(final SetupFlyweight setup, final int frameLength, final int termLengthMax)
    {
        if (frameLength < SetupFlyweight.HEADER_LENGTH)
        {
            return false;
        }
        final int termLength = setup.termLength();
        final int mtuLength = setup.mtuLength();
        final int termOffset = setup.termOffset();
        return termLength >= LogBufferDescriptor.TERM_MIN_LENGTH && termLength <= termLengthMax &&
            BitUtil.isPowerOfTwo(termLength) &&
            mtuLength > DataHeaderFlyweight.HEADER_LENGTH && mtuLength <= Trailer.PACKET_LENGTH_MAX &&
            0 == mtuLength % FrameDescriptor.FRAME_ALIGNMENT &&
            termOffset >= 0 && termOffset <= termLength && 0 == termOffset % FrameDescriptor.FRAME_ALIGNMENT &&
            setup.activeTermId() - setup.initialTermId() >= 0;
    }
}
