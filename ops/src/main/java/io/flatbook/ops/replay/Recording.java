package io.flatbook.ops.replay;

import io.aeron.Aeron;
import io.aeron.archive.CatalogView;
import io.aeron.archive.client.AeronArchive;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A recording of an archive, as its catalog describes it.
 *
 * @param archive       directory of the archive.
 * @param id            of the recording.
 * @param startPosition of its first byte.
 * @param stopPosition  of its end, {@link AeronArchive#NULL_POSITION} if nobody has noted it: the node runs, was
 *                      killed, or this is a copy of one that ran.
 * @param initialTermId of its stream.
 * @param segmentLength of its files, in bytes.
 * @param termLength    of a term of its stream, in bytes.
 * @param mtuLength     of its stream: frames of a message that goes on after them are as long, in bytes.
 * @param streamId      of its stream.
 */
record Recording(
    Path archive,
    long id,
    long startPosition,
    long stopPosition,
    int initialTermId,
    int segmentLength,
    int termLength,
    int mtuLength,
    int streamId)
{
    private static final String CATALOG = "archive.catalog";

    /**
     * Looks a recording up in the catalog.
     *
     * @throws BadRecordingException if the catalog does not have it.
     */
    static Recording find(final Path archive, final long id)
    {
        final Recording found = findOrNull(archive, id);
        if (null == found)
        {
            throw new BadRecordingException(
                archive.resolve(CATALOG), 0, "the catalog has no recording " + id);
        }
        return found;
    }

    /** Null if the catalog does not have it. */
    static Recording findOrNull(final Path archive, final long id)
    {
        final Path catalog = archive.resolve(CATALOG);
        if (!Files.exists(catalog))
        {
            throw new BadRecordingException(catalog, 0, "there is no catalog of recordings");
        }
        final Recording[] found = new Recording[1];
        try
        {
            CatalogView.listRecording(archive.toFile(), id, (controlSessionId, correlationId, recordingId,
                startTimestamp, stopTimestamp, startPosition, stopPosition, initialTermId, segmentFileLength,
                termBufferLength, mtuLength, sessionId, streamId, strippedChannel, originalChannel, sourceIdentity) ->
                found[0] = new Recording(archive, recordingId, startPosition, stopPosition, initialTermId,
                    segmentFileLength, termBufferLength, mtuLength, streamId));
        }
        catch (final Exception ex) // Agrona throws also those that it does not declare.
        {
            throw new BadRecordingException(catalog, 0, "the catalog of recordings cannot be read: " + ex.getMessage());
        }
        catch (final OutOfMemoryError ex)
        {
            throw new BadRecordingException(
                catalog, 0, "the catalog of recordings cannot be read: a text in it is longer than the memory");
        }
        return null == found[0] || found[0].segmentLength <= 0 || found[0].termLength <= 0 ? null : found[0];
    }

    boolean hasStopPosition()
    {
        return Aeron.NULL_VALUE != stopPosition;
    }

    /** The same recording, which a process still writes to. */
    Recording growing()
    {
        return new Recording(archive, id, startPosition, AeronArchive.NULL_POSITION, initialTermId, segmentLength,
            termLength, mtuLength, streamId);
    }

    /** Position of the first byte of the file that holds a position. */
    long segmentBase(final long position)
    {
        return AeronArchive.segmentFileBasePosition(startPosition, position, termLength, segmentLength);
    }

    Path segmentFile(final long segmentBase)
    {
        return archive.resolve(id + "-" + segmentBase + ".rec");
    }
}
