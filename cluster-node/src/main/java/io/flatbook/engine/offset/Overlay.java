package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import io.flatbook.sbe.Side;

import java.util.List;

/**
 * The book with the changes of a plan so far, laid over the book itself, which stays as it is. Money in minor units.
 */
public interface Overlay
{
    /** Equity of an account with what it gave and was given so far. */
    long equity(Account account);

    /** Signed lots that are left of a position. */
    long lots(Position position);

    /** Cost that is left of a position. */
    long cost(Position position);

    /** Value at mark less cost of what is left of a position. */
    default long unrealizedPnl(final Position position)
    {
        return position.instrument().markValue(lots(position)) - cost(position);
    }

    /** Whether an account may differ from the book. */
    boolean isTouched(Account account);

    /** Positions of touched accounts on one side of an instrument, as they are in the book; not to be changed. */
    List<Position> touched(Instrument instrument, Side side);

    /**
     * The line of candidates that was made for a side, or null, with all changes so far; whoever makes one has it kept
     * up to date here. It is asked for anew after a change.
     */
    CandidateLine line(Instrument instrument, Side side, CandidateOrder order);

    /** Keeps a line, for whoever asks for it next. */
    void keep(CandidateLine line);
}
