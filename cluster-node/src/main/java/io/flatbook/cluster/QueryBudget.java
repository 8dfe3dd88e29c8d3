package io.flatbook.cluster;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The work that each principal may cause by queries: so much per second of engine time; what a query used beyond that
 * is deducted from the following seconds. One asker cannot keep the state machine from the commands of the others.
 *
 * <p>It depends on the log alone, so all nodes that have read the same log refuse alike. It is not state: no query has
 * an effect, and a node that starts from a snapshot begins with nothing spent.
 *
 * <p>Contract: CMD-12.
 */
final class QueryBudget
{
    /** Positions and accounts that the queries of a principal may look at in a second. */
    static final long ROWS_PER_SECOND = 131_072;
    /** What a query takes whatever it looks at: as much as a page of rows. */
    static final long ROWS_PER_QUERY = 64;

    private final Map<String, Long> spentByPrincipal = new TreeMap<>();
    private long second;

    /**
     * Says whether a principal has something left.
     *
     * @param timeMs engine time.
     */
    boolean allows(final String principalName, final long timeMs)
    {
        final long now = TimeUnit.MILLISECONDS.toSeconds(timeMs);
        if (now > second)
        {
            final long regained = ROWS_PER_SECOND * Math.min(now - second, Integer.MAX_VALUE);
            spentByPrincipal.replaceAll((name, spent) -> spent - regained);
            spentByPrincipal.values().removeIf((spent) -> spent <= 0);
            second = now;
        }
        return spentByPrincipal.getOrDefault(principalName, 0L) < ROWS_PER_SECOND;
    }

    /**
     * Takes what an answered query has cost.
     *
     * @param rows looked at.
     */
    void spend(final String principalName, final long rows)
    {
        spentByPrincipal.merge(principalName, ROWS_PER_QUERY + rows, Long::sum);
    }
}
