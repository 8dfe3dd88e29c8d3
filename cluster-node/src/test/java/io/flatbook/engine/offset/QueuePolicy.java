package io.flatbook.engine.offset;

import java.util.ArrayList;
import java.util.List;

/**
 * The exchange convention: highest score first, ties by larger quantity, then smaller account id; each gives all until
 * the quantity is met.
 */
final class QueuePolicy implements OffsetPolicy
{
    @Override
    public List<Choice> choose(final List<Candidate> group, final long lots)
    {
        final List<Candidate> queue = new ArrayList<>(group);
        queue.sort(Candidate.BY_SCORE);
        final List<Choice> choices = new ArrayList<>();
        long remaining = lots;
        for (int i = 0; i < queue.size() && remaining > 0; i++)
        {
            final long given = Math.min(remaining, queue.get(i).lots());
            choices.add(new Choice(queue.get(i), given));
            remaining -= given;
        }
        return choices;
    }
}
