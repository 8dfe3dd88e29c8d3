package io.flatbook.ops.chaos;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.agrona.collections.LongHashSet;

import java.util.ArrayList;
import java.util.List;

/**
 * What a gateway sent and was told: one answer a command, and the trades that events told of. Of one thread until the
 * load is over.
 */
final class CommandBook
{
    private final String principal;
    private final List<Answer> answers = new ArrayList<>();
    private final LongHashSet awaitedTradeIds = new LongHashSet();
    private final LongHashSet toldTradeIds = new LongHashSet();
    private final List<Long> tradeIds = new ArrayList<>();
    private long firstId;
    private long answered;
    private long unknown;
    private long answeredTwice;
    private long toldTwice;

    /**
     * How a command ended.
     *
     * @param reason             NONE: accepted.
     * @param field              of a refusal.
     * @param detail             as told.
     * @param firstEventSequence as told.
     */
    record Answer(RejectReason reason, RejectField field, long detail, long firstEventSequence)
    {
        static final Answer UNKNOWN = new Answer(null, null, 0, 0);
    }

    CommandBook(final String principal)
    {
        this.principal = principal;
    }

    /** A command was sent; ids ascend without holes. */
    void sent(final long commandId, final long tradeId)
    {
        firstId = answers.isEmpty() ? commandId : firstId;
        if (commandId != firstId + answers.size())
        {
            throw new IllegalStateException("command " + commandId + " is not number " + answers.size());
        }
        answers.add(null);
        tradeIds.add(tradeId);
    }

    void answered(final long commandId, final Answer answer)
    {
        final int index = (int)(commandId - firstId);
        if (null != answers.get(index))
        {
            answeredTwice++;
            return;
        }
        answers.set(index, answer);
        answered++;
        final long tradeId = tradeIds.get(index);
        if (RejectReason.NONE == answer.reason() && 0 < tradeId && !toldTradeIds.contains(tradeId))
        {
            awaitedTradeIds.add(tradeId);
        }
    }

    void unknown(final long commandId)
    {
        answers.set((int)(commandId - firstId), Answer.UNKNOWN);
        unknown++;
    }

    /** An event told of a booked trade. */
    void told(final long tradeId)
    {
        if (!toldTradeIds.add(tradeId))
        {
            toldTwice++;
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

    long answered()
    {
        return answered;
    }

    long unknown()
    {
        return unknown;
    }

    /** Answers that came again, and trades that events told of again. */
    long repeated()
    {
        return answeredTwice + toldTwice;
    }

    /** Trades whose booking was acknowledged and that no event has told of. */
    int untold()
    {
        return awaitedTradeIds.size();
    }
}
