package io.flatbook.engine;

import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Recourse;
import java.util.List;

/**
 * A small book and what happens to it. Everything trades at a mark of 100 without margin; then the
 * margins become 10 % and 5 %, the marks move, and liquidations fail.
 *
 * @param accounts    four, from the first id; one without lots and money is as good as none.
 * @param moved       marks after the move, an instrument each.
 * @param policy      of both instruments.
 * @param recourse    of the asset.
 * @param funded      whether the fund holds something, spare hedges go last, a run closes the least, and one lot moving
 *                    one tick is worth so much that products of money need more than 64 bits.
 * @param order       who of several defaulters comes first.
 */
record SmallBook(
    List<SmallAccount> accounts, long[] moved, OffsetPolicyKind policy, Recourse recourse, boolean funded, Order order)
{
    /** The mark at which everything trades. */
    static final long FIRST_MARK = 100;
    /** What a tick of a lot is worth in a funded book: products need 128 bits, and few shares come out even. */
    private static final long LARGE_TICK = 1_000_000_000_001L;
    /** What the fund holds: less than a deficit of two, so that it is shared, and odd. */
    static final long FUND = 7;

    /** Who of several defaulters comes first. */
    enum Order
    {
        /** All at once, ids ascending as the accounts stand. */
        TOGETHER,
        /** All at once, ids the other way around. */
        TOGETHER_REVERSED,
        /** One after the other, as an operator declares them. */
        ONE_BY_ONE,
        /** One after the other, the last first. */
        ONE_BY_ONE_REVERSED;

        boolean isDeclared()
        {
            return ONE_BY_ONE == this || ONE_BY_ONE_REVERSED == this;
        }
    }

    /**
     * One account of a small book.
     *
     * @param lots    signed, an instrument each.
     * @param entry   price of its positions.
     * @param ends    what its equity is after the move.
     * @param deposit that makes it so if one lot moving one tick is worth 1.
     * @param owner   from 1.
     */
    record SmallAccount(long[] lots, long entry, Ends ends, long deposit, int owner)
    {
        boolean isFlat()
        {
            return 0 == lots[0] && 0 == lots[1];
        }

        /** Whether it is as good as none. */
        boolean isNothing()
        {
            return isFlat() && Ends.ZERO == ends;
        }

        @Override
        public String toString()
        {
            return lots[0] + "/" + lots[1] + "@" + entry + " " + ends + " of " + owner;
        }
    }

    /** Equity after the move. */
    enum Ends
    {
        /** In default. */
        BELOW_ZERO,
        /** Liquidating with nothing. */
        ZERO,
        /** Liquidating by one unit. */
        BELOW_MAINTENANCE,
        /** Exactly at maintenance. */
        MAINTENANCE,
        /** More than any of this can cost. */
        RICH;

        private static final long DEFICIT = 7;
        private static final long PLENTY = 300;

        /** What is lost of a deposit that is a number of ticks, minor units. */
        long missing()
        {
            return BELOW_ZERO == this ? DEFICIT : BELOW_MAINTENANCE == this ? 1 : 0;
        }

        long equity(final long maintenance)
        {
            return switch (this)
            {
                case BELOW_ZERO -> -DEFICIT;
                case ZERO -> 0;
                case BELOW_MAINTENANCE -> maintenance - 1;
                case MAINTENANCE -> maintenance;
                case RICH -> PLENTY;
            };
        }
    }

    long id(final int index)
    {
        return Order.TOGETHER_REVERSED == order ? accounts.size() - index : index + 1;
    }

    /** What one lot moving one tick is worth, minor units. */
    long tick()
    {
        return funded ? LARGE_TICK : 1;
    }

    /** What an account pays in, minor units. */
    long deposit(final SmallAccount account)
    {
        final long missing = account.ends().missing();
        return (account.deposit() + missing) * tick() - missing;
    }

    boolean hasTwoInstruments()
    {
        return 0 != moved[1];
    }

    @Override
    public String toString()
    {
        return accounts + " marks " + moved[0] + "/" + moved[1] + " " + policy + " " + recourse +
            (funded ? " funded " : " unfunded ") + order;
    }
}
