package io.flatbook.engine.offset;

import io.flatbook.engine.book.CodeOrder;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Owner;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Side;

import java.util.ArrayList;
import java.util.List;

/**
 * Chooses as the contract says it: of all candidates of a side, group by group, by the policy. That costs a walk of all
 * holders, so it is for legs that take a large part of what they hold, of which a round has few; the others ask for
 * those that come first.
 */
final class WholeSide
{
    /** No more legs of a round than this can take such a part of a side. */
    private static final int PARTS = 4;
    private static final int HOLDERS_MIN = 1_000;

    private final List<OffsetPolicy.Choice> choices = new ArrayList<>();
    private long left;

    WholeSide(final long lots)
    {
        left = lots;
    }

    /** Whether a leg takes so much of a side that all of it may be walked for it. */
    static boolean isWorthIt(final Instrument instrument, final long lots)
    {
        return instrument.positions().count() >= HOLDERS_MIN && lots > (instrument.openInterestLots() - 1) / PARTS;
    }

    /** Chooses among all but an owner's own positions. */
    List<OffsetPolicy.Choice> choose(
        final OffsetQueue queue, final Instrument instrument, final Side side, final Overlay overlay,
        final Owner owner, final OffsetPolicyKind kind)
    {
        final List<List<Candidate>> groups = new ArrayList<>();
        for (int group = 0; group < Candidate.GROUPS; group++)
        {
            groups.add(new ArrayList<>());
        }
        queue.all(instrument, side, overlay, (candidate) ->
        {
            if (candidate.position().account().owner() != owner)
            {
                groups.get(candidate.group()).add(candidate);
            }
            return true;
        });
        for (final List<Candidate> group : groups)
        {
            if (left > 0 && !group.isEmpty())
            {
                choose(group, kind);
            }
        }
        return choices;
    }

    private void choose(final List<Candidate> group, final OffsetPolicyKind kind)
    {
        if (OffsetPolicyKind.QUEUE == kind)
        {
            takeFirst(group);
            return;
        }
        final OffsetPolicy policy =
            OffsetPolicyKind.WATERFILL == kind ? new WaterfillPolicy() : new ProRataPolicy();
        for (final OffsetPolicy.Choice choice : policy.choose(group, left))
        {
            choices.add(choice);
            left -= choice.lots();
        }
    }

    // POL-1. They come in order of account, so that those who are equal in the rest are.
    private void takeFirst(final List<Candidate> group)
    {
        final long[] codes = new long[group.size()];
        for (int i = 0; i < codes.length; i++)
        {
            codes[i] = ~group.get(i).lots();
        }
        final CodeOrder byLots = new CodeOrder(codes.clone());
        for (int i = 0; i < codes.length; i++)
        {
            // Highest first, as unsigned numbers.
            codes[i] = ~group.get(byLots.place(i)).score().score() ^ Long.MIN_VALUE;
        }
        final CodeOrder byScore = new CodeOrder(codes);
        for (int i = 0; i < codes.length && left > 0; i++)
        {
            final Candidate candidate = group.get(byLots.place(byScore.place(i)));
            final long lots = Math.min(left, candidate.lots());
            choices.add(new OffsetPolicy.Choice(candidate, lots));
            left -= lots;
        }
    }
}
