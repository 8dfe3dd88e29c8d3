package io.flatbook.client;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.MessageHeaderEncoder;
import io.aeron.cluster.codecs.SessionMessageHeaderDecoder;
import org.agrona.DirectBuffer;

/**
 * The highest leadership term that a session has heard of, and whether a message is from a leader before it.
 *
 * <p>What a former leader sent can arrive long after its successor's messages: the network held it back, or the leader
 * was paused and went on with what was committed before. Outcomes, events and answers hold whenever they come. What its
 * reports say of the present does not. A leader has applied all that earlier terms committed before it sends, so that
 * the reports of one term, and those of the next after them, never go back.
 */
final class LeadershipTerm
{
    private final SessionMessageHeaderDecoder header = new SessionMessageHeaderDecoder();
    private long highest;
    private long ofMessage;

    /** A session was opened by the leader of a term. A cluster that was restored may have a lower one than before. */
    void onSession(final long term)
    {
        highest = term;
        ofMessage = term;
    }

    /** A leader was elected for a term. */
    void onLeader(final long term)
    {
        highest = Math.max(highest, term);
    }

    /** A message came; the header of its session lies before it in the buffer. */
    void onMessage(final DirectBuffer buffer, final int offset)
    {
        ofMessage = header.wrap(
            buffer,
            offset - AeronCluster.SESSION_HEADER_LENGTH + MessageHeaderEncoder.ENCODED_LENGTH,
            SessionMessageHeaderDecoder.BLOCK_LENGTH,
            SessionMessageHeaderDecoder.SCHEMA_VERSION).leadershipTermId();
        onLeader(ofMessage);
    }

    /** Whether the last message is from a leader that another has followed. */
    boolean isFormer()
    {
        return ofMessage < highest;
    }
}
