package io.flatbook.proving.demo;

import io.flatbook.client.ClientListener;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.Queries;
import io.flatbook.client.Trade;
import io.flatbook.sbe.PositionsReportDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.TradeRegisteredDecoder;
import org.HdrHistogram.Histogram;
import org.agrona.collections.LongHashSet;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Trades of one lot at a steady rate between accounts of its own, and the books on them: what was sent, acknowledged,
 * reported by events and is in positions. Every trade makes a buyer longer, so that one lost or applied twice shows.
 */
final class TradeStream implements ClientListener
{
    /** Accounts that trade: buyers first, then as many sellers. */
    static final int ACCOUNTS = 32;

    private static final int BUYERS = ACCOUNTS / 2;
    private static final int SLOTS = 2_048;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long SETTLE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long IDLE_NS = 100_000;

    private final List<Terms> instruments;
    private final long firstAccountId;
    private final long intervalNs;
    private final Trade trade = new Trade();
    private final long[] sentNs = new long[SLOTS];
    private final Histogram roundTripsNs = new Histogram(3);
    private final LongHashSet seenTradeIds = new LongHashSet(1 << 16);
    private final long[] lotsByBuyer = new long[BUYERS];
    private FlatbookClient client;
    private int leader;
    private long sent;
    private long acknowledged;
    private long refused;
    private long unknown;
    private long seenTwice;
    private long resent;
    private RejectReason firstRefusal = RejectReason.NONE;
    private volatile int lostLeader = -1;
    private volatile long lostLeaderNs;
    private volatile long gapNs;

    /**
     * What was counted, in trades, each of which was a command of its own.
     *
     * @param acknowledged as booked.
     * @param lost         acknowledged, but neither reported nor booked.
     * @param resent       unanswered when the next leader was found, and so sent again.
     * @param twice        applied more than once.
     */
    record Count(long acknowledged, long lost, long resent, long twice)
    {
    }

    /**
     * @param instruments    of which trades are made, with the mark at the crash as price.
     * @param firstAccountId of the accounts, which follow each other.
     * @param tradesPerSecond to send.
     */
    TradeStream(final List<Terms> instruments, final long firstAccountId, final int tradesPerSecond)
    {
        this.instruments = instruments;
        this.firstAccountId = firstAccountId;
        intervalNs = TimeUnit.SECONDS.toNanos(1) / tradesPerSecond;
    }

    /** Gives the connected client; what it received before does not count. */
    void client(final FlatbookClient newClient)
    {
        client = newClient;
        leader = newClient.leaderMemberId();
    }

    /** Sends at the rate until it is stopped; what falls due while the window is full is sent later. */
    void runUntil(final BooleanSupplier isOver)
    {
        long dueNs = System.nanoTime();
        while (!isOver.getAsBoolean())
        {
            int work = poll();
            while (0 <= System.nanoTime() - dueNs && send())
            {
                dueNs = Math.max(dueNs + intervalNs, System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
                work++;
            }
            if (0 == work)
            {
                LockSupport.parkNanos(IDLE_NS);
            }
        }
    }

    /** Called by another thread: this member is killed now. */
    void leaderLost(final int member)
    {
        gapNs = 0;
        lostLeaderNs = System.nanoTime();
        lostLeader = member;
    }

    /** Time from the loss of the leader to the first outcome by another one; 0 until there is one. */
    long gapNs()
    {
        return gapNs;
    }

    Histogram roundTripsNs()
    {
        return roundTripsNs;
    }

    /**
     * Waits for all outcomes and events and compares them with the positions in the book.
     */
    Count settle()
    {
        final long deadlineNs = System.nanoTime() + SETTLE_NS;
        while ((0 < client.unacknowledged() || seenTradeIds.size() < acknowledged) &&
            System.nanoTime() - deadlineNs < 0)
        {
            if (0 == poll())
            {
                LockSupport.parkNanos(IDLE_NS);
            }
        }
        if (0 < client.unacknowledged() || 0 < refused || 0 < unknown)
        {
            throw new DemoException(String.format(
                Locale.ROOT, "%,d trades without an answer, %,d refused (%s), %,d unknown",
                client.unacknowledged(), refused, firstRefusal, unknown));
        }
        long missing = 0;
        long surplus = 0;
        for (int buyer = 0; buyer < BUYERS; buyer++)
        {
            final long inBook = longLots(firstAccountId + buyer);
            missing += Math.max(0, lotsByBuyer[buyer] - inBook);
            surplus += Math.max(0, inBook - lotsByBuyer[buyer]);
        }
        final long unreported = Math.max(0, acknowledged - seenTradeIds.size());
        return new Count(acknowledged, Math.max(missing, unreported), resent, Math.max(surplus, seenTwice));
    }

    @Override
    public void onOutcome(
        final long commandId,
        final RejectReason reason,
        final RejectField field,
        final long detail,
        final long firstEventSequence)
    {
        if (null == client)
        {
            return;
        }
        final long nowNs = System.nanoTime();
        final int slot = (int)(commandId % SLOTS);
        roundTripsNs.recordValue(nowNs - sentNs[slot]);
        if (RejectReason.NONE == reason)
        {
            acknowledged++;
        }
        else
        {
            firstRefusal = 0 == refused ? reason : firstRefusal;
            refused++;
        }
        if (0 <= lostLeader && 0 == gapNs && client.leaderMemberId() != lostLeader)
        {
            gapNs = nowNs - lostLeaderNs;
        }
    }

    @Override
    public void onOutcomeUnknown(final long commandId)
    {
        unknown++;
    }

    @Override
    public void onTradeRegistered(final TradeRegisteredDecoder event)
    {
        if (!seenTradeIds.add(event.trade().tradeId()))
        {
            seenTwice++;
        }
    }

    @Override
    public void onEventsGone(final long fromSequence, final long retainedFromSequence)
    {
        throw new DemoException("events " + fromSequence + " to " + retainedFromSequence + " are gone");
    }

    /** What is unanswered when another leader is found is sent again, all of it. */
    private int poll()
    {
        final int unanswered = client.unacknowledged();
        final int work = client.poll();
        final int found = client.leaderMemberId();
        if (found != leader)
        {
            resent += 0 <= found ? unanswered : 0;
            leader = found;
        }
        return work;
    }

    private boolean send()
    {
        final int buyer = (int)(sent % BUYERS);
        final int seller = BUYERS + (int)(sent / BUYERS % BUYERS);
        final Terms terms = instruments.get(buyer % instruments.size());
        final long id = client.tryRegisterTrade(trade.clear().tradeId(sent + 1).instrument(terms.id())
            .buyer(firstAccountId + buyer).seller(firstAccountId + seller)
            .quantityLots(1).priceTicks(terms.crashTicks()));
        if (id < 0)
        {
            return false;
        }
        sentNs[(int)(id % SLOTS)] = System.nanoTime();
        lotsByBuyer[buyer]++;
        sent++;
        return true;
    }

    private long longLots(final long accountId)
    {
        final PositionsReportDecoder report =
            client.query(Queries.positions(accountId, null, null, null), TIMEOUT);
        long lots = 0;
        for (final PositionsReportDecoder.PositionsDecoder position : report.positions())
        {
            lots += position.quantityLots();
        }
        return lots;
    }
}
