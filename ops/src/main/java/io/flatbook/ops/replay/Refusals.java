package io.flatbook.ops.replay;

import io.flatbook.sbe.snapshot.MessageHeaderDecoder;
import io.flatbook.sbe.snapshot.RefusedEntryStateDecoder;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Entries of the log that operators had refused, as far as a snapshot knows of them.
 */
final class Refusals
{
    private Refusals()
    {
    }

    /**
     * Positions of the entries after a snapshot that a later one knows to be refused.
     *
     * @param from null for the beginning of the log.
     */
    static LongStream after(final NodeDirectory directory, final SnapshotEntry from)
    {
        final long fromPosition = null == from ? 0 : from.logPosition();
        final List<SnapshotEntry> snapshots = directory.snapshots();
        for (int i = snapshots.size() - 1; i >= 0 && snapshots.get(i).logPosition() > fromPosition; i--)
        {
            try
            {
                return positions(new SnapshotRecording(directory.recording(snapshots.get(i))))
                    .filter((position) -> position > fromPosition);
            }
            catch (final BadRecordingException ex)
            {
                // An older one knows less, and that is all that is left.
                continue;
            }
        }
        return LongStream.empty();
    }

    private static LongStream positions(final SnapshotRecording snapshot)
    {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        final RefusedEntryStateDecoder refused = new RefusedEntryStateDecoder();
        final List<Long> positions = new ArrayList<>();
        snapshot.read((session) -> { }, (buffer, offset, length) ->
        {
            if (length >= MessageHeaderDecoder.ENCODED_LENGTH &&
                RefusedEntryStateDecoder.TEMPLATE_ID == header.wrap(buffer, offset).templateId())
            {
                positions.add(refused.wrapAndApplyHeader(buffer, offset, header).position());
            }
        });
        return positions.stream().mapToLong(Long::longValue);
    }
}
