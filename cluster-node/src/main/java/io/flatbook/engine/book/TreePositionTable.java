package io.flatbook.engine.book;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Positions in a balanced tree by account id.
 */
final class TreePositionTable implements PositionTable
{
    private final TreeMap<Long, Position> positionByAccountId = new TreeMap<>();

    @Override
    public int count()
    {
        return positionByAccountId.size();
    }

    @Override
    public Position next(final long accountId)
    {
        final Map.Entry<Long, Position> entry = positionByAccountId.higherEntry(accountId);
        return null == entry ? null : entry.getValue();
    }

    @Override
    public void add(final Position position)
    {
        positionByAccountId.put(position.account().id(), position);
    }

    @Override
    public void remove(final Position position)
    {
        positionByAccountId.remove(position.account().id());
    }

    @Override
    public Iterator<Position> iterator()
    {
        return positionByAccountId.values().iterator();
    }
}
