package io.flatbook.ops.replay;

import io.flatbook.cluster.SnapshotSource;
import io.flatbook.ops.view.JsonView;
import io.flatbook.sbe.snapshot.EventStateDecoder;
import io.flatbook.sbe.snapshot.MessageHeaderDecoder;
import io.flatbook.sbe.snapshot.SnapshotFooterDecoder;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.function.BiFunction;

/**
 * Compares two snapshots record by record: equal states have equal records in equal order. The records of two versions
 * of the schema differ for the same state; of these the hashes in the footers are compared (VER-1). A retained event
 * keeps the version of the binary that emitted it, and is passed over if that of the other side is another.
 */
final class SnapshotDiff
{
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SnapshotFooterDecoder footer = new SnapshotFooterDecoder();
    private final EventStateDecoder event = new EventStateDecoder();
    private final DirectBuffer encodedEvent = new UnsafeBuffer();
    private final LongArrayList hashes = new LongArrayList();
    private final IntArrayList versions = new IntArrayList();
    private int version;
    private long stateHash;
    private long replicaHash;

    private SnapshotDiff(final SnapshotSource source)
    {
        source.feed(this::onRecord);
    }

    /**
     * Finds the first record that differs.
     *
     * @param one   read up to three times.
     * @param other likewise.
     * @param text  what to say of the two records, each null if there is none.
     * @return null if they are equal, else what the text function says, or which hashes differ.
     */
    static String first(
        final SnapshotSource one, final SnapshotSource other, final BiFunction<byte[], byte[], String> text)
    {
        final SnapshotDiff ofOne = new SnapshotDiff(one);
        final SnapshotDiff ofOther = new SnapshotDiff(other);
        if (ofOne.version != ofOther.version)
        {
            final boolean areEqual = ofOne.stateHash == ofOther.stateHash && ofOne.replicaHash == ofOther.replicaHash;
            return areEqual ? null : ofOne + " against " + ofOther;
        }
        final int shared = Math.min(ofOne.hashes.size(), ofOther.hashes.size());
        int i = 0;
        while (i < shared && ofOne.isSame(ofOther, i))
        {
            i++;
        }
        final boolean areEqual = i == ofOne.hashes.size() && i == ofOther.hashes.size();
        return areEqual ? null : text.apply(record(one, i), record(other, i));
    }

    @Override
    public String toString()
    {
        return "stateHash " + JsonView.hash(stateHash) + ", replicaHash " + JsonView.hash(replicaHash) +
            " in version " + version;
    }

    private boolean isSame(final SnapshotDiff other, final int index)
    {
        return hashes.getLong(index) == other.hashes.getLong(index) ||
            versions.getInt(index) != other.versions.getInt(index);
    }

    private void onRecord(final DirectBuffer buffer, final int offset, final int length)
    {
        header.wrap(buffer, offset);
        version = header.version();
        if (SnapshotFooterDecoder.TEMPLATE_ID == header.templateId())
        {
            footer.wrapAndApplyHeader(buffer, offset, header);
            stateHash = footer.stateHash();
            replicaHash = footer.replicaHash();
        }
        hashes.addLong(hash(buffer, offset, length));
        versions.addInt(EventStateDecoder.TEMPLATE_ID == header.templateId() ?
            eventVersion(buffer, offset) : version);
    }

    private int eventVersion(final DirectBuffer buffer, final int offset)
    {
        event.wrapAndApplyHeader(buffer, offset, header).wrapEncodedEvent(encodedEvent);
        return header.wrap(encodedEvent, 0).version();
    }

    private static byte[] record(final SnapshotSource source, final int index)
    {
        final byte[][] found = new byte[1][];
        final int[] next = new int[1];
        source.feed((buffer, offset, length) ->
        {
            if (index == next[0]++)
            {
                found[0] = new byte[length];
                buffer.getBytes(offset, found[0]);
            }
        });
        return found[0];
    }

    // FNV-1a, 64 bits (Fowler, Noll, Vo).
    private static long hash(final DirectBuffer buffer, final int offset, final int length)
    {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < length; i++)
        {
            hash = (hash ^ buffer.getByte(offset + i)) * 0x100000001B3L;
        }
        return hash;
    }
}
