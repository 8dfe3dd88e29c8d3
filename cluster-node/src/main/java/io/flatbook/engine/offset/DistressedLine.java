package io.flatbook.engine.offset;

import io.flatbook.engine.book.Owner;
import io.flatbook.engine.book.Position;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * The positions of one side of an instrument that must be closed anyway, in the order in which RUN-4 b takes them: the
 * most lots to close first, then by account id. Made once for a round and renewed for each position that gives lots, so
 * that a leg costs the pairs that it makes, not a walk of all others.
 *
 * <p>It gives the same order as a list sorted for each leg: the order is total, a place follows from the position's own
 * lots alone, and each that changed was renewed.
 */
final class DistressedLine
{
    /**
     * A place in the line.
     *
     * @param position that must be closed.
     * @param lots     of it that may be, above 0.
     */
    record Place(Position position, long lots)
    {
        private long accountId()
        {
            return position.account().id();
        }
    }

    private final TreeSet<Place> inOrder = new TreeSet<>(Comparator.comparingLong((Place place) -> -place.lots())
        .thenComparingLong(Place::accountId));
    private final Long2ObjectHashMap<Place> placeByAccountId = new Long2ObjectHashMap<>();

    /** Takes in a position, if it has lots to close. */
    void put(final Position position, final long lots)
    {
        if (lots > 0)
        {
            final Place place = new Place(position, lots);
            inOrder.add(place);
            placeByAccountId.put(position.account().id(), place);
        }
    }

    /** Says how many lots are left to close of a position, which changes nothing if it is not here. */
    void renew(final Position position, final long lots)
    {
        final Place former = placeByAccountId.get(position.account().id());
        if (null != former && former.lots() != lots)
        {
            placeByAccountId.remove(position.account().id());
            inOrder.remove(former);
            put(position, lots);
        }
    }

    /** The first whose account has another owner, or null. */
    Place firstNotOf(final Owner owner)
    {
        Place place = inOrder.isEmpty() ? null : inOrder.first();
        while (null != place && place.position().account().owner() == owner)
        {
            place = inOrder.higher(place);
        }
        return place;
    }
}
