package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.sbe.snapshot.MessageHeaderDecoder;
import io.flatbook.sbe.snapshot.SnapshotFooterDecoder;
import io.flatbook.sbe.snapshot.SnapshotHeaderDecoder;
import org.agrona.DirectBuffer;

import java.util.List;

/**
 * Builds the state of an empty engine from the records of a snapshot, and checks it by the footer's hashes.
 *
 * <p>Records of another version are read too (VER-1). An older one lacks the fields that came since. A newer one has
 * fields that are passed over: as long as no newer version is active they say nothing, and the hashes prove it.
 */
final class SnapshotLoader
{
    private final ClearingEngine engine;
    private final List<SnapshotRecord> kinds;
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final SnapshotFooterDecoder footer = new SnapshotFooterDecoder();
    private long recordsRead;
    private long footerRecords;
    private long footerStateHash;
    private long footerReplicaHash;
    private boolean isComplete;

    SnapshotLoader(final ClearingEngine engine, final EventPublisher publisher)
    {
        this.engine = engine;
        kinds = SnapshotTaker.kinds(engine, publisher);
    }

    boolean isComplete()
    {
        return isComplete;
    }

    /**
     * Takes the next record in.
     *
     * @throws IllegalStateException if it is not of this format, out of order, or damaged.
     */
    void onRecord(final DirectBuffer buffer, final int offset, final int length)
    {
        try
        {
            take(buffer, offset, length);
        }
        catch (final IllegalStateException ex)
        {
            throw ex;
        }
        catch (final RuntimeException ex)
        {
            throw new IllegalStateException("record " + recordsRead + " of the snapshot is damaged: " + ex, ex);
        }
    }

    private void take(final DirectBuffer buffer, final int offset, final int length)
    {
        if (isComplete || length < MessageHeaderDecoder.ENCODED_LENGTH ||
            MessageHeaderDecoder.SCHEMA_ID != messageHeader.wrap(buffer, offset).schemaId() ||
            messageHeader.version() < MessageCheck.VERSION_FIRST)
        {
            throw new IllegalStateException("record " + recordsRead + " is not of this snapshot format");
        }
        final int templateId = messageHeader.templateId();
        if (0 == recordsRead != (SnapshotHeaderDecoder.TEMPLATE_ID == templateId))
        {
            throw new IllegalStateException("a snapshot begins with one header, record " + recordsRead);
        }
        if (SnapshotFooterDecoder.TEMPLATE_ID == templateId)
        {
            footer.wrapAndApplyHeader(buffer, offset, messageHeader);
            footerRecords = footer.records();
            footerStateHash = footer.stateHash();
            footerReplicaHash = footer.replicaHash();
            isComplete = true;
            engine.state().completeRestore();
        }
        else if (!isRead(templateId, buffer, offset))
        {
            throw new IllegalStateException("record " + recordsRead + " has unknown template " + templateId);
        }
        recordsRead++;
    }

    /**
     * @throws IllegalStateException if the state built is not the one written.
     */
    void verify()
    {
        if (!isComplete)
        {
            throw new IllegalStateException("the snapshot ends before its footer");
        }
        EngineRecord.expect("records", footerRecords, recordsRead - 1);
        EngineRecord.expect("stateHash", footerStateHash, engine.stateHash());
        EngineRecord.expect("replicaHash", footerReplicaHash, engine.replicaHash());
    }

    private boolean isRead(final int templateId, final DirectBuffer buffer, final int offset)
    {
        for (int i = 0; i < kinds.size(); i++)
        {
            if (kinds.get(i).read(templateId, buffer, offset, messageHeader))
            {
                return true;
            }
        }
        return false;
    }
}
