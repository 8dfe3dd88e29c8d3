package io.flatbook.engine.book;

import io.flatbook.sbe.Side;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.Arrays;
import java.util.TreeMap;

/**
 * What the log entry at hand did so far that its default runs must know: positions settled, gains that a settlement or
 * funding gave (RUN-8), what accounts gave to runs, and how many bookings were made. Empty between entries.
 */
public final class EntryLedger
{
    /** A position that a settlement of this entry closed, and whether it was the only one of its account. */
    public record Settled(Instrument instrument, long quantityLots, boolean isOnly)
    {
    }

    private final TreeMap<Long, Long> longGainByAccountId = new TreeMap<>();
    private final TreeMap<Long, Long> shortGainByAccountId = new TreeMap<>();
    private final Long2ObjectHashMap<Settled> settledByAccountId = new Long2ObjectHashMap<>();
    private final Long2LongHashMap runsByAccountId = new Long2LongHashMap(0);
    private AccountNumbers givers = new AccountNumbers();
    private long[] givenByGiver = {};
    private Instrument gainInstrument;
    private int bookings;

    /** A ledger of an entry that has done nothing yet. */
    public EntryLedger()
    {
    }

    /** Forgets the entry. */
    public void clear()
    {
        if (bookings > 0 || null != gainInstrument || givers.count() > 0 || !runsByAccountId.isEmpty())
        {
            runsByAccountId.clear();
            longGainByAccountId.clear();
            shortGainByAccountId.clear();
            settledByAccountId.clear();
            givers = new AccountNumbers();
            givenByGiver = new long[0];
            gainInstrument = null;
            bookings = 0;
        }
    }

    /** A settlement of this entry closes a position, which its account still holds, and realizes profit or loss. */
    public void settled(
        final Account account, final Instrument instrument, final long quantityLots, final long realizedPnl)
    {
        settledByAccountId.put(account.id(), new Settled(instrument, quantityLots, 1 == account.legCount()));
        gave(instrument, Sides.of(quantityLots), account, realizedPnl);
    }

    /** A settlement or funding of this entry gave an account something on a side of an instrument. */
    public void gave(final Instrument instrument, final Side side, final Account account, final long minorUnits)
    {
        gainInstrument = instrument;
        if (minorUnits > 0)
        {
            gains(side).merge(account.id(), minorUnits, Long::sum);
        }
    }

    private TreeMap<Long, Long> gains(final Side side)
    {
        return Side.LONG == side ? longGainByAccountId : shortGainByAccountId;
    }

    /** What a settlement or funding of this entry gave on a side of an instrument, by account; not to be changed. */
    public TreeMap<Long, Long> gainsOf(final Instrument instrument, final Side side)
    {
        return instrument == gainInstrument ? gains(side) : new TreeMap<>();
    }

    /** The position of an account that a settlement of this entry closed, or null. */
    public Settled settledOf(final Account account)
    {
        return settledByAccountId.get(account.id());
    }

    /** Whether a settlement of this entry closed a position of an account. */
    public boolean hasSettled(final Account account)
    {
        return null != settledOf(account);
    }

    /** Whether a settlement of this entry, and nothing else, left an account without a position. */
    public boolean isSettledOut(final Account account)
    {
        final Settled settled = settledOf(account);
        return null != settled && settled.isOnly();
    }

    /** An account gave to a default run of this entry. */
    public void gaveToRun(final Account account, final long minorUnits)
    {
        if (0 != minorUnits)
        {
            final int giver = givers.add(account);
            if (giver >= givenByGiver.length)
            {
                givenByGiver = Arrays.copyOf(givenByGiver, 2 * givers.count());
            }
            givenByGiver[giver] += minorUnits;
        }
    }

    /** What an account gave to default runs of this entry. */
    public long givenToRuns(final Account account)
    {
        final int giver = givers.of(account);
        return AccountNumbers.NONE == giver ? 0 : givenByGiver[giver];
    }

    /** A default run of an account was applied in this entry. */
    public void ran(final Account account)
    {
        runsByAccountId.put(account.id(), 1);
    }

    /** Whether a settlement of this entry closed a position of an account that has had no default run since. */
    public boolean isFreshlySettled(final Account account)
    {
        return hasSettled(account) && 0 == runsByAccountId.get(account.id());
    }

    /** Counts what runs may book towards the limit of an entry (RUN-11). */
    public void booked(final int more)
    {
        bookings += more;
    }

    /** What the runs of this entry might book (RUN-11). */
    public int bookings()
    {
        return bookings;
    }
}
