package io.flatbook.cluster;

import org.agrona.DirectBuffer;

/**
 * Takes one message, or does not.
 */
@FunctionalInterface
public interface Receiver
{
    /**
     * Offers a message; never blocks.
     *
     * @param buffer that holds the message; it may be reused after the call.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return whether it was taken.
     */
    boolean offer(DirectBuffer buffer, int offset, int length);
}
