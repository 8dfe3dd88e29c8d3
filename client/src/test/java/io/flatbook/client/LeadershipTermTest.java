package io.flatbook.client;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.MessageHeaderEncoder;
import io.aeron.cluster.codecs.SessionMessageHeaderEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class LeadershipTermTest
{
    private static final int FRAME = 96;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    private final LeadershipTerm term = new LeadershipTerm();

    @Test
    void messagesOfTheTermOfTheSessionAreOfItsLeader()
    {
        term.onSession(4);
        message(4);
        assertFalse(term.isFormer());
    }

    @Test
    void aMessageThatWasHeldBackIsOfAFormerLeader()
    {
        term.onSession(4);
        message(5);
        message(4);
        assertTrue(term.isFormer());
        message(5);
        assertFalse(term.isFormer());
    }

    @Test
    void anElectionMakesTheLeaderBeforeItAFormerOne()
    {
        term.onSession(4);
        term.onLeader(6);
        message(4);
        assertTrue(term.isFormer());
        message(6);
        assertFalse(term.isFormer());
    }

    @Test
    void aRestoredClusterMayHaveALowerTerm()
    {
        term.onSession(9);
        message(9);
        term.onSession(2);
        message(2);
        assertFalse(term.isFormer());
    }

    private void message(final long leadershipTermId)
    {
        new SessionMessageHeaderEncoder()
            .wrapAndApplyHeader(buffer, FRAME, new MessageHeaderEncoder())
            .leadershipTermId(leadershipTermId)
            .clusterSessionId(3)
            .timestamp(1_000);
        term.onMessage(buffer, FRAME + AeronCluster.SESSION_HEADER_LENGTH);
    }
}
