package io.flatbook.engine.book;

import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.Side;

/**
 * Sides and directions of positions.
 *
 * <p>Contract: NOUN-2.
 */
public final class Sides
{
    private Sides()
    {
    }

    /** Side that a signed quantity is on. */
    public static Side of(final long quantityLots)
    {
        return quantityLots > 0 ? Side.LONG : Side.SHORT;
    }

    /** The other side. */
    public static Side opposite(final Side side)
    {
        return Side.LONG == side ? Side.SHORT : Side.LONG;
    }

    /** Whether a quantity of an instrument gains if the coin rises: its sign, reversed for a put. */
    public static boolean isUp(final Instrument instrument, final long quantityLots)
    {
        return quantityLots > 0 != (InstrumentKind.PUT == instrument.kind());
    }
}
