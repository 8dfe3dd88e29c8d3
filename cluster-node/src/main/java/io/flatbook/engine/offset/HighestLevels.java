package io.flatbook.engine.offset;

import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Owner;
import io.flatbook.sbe.Side;

import java.util.ArrayList;
import java.util.List;

/**
 * Waterfilling among only those candidates that can have a part in it (POL-3). Candidates come by falling level, ties
 * by account id, as their first lots are taken: so a later one gives none before each of those seen has given one. Once
 * those seen hold the wanted lots before any lot of a later one, no later one gives a lot, and the policy chooses among
 * those seen what it would choose among all.
 */
final class HighestLevels
{
    private final OffsetPolicy policy = new WaterfillPolicy();
    private final List<OffsetPolicy.Choice> choices = new ArrayList<>();
    private final List<Candidate> seen = new ArrayList<>();
    private int nextCheck = 1;
    private int group;
    private long left;

    HighestLevels(final long lots)
    {
        left = lots;
    }

    /** Chooses among all but an owner's own positions. */
    List<OffsetPolicy.Choice> choose(
        final OffsetQueue queue, final Instrument instrument, final Side side, final Overlay overlay,
        final Owner owner)
    {
        queue.best(instrument, side, CandidateOrder.GROUP_AND_LEVEL, overlay, (candidate) ->
            candidate.position().account().owner() == owner || isMoreWanted(candidate));
        end();
        return choices;
    }

    private boolean isMoreWanted(final Candidate candidate)
    {
        if (candidate.group() != group)
        {
            end();
            group = candidate.group();
        }
        else if (seen.size() >= nextCheck)
        {
            // At doubled numbers, so that all checks together cost as much as the last.
            nextCheck = 2 * seen.size();
            if (isEnough(candidate))
            {
                end();
            }
        }
        if (left > 0)
        {
            seen.add(candidate);
        }
        return left > 0;
    }

    private boolean isEnough(final Candidate next)
    {
        long lots = 0;
        for (int i = 0; i < seen.size() && lots < left; i++)
        {
            lots += WaterfillPolicy.lotsBefore(seen.get(i), next, next.lots());
        }
        return lots >= left;
    }

    private void end()
    {
        if (left > 0 && !seen.isEmpty())
        {
            for (final OffsetPolicy.Choice choice : policy.choose(seen, left))
            {
                choices.add(choice);
                left -= choice.lots();
            }
        }
        seen.clear();
        nextCheck = 1;
    }
}
