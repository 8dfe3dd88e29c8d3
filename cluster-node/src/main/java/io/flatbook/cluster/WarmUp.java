package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.GatewayDefinition;
import io.flatbook.engine.Sender;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RegisterTradeEncoder;
import io.flatbook.sbe.RegisterTradesEncoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import io.flatbook.sbe.TradeRegisteredEncoder;
import io.flatbook.sbe.TradeTermsEncoder;
import io.flatbook.sbe.UpdateMarkPricesEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes the JVM compile the code that commands run through before the node takes part in a cluster: trades, single and
 * in batches, and marks go through the adapter and the engine of a book of its own, and for half of the time defaults
 * through others. All of these are dropped. The node's own state does not exist yet.
 */
public final class WarmUp
{
    private static final String PRINCIPAL = "gateway/warm-up";
    private static final int INSTRUMENTS = 4;
    private static final int ACCOUNTS = 512;
    private static final int BATCH = 16;
    private static final long TICKS = 100_000;
    private static final int MARK_MOVES = 200;
    private static final long COLLATERAL = 1_000_000_000_000L;
    private static final long NANOS_PER_MS = 1_000_000;
    private static final int BUFFER_LENGTH = 4096;

    private final LocalClearing clearing = new LocalClearing(new Limits());
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final RegisterTradeEncoder trade = new RegisterTradeEncoder();
    private final RegisterTradesEncoder trades = new RegisterTradesEncoder();
    private final UpdateMarkPricesEncoder marks = new UpdateMarkPricesEncoder();
    private long commandId;
    private long tradeId;
    private long markSequence;
    private long registered;
    private long answerBytes;

    private WarmUp()
    {
    }

    /**
     * Runs for some time, in the thread of the caller.
     *
     * @param durationMs how long, at least one turn; 0: not at all.
     * @return trades registered.
     */
    public static long run(final long durationMs)
    {
        if (0 == durationMs)
        {
            return 0;
        }
        CompilerDirectives.add();
        final long startNs = System.nanoTime();
        final WarmUp warmUp = new WarmUp();
        warmUp.define();
        long defaultsNs = 0;
        long elapsedNs;
        do
        {
            warmUp.turn();
            final long turnedNs = System.nanoTime();
            if (defaultsNs <= (turnedNs - startNs) / 2)
            {
                WarmUpDefaults.run();
                defaultsNs += System.nanoTime() - turnedNs;
            }
            elapsedNs = System.nanoTime() - startNs;
        }
        while (elapsedNs < durationMs * NANOS_PER_MS);
        return warmUp.registered;
    }

    private void define()
    {
        final ClearingEngine engine = clearing.engine();
        final Sender risk = engine.principals().admit("risk/warm-up").sender();
        accepted(engine.defineAsset(risk, 0, "USD"));
        accepted(engine.defineGateway(risk, new GatewayDefinition(
            "warm-up", 1, 15, Switch.ON, Absent.LONG, Absent.LONG, new int[0])));
        final Sender gateway = engine.principals().gateway("warm-up").sender();
        for (int id = 1; id <= INSTRUMENTS; id++)
        {
            accepted(engine.defineInstrument(risk, new InstrumentDefinition().symbol("P" + id)
                .kind(InstrumentKind.LINEAR_PERPETUAL).settlementAssetId(1).tickSize(1, 0).lotSize(1, 0)
                .multiplier(1, 0).offsetPolicy(OffsetPolicyKind.QUEUE).marginTerms(MarginTerms.of(
                    MarginTiers.of(new long[]{0}, new long[]{100_000}, new long[]{50_000}, 1)))));
        }
        for (int id = 1; id <= ACCOUNTS; id++)
        {
            accepted(engine.openAccount(gateway, id, id, 1));
            accepted(engine.deposit(gateway, id, COLLATERAL, id));
        }
    }

    /** What an exchange sends in a moment: a mark of each instrument, some trades one by one, some together. */
    private void turn()
    {
        markSequence++;
        final UpdateMarkPricesEncoder.MarksEncoder rows = marks.wrapAndApplyHeader(buffer, 0, messageHeader)
            .commandId(++commandId).markSequence(markSequence).marksCount(INSTRUMENTS);
        for (int id = 1; id <= INSTRUMENTS; id++)
        {
            rows.next().instrument(id).markTicks(TICKS + (markSequence * id) % MARK_MOVES);
        }
        send(marks.encodedLength());
        for (int i = 0; i < BATCH; i++)
        {
            fill(trade.wrapAndApplyHeader(buffer, 0, messageHeader).commandId(++commandId).trade());
            send(trade.encodedLength());
        }
        final RegisterTradesEncoder.TradesEncoder batch =
            trades.wrapAndApplyHeader(buffer, 0, messageHeader).commandId(++commandId).tradesCount(BATCH);
        for (int i = 0; i < BATCH; i++)
        {
            fill(batch.next().trade());
        }
        send(trades.encodedLength());
        clearing.takeEvents((event, offset, length) ->
            registered += TradeRegisteredEncoder.TEMPLATE_ID == MessageCheck.templateId(event, offset) ? 1 : 0);
    }

    private void fill(final TradeTermsEncoder terms)
    {
        final int buyer = (int)(tradeId % ACCOUNTS);
        final int seller = (buyer + ACCOUNTS / 2) % ACCOUNTS;
        tradeId++;
        terms.tradeId(tradeId).instrument(1 + (int)(tradeId % INSTRUMENTS)).buyer(1 + buyer).seller(1 + seller)
            .quantityLots(1).priceTicks(TICKS).buyerFee(1).sellerFee(1).cause(TradeCause.TRADE)
            .bustedTradeId(TradeTermsEncoder.bustedTradeIdNullValue())
            .tradeDate(TradeTermsEncoder.tradeDateNullValue());
        terms.flags().clear();
    }

    private void send(final int encodedLength)
    {
        clearing.onMessage(markSequence, PRINCIPAL, buffer, 0, MessageCheck.HEADER_LENGTH + encodedLength,
            (answer, offset, length) -> answerBytes += length);
    }

    static void accepted(final RejectReason reason)
    {
        if (RejectReason.NONE != reason)
        {
            throw new IllegalStateException("the warm-up's own command was refused: " + reason);
        }
    }
}
