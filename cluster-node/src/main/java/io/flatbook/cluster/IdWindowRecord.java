package io.flatbook.cluster;

import io.flatbook.engine.BookedTrade;
import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Principals;
import io.flatbook.engine.SnapshotAccess;
import io.flatbook.engine.TradeLog;
import io.flatbook.engine.book.IdWindow;
import io.flatbook.sbe.snapshot.FundingWindowStateDecoder;
import io.flatbook.sbe.snapshot.FundingWindowStateEncoder;
import io.flatbook.sbe.snapshot.IdWindowKind;
import io.flatbook.sbe.snapshot.IdWindowStateDecoder;
import io.flatbook.sbe.snapshot.IdWindowStateEncoder;
import io.flatbook.sbe.snapshot.MessageHeaderDecoder;
import io.flatbook.sbe.snapshot.TradeStateDecoder;
import io.flatbook.sbe.snapshot.TradeStateEncoder;
import org.agrona.DirectBuffer;

import java.util.Map;

/**
 * What a principal used last, in order of use: trades, references, funding ids by instrument.
 */
final class IdWindowRecord
{
    /** Ids that one record of a window holds. */
    private static final int IDS_PER_RECORD = 512;
    private static final int NO_INSTRUMENT = 0;

    private final Principals principals;
    private final SnapshotAccess state;
    private final TradeStateEncoder tradeEncoder = new TradeStateEncoder();
    private final TradeStateDecoder tradeDecoder = new TradeStateDecoder();
    private final FundingWindowStateEncoder fundingEncoder = new FundingWindowStateEncoder();
    private final FundingWindowStateDecoder fundingDecoder = new FundingWindowStateDecoder();
    private final IdWindowStateEncoder idsEncoder = new IdWindowStateEncoder();
    private final IdWindowStateDecoder idsDecoder = new IdWindowStateDecoder();

    IdWindowRecord(final ClearingEngine engine)
    {
        principals = engine.principals();
        state = engine.state();
    }

    void write(final Principal principal, final SnapshotRecords records)
    {
        writeTrades(principal, records);
        writeIds(IdWindowKind.REFERENCES, principal, NO_INSTRUMENT, principal.references(), records);
        for (final Map.Entry<Integer, IdWindow> entry : principal.fundingIds().entrySet())
        {
            fundingEncoder.wrapAndApplyHeader(records.buffer(), 0, records.header())
                .principal(principal.number())
                .instrument(entry.getKey())
                .forgotten(entry.getValue().highestForgotten())
                .kept(entry.getValue().count());
            records.write(fundingEncoder.encodedLength());
            writeIds(IdWindowKind.FUNDING_IDS, principal, entry.getKey(), entry.getValue(), records);
        }
    }

    private void writeTrades(final Principal principal, final SnapshotRecords records)
    {
        final TradeLog trades = principal.trades();
        for (int i = 0; i < trades.ids().count(); i++)
        {
            final BookedTrade trade = trades.trade(trades.ids().id(i));
            tradeEncoder.wrapAndApplyHeader(records.buffer(), 0, records.header())
                .principal(principal.number())
                .tradeId(trade.tradeId())
                .instrument(trade.instrumentId())
                .buyer(trade.buyer())
                .seller(trade.seller())
                .quantityLots(trade.lots())
                .priceTicks(trade.ticks())
                .buyerFee(trade.buyerFee())
                .sellerFee(trade.sellerFee())
                .buyerSerial(trade.buyerSerial())
                .sellerSerial(trade.sellerSerial())
                .busted((short)(trades.isBusted(trade.tradeId()) ? 1 : 0));
            records.write(tradeEncoder.encodedLength());
        }
    }

    private void writeIds(
        final IdWindowKind kind,
        final Principal principal,
        final int instrumentId,
        final IdWindow window,
        final SnapshotRecords records)
    {
        for (int from = 0; from < window.count(); from += IDS_PER_RECORD)
        {
            final int count = Math.min(IDS_PER_RECORD, window.count() - from);
            idsEncoder.wrapAndApplyHeader(records.buffer(), 0, records.header())
                .kind(kind)
                .principal(principal.number())
                .instrument(instrumentId);
            final IdWindowStateEncoder.IdsEncoder rows = idsEncoder.idsCount(count);
            for (int i = 0; i < count; i++)
            {
                rows.next().id(window.id(from + i));
            }
            records.write(idsEncoder.encodedLength());
        }
    }

    boolean read(
        final int templateId, final DirectBuffer buffer, final int offset, final MessageHeaderDecoder header)
    {
        switch (templateId)
        {
            case TradeStateDecoder.TEMPLATE_ID:
                tradeDecoder.wrapAndApplyHeader(buffer, offset, header);
                readTrade();
                return true;
            case FundingWindowStateDecoder.TEMPLATE_ID:
                fundingDecoder.wrapAndApplyHeader(buffer, offset, header);
                state.restoreFundingIdForgotten(
                    principals.principal(fundingDecoder.principal()),
                    fundingDecoder.instrument(),
                    fundingDecoder.forgotten());
                return true;
            case IdWindowStateDecoder.TEMPLATE_ID:
                idsDecoder.wrapAndApplyHeader(buffer, offset, header);
                readIds();
                return true;
            default:
                return false;
        }
    }

    private void readTrade()
    {
        final BookedTrade trade = new BookedTrade(
            tradeDecoder.tradeId(),
            tradeDecoder.instrument(),
            tradeDecoder.buyer(),
            tradeDecoder.seller(),
            tradeDecoder.quantityLots(),
            tradeDecoder.priceTicks(),
            tradeDecoder.buyerFee(),
            tradeDecoder.sellerFee(),
            tradeDecoder.buyerSerial(),
            tradeDecoder.sellerSerial());
        state.restoreTrade(
            principals.principal(tradeDecoder.principal()), trade, 1 == tradeDecoder.busted());
    }

    private void readIds()
    {
        final boolean isFunding = IdWindowKind.FUNDING_IDS == idsDecoder.kind();
        final Principal principal = principals.principal(idsDecoder.principal());
        final int instrumentId = idsDecoder.instrument();
        for (final IdWindowStateDecoder.IdsDecoder row : idsDecoder.ids())
        {
            if (isFunding)
            {
                state.restoreFundingId(principal, instrumentId, row.id());
            }
            else
            {
                state.restoreReference(principal, row.id());
            }
        }
    }
}
