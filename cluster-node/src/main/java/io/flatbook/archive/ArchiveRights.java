package io.flatbook.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

import io.aeron.archive.codecs.ArchiveIdRequestDecoder;
import io.aeron.archive.codecs.BoundedReplayRequestDecoder;
import io.aeron.archive.codecs.FindLastMatchingRecordingRequestDecoder;
import io.aeron.archive.codecs.KeepAliveRequestDecoder;
import io.aeron.archive.codecs.ListRecordingRequestDecoder;
import io.aeron.archive.codecs.ListRecordingsForUriRequestDecoder;
import io.aeron.archive.codecs.ListRecordingsRequestDecoder;
import io.aeron.archive.codecs.MaxRecordedPositionRequestDecoder;
import io.aeron.archive.codecs.MessageHeaderDecoder;
import io.aeron.archive.codecs.RecordingPositionRequestDecoder;
import io.aeron.archive.codecs.ReplayRequestDecoder;
import io.aeron.archive.codecs.StartPositionRequestDecoder;
import io.aeron.archive.codecs.StopPositionRequestDecoder;
import io.aeron.archive.codecs.StopReplayRequestDecoder;
import io.aeron.security.AuthorisationService;

/**
 * What a session of an archive may ask: one of its own process for everything, one of another host for what reads. A
 * session that has proven nothing has no principal, and may ask nothing.
 */
final class ArchiveRights implements AuthorisationService
{
    static final byte[] OWN = "own".getBytes(StandardCharsets.US_ASCII);
    static final byte[] REMOTE = "remote".getBytes(StandardCharsets.US_ASCII);

    private static final Set<Integer> READING = Set.of(
        ArchiveIdRequestDecoder.TEMPLATE_ID,
        BoundedReplayRequestDecoder.TEMPLATE_ID,
        FindLastMatchingRecordingRequestDecoder.TEMPLATE_ID,
        KeepAliveRequestDecoder.TEMPLATE_ID,
        ListRecordingRequestDecoder.TEMPLATE_ID,
        ListRecordingsForUriRequestDecoder.TEMPLATE_ID,
        ListRecordingsRequestDecoder.TEMPLATE_ID,
        MaxRecordedPositionRequestDecoder.TEMPLATE_ID,
        RecordingPositionRequestDecoder.TEMPLATE_ID,
        ReplayRequestDecoder.TEMPLATE_ID,
        StartPositionRequestDecoder.TEMPLATE_ID,
        StopPositionRequestDecoder.TEMPLATE_ID,
        StopReplayRequestDecoder.TEMPLATE_ID);

    @Override
    public boolean isAuthorised(
        final int protocolId, final int actionId, final Object type, final byte[] encodedPrincipal)
    {
        if (MessageHeaderDecoder.SCHEMA_ID != protocolId)
        {
            return false;
        }
        return Arrays.equals(OWN, encodedPrincipal) ||
            Arrays.equals(REMOTE, encodedPrincipal) && READING.contains(actionId);
    }
}
