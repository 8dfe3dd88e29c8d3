package io.flatbook.engine.book;

/**
 * Where ids belong in a table whose length is a power of two, at least {@value #NEIGHBORS}.
 *
 * <p>Ids that are near each other are used near each other in time, so that {@value #NEIGHBORS} in a row share a row of
 * the table: its cache line is read once. Rows go where the golden ratio puts them: for ids that ascend they lie as far
 * from each other as they can. The place in the row is turned by further bits of the same product, so that ids in steps
 * of a power of two do not meet in one place of each row. All 64 bits of an id count.
 */
final class IdPlaces
{
    static final int NEIGHBORS = 16;

    private static final int NEIGHBOR_BITS = 4;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private IdPlaces()
    {
    }

    /** The place of an id in a table of 2 to the power of {@code bits}. */
    static int place(final long id, final int bits)
    {
        final int turned = (int)((id >>> NEIGHBOR_BITS) * GOLDEN_RATIO >>> Long.SIZE - bits);
        return turned & -NEIGHBORS | turned + (int)id & NEIGHBORS - 1;
    }

    /** The bits of the least table that has room for a number of places. */
    static int bitsFor(final int places)
    {
        return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(NEIGHBORS, places) - 1);
    }
}
