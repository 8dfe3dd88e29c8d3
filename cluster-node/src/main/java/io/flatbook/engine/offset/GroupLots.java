package io.flatbook.engine.offset;

import io.flatbook.engine.book.Position;
import org.agrona.collections.LongHashSet;

/**
 * How many lots of one side each group of candidates has, counted once in the book and then updated with what a round
 * changes.
 */
final class GroupLots
{
    private final Overlay live;
    private final long[] lots;
    private final LongHashSet emptied = new LongHashSet();

    /** As counted in the live book. */
    GroupLots(final Overlay live, final long[] lots)
    {
        this.live = live;
        this.lots = lots;
    }

    /** A copy, by group. */
    long[] byGroup()
    {
        return lots.clone();
    }

    /** A position was one candidate, or as in the book if that is null, and is another one, or none. */
    void move(final Position position, final Candidate former, final Candidate now)
    {
        final long accountId = position.account().id();
        if (!emptied.remove(accountId))
        {
            final Candidate before = null == former ? Candidate.of(position, live) : former;
            lots[before.group()] -= before.lots();
        }
        if (null == now)
        {
            emptied.add(accountId);
        }
        else
        {
            lots[now.group()] += now.lots();
        }
    }
}
