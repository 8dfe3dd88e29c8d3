package io.flatbook.proving.demo;

import java.util.List;

/**
 * Who holds what before the crash: marks, payments and the trades that make the positions. Account 1 is the defaulter,
 * the others are holders; every account is of an owner of its own with the same number.
 *
 * @param instruments of the wave.
 * @param entryTicks  marks before the crash by instrument, the first at 0.
 * @param deposits    what each account pays in, in minor units, account 1 at 0.
 * @param trades      in order.
 */
record Population(List<Terms> instruments, long[] entryTicks, long[] deposits, List<PlannedTrade> trades)
{
    /** Account of the one defaulter. */
    static final long DEFAULTER = 1;

    int accounts()
    {
        return deposits.length;
    }
}
