package io.flatbook.benchmark;

import io.flatbook.cluster.LocalClearing;
import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.GatewayDefinition;
import io.flatbook.engine.Sender;
import io.flatbook.engine.TradeTicket;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;

import java.util.SplittableRandom;

/** Accounts, long and short in turn, every one with a position in each instrument. */
final class Market
{
    private static final long ENTRY = 100_000;
    private static final long LOTS = 100;
    private static final int BATCH = 16;

    private final ClearingEngine engine = new LocalClearing(new Limits()).engine();
    private final SplittableRandom random = new SplittableRandom(7);
    private final TradeTicket ticket = new TradeTicket();
    private final int[] instrumentId = {0};
    private final long[] ticks = {0};
    private final int[] instruments = new int[BATCH];
    private final long[] buyers = new long[BATCH];
    private final long[] sellers = new long[BATCH];
    private final Sender gateway;
    private final int holders;
    private final int legs;
    private long sequence;
    private long tradeId;

    Market(final int holders, final int legs)
    {
        this.holders = holders;
        this.legs = legs;
        final Sender risk = engine.principals().admit("risk/benchmark").sender();
        check(engine.defineAsset(risk, 0, "USD"));
        check(engine.defineGateway(risk, new GatewayDefinition(
            "benchmark", 1, 15, Switch.ON, Absent.LONG, Absent.LONG, new int[0])));
        gateway = engine.principals().gateway("benchmark").sender();
        for (int id = 1; id <= legs; id++)
        {
            check(engine.defineInstrument(risk, new InstrumentDefinition().symbol("P" + id)
                .kind(InstrumentKind.LINEAR_PERPETUAL).settlementAssetId(1).tickSize(1, 0).lotSize(1, 0)
                .multiplier(1, 0).offsetPolicy(OffsetPolicyKind.QUEUE).marginTerms(MarginTerms.of(
                    MarginTiers.of(new long[]{0}, new long[]{100_000}, new long[]{50_000}, 1)))));
            mark(id, ENTRY);
        }
        // Every other long is in MARGIN_CALL when prices have fallen by 30 %, at different depths; nobody defaults.
        final long notional = legs * LOTS * ENTRY;
        for (int i = 1; i <= holders; i++)
        {
            check(engine.openAccount(gateway, i, i, 1));
            check(engine.deposit(gateway, i, 1 == i % 4 ?
                notional * 340 / 1_000 + random.nextLong(notional * 28 / 1_000) : 2 * notional, i));
        }
        for (int i = 1; i < holders; i += 2)
        {
            for (int id = 1; id <= legs; id++)
            {
                trade(id, i, i + 1, LOTS);
            }
        }
    }

    void calm(final int marks)
    {
        for (int i = 0; i < marks; i++)
        {
            mark(1 + i % legs, ENTRY + random.nextInt(21) - 10);
        }
    }

    // Two strangers trade a lot back and forth.
    void trades(final int count)
    {
        for (int i = 0; i < count; i += 2)
        {
            final long long1 = 1 + 2L * random.nextInt(holders / 2);
            final long short2 = 2 + 2L * random.nextInt(holders / 2);
            final int id = 1 + random.nextInt(legs);
            trade(id, long1, short2, 1);
            trade(id, short2, long1, 1);
        }
    }

    // The same, sixteen trades a message: what they are about is read before the first is registered.
    void batches(final int count)
    {
        for (int i = 0; i < count; i += BATCH)
        {
            check(engine.batch().begin(gateway.principal(), BATCH));
            for (int k = 0; k < BATCH; k += 2)
            {
                buyers[k] = 1 + 2L * random.nextInt(holders / 2);
                sellers[k] = 2 + 2L * random.nextInt(holders / 2);
                buyers[k + 1] = sellers[k];
                sellers[k + 1] = buyers[k];
                instruments[k] = 1 + random.nextInt(legs);
                instruments[k + 1] = instruments[k];
            }
            for (int k = 0; k < BATCH; k++)
            {
                engine.batch().expect(instruments[k], buyers[k], sellers[k]);
            }
            engine.batch().lookAhead();
            for (int k = 0; k < BATCH; k++)
            {
                trade(instruments[k], buyers[k], sellers[k], 1);
            }
        }
    }

    int holders()
    {
        return holders;
    }

    long evaluated()
    {
        return engine.work().accountsEvaluated();
    }

    // A fall by 30 %, then as many marks that go up and down by up to 0.2 %.
    void crash(final int steps)
    {
        for (int step = 1; step <= steps; step++)
        {
            final long fallen = ENTRY * Math.min(step, steps / 2) * 2 / steps * 30 / 100;
            for (int id = 1; id <= legs; id++)
            {
                mark(id, ENTRY - fallen + random.nextInt(401) - 200);
            }
        }
    }

    long called()
    {
        long called = 0;
        for (int i = 1; i <= holders; i++)
        {
            called += AccountStatus.MARGIN_CALL == engine.book().account(i).status() ? 1 : 0;
        }
        return called;
    }

    private void trade(final int id, final long buyer, final long seller, final long lots)
    {
        check(engine.registerTrade(gateway, ticket.set(++tradeId, id, buyer, seller, lots,
            engine.book().instrument(id).markTicks(), 0, 0, TradeCause.TRADE, false, Absent.LONG, Absent.INT)));
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
