package io.flatbook.cluster;

import io.flatbook.sbe.ApplyFundingEncoder;
import io.flatbook.sbe.CloseAccountEncoder;
import io.flatbook.sbe.DepositEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.OffsetPositionsEncoder;
import io.flatbook.sbe.OpenAccountEncoder;
import io.flatbook.sbe.RegisterTradeEncoder;
import io.flatbook.sbe.RegisterTradesEncoder;
import io.flatbook.sbe.ReportLiquidationFailedEncoder;
import io.flatbook.sbe.SetOrderHoldEncoder;
import io.flatbook.sbe.TradeTermsEncoder;
import io.flatbook.sbe.TransferCollateralEncoder;
import io.flatbook.sbe.UpdateMarkPricesEncoder;
import io.flatbook.sbe.WithdrawEncoder;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.function.Consumer;

/**
 * Messages of gateways for tests, each whole and of exact length.
 */
final class Messages
{
    static final long NULL_LONG = Long.MIN_VALUE;
    static final int NULL_INT = Integer.MIN_VALUE;
    static final long CORRELATION_ID = 77;

    private Messages()
    {
    }

    static UnsafeBuffer registerTrade(
        final long tradeId, final long buyer, final long seller, final long lots, final long ticks)
    {
        return registerTrade(tradeId, buyer, seller, lots, ticks, (terms) ->
        {
        });
    }

    static UnsafeBuffer registerTrade(
        final long tradeId, final long buyer, final long seller, final long lots, final long ticks,
        final Consumer<TradeTermsEncoder> change)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final RegisterTradeEncoder m =
            new RegisterTradeEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        change.accept(TrialTerms.trade(m.trade(), tradeId, buyer, seller, lots, ticks));
        return whole(buffer, m.encodedLength());
    }

    /** Trades of one lot each with ids from the first. */
    static UnsafeBuffer registerTrades(
        final long firstTradeId, final int count, final long buyer, final long seller, final long ticks)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8192]);
        final RegisterTradesEncoder m =
            new RegisterTradesEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        final RegisterTradesEncoder.TradesEncoder trades = m.commandId(1).tradesCount(count);
        for (int i = 0; i < count; i++)
        {
            TrialTerms.trade(trades.next().trade(), firstTradeId + i, buyer, seller, 1, ticks);
        }
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer updateMarkPrices(final long markSequence, final long... ticks)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8192]);
        final UpdateMarkPricesEncoder m =
            new UpdateMarkPricesEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        final UpdateMarkPricesEncoder.MarksEncoder marks =
            m.commandId(1).markSequence(markSequence).marksCount(ticks.length);
        for (int i = 0; i < ticks.length; i++)
        {
            marks.next().instrument(i + 1).markTicks(ticks[i]);
        }
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer openAccount(final long account, final long owner, final int asset)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final OpenAccountEncoder m = new OpenAccountEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.account(account).owner(owner).asset(asset);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer closeAccount(final long account)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final CloseAccountEncoder m =
            new CloseAccountEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.account(account);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer deposit(final long account, final long money, final long reference)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final DepositEncoder m = new DepositEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.account(account).amount(money).reference(reference);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer withdraw(final long account, final long money, final long reference)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final WithdrawEncoder m = new WithdrawEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.account(account).amount(money).reference(reference);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer transferCollateral(
        final long from, final long to, final long money, final long reference)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final TransferCollateralEncoder m =
            new TransferCollateralEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1).from(from).to(to).amount(money).reference(reference);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer setOrderHold(final long account, final long money)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SetOrderHoldEncoder m =
            new SetOrderHoldEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.account(account).amount(money);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer reportLiquidationFailed(final long account)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final ReportLiquidationFailedEncoder m =
            new ReportLiquidationFailedEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.account(account);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer offsetPositions(final long accountA, final long accountB, final int instrument, final long lots)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final OffsetPositionsEncoder m =
            new OffsetPositionsEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.accountA(accountA).accountB(accountB).instrument(instrument).quantityLots(lots);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer applyFunding(final int instrument, final long ratePpb, final long fundingId)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final ApplyFundingEncoder m =
            new ApplyFundingEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.instrument(instrument).ratePpb(ratePpb).fundingId(fundingId);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer whole(final UnsafeBuffer buffer, final int encodedLength)
    {
        final byte[] bytes = new byte[MessageHeaderEncoder.ENCODED_LENGTH + encodedLength];
        buffer.getBytes(0, bytes);
        return new UnsafeBuffer(bytes);
    }
}
