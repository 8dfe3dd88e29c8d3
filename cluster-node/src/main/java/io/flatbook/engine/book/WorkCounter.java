package io.flatbook.engine.book;

/**
 * Counts work whose growth is bounded: positions visited by default runs and
 * by queries, and accounts that queries pass. Not state: no replica depends on it.
 */
public final class WorkCounter
{
    private long positionsVisited;

    /** A counter at 0. */
    public WorkCounter()
    {
    }

    /** Counts positions looked at. */
    public void visited(final long positions)
    {
        positionsVisited += positions;
    }

    /** Positions looked at since the engine was made. */
    public long positionsVisited()
    {
        return positionsVisited;
    }
}
