package io.flatbook.engine.book;

/**
 * The positions of one instrument, walked in ascending account id; none is added or removed during a walk.
 */
public interface PositionTable extends Iterable<Position>
{
    /** Number of positions. */
    int count();

    /**
     * The next position in order of account.
     *
     * @param accountId exclusive; 0 for the first position.
     * @return the position with the least account id above it, or null.
     */
    Position next(long accountId);

    /** Adds a position of an account that has none. */
    void add(Position position);

    /** Removes a position. */
    void remove(Position position);
}
