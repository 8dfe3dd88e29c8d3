package io.flatbook.engine;

import org.agrona.collections.Long2LongHashMap;

import java.util.ArrayList;
import java.util.List;

/**
 * What default runs and a settlement did since the freeze of the entry at hand, so that gains at the freeze can still
 * be told. Empty between entries.
 */
final class EntryLedger
{
    /** A close since the freeze: sign of the position and what it realized. */
    record Close(Account account, Instrument instrument, boolean wasLong, long realizedPnl)
    {
    }

    private final List<Close> closes = new ArrayList<>();
    private final List<Close> settlements = new ArrayList<>();
    private final Long2LongHashMap givenByAccountId = new Long2LongHashMap(0);
    private int bookings;

    void clear()
    {
        if (bookings > 0 || !settlements.isEmpty() || !givenByAccountId.isEmpty())
        {
            closes.clear();
            settlements.clear();
            givenByAccountId.clear();
            bookings = 0;
        }
    }

    void closed(final Account account, final Instrument instrument, final boolean wasLong, final long realizedPnl)
    {
        closes.add(new Close(account, instrument, wasLong, realizedPnl));
    }

    void settled(final Account account, final Instrument instrument, final boolean wasLong, final long realizedPnl)
    {
        settlements.add(new Close(account, instrument, wasLong, realizedPnl));
    }

    void gave(final Account account, final long money)
    {
        if (0 != money)
        {
            givenByAccountId.put(account.id(), givenByAccountId.get(account.id()) + money);
        }
    }

    void booked()
    {
        bookings++;
    }

    int bookings()
    {
        return bookings;
    }

    long given(final long accountId)
    {
        return givenByAccountId.get(accountId);
    }

    List<Close> closes()
    {
        return closes;
    }

    List<Close> settlements()
    {
        return settlements;
    }
}
