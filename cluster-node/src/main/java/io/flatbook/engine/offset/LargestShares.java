package io.flatbook.engine.offset;

import io.flatbook.engine.book.FixedPoint;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.OwnerAccounts;
import io.flatbook.engine.book.Position;
import io.flatbook.sbe.Side;

import java.util.ArrayList;
import java.util.List;

/**
 * Pro rata among only those candidates that can have a part in it (POL-2). A share depends on a candidate's lots and on
 * the lots of its group in all, and does not fall with the former. Candidates come by falling lots, ties by account: so
 * those whose share is a lot or more come first, and once one has none, nobody after it has. What the shares leave over
 * goes by remainder, which for those without a lot is in proportion to their lots: so of them only the first can have
 * one, no more of them than lots are left over.
 */
final class LargestShares
{
    private final List<OffsetPolicy.Choice> choices = new ArrayList<>();
    private final List<Candidate> seen = new ArrayList<>();
    private long[] lotsByGroup;
    private int group;
    private int without;
    private long rest;
    private long left;

    LargestShares(final long lots)
    {
        left = lots;
    }

    /** Chooses among all but an owner's own positions. */
    List<OffsetPolicy.Choice> choose(
        final OffsetQueue queue, final Instrument instrument, final Side side, final Overlay overlay,
        final OwnerAccounts own)
    {
        lotsByGroup = queue.lotsByGroup(instrument, side, overlay);
        for (int i = 0; i < own.count(); i++)
        {
            final Position position = own.account(i).leg(instrument);
            if (null != position && Side.LONG == side == position.isLong() && 0 != overlay.lots(position))
            {
                final Candidate candidate = Candidate.of(position, overlay);
                lotsByGroup[candidate.group()] -= candidate.lots();
            }
        }
        begin(0);
        queue.best(instrument, side, CandidateOrder.GROUP_AND_LOTS, overlay, (candidate) ->
            candidate.position().account().ownerAccounts() == own || isMoreWanted(candidate));
        end();
        return choices;
    }

    private void begin(final int newGroup)
    {
        group = newGroup;
        rest = wanted();
        without = 0;
        seen.clear();
    }

    private long wanted()
    {
        return Math.min(left, lotsByGroup[group]);
    }

    private boolean isMoreWanted(final Candidate candidate)
    {
        if (candidate.group() != group)
        {
            end();
            begin(candidate.group());
        }
        final long share = FixedPoint.multiplyDivideFloor(wanted(), candidate.lots(), lotsByGroup[group]);
        rest -= share;
        without += 0 == share ? 1 : 0;
        seen.add(candidate);
        return left > 0 && (0 == without || without < rest);
    }

    private void end()
    {
        if (left > 0 && !seen.isEmpty())
        {
            final long wanted = wanted();
            choices.addAll(ProRataPolicy.share(seen, wanted, lotsByGroup[group]));
            left -= wanted;
        }
        seen.clear();
    }
}
