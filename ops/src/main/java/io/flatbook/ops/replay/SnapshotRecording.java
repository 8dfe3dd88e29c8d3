package io.flatbook.ops.replay;

import io.aeron.cluster.codecs.ClientSessionDecoder;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.SnapshotMark;
import io.aeron.cluster.codecs.SnapshotMarkerDecoder;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.flatbook.cluster.LocalClearing;
import io.flatbook.cluster.SnapshotBlock;
import io.flatbook.sbe.snapshot.EventsStateDecoder;

import java.util.function.Consumer;

/**
 * A snapshot of the service, read from its files: first the sessions that were open, then blocks of the
 * state's records.
 */
final class SnapshotRecording
{
    private final Recording recording;

    SnapshotRecording(final Recording recording)
    {
        this.recording = recording;
    }

    /**
     * Reads all of it.
     *
     * @param sessions takes the sessions.
     * @param records  takes the records of the state.
     * @return whether its frames have checksums, which then were right.
     * @throws BadRecordingException if it is damaged or not whole.
     */
    boolean read(final Consumer<OfflineSession> sessions, final LocalClearing.Taker records)
    {
        try (MessageReader reader = new MessageReader(recording, recording.startPosition()))
        {
            boolean areSessionsDone = false;
            while (reader.next())
            {
                if (areSessionsDone)
                {
                    SnapshotBlock.read(reader.buffer(), reader.offset(), reader.length(), records);
                }
                else
                {
                    areSessionsDone = takesLastOfSessions(reader, sessions);
                }
            }
            if (!areSessionsDone || reader.tornPosition() >= 0)
            {
                throw new BadRecordingException(
                    recording.segmentFile(recording.segmentBase(reader.position())), 0, "the snapshot is not whole");
            }
            return reader.isChecksummed();
        }
    }

    /**
     * The first event that the snapshot retains; those before it, only the log before it gives.
     *
     * @return its sequence.
     * @throws BadRecordingException if the snapshot is damaged or not whole.
     */
    long firstEvent()
    {
        final io.flatbook.sbe.snapshot.MessageHeaderDecoder header =
            new io.flatbook.sbe.snapshot.MessageHeaderDecoder();
        final EventsStateDecoder events = new EventsStateDecoder();
        final long[] first = {Long.MAX_VALUE};
        read((session) ->
        {
        },
            (buffer, offset, length) ->
            {
                if (EventsStateDecoder.TEMPLATE_ID == header.wrap(buffer, offset).templateId())
                {
                    first[0] = events.wrapAndApplyHeader(buffer, offset, header).firstSequence();
                }
            });
        return first[0];
    }

    private boolean takesLastOfSessions(final MessageReader reader, final Consumer<OfflineSession> sessions)
    {
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(reader.buffer(), reader.offset());
        if (MessageHeaderDecoder.SCHEMA_ID != header.schemaId())
        {
            throw bad("a snapshot begins with sessions");
        }
        if (SnapshotMarkerDecoder.TEMPLATE_ID == header.templateId())
        {
            final SnapshotMarkerDecoder marker =
                new SnapshotMarkerDecoder().wrapAndApplyHeader(reader.buffer(), reader.offset(), header);
            if (ClusteredServiceContainer.Configuration.SNAPSHOT_TYPE_ID != marker.typeId())
            {
                throw bad("this is no snapshot of a service");
            }
            return SnapshotMark.END == marker.mark();
        }
        if (ClientSessionDecoder.TEMPLATE_ID == header.templateId())
        {
            final ClientSessionDecoder session =
                new ClientSessionDecoder().wrapAndApplyHeader(reader.buffer(), reader.offset(), header);
            final String responseChannel = session.responseChannel();
            final byte[] encodedPrincipal = new byte[session.encodedPrincipalLength()];
            session.getEncodedPrincipal(encodedPrincipal, 0, encodedPrincipal.length);
            sessions.accept(new OfflineSession(
                session.clusterSessionId(), session.responseStreamId(), responseChannel, encodedPrincipal));
        }
        return false;
    }

    private BadRecordingException bad(final String what)
    {
        return new BadRecordingException(recording.segmentFile(recording.startPosition()), 0, what);
    }
}
