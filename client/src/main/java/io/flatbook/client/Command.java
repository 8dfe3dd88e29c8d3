package io.flatbook.client;

import org.agrona.MutableDirectBuffer;

/**
 * A command that can put itself into a buffer. {@link GatewayCommands}, {@link RiskCommands}, {@link Trade} and
 * {@link TradeBatch} make them; the client gives the id, sends it, and answers for it.
 */
@FunctionalInterface
public interface Command
{
    /**
     * Encodes the command with its message header.
     *
     * @param buffer    to write to; it grows as needed.
     * @param offset    at which the message header begins, in bytes.
     * @param commandId given to the command.
     * @return length in bytes, message header included.
     * @throws RuntimeException if a value does not fit its field; nothing is sent then.
     */
    int encode(MutableDirectBuffer buffer, int offset, long commandId);
}
