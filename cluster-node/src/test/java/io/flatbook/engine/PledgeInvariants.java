package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.OwnerAccounts;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RUN-3, and the last part of I12: nobody answers for less than the contract says. Whoever holds the opposite direction
 * of a distressed account of its owner answers, from the first moment to the end of the distress; if a settlement
 * defaults an account, the positions before it count.
 */
final class PledgeInvariants
{
    private final Book book;
    private final Set<Long> pledgedBefore = new HashSet<>();
    private final Set<Long> defaultedBefore = new HashSet<>();
    private final Set<Long> settled = new HashSet<>();
    private final Set<Long> released = new HashSet<>();
    private final Map<Long, Map<Integer, Long>> lotsBefore = new HashMap<>();

    PledgeInvariants(final Book book)
    {
        this.book = book;
    }

    void beginEntry()
    {
        pledgedBefore.clear();
        defaultedBefore.clear();
        settled.clear();
        released.clear();
        lotsBefore.clear();
    }

    /** Looks at an account before the entry. */
    void begin(final Account account)
    {
        if (account.pledged())
        {
            pledgedBefore.add(account.id());
        }
        if (AccountStatus.DEFAULTED == account.status())
        {
            defaultedBefore.add(account.id());
        }
        lotsBefore.put(account.id(), lots(account));
    }

    private static Map<Integer, Long> lots(final Account account)
    {
        final Map<Integer, Long> lots = new HashMap<>();
        for (int i = 0; i < account.legCount(); i++)
        {
            lots.put(account.leg(i).instrument().id(), account.leg(i).quantityLots());
        }
        return lots;
    }

    /** Signed lots before the entry. */
    long lotsBefore(final Account account, final Instrument instrument)
    {
        return lotsBefore.get(account.id()).getOrDefault(instrument.id(), 0L);
    }

    /** A settlement of this entry closed a position of an account. */
    void settled(final Account account)
    {
        settled.add(account.id());
    }

    /** A pledge ends when no account of the owner and asset is distressed any more. */
    void released(final Account account)
    {
        final OwnerAccounts accounts = account.ownerAccounts();
        for (int i = 0; i < accounts.count(); i++)
        {
            assertThat(accounts.account(i).distressed()).as("account %d released too early", account.id()).isFalse();
        }
        released.add(account.id());
    }

    /** Before a run of the entry, who answers is known. */
    void started(final Account defaulter)
    {
        final boolean isBySettlement =
            settled.contains(defaulter.id()) && !defaultedBefore.contains(defaulter.id());
        final OwnerAccounts accounts = defaulter.ownerAccounts();
        for (int i = 0; i < accounts.count(); i++)
        {
            final Account other = accounts.account(i);
            final boolean isOpposite = areOpposite(lots(other), lots(defaulter)) || isBySettlement &&
                areOpposite(lotsBefore.get(other.id()), lotsBefore.get(defaulter.id()));
            assertThat(other != defaulter && isOpposite && !other.pledged())
                .as("account %d answers for %d before its run", other.id(), defaulter.id()).isFalse();
        }
    }

    /** Looks at an account after the entry. */
    void check(final Account account)
    {
        final OwnerAccounts accounts = account.ownerAccounts();
        boolean anyDistressed = false;
        boolean isOpposite = false;
        for (int i = 0; i < accounts.count(); i++)
        {
            final Account other = accounts.account(i);
            anyDistressed |= other.distressed();
            isOpposite |= other != account && other.distressed() && areOpposite(lots(account), lots(other));
        }
        assertThat(account.pledged() && !anyDistressed).as("account %d answers for nobody", account.id()).isFalse();
        assertThat(isOpposite && !account.pledged()).as("account %d answers", account.id()).isFalse();
        assertThat(pledgedBefore.contains(account.id()) && !released.contains(account.id()) && !account.pledged())
            .as("account %d no longer answers", account.id()).isFalse();
    }

    private boolean areOpposite(final Map<Integer, Long> some, final Map<Integer, Long> others)
    {
        for (final Map.Entry<Integer, Long> a : some.entrySet())
        {
            for (final Map.Entry<Integer, Long> b : others.entrySet())
            {
                final Instrument first = book.instrument(a.getKey());
                final Instrument second = book.instrument(b.getKey());
                if (first.family().equals(second.family()) &&
                    isUp(first, a.getValue()) != isUp(second, b.getValue()))
                {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isUp(final Instrument instrument, final long lots)
    {
        return lots > 0 != (InstrumentKind.PUT == instrument.kind());
    }
}
