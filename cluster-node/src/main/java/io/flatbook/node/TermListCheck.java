package io.flatbook.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.NewLeadershipTermEventDecoder;
import io.aeron.protocol.DataHeaderFlyweight;
import org.agrona.DirectBuffer;

/**
 * Checks the list of terms and snapshots of a stopped node. It has no checksum, so it is checked for consistency and
 * against the log, which has one. A wrong last term would let the node judge wrongly whose log is newer when it votes.
 */
final class TermListCheck
{
    private final List<RecordingLog.Entry> entries;

    TermListCheck(final Path clusterDirectory)
    {
        try (RecordingLog recordingLog = new RecordingLog(clusterDirectory.toFile(), false))
        {
            entries = recordingLog.entries();
        }
    }

    /**
     * Terms ascend, in id and in position, none was taken out, no snapshot is of a later one than the last, and the
     * newest snapshot is whole.
     *
     * @throws DamagedException if it is not so.
     */
    void run()
    {
        RecordingLog.Entry before = null;
        for (final RecordingLog.Entry entry : entries)
        {
            if (RecordingLog.ENTRY_TYPE_TERM == entry.type)
            {
                checkTerm(entry, before);
                before = entry;
            }
            else if (RecordingLog.ENTRY_TYPE_SNAPSHOT != entry.type || entry.logPosition < 0)
            {
                throw new DamagedException("the list of terms and snapshots has " + entry + ", which is neither");
            }
        }
        for (final RecordingLog.Entry entry : entries)
        {
            if (null != before && isSnapshot(entry) && before.leadershipTermId < entry.leadershipTermId)
            {
                throw new DamagedException("the list of snapshots has " + entry + " of a term after " + before);
            }
        }
        checkNewestSnapshot();
    }

    /**
     * The last term is that of the entry with which it begins in the log. A log that was fetched may already hold a
     * later term than the list at that place.
     *
     * @param log    whose entries are as they were written.
     * @param logEnd its last position.
     * @throws DamagedException if it is not so.
     */
    void againstLog(final RecordingCheck log, final long logEnd) throws IOException
    {
        RecordingLog.Entry last = null;
        for (final RecordingLog.Entry entry : entries)
        {
            last = RecordingLog.ENTRY_TYPE_TERM == entry.type ? entry : last;
        }
        if (null != last && last.termBaseLogPosition < logEnd)
        {
            final DirectBuffer frame = log.frameAt("the log", last.termBaseLogPosition);
            if (null != frame && !begins(frame, last))
            {
                throw new DamagedException("the log does not begin the last term of the list of terms, " + last);
            }
        }
    }

    /** Whether a message of the log is the one with which a leader begins its term. */
    static boolean isBegin(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH + NewLeadershipTermEventDecoder.BLOCK_LENGTH)
        {
            return false;
        }
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
        return MessageHeaderDecoder.SCHEMA_ID == header.schemaId() &&
            NewLeadershipTermEventDecoder.TEMPLATE_ID == header.templateId();
    }

    private static boolean begins(final DirectBuffer frame, final RecordingLog.Entry term)
    {
        final int offset = DataHeaderFlyweight.HEADER_LENGTH;
        if (!isBegin(frame, offset, frame.capacity() - offset))
        {
            return false;
        }
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(frame, offset);
        final NewLeadershipTermEventDecoder event = new NewLeadershipTermEventDecoder().wrap(
            frame, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        return event.leadershipTermId() >= term.leadershipTermId &&
            event.termBaseLogPosition() == term.termBaseLogPosition;
    }

    private static void checkTerm(final RecordingLog.Entry entry, final RecordingLog.Entry before)
    {
        if (!entry.isValid)
        {
            throw new DamagedException("the list of terms lacks " + entry);
        }
        if (null != before && (entry.leadershipTermId <= before.leadershipTermId ||
            entry.termBaseLogPosition < before.termBaseLogPosition || entry.recordingId != before.recordingId))
        {
            throw new DamagedException("the list of terms has " + entry + " behind " + before);
        }
    }

    /** The entry of the consensus module is written last: that of the service is beside it, or one was changed. */
    private void checkNewestSnapshot()
    {
        RecordingLog.Entry newest = null;
        for (final RecordingLog.Entry entry : entries)
        {
            if (isSnapshot(entry) && ConsensusModule.Configuration.SERVICE_ID == entry.serviceId &&
                (null == newest || newest.logPosition < entry.logPosition))
            {
                newest = entry;
            }
        }
        final RecordingLog.Entry last = newest;
        if (null != last && entries.stream().noneMatch((entry) -> isSnapshot(entry) && 0 == entry.serviceId &&
            last.leadershipTermId == entry.leadershipTermId &&
            last.termBaseLogPosition == entry.termBaseLogPosition && last.logPosition == entry.logPosition))
        {
            throw new DamagedException("the list of snapshots has nothing of the service beside " + last);
        }
    }

    private static boolean isSnapshot(final RecordingLog.Entry entry)
    {
        return RecordingLog.ENTRY_TYPE_SNAPSHOT == entry.type && entry.isValid;
    }
}
