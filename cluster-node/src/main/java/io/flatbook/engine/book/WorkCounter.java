package io.flatbook.engine.book;

/**
 * Counts work whose growth is bounded: positions visited by default runs and by queries, accounts that queries pass,
 * accounts evaluated, their positions measured, triggers set. Not state: no replica depends on it.
 */
public final class WorkCounter
{
    private long positionsVisited;
    private long accountsEvaluated;
    private long triggersSet;
    private long legsMeasured;

    /** A counter at 0. */
    public WorkCounter()
    {
    }

    /** Counts positions looked at. */
    public void visited(final long positions)
    {
        positionsVisited += positions;
    }

    /** Counts accounts evaluated after they were touched. */
    public void evaluated(final long accounts)
    {
        accountsEvaluated += accounts;
    }

    /** Counts triggers given other prices. */
    public void rekeyed(final long triggers)
    {
        triggersSet += triggers;
    }

    /** Counts positions of evaluated accounts that were measured, as nothing said before that status stays. */
    public void measured(final long legs)
    {
        legsMeasured += legs;
    }

    /** Positions measured since the engine was made, each time their account was. */
    public long legsMeasured()
    {
        return legsMeasured;
    }

    /** Accounts evaluated since the engine was made. */
    public long accountsEvaluated()
    {
        return accountsEvaluated;
    }

    /** Triggers given other prices since the engine was made. */
    public long triggersSet()
    {
        return triggersSet;
    }

    /** Positions looked at since the engine was made. */
    public long positionsVisited()
    {
        return positionsVisited;
    }
}
