package io.flatbook.proving.chaos;

import io.aeron.cluster.RecordingLog;
import io.aeron.protocol.DataHeaderFlyweight;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Damage to the files of a node that does not run: one bit flipped, or the end of a file cut off.
 *
 * @param file   that was changed.
 * @param offset of the byte that was changed, or at which the file ends now.
 * @param isCut  whether it was cut.
 */
record FileDamage(Path file, long offset, boolean isCut)
{
    private static final int FRAME_ALIGNMENT = 32;
    private static final int CUT_MOST = 4_096;
    private static final int STREAM_FIELD = DataHeaderFlyweight.STREAM_ID_FIELD_OFFSET;
    private static final int MODULE = -1;
    private static final int SERVICE = 0;

    /** A bit of the log behind the newest snapshot, which a start replays. */
    static FileDamage inNewLog(final Path node, final RandomGenerator chance) throws IOException
    {
        final RecordingLog.Entry snapshot = newestSnapshot(node, SERVICE);
        return inLog(node, chance, null == snapshot ? 0 : snapshot.logPosition, Long.MAX_VALUE);
    }

    /** A bit of the log before the newest snapshot, which a start does not read. */
    static FileDamage inOldLog(final Path node, final RandomGenerator chance) throws IOException
    {
        return inLog(node, chance, 0, newestSnapshot(node, SERVICE).logPosition);
    }

    /** A bit of the newest snapshot, of the service or of the consensus module. */
    static FileDamage inSnapshot(final Path node, final RandomGenerator chance) throws IOException
    {
        final long recordingId = newestSnapshot(node, chance.nextBoolean() ? SERVICE : MODULE).recordingId;
        final Path file = segments(node, recordingId).get(0);
        return flippedInFrame(file, 0, recordedLength(file), chance);
    }

    static FileDamage inCatalog(final Path node, final RandomGenerator chance) throws IOException
    {
        return flipped(catalog(node), chance.nextLong(usedLength(catalog(node))), chance);
    }

    static FileDamage inRecordingLog(final Path node, final RandomGenerator chance) throws IOException
    {
        return flipped(recordingLog(node), chance.nextLong(usedLength(recordingLog(node))), chance);
    }

    static FileDamage cutLog(final Path node, final RandomGenerator chance) throws IOException
    {
        final List<Path> files = segments(node, logRecordingId(node));
        final Path last = files.get(files.size() - 1);
        return cut(last, Math.max(0, recordedLength(last) - chance.nextLong(CUT_MOST)));
    }

    static FileDamage cutSnapshot(final Path node, final RandomGenerator chance) throws IOException
    {
        final Path file = segments(node, newestSnapshot(node, SERVICE).recordingId).get(0);
        return cut(file, chance.nextLong(recordedLength(file)));
    }

    static FileDamage cutCatalog(final Path node, final RandomGenerator chance) throws IOException
    {
        return cut(catalog(node), chance.nextLong(usedLength(catalog(node))));
    }

    @Override
    public String toString()
    {
        return file.getFileName() + (isCut ? " cut at " : " flipped at ") + offset;
    }

    private static FileDamage inLog(final Path node, final RandomGenerator chance, final long from, final long to)
        throws IOException
    {
        final List<Path> files = new ArrayList<>();
        for (final Path file : segments(node, logRecordingId(node)))
        {
            final long base = basePosition(file);
            if (base < to && from < base + recordedLength(file))
            {
                files.add(file);
            }
        }
        final Path file = files.get(chance.nextInt(files.size()));
        final long base = basePosition(file);
        return flippedInFrame(file, Math.max(0, from - base), Math.min(to - base, recordedLength(file)), chance);
    }

    /**
     * A bit of a message's frame, but not of what means nothing in a recording, nor of the end of a length: that leaves
     * the next frame if it is, and only other replicas see it.
     */
    private static FileDamage flippedInFrame(
        final Path file, final long from, final long to, final RandomGenerator chance) throws IOException
    {
        final MappedByteBuffer bytes = mapped(file);
        final List<Integer> frames = new ArrayList<>();
        for (int offset = (int)from; offset < to; offset += aligned(bytes.getInt(offset)))
        {
            if (DataHeaderFlyweight.HDR_TYPE_DATA == bytes.getShort(
                offset + DataHeaderFlyweight.TYPE_FIELD_OFFSET) && offset + aligned(bytes.getInt(offset)) < to)
            {
                frames.add(offset);
            }
        }
        final int frame = frames.get(chance.nextInt(frames.size()));
        while (true)
        {
            final int index = chance.nextInt(aligned(bytes.getInt(frame)));
            final boolean isStream = STREAM_FIELD <= index && index < DataHeaderFlyweight.TERM_ID_FIELD_OFFSET;
            final boolean isReserved = DataHeaderFlyweight.RESERVED_VALUE_OFFSET <= index &&
                index < DataHeaderFlyweight.HEADER_LENGTH;
            if (0 != index && !isStream && !isReserved)
            {
                return flipped(file, frame + index, chance);
            }
        }
    }

    private static int aligned(final int length)
    {
        return length + FRAME_ALIGNMENT - 1 & -FRAME_ALIGNMENT;
    }

    private static FileDamage flipped(
        final Path file, final long offset, final RandomGenerator chance) throws IOException
    {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw"))
        {
            access.seek(offset);
            final int before = access.read();
            access.seek(offset);
            access.write(before ^ 1 << chance.nextInt(Byte.SIZE));
        }
        return new FileDamage(file, offset, false);
    }

    private static FileDamage cut(final Path file, final long length) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            channel.truncate(length);
        }
        return new FileDamage(file, length, true);
    }

    private static RecordingLog.Entry newestSnapshot(final Path node, final int serviceId)
    {
        try (RecordingLog log = new RecordingLog(node.resolve("cluster").toFile(), false))
        {
            return log.getLatestSnapshot(serviceId);
        }
    }

    private static long logRecordingId(final Path node)
    {
        try (RecordingLog log = new RecordingLog(node.resolve("cluster").toFile(), false))
        {
            return log.findLastTermRecordingId();
        }
    }

    /** Position of the newest snapshot of which a node knows every part; -1 if there is none. */
    static long newestSnapshotPosition(final Path node)
    {
        try (RecordingLog log = new RecordingLog(node.resolve("cluster").toFile(), false))
        {
            final List<Long> ofService = positions(log, SERVICE);
            return positions(log, MODULE).stream().filter(ofService::contains).reduce(-1L, Math::max);
        }
    }

    private static List<Long> positions(final RecordingLog log, final int serviceId)
    {
        return log.entries().stream().filter((entry) -> entry.isValid && serviceId == entry.serviceId &&
            RecordingLog.ENTRY_TYPE_SNAPSHOT == entry.type).map((entry) -> entry.logPosition).toList();
    }

    /** Id of the newest recording that has a file; -1 if there is none. */
    static long newestRecordingId(final Path node) throws IOException
    {
        try (Stream<Path> files = Files.list(node.resolve("archive")))
        {
            return files.map((file) -> file.getFileName().toString())
                .filter((name) -> name.matches("[0-9]+-[0-9]+[.]rec"))
                .mapToLong((name) -> Long.parseLong(name.substring(0, name.indexOf('-')))).max().orElse(-1);
        }
    }

    private static Path catalog(final Path node)
    {
        return node.resolve("archive").resolve("archive.catalog");
    }

    private static Path recordingLog(final Path node)
    {
        return node.resolve("cluster").resolve("recording.log");
    }

    private static List<Path> segments(final Path node, final long recordingId) throws IOException
    {
        try (Stream<Path> files = Files.list(node.resolve("archive")))
        {
            return files.filter((file) -> file.getFileName().toString().matches(recordingId + "-[0-9]+[.]rec"))
                .sorted((a, b) -> Long.compare(basePosition(a), basePosition(b))).toList();
        }
    }

    private static long basePosition(final Path segment)
    {
        final String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('-') + 1, name.indexOf('.')));
    }

    /** Length of the frames in a segment, behind which it is empty. */
    private static long recordedLength(final Path segment) throws IOException
    {
        final MappedByteBuffer bytes = mapped(segment);
        int offset = 0;
        while (offset < bytes.capacity() && 0 < bytes.getInt(offset))
        {
            offset += aligned(bytes.getInt(offset));
        }
        return Math.min(offset, bytes.capacity());
    }

    /** Length up to the last byte that is not zero. */
    private static long usedLength(final Path file) throws IOException
    {
        final MappedByteBuffer bytes = mapped(file);
        int length = bytes.capacity();
        while (1 < length && 0 == bytes.get(length - 1))
        {
            length--;
        }
        return length;
    }

    private static MappedByteBuffer mapped(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            bytes.order(ByteOrder.LITTLE_ENDIAN);
            return bytes;
        }
    }
}
