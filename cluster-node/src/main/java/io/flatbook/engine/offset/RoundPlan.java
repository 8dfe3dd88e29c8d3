package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import io.flatbook.sbe.Side;

import java.util.ArrayList;
import java.util.List;

/**
 * What a round of default runs does (RUN-2), complete, before any of it is applied.
 */
public final class RoundPlan
{
    /**
     * A share of gains to be taken (RUN-8). Money in minor units.
     *
     * @param account    whose.
     * @param instrument on which it was measured.
     * @param side       on which it was measured.
     * @param position   still held there, or null.
     * @param minorUnits     taken, above 0.
     * @param fromCost   part of it that is added to the position's cost.
     * @param gain       gain that the weight was made of.
     * @param equity     of the account before it.
     */
    public record Haircut(
        Account account, Instrument instrument, Side side, Position position, long minorUnits, long fromCost, long gain,
        long equity)
    {
    }

    final List<RunPlan> runs = new ArrayList<>();
    final List<Haircut> haircuts = new ArrayList<>();
    int bookings;
    boolean collateralFits;

    RoundPlan()
    {
    }

    /** The runs in order of account. */
    public List<RunPlan> runs()
    {
        return runs;
    }

    /** Gains haircuts, side by side, in order of account. */
    public List<Haircut> haircuts()
    {
        return haircuts;
    }

    /** What counts towards the limit of an entry: what its runs may book (RUN-11). */
    public int bookings()
    {
        return bookings;
    }
}
