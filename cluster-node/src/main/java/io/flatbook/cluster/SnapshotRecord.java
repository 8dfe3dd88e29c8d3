package io.flatbook.cluster;

import io.flatbook.sbe.snapshot.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/**
 * A kind of record of the snapshot with those that follow each of it: its writer and its reader in one place.
 */
interface SnapshotRecord
{
    /**
     * Writes all of the kind, in canonical order.
     *
     * @param records takes them.
     */
    void write(SnapshotRecords records);

    /**
     * Restores a record into the empty engine.
     *
     * @param templateId of the record.
     * @param buffer that holds it.
     * @param offset of its header.
     * @param header of the record.
     * @return whether the record is of this kind; another is left as it is.
     */
    boolean read(int templateId, DirectBuffer buffer, int offset, MessageHeaderDecoder header);
}
