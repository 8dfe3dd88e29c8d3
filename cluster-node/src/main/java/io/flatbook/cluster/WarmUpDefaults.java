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
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;

import java.util.Arrays;

/**
 * Defaults of a made-up book, one after the other, so that the first real one finds compiled what it runs through: an
 * account buys a lot of each holder in each instrument, prices fall below its bankruptcy, and its run closes all of it
 * against them.
 */
final class WarmUpDefaults
{
    private static final int INSTRUMENTS = 16;
    private static final int HOLDERS_OF_EACH = 64;
    private static final int DEFAULTER = INSTRUMENTS * HOLDERS_OF_EACH + 1;
    private static final long TICKS = 100_000;
    private static final long FALLEN_TICKS = 80_000;
    private static final long HOLDERS_COLLATERAL = 1_000_000_000_000L;
    /** Initial margin of all its lots is 10.24 million, the fall costs twice as much. */
    private static final long DEFAULTERS_COLLATERAL = 11_000_000;
    /** The fund gives a part of each deficit, counterparties the rest. */
    private static final long FUND_DRAWN = 1_000_000;

    private final ClearingEngine engine = new LocalClearing(new Limits()).engine();
    private final TradeTicket ticket = new TradeTicket();
    private final int[] instrumentIds = new int[INSTRUMENTS];
    private final long[] ticks = new long[INSTRUMENTS];
    private final Sender risk;
    private final Sender gateway;
    private long reference;
    private long tradeId;
    private long markSequence;

    /** A book of holders without positions. */
    WarmUpDefaults()
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
                .multiplier(1, 0).offsetPolicy(OffsetPolicyKind.QUEUE).marginTerms(MarginTerms.of(
                    MarginTiers.of(new long[]{0}, new long[]{100_000}, new long[]{50_000}, 1)))));
        }
        for (long account = 1; account <= DEFAULTER; account++)
        {
            accepted(engine.openAccount(gateway, account, account, 1));
            if (account != DEFAULTER)
            {
                accepted(engine.deposit(gateway, account, HOLDERS_COLLATERAL + account * TICKS, ++reference));
            }
        }
    }

    /** One default and its run. */
    void turn()
    {
        mark(TICKS);
        accepted(engine.fundInsurance(risk, 1, FUND_DRAWN));
        accepted(engine.deposit(gateway, DEFAULTER, DEFAULTERS_COLLATERAL, ++reference));
        for (int holder = 0; holder < DEFAULTER - 1; holder++)
        {
            accepted(engine.registerTrade(gateway, ticket.set(++tradeId, 1 + holder % INSTRUMENTS, DEFAULTER,
                holder + 1, 1, TICKS, 0, 0, TradeCause.TRADE, true, Absent.LONG, Absent.INT)));
        }
        mark(FALLEN_TICKS);
    }

    /** Whether the last run left nothing. */
    boolean isClosedOut()
    {
        return 0 == engine.book().account(DEFAULTER).legCount() && engine.pendingRuns().isEmpty();
    }

    private void mark(final long markTicks)
    {
        Arrays.fill(ticks, markTicks);
        accepted(engine.updateMarkPrices(gateway, ++markSequence, instrumentIds, ticks, INSTRUMENTS));
    }

    private static void accepted(final RejectReason reason)
    {
        if (RejectReason.NONE != reason)
        {
            throw new IllegalStateException("the warm-up's own command was refused: " + reason);
        }
    }
}
