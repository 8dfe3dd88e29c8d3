package io.flatbook.client;

import org.agrona.MutableDirectBuffer;

/**
 * A command that can put itself into a buffer. {@link GatewayCommands}, {@link RiskCommands} and {@link RiskSettings}
 * make them; the client assigns the id and sends it until it is answered.
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
     * @throws RuntimeException if a value does not fit its field; then nothing is sent.
     */
    int encode(MutableDirectBuffer buffer, int offset, long commandId);
}
