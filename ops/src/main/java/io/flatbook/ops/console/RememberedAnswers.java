package io.flatbook.ops.console;

import io.flatbook.ops.view.QuerySource;
import io.flatbook.ops.wire.WireMessage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers of a book that is asked once for each question: what has been read can be read again on another thread, later
 * and any number of times, with the same result.
 */
final class RememberedAnswers implements QuerySource
{
    private final Map<String, List<WireMessage>> answers = new HashMap<>();
    private final QuerySource live;

    /**
     * @param live that is asked what was not asked before; null: nothing more is read.
     */
    RememberedAnswers(final QuerySource live)
    {
        this.live = live;
    }

    /**
     * The same answers for a thread that must not touch the live book.
     */
    RememberedAnswers withoutLive()
    {
        final RememberedAnswers copy = new RememberedAnswers(null);
        copy.answers.putAll(answers);
        return copy;
    }

    @Override
    public List<WireMessage> ask(final WireMessage query)
    {
        // Before the link gives it a number of its own.
        final String key = query.toString();
        final List<WireMessage> known = answers.get(key);
        if (null != known)
        {
            return known;
        }
        if (null == live)
        {
            throw new IllegalStateException("was not read: " + key);
        }
        final List<WireMessage> answer = live.ask(query);
        answers.put(key, answer);
        return answer;
    }
}
