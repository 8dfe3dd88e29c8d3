package io.flatbook.engine;

import com.sun.management.ThreadMXBean;
import io.flatbook.cluster.LocalClearing;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.engine.book.WorkCounter;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands that change positions and marks which are there allocate nothing, events encoded, and a trade costs the same
 * whatever the number of holders and of its accounts' positions. By exact counters, not by time.
 */
class SteadyStateTest
{
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private static final int[] HOLDERS = {20, 200, 2_000};
    private static final int ROUNDS = 50;
    private static final long ENTRY = 100_000;
    private static final long LOTS = 100;

    @Test
    void tradesAndMarksAllocateNothing()
    {
        final Market market = new Market(20, 5);
        // Beyond the capacity of all windows and rings.
        market.trades(3_000);
        market.batches(300);
        market.marks(3_000);
        long least = Long.MAX_VALUE;
        // A compiler that is at work can allocate on this thread in one round, a command that allocates does in all.
        for (int round = 0; round < ROUNDS && 0 != least; round++)
        {
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            market.trades(200);
            market.batches(20);
            market.marks(200);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as("bytes that 200 trades, 20 batches and 200 marks allocate").isZero();
    }

    @Test
    void lookingAheadChangesNothingWhateverTheBatchNames()
    {
        final Market market = new Market(4, 2);
        final long hash = market.engine.replicaHash();
        market.check(market.engine.batch().begin(4));
        market.engine.batch().expect(1, 1, 2);
        market.engine.batch().expect(3, 1, 2);
        market.engine.batch().expect(1, 5, 2);
        market.engine.batch().expect(-1, 0, Absent.LONG);
        market.engine.batch().lookAhead();
        assertThat(market.engine.batch().count()).isZero();
        assertThat(market.engine.replicaHash()).isEqualTo(hash);
    }

    @Test
    void aTradeEvaluatesItsPartiesAndMeasuresNoOtherPosition()
    {
        for (final int holders : HOLDERS)
        {
            for (final int legs : new int[]{1, 5, 20})
            {
                final Market market = new Market(holders, legs);
                // Until the ranges of the parties have room for the largest positions that these trades give them.
                market.trades(50);
                final WorkCounter work = market.engine.work();
                final long evaluated = work.accountsEvaluated();
                final long measured = work.legsMeasured();
                final long set = work.triggersSet();
                final long visited = work.positionsVisited();
                market.trades(50);
                final String place = holders + " holders of " + legs;
                assertThat(work.accountsEvaluated() - evaluated).as(place).isEqualTo(100);
                assertThat(work.legsMeasured() - measured).as(place).isZero();
                assertThat(work.triggersSet() - set).as(place).isZero();
                assertThat(work.positionsVisited() - visited).as(place).isZero();
            }
        }
    }

    @Test
    void aTradeThatUsesUpTheCushionMeasuresItsPartiesOnly()
    {
        for (final int holders : HOLDERS)
        {
            final Market market = new Market(holders, 5);
            final WorkCounter work = market.engine.work();
            final long evaluated = work.accountsEvaluated();
            final long measured = work.legsMeasured();
            final long set = work.triggersSet();
            market.trade(1, 1, 2, 300);
            assertThat(work.accountsEvaluated() - evaluated).as("%d holders", holders).isEqualTo(2);
            assertThat(work.legsMeasured() - measured).as("%d holders", holders).isBetween(1L, 10L);
            assertThat(work.triggersSet() - set).as("%d holders", holders).isBetween(1L, 10L);
        }
    }

    /** Accounts with positions in all instruments, odd ones long, even ones short. */
    private static final class Market
    {
        private final ClearingEngine engine = new LocalClearing(new Limits().idsRetained(512).eventsRetained(512))
            .engine();
        private final TradeTicket ticket = new TradeTicket();
        private final int[] instrumentId = {0};
        private final long[] ticks = {0};
        private final Sender gateway;
        private final int holders;
        private final int legs;
        private long sequence;
        private long tradeId;

        private Market(final int holders, final int legs)
        {
            this.holders = holders;
            this.legs = legs;
            final Sender risk = engine.principals().admit("risk/steady").sender();
            check(engine.defineAsset(risk, 0, "USD"));
            check(engine.defineGateway(risk, new GatewayDefinition(
                "steady", 1, 15, Switch.ON, Absent.LONG, Absent.LONG, new int[0])));
            gateway = engine.principals().gateway("steady").sender();
            for (int id = 1; id <= legs; id++)
            {
                check(engine.defineInstrument(risk, new InstrumentDefinition().symbol("P" + id)
                    .kind(InstrumentKind.LINEAR_PERPETUAL).settlementAssetId(1).tickSize(1, 0).lotSize(1, 0)
                    .multiplier(1, 0).offsetPolicy(OffsetPolicyKind.QUEUE).marginTerms(MarginTerms.of(
                        MarginTiers.of(new long[]{0}, new long[]{100_000}, new long[]{50_000}, 1)))));
                mark(id, ENTRY);
            }
            for (int i = 1; i <= holders; i++)
            {
                check(engine.openAccount(gateway, i, i, 1));
                check(engine.deposit(gateway, i, legs * LOTS * ENTRY, i));
            }
            for (int i = 1; i < holders; i += 2)
            {
                for (int id = 1; id <= legs; id++)
                {
                    trade(id, i, i + 1, LOTS);
                }
            }
        }

        // Back and forth, with a fee.
        private void trades(final int count)
        {
            for (int i = 0; i < count; i += 2)
            {
                final long odd = 1 + 2L * (i % (holders / 2));
                final long even = 2 + 2L * (i * 7 % (holders / 2));
                trade(1 + i % legs, odd, even, 1);
                trade(1 + i % legs, even, odd, 1);
            }
        }

        // Of ten trades, which the engine looks ahead at.
        private void batches(final int count)
        {
            for (int i = 0; i < count; i++)
            {
                check(engine.batch().begin(10));
                for (int k = 0; k < 10; k++)
                {
                    engine.batch().expect(1 + k % legs, 1, 2);
                }
                engine.batch().lookAhead();
                trades(10);
            }
        }

        private void marks(final int count)
        {
            for (int i = 0; i < count; i++)
            {
                mark(1 + i % legs, ENTRY + i % 21 - 10);
            }
        }

        private void trade(final int id, final long buyer, final long seller, final long lots)
        {
            check(engine.registerTrade(gateway, ticket.set(++tradeId, id, buyer, seller, lots, ENTRY, 3, -1,
                TradeCause.TRADE, false, Absent.LONG, Absent.INT)));
        }

        private void mark(final int id, final long markTicks)
        {
            instrumentId[0] = id;
            ticks[0] = markTicks;
            check(engine.updateMarkPrices(gateway, ++sequence, instrumentId, ticks, 1));
        }

        private void check(final RejectReason reason)
        {
            if (RejectReason.NONE != reason)
            {
                throw new IllegalStateException(reason + " " + engine.rejectField());
            }
        }
    }
}
