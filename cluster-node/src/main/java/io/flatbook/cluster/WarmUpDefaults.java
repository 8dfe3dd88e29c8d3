package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.GatewayDefinition;
import io.flatbook.engine.Sender;
import io.flatbook.engine.TradeTicket;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;

import java.util.Arrays;

import static io.flatbook.cluster.WarmUp.accepted;

/**
 * A default in a made-up book, so that the code of the first real one is compiled already: an account buys a lot of
 * each holder in each instrument, prices fall below its bankruptcy, and its run closes all of it against them.
 *
 * <p>The JVM compiles only the paths that were taken, so the book has some of each: products within 64 bits and beyond,
 * equal scores and different ones, holders with a second position of either side, and some that the fall calls for
 * margin.
 */
final class WarmUpDefaults
{
    private static final int INSTRUMENTS = 16;
    private static final int HOLDERS = INSTRUMENTS * 64;
    private static final int DEFAULTER = HOLDERS + 1;
    private static final long TICKS = 100_000;
    private static final long FALLEN_TICKS = 80_000;
    private static final int LARGE_EXPONENT = 9;
    private static final long LARGE = 1_000_000_000;
    private static final int HEDGED_LOTS = 2;
    /** What a holder has at least is a bit above the initial margin of its three lots, a tenth of their value each. */
    private static final long HOLDERS_LEAST = 35 * TICKS / 100;
    /** Holders with equal entries and equal collateral in the same instrument: two of these in a row. */
    private static final int EQUAL = 2 * INSTRUMENTS;
    private static final int STEPS = 5;

    private final ClearingEngine engine = new LocalClearing(new Limits()).engine();
    private final TradeTicket ticket = new TradeTicket();
    private final int[] instrumentIds = new int[INSTRUMENTS];
    private final long[] ticks = new long[INSTRUMENTS];
    private final Sender risk;
    private final Sender gateway;
    private long reference;
    private long tradeId;
    private long markSequence;

    private WarmUpDefaults()
    {
        risk = engine.principals().admit("risk/warm-up").sender();
        accepted(engine.defineAsset(risk, 0, "USD"));
        accepted(engine.defineGateway(risk, new GatewayDefinition(
            "warm-up", 1, 15, Switch.ON, Absent.LONG, Absent.LONG, new int[0])));
        gateway = engine.principals().gateway("warm-up").sender();
        for (int i = 0; i < INSTRUMENTS; i++)
        {
            instrumentIds[i] = i + 1;
            accepted(engine.defineInstrument(risk, new InstrumentDefinition().symbol("P" + i)
                .kind(InstrumentKind.LINEAR_PERPETUAL).settlementAssetId(1).tickSize(1, 0).lotSize(1, 0)
                .multiplier(1, isLarge(i) ? LARGE_EXPONENT : 0).maxTicks(2 * TICKS)
                .offsetPolicy(OffsetPolicyKind.QUEUE).marginTerms(MarginTerms.of(
                    MarginTiers.of(new long[]{0}, new long[]{100_000}, new long[]{50_000}, 1)))));
        }
    }

    /**
     * Makes a book and lets its defaulter default.
     *
     * @return whether the run left nothing.
     */
    static boolean run()
    {
        final WarmUpDefaults book = new WarmUpDefaults();
        book.open();
        book.trade();
        book.mark(FALLEN_TICKS);
        return 0 == book.engine.book().account(DEFAULTER).legCount() && book.engine.pendingRuns().isEmpty();
    }

    private void open()
    {
        mark(TICKS);
        for (int holder = 0; holder < HOLDERS; holder++)
        {
            open(holder + 1, (HOLDERS_LEAST + holder / EQUAL * TICKS) * unit(holder));
        }
        // Its initial margin is a tenth of the value of all its lots, the fall costs a fifth; the fund gives a part.
        final long margin = HOLDERS / 2 * TICKS / 10 * (1 + LARGE);
        open(DEFAULTER, margin + margin / 10);
        accepted(engine.fundInsurance(risk, 1, margin / 10));
    }

    private void open(final long account, final long collateral)
    {
        accepted(engine.openAccount(gateway, account, account, 1));
        accepted(engine.deposit(gateway, account, collateral, ++reference));
    }

    private void trade()
    {
        for (int holder = 0; holder < HOLDERS; holder++)
        {
            if (0 == (holder & 2))
            {
                trade(holder + 4, holder + 1, holder + 3, HEDGED_LOTS, TICKS);
            }
        }
        for (int holder = 0; holder < HOLDERS; holder++)
        {
            trade(holder, DEFAULTER, holder + 1, 1, TICKS + holder / EQUAL % STEPS);
        }
    }

    private void trade(final int of, final long buyer, final long seller, final long lots, final long priceTicks)
    {
        accepted(engine.registerTrade(gateway, ticket.set(++tradeId, instrumentIds[of % INSTRUMENTS], buyer, seller,
            lots, priceTicks, 0, 0, TradeCause.TRADE, true, Absent.LONG, Absent.INT)));
    }

    private static boolean isLarge(final int holder)
    {
        return 0 == holder % 2;
    }

    private static long unit(final int holder)
    {
        return isLarge(holder) ? LARGE : 1;
    }

    private void mark(final long markTicks)
    {
        Arrays.fill(ticks, markTicks);
        accepted(engine.updateMarkPrices(gateway, ++markSequence, instrumentIds, ticks, INSTRUMENTS));
    }
}
