package io.flatbook.cluster;

import io.flatbook.engine.book.Position;
import io.flatbook.engine.offset.OffsetQueue;
import io.flatbook.sbe.Side;
import org.agrona.collections.Int2ObjectHashMap;

import java.util.List;

/**
 * Places in the queue of the positions of one page; each side is queued once for the page.
 */
final class QueuePlaces
{
    private final OffsetQueue queue;
    private final Int2ObjectHashMap<List<OffsetQueue.Place>> sides = new Int2ObjectHashMap<>();

    QueuePlaces(final OffsetQueue queue)
    {
        this.queue = queue;
    }

    /** Forgets the sides, which hold for one entry of the log only. */
    void clear()
    {
        sides.clear();
    }

    OffsetQueue.Place of(final Position position)
    {
        final boolean isLong = position.quantityLots() > 0;
        final int key = 2 * position.instrument().id() + (isLong ? 1 : 0);
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
