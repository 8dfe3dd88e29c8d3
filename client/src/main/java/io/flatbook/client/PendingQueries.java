package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Queries without their answer, by correlation id. They have no effect, so they are simply asked again by every new
 * session and under every new leader, and when nothing more of an answer comes: a node does not wait for a session that
 * cannot take an answer at once.
 */
final class PendingQueries
{
    static final int QUERIES_MAX = 1024;

    private static final int LOOKS_PER_PATIENCE = 8;

    private final long patienceNs;
    private final Map<Long, Pending<?>> pendingById = new LinkedHashMap<>();
    private long lastCorrelationId;
    private long endedAs;
    private int unsent;
    private final NanoClock clock;
    private long lookedNs;

    /**
     * @param patienceNs silence after which a query is asked again; doubled each time.
     * @param clock      of the client.
     */
    PendingQueries(final long patienceNs, final NanoClock clock)
    {
        this.patienceNs = patienceNs;
        this.clock = clock;
        lookedNs = clock.nanoTime();
    }

    /** A correlation id for a question that is not kept here. */
    long nextCorrelationId()
    {
        return ++lastCorrelationId;
    }

    <T> CompletableFuture<T> ask(final Query<T> query)
    {
        if (0 != endedAs)
        {
            throw new NotSentException(endedAs);
        }
        if (QUERIES_MAX <= pendingById.size())
        {
            throw new NotSentException(FlatbookClient.BACK_PRESSURED);
        }
        final long correlationId = nextCorrelationId();
        final Pending<T> pending = new Pending<>(query, correlationId, patienceNs);
        pendingById.put(correlationId, pending);
        unsent++;
        return pending.answer;
    }

    /** Drops a query whose answer is no longer awaited. */
    void forget(final CompletableFuture<?> answer)
    {
        pendingById.values().removeIf(pending -> pending.answer == answer);
    }

    void askAllAgain()
    {
        // Under new correlation ids: a late part of an old answer must not end up in a new one.
        final List<Pending<?>> all = new ArrayList<>(pendingById.values());
        pendingById.clear();
        for (final Pending<?> pending : all)
        {
            final long correlationId = nextCorrelationId();
            pending.restart(correlationId);
            pendingById.put(correlationId, pending);
        }
        unsent = pendingById.size();
    }

    int flush(final CommandStream.Sender sender, final long nowNs)
    {
        askSilentAgain(nowNs);
        if (0 == unsent)
        {
            return 0;
        }
        int sent = 0;
        for (final Pending<?> pending : pendingById.values())
        {
            if (!pending.sent)
            {
                if (!sender.send(pending.question, 0, pending.questionLength))
                {
                    return sent;
                }
                pending.sent = true;
                pending.heardNs = nowNs;
                sent++;
            }
        }
        unsent = 0;
        return sent;
    }

    /** A message of an answer came, message header included; the bytes are copied. */
    void onAnswer(final long correlationId, final DirectBuffer buffer, final int offset, final int length)
    {
        final Pending<?> pending = pendingById.get(correlationId);
        if (null != pending)
        {
            pending.heardNs = clock.nanoTime();
        }
        if (null != pending && pending.add(buffer, offset, length))
        {
            pendingById.remove(correlationId);
            pending.complete();
        }
    }

    void onRefused(final long correlationId, final RejectReason reason, final RejectField field)
    {
        final Pending<?> pending = pendingById.remove(correlationId);
        if (null != pending)
        {
            pending.answer.completeExceptionally(new QueryRefusedException(reason, field));
        }
    }

    private void askSilentAgain(final long nowNs)
    {
        if (nowNs - lookedNs < patienceNs / LOOKS_PER_PATIENCE)
        {
            return;
        }
        lookedNs = nowNs;
        for (final Pending<?> pending : new ArrayList<>(pendingById.values()))
        {
            if (pending.sent && nowNs - pending.heardNs >= pending.patienceNs)
            {
                pendingById.values().remove(pending);
                pending.patienceNs <<= 1;
                final long correlationId = nextCorrelationId();
                pending.restart(correlationId);
                pendingById.put(correlationId, pending);
                unsent++;
            }
        }
    }

    /** No answer can come any more. */
    void end(final long reason, final String why)
    {
        endedAs = reason;
        final List<Pending<?>> all = new ArrayList<>(pendingById.values());
        pendingById.clear();
        all.forEach(pending -> pending.answer.completeExceptionally(
            new NoAnswerException(why, null)));
    }

    private static final class Pending<T>
    {
        private final Query<T> query;
        private final ExpandableArrayBuffer question = new ExpandableArrayBuffer(64);
        private final List<DirectBuffer> messages = new ArrayList<>(1);
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private int questionLength;
        private boolean sent;
        private long heardNs;
        private long patienceNs;

        Pending(final Query<T> query, final long correlationId, final long patienceNs)
        {
            this.query = query;
            this.patienceNs = patienceNs;
            questionLength = query.encode(question, correlationId);
        }

        void restart(final long correlationId)
        {
            questionLength = query.encode(question, correlationId);
            sent = false;
            messages.clear();
        }

        boolean add(final DirectBuffer buffer, final int offset, final int length)
        {
            final byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            final UnsafeBuffer message = new UnsafeBuffer(bytes);
            messages.add(message);
            return query.isLast(message);
        }

        void complete()
        {
            try
            {
                answer.complete(query.decode(messages));
            }
            catch (final RuntimeException ex)
            {
                answer.completeExceptionally(ex);
            }
        }
    }
}
