package io.flatbook.node;

import io.flatbook.wire.KeyFileException;
import io.flatbook.wire.RingSettings;
import io.flatbook.wire.SealedWire;
import io.flatbook.wire.SourceList;
import org.agrona.ErrorHandler;

/**
 * Makes the sealed wire of a node from its settings.
 */
final class NodeWire
{
    private NodeWire()
    {
    }

    /**
     * @param errors called when a file of keys has become invalid.
     * @return the wire; null if it is not to be sealed.
     * @throws ConfigException if the keys cannot be used.
     */
    static SealedWire of(final NodeConfig config, final ErrorHandler errors)
    {
        if (!config.isSealed())
        {
            return null;
        }
        // A recording keeps the term length that it began with, and no term is longer than a file of it.
        final int memberTermLengthMax = Math.max(RingSettings.TERM_LENGTH_MAX, config.segmentLength());
        try
        {
            return SealedWire.ofTwoRings(
                new RingSettings("memberKeyFile", config.memberKeyFile(), SourceList.ANY, memberTermLengthMax),
                new RingSettings(
                    "clientKeyFile", config.clientKeyFile(), config.allowedSources(), config.clientTermLengthMax()),
                config.endpoints()::isClientPort,
                errors);
        }
        catch (final KeyFileException ex)
        {
            throw new ConfigException(ex.getMessage(), ex);
        }
    }
}
