package io.flatbook.engine.offset;

import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.Sides;
import io.flatbook.sbe.Side;

/** The indexes of the two sides of an instrument, each null until somebody asks for it. */
final class OffsetSides
{
    private OffsetIndex longs;
    private OffsetIndex shorts;

    /** The index of a side, or null. */
    OffsetIndex of(final Side side)
    {
        return Side.LONG == side ? longs : shorts;
    }

    void set(final Side side, final OffsetIndex index)
    {
        if (Side.LONG == side)
        {
            longs = index;
        }
        else
        {
            shorts = index;
        }
    }

    /** Puts a position where its key belongs. */
    void put(final Position position, final QueueKey keys)
    {
        final Side side = Sides.of(position.quantityLots());
        remove(of(Sides.opposite(side)), position);
        if (null != of(side))
        {
            of(side).put(position, keys.of(position));
        }
    }

    /** Removes a position that is closed. */
    void remove(final Position position)
    {
        remove(longs, position);
        remove(shorts, position);
    }

    private static void remove(final OffsetIndex index, final Position position)
    {
        if (null != index)
        {
            index.remove(position);
        }
    }
}
