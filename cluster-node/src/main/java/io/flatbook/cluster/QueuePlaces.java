package io.flatbook.cluster;

import io.flatbook.engine.book.Position;
import io.flatbook.engine.offset.OffsetQueue;
import io.flatbook.sbe.Side;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.Int2ObjectHashMap;

import java.util.List;

/**
 * Places in the queue of the positions of one page: one by one, or from a side queued once for the page if it asks for
 * many of that side.
 */
final class QueuePlaces
{
    private static final int ONE_BY_ONE_MAX = 32;

    private final OffsetQueue queue;
    private final Int2IntHashMap asked = new Int2IntHashMap(0);
    private final Int2ObjectHashMap<List<OffsetQueue.Place>> sides = new Int2ObjectHashMap<>();

    QueuePlaces(final OffsetQueue queue)
    {
        this.queue = queue;
    }

    /** Forgets the sides, which hold for one entry of the log only. */
    void clear()
    {
        sides.clear();
        asked.clear();
    }

    OffsetQueue.Place of(final Position position)
    {
        final boolean isLong = position.quantityLots() > 0;
        final int key = 2 * position.instrument().id() + (isLong ? 1 : 0);
        if (asked.get(key) < ONE_BY_ONE_MAX)
        {
            asked.put(key, asked.get(key) + 1);
            return queue.rankOf(position);
        }
        List<OffsetQueue.Place> side = sides.get(key);
        if (null == side)
        {
            side = queue.side(position.instrument(), isLong ? Side.LONG : Side.SHORT);
            sides.put(key, side);
        }
        for (final OffsetQueue.Place place : side)
        {
            if (place.position() == position)
            {
                return place;
            }
        }
        throw new IllegalStateException("a position has no place in its queue, account " + position.account().id());
    }
}
