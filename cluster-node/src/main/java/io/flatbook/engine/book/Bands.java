package io.flatbook.engine.book;

/**
 * Bands around a price (MARK-2, TRD-1): a share of the price's size or a number of ticks, whichever is larger.
 */
public final class Bands
{
    private Bands()
    {
    }

    /**
     * Whether a price is further from a reference than its band.
     *
     * @param ticks          price.
     * @param referenceTicks reference.
     * @param bandPpm        width as a share of the reference's size; 0 with {@code bandTicks} 0: the band is off.
     * @param bandTicks      width in ticks.
     * @return true if the band is on and the price is outside it; a band that is on is at least 1 tick wide.
     */
    public static boolean isOutside(
        final long ticks, final long referenceTicks, final long bandPpm, final long bandTicks)
    {
        if (0 == bandPpm && 0 == bandTicks)
        {
            return false;
        }
        final long widthTicks = Math.max(Math.max(1, bandTicks),
            FixedPoint.multiplyDivideFloor(Math.abs(referenceTicks), bandPpm, FixedPoint.PPM));
        final long distanceTicks = ticks - referenceTicks;
        // Prices are up to 2^63 when a sender gives any; a distance that wraps is far.
        final boolean wraps = ((ticks ^ referenceTicks) & (ticks ^ distanceTicks)) < 0;
        return wraps || Long.MIN_VALUE == distanceTicks || Math.abs(distanceTicks) > widthTicks;
    }
}
