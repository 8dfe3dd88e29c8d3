package io.flatbook.engine;

/**
 * An opposite position that an offset policy may choose, as it is before the leg.
 *
 * @param position the position.
 * @param lots     its absolute quantity.
 * @param equity   equity of its account, less what it gave in the run so far; minor units.
 * @param score    its queue score.
 */
record Candidate(Position position, long lots, long equity, Score score)
{
    static Candidate of(final Position position, final long equity)
    {
        return new Candidate(position, Math.abs(position.quantityLots()), equity, Score.of(position, equity));
    }

    long accountId()
    {
        return position.account().id();
    }

    boolean inProfit()
    {
        return score.unrealizedPnl() > 0;
    }
}
