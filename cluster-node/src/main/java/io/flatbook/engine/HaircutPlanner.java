package io.flatbook.engine;

import java.util.TreeMap;

/**
 * Plans the gains haircut: what the surcharge left uncollected is taken from accounts that at the freeze had gains
 * opposite to the legs that the defaulter held when it defaulted.
 */
final class HaircutPlanner
{
    private final Book book;

    HaircutPlanner(final Book book)
    {
        this.book = book;
    }

    void plan(final WaitingRun run, final PlanDraft draft, final EntryLedger ledger, final long uncollected)
    {
        final TreeMap<Long, Long> gainByAccountId = new TreeMap<>();
        for (int i = 0; i < run.legCount(); i++)
        {
            addGains(book.instrument(run.instrumentId(i)), run.wasLong(i), ledger, gainByAccountId);
        }
        addSettlementGains(draft.account(), ledger, gainByAccountId);
        gainByAccountId.remove(draft.account().id());

        final Account[] accounts = new Account[gainByAccountId.size()];
        final long[] gains = new long[accounts.length];
        final long[] weights = new long[accounts.length];
        long sum = 0;
        int count = 0;
        for (final var entry : gainByAccountId.entrySet())
        {
            final Account account = book.account(entry.getKey());
            gains[count] = entry.getValue() - ledger.given(account.id()) - draft.given(account);
            accounts[count] = account;
            weights[count] = Math.max(0, Math.min(gains[count], draft.equity(account)));
            sum += weights[count];
            count++;
        }

        final DefaultPlan plan = draft.plan();
        plan.haircutAvailable = sum;
        final long[] shares = Shares.cumulative(Math.min(uncollected, sum), weights);
        for (int i = 0; i < shares.length; i++)
        {
            if (shares[i] > 0)
            {
                plan.haircuts.add(new DefaultPlan.Haircut(
                    accounts[i], shares[i], gains[i], draft.equity(accounts[i])));
                plan.haircut += shares[i];
            }
        }
    }

    // Gain at the freeze of what is still held plus what was closed at the frozen mark since.
    private static void addGains(
        final Instrument instrument, final boolean defaulterWasLong, final EntryLedger ledger,
        final TreeMap<Long, Long> gainByAccountId)
    {
        final TreeMap<Long, Long> pnlByAccountId = new TreeMap<>();
        for (final Position position : instrument.positions())
        {
            if (position.quantityLots() > 0 != defaulterWasLong)
            {
                pnlByAccountId.put(position.account().id(), position.unrealizedPnl());
            }
        }
        for (final EntryLedger.Close close : ledger.closes())
        {
            if (close.instrument() == instrument && close.wasLong() != defaulterWasLong)
            {
                pnlByAccountId.merge(close.account().id(), close.realizedPnl(), Long::sum);
            }
        }
        pnlByAccountId.forEach((accountId, pnl) -> addGain(gainByAccountId, accountId, pnl));
    }

    private static void addSettlementGains(
        final Account defaulter, final EntryLedger ledger, final TreeMap<Long, Long> gainByAccountId)
    {
        for (final EntryLedger.Close own : ledger.settlements())
        {
            if (own.account() == defaulter)
            {
                for (final EntryLedger.Close other : ledger.settlements())
                {
                    if (other.wasLong() != own.wasLong())
                    {
                        addGain(gainByAccountId, other.account().id(), other.realizedPnl());
                    }
                }
            }
        }
    }

    private static void addGain(final TreeMap<Long, Long> gainByAccountId, final long accountId, final long pnl)
    {
        if (pnl > 0)
        {
            gainByAccountId.merge(accountId, pnl, Long::sum);
        }
    }
}
