package io.flatbook.engine;

/**
 * Bands around a price.
 */
final class Bands
{
    private Bands()
    {
    }

    /** Whether a price is further than the band from a reference; a band of 0 is off. */
    static boolean isOutside(final long ticks, final long referenceTicks, final long bandPpm)
    {
        return bandPpm > 0 && FixedPoint.compareProducts(
            Math.abs(ticks - referenceTicks), FixedPoint.PPM, bandPpm, referenceTicks) > 0;
    }
}
