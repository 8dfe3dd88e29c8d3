package io.flatbook.proving.chaos;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.agrona.collections.LongHashSet;

import java.util.ArrayList;
import java.util.List;

/**
 * What a gateway sent and received: one answer a command, and the trades that events reported. Of one thread until the
 * load is over.
 */
final class CommandBook
{
    private final String principal;
    private final List<Answer> answers = new ArrayList<>();
    private final LongHashSet awaitedTradeIds = new LongHashSet();
    private final LongHashSet toldTradeIds = new LongHashSet();
    private final List<Sent> sent = new ArrayList<>();
    private long firstId;
    private long answered;
    private long reportedTwice;

    /**
     * How a command ended.
     *
     * @param reason             NONE: accepted.
     * @param field              of a refusal.
     * @param detail             as received.
     * @param firstEventSequence as received.
     * @param tradeReasons       of a batch, one for each trade.
     */
    record Answer(
        RejectReason reason,
        RejectField field,
        long detail,
        long firstEventSequence,
        List<RejectReason> tradeReasons)
    {
        /** The client gave up on the command. */
        static final Answer UNKNOWN = new Answer(null, null, 0, 0, List.of());
    }

    /** What is known of a command from the start. */
    private record Sent(long tradeId, long commandHash)
    {
    }

    CommandBook(final String principal)
    {
        this.principal = principal;
    }

    /** A command was sent, with a trade (0: none) and the hash of its bytes; ids ascend without holes. */
    void sent(final long commandId, final long tradeId, final long commandHash)
    {
        firstId = answers.isEmpty() ? commandId : firstId;
        if (commandId != firstId + answers.size())
        {
            throw new IllegalStateException("command " + commandId + " is not number " + answers.size());
        }
        answers.add(null);
        sent.add(new Sent(tradeId, commandHash));
    }

    void answered(final long commandId, final Answer answer)
    {
        final int index = (int)(commandId - firstId);
        set(index, answer);
        answered++;
        final long tradeId = sent.get(index).tradeId();
        if (RejectReason.NONE == answer.reason() && 0 < tradeId && !toldTradeIds.contains(tradeId))
        {
            awaitedTradeIds.add(tradeId);
        }
    }

    void unknown(final long commandId)
    {
        set((int)(commandId - firstId), Answer.UNKNOWN);
    }

    /** An event reported a booked trade. */
    void reported(final long tradeId)
    {
        if (!toldTradeIds.add(tradeId))
        {
            reportedTwice++;
        }
        awaitedTradeIds.remove(tradeId);
    }

    String principal()
    {
        return principal;
    }

    /** Id of the first command; the others follow without holes. */
    long firstId()
    {
        return firstId;
    }

    int count()
    {
        return answers.size();
    }

    /** The answer to a command; null: none yet. */
    Answer answer(final long commandId)
    {
        return answers.get((int)(commandId - firstId));
    }

    /** Hash of the bytes of a command. */
    long commandHash(final long commandId)
    {
        return sent.get((int)(commandId - firstId)).commandHash();
    }

    long answered()
    {
        return answered;
    }

    /** Trades that events reported again. */
    long reportedTwice()
    {
        return reportedTwice;
    }

    /** Trades whose booking was acknowledged but that no event has reported. */
    int unreported()
    {
        return awaitedTradeIds.size();
    }

    private void set(final int index, final Answer answer)
    {
        if (null != answers.set(index, answer))
        {
            throw new IllegalStateException("command " + (firstId + index) + " of " + principal + " ended twice");
        }
    }
}
