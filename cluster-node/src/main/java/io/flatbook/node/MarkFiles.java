package io.flatbook.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.aeron.cluster.service.ClusterMarkFile;

/**
 * Frees the mark files of a node that died.
 *
 * <p>To Aeron, a mark file means a living process: for 10 s after the last sign of life, and for ever if the process
 * died during its start. We hold the lock of the directory, so no process lives, and say so: the time of the last sign
 * of life is set to 0, and a file that was never completed is removed. The log of errors in the file is kept; votes are
 * not in it (they are in {@code node-state.dat}).
 */
final class MarkFiles
{
    static final String ARCHIVE_FILE_NAME = "archive-mark.dat";

    private static final int HEADER_LENGTH = io.aeron.cluster.codecs.mark.MessageHeaderDecoder.ENCODED_LENGTH;

    private MarkFiles()
    {
    }

    /** Call under the lock of the data directory only. */
    static void release(final Path clusterDirectory, final Path archiveDirectory) throws IOException
    {
        final int clusterVersionOffset =
            HEADER_LENGTH + io.aeron.cluster.codecs.mark.MarkFileHeaderDecoder.versionEncodingOffset();
        final int clusterTimeOffset =
            HEADER_LENGTH + io.aeron.cluster.codecs.mark.MarkFileHeaderDecoder.activityTimestampEncodingOffset();
        release(clusterDirectory.resolve(ClusterMarkFile.FILENAME), clusterVersionOffset, clusterTimeOffset);
        release(clusterDirectory.resolve(ClusterMarkFile.markFilenameForService(0)), clusterVersionOffset,
            clusterTimeOffset);
        release(archiveDirectory.resolve(ARCHIVE_FILE_NAME),
            HEADER_LENGTH + io.aeron.archive.codecs.mark.MarkFileHeaderDecoder.versionEncodingOffset(),
            HEADER_LENGTH + io.aeron.archive.codecs.mark.MarkFileHeaderDecoder.activityTimestampEncodingOffset());
    }

    private static void release(final Path file, final int versionOffset, final int timeOffset) throws IOException
    {
        if (!Files.exists(file))
        {
            return;
        }

        boolean complete = false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final ByteBuffer version = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            if (Integer.BYTES == channel.read(version, versionOffset) && version.getInt(0) > 0 &&
                channel.size() >= timeOffset + Long.BYTES)
            {
                channel.write(ByteBuffer.allocate(Long.BYTES), timeOffset);
                complete = true;
            }
        }
        if (!complete)
        {
            Files.delete(file);
        }
    }
}
