package io.flatbook.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The exchange convention: highest score first, ties by larger quantity, then smaller account id; each gives all until
 * the quantity is met.
 */
final class QueuePolicy implements OffsetPolicy
{
    // Ties are broken by account id: rank must be total, or a replica that loaded a snapshot could choose differently.
    static final Comparator<Candidate> ORDER = (a, b) ->
    {
        final int byScore = Long.compare(b.score().score(), a.score().score());
        if (0 != byScore)
        {
            return byScore;
        }
        final int byLots = Long.compare(b.lots(), a.lots());
        return 0 != byLots ? byLots : Long.compare(a.accountId(), b.accountId());
    };

    @Override
    public List<Choice> choose(final List<Candidate> group, final long lots)
    {
        final List<Candidate> queue = new ArrayList<>(group);
        queue.sort(ORDER);
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
