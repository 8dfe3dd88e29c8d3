package io.flatbook.node;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import org.agrona.concurrent.status.CountersReader;

/**
 * Positions of the log that Aeron's parts have reached, read from their counters, so they are exact to the entry
 * without asking the state machine. Only while the node runs.
 */
final class LogPositions
{
    private static final int STREAM_ID_OFFSET = 12;
    private static final String RECORDING_LABEL = "rec-pos:";
    private static final int STREAM_ID_WORD = 3;

    private final Aeron service;
    private final int streamId;

    /**
     * @param service  client of the media driver that reads the log for the service.
     * @param streamId of the log.
     */
    LogPositions(final Aeron service, final int streamId)
    {
        this.service = service;
        this.streamId = streamId;
    }

    /** Up to where the service has read the log, in bytes; -1 while it reads none. */
    long applied()
    {
        final CountersReader counters = service.countersReader();
        final long[] position = {-1};
        counters.forEach((counterId, typeId, key, label) ->
        {
            if (AeronCounters.DRIVER_SUBSCRIBER_POSITION_TYPE_ID == typeId &&
                streamId == key.getInt(STREAM_ID_OFFSET) && service.clientId() == counters.getCounterOwnerId(counterId))
            {
                position[0] = Math.max(position[0], counters.getCounterValue(counterId));
            }
        });
        return position[0];
    }

    /** Up to where the archive of the node has the log, in bytes; -1 while it records none. */
    long appended()
    {
        final CountersReader counters = service.countersReader();
        final long[] position = {-1};
        counters.forEach((counterId, typeId, key, label) ->
        {
            if (AeronCounters.ARCHIVE_RECORDING_POSITION_TYPE_ID == typeId && isOfLog(label))
            {
                position[0] = Math.max(position[0], counters.getCounterValue(counterId));
            }
        });
        return position[0];
    }

    /** The label is "rec-pos: RECORDING SESSION STREAM CHANNEL"; the key has no stream. */
    private boolean isOfLog(final String label)
    {
        final String[] words = label.split(" ");
        return words.length > STREAM_ID_WORD && RECORDING_LABEL.equals(words[0]) &&
            Integer.toString(streamId).equals(words[STREAM_ID_WORD]);
    }
}
