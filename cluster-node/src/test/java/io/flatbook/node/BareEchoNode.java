package io.flatbook.node;

import io.aeron.Publication;
import io.aeron.cluster.service.ClientSession;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Runs a node whose service answers each message with itself, or with as many bytes as its first four say if that is a
 * length, and does nothing else: what the clearing service is compared with.
 */
final class BareEchoNode extends IdleService
{
    private static final int ANSWER_LENGTH_MAX = 64 * 1024;

    private final UnsafeBuffer answer = new UnsafeBuffer(new byte[ANSWER_LENGTH_MAX]);

    public static void main(final String[] args)
    {
        Runtime.getRuntime().halt(ClearingNode.run(args, () -> new HostedService(new BareEchoNode(), () -> null)));
    }

    @Override
    public void onSessionMessage(
        final ClientSession session,
        final long timestamp,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Header header)
    {
        final int said = length < Integer.BYTES ? 0 : buffer.getInt(offset);
        final int answerLength = 0 < said && said <= ANSWER_LENGTH_MAX ? said : length;
        final DirectBuffer answered = answerLength == length ? buffer : answer;
        final int from = answerLength == length ? offset : 0;
        long result = null == session ? 0 : session.offer(answered, from, answerLength);
        while (Publication.BACK_PRESSURED == result || Publication.ADMIN_ACTION == result)
        {
            cluster.idleStrategy().idle();
            result = session.offer(answered, from, answerLength);
        }
    }
}
