package io.flatbook.engine.book;

/**
 * Many numbers in ascending order, as unsigned ones, each with the place that it had before. Equal ones stay in the
 * order that they had. It takes time in proportion to their count: they are ordered digit by digit from the last, and
 * digits in which none differ are passed over.
 */
public final class CodeOrder
{
    private static final int DIGIT_BITS = 8;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private long[] codes;
    private int[] places;

    /**
     * Orders numbers.
     *
     * @param unordered which the order takes over.
     */
    public CodeOrder(final long[] unordered)
    {
        codes = unordered;
        places = new int[codes.length];
        long differences = 0;
        for (int i = 0; i < codes.length; i++)
        {
            places[i] = i;
            differences |= codes[i] ^ codes[0];
        }
        order(differences);
    }

    /** How many there are. */
    public int count()
    {
        return codes.length;
    }

    /** The number that comes after i others. */
    public long code(final int i)
    {
        return codes[i];
    }

    /** Where that number stood. */
    public int place(final int i)
    {
        return places[i];
    }

    private void order(final long differences)
    {
        long[] nextCodes = new long[codes.length];
        int[] nextPlaces = new int[codes.length];
        for (int shift = 0; shift < Long.SIZE; shift += DIGIT_BITS)
        {
            if (0 != digit(differences, shift))
            {
                final int[] starts = starts(shift);
                for (int i = 0; i < codes.length; i++)
                {
                    final int to = starts[digit(codes[i], shift)]++;
                    nextCodes[to] = codes[i];
                    nextPlaces[to] = places[i];
                }
                final long[] formerCodes = codes;
                final int[] formerPlaces = places;
                codes = nextCodes;
                places = nextPlaces;
                nextCodes = formerCodes;
                nextPlaces = formerPlaces;
            }
        }
    }

    // Where those of each digit begin.
    private int[] starts(final int shift)
    {
        final int[] starts = new int[DIGITS];
        for (int i = 0; i < codes.length; i++)
        {
            starts[digit(codes[i], shift)]++;
        }
        int before = 0;
        for (int digit = 0; digit < DIGITS; digit++)
        {
            final int here = starts[digit];
            starts[digit] = before;
            before += here;
        }
        return starts;
    }

    private static int digit(final long code, final int shift)
    {
        return (int)(code >>> shift) & DIGITS - 1;
    }
}
