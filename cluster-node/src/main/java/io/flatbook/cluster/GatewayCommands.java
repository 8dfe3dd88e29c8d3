package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Sender;
import io.flatbook.engine.TradeTicket;
import io.flatbook.sbe.ApplyFundingDecoder;
import io.flatbook.sbe.CloseAccountDecoder;
import io.flatbook.sbe.DepositDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.OffsetPositionsDecoder;
import io.flatbook.sbe.OpenAccountDecoder;
import io.flatbook.sbe.RegisterTradeDecoder;
import io.flatbook.sbe.RegisterTradesDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.ReportLiquidationFailedDecoder;
import io.flatbook.sbe.SetOrderHoldDecoder;
import io.flatbook.sbe.TradeTermsDecoder;
import io.flatbook.sbe.TransferCollateralDecoder;
import io.flatbook.sbe.UpdateMarkPricesDecoder;
import io.flatbook.sbe.WithdrawDecoder;
import org.agrona.DirectBuffer;

/**
 * Decodes the commands of gateways and calls the engine.
 */
final class GatewayCommands
{
    private final ClearingEngine engine;
    private final int tradesMax;
    private final int marksMax;
    private final int[] instrumentIds;
    private final long[] markTicks;
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final ApplyFundingDecoder applyFunding = new ApplyFundingDecoder();
    private final CloseAccountDecoder closeAccount = new CloseAccountDecoder();
    private final DepositDecoder deposit = new DepositDecoder();
    private final OffsetPositionsDecoder offsetPositions = new OffsetPositionsDecoder();
    private final OpenAccountDecoder openAccount = new OpenAccountDecoder();
    private final RegisterTradeDecoder registerTrade = new RegisterTradeDecoder();
    private final RegisterTradesDecoder registerTrades = new RegisterTradesDecoder();
    private final ReportLiquidationFailedDecoder reportLiquidationFailed = new ReportLiquidationFailedDecoder();
    private final SetOrderHoldDecoder setOrderHold = new SetOrderHoldDecoder();
    private final TransferCollateralDecoder transferCollateral = new TransferCollateralDecoder();
    private final UpdateMarkPricesDecoder updateMarkPrices = new UpdateMarkPricesDecoder();
    private final WithdrawDecoder withdraw = new WithdrawDecoder();
    private final TradeTicket ticket = new TradeTicket();
    private RejectField field = RejectField.NONE;
    private long detail;

    GatewayCommands(final ClearingEngine engine)
    {
        this.engine = engine;
        // One more than the limit, so that the engine sees that there are too many and refuses them in its order.
        tradesMax = engine.limits().tradesPerBatch() + 1;
        marksMax = engine.limits().marksPerUpdate() + 1;
        instrumentIds = new int[marksMax];
        markTicks = new long[marksMax];
    }

    /** Field of the last refusal. */
    RejectField field()
    {
        return field;
    }

    /** Detail of the last outcome. */
    long detail()
    {
        return detail;
    }

    /**
     * Applies a command that has passed {@link MessageCheck}.
     */
    RejectReason dispatch(final Sender sender, final int templateId, final DirectBuffer buffer, final int offset)
    {
        final int body = offset + MessageCheck.HEADER_LENGTH;
        if (RegisterTradesDecoder.TEMPLATE_ID == templateId)
        {
            return registerTrades(sender, buffer, body);
        }
        final RejectReason ofTrade = dispatchTrade(sender, templateId, buffer, body);
        final RejectReason reason =
            null != ofTrade ? ofTrade : dispatchAccount(sender, templateId, buffer, body);
        field = engine.rejectField();
        detail = engine.detail();
        return reason;
    }

    private RejectReason dispatchTrade(
        final Sender sender, final int templateId, final DirectBuffer buffer, final int body)
    {
        switch (templateId)
        {
            case RegisterTradeDecoder.TEMPLATE_ID:
                registerTrade.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.registerTrade(sender, Terms.trade(registerTrade.trade(), ticket));
            case UpdateMarkPricesDecoder.TEMPLATE_ID:
                return updateMarkPrices(sender, buffer, body);
            case ReportLiquidationFailedDecoder.TEMPLATE_ID:
                reportLiquidationFailed.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.reportLiquidationFailed(sender, reportLiquidationFailed.account());
            case OffsetPositionsDecoder.TEMPLATE_ID:
                offsetPositions.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.offsetPositions(
                    sender,
                    offsetPositions.accountA(),
                    offsetPositions.accountB(),
                    offsetPositions.instrument(),
                    offsetPositions.quantityLots());
            case ApplyFundingDecoder.TEMPLATE_ID:
                applyFunding.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.applyFunding(
                    sender, applyFunding.instrument(), applyFunding.ratePpb(), applyFunding.fundingId());
            default:
                return null;
        }
    }

    private RejectReason dispatchAccount(
        final Sender sender, final int templateId, final DirectBuffer buffer, final int body)
    {
        switch (templateId)
        {
            case OpenAccountDecoder.TEMPLATE_ID:
                openAccount.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.openAccount(sender, openAccount.account(), openAccount.owner(), openAccount.asset());
            case CloseAccountDecoder.TEMPLATE_ID:
                closeAccount.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.closeAccount(sender, closeAccount.account());
            case DepositDecoder.TEMPLATE_ID:
                deposit.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.deposit(sender, deposit.account(), deposit.amount(), deposit.reference());
            case WithdrawDecoder.TEMPLATE_ID:
                withdraw.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.withdraw(sender, withdraw.account(), withdraw.amount(), withdraw.reference());
            case TransferCollateralDecoder.TEMPLATE_ID:
                transferCollateral.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.transferCollateral(
                    sender,
                    transferCollateral.from(),
                    transferCollateral.to(),
                    transferCollateral.amount(),
                    transferCollateral.reference());
            case SetOrderHoldDecoder.TEMPLATE_ID:
                setOrderHold.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.setOrderHold(sender, setOrderHold.account(), setOrderHold.amount());
            default:
                throw new IllegalStateException("no command of a gateway has template " + templateId);
        }
    }

    private RejectReason registerTrades(final Sender sender, final DirectBuffer buffer, final int body)
    {
        registerTrades.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
        final int count = Math.min(registerTrades.trades().count(), tradesMax);
        detail = 0;
        final RejectReason reason = engine.batch().begin(sender.principal(), count);
        field = RejectReason.INVALID_FIELD == reason ? RejectField.TRADES : RejectField.NONE;
        if (RejectReason.NONE != reason)
        {
            return reason;
        }
        lookAhead(registerTrades.sbeRewind().trades());
        final RegisterTradesDecoder.TradesDecoder trades = registerTrades.sbeRewind().trades();
        for (int i = 0; i < count; i++)
        {
            final RejectReason tradeReason =
                engine.registerTrade(sender, Terms.trade(trades.next().trade(), ticket));
            engine.batch().add(tradeReason, engine.rejectField());
        }
        return RejectReason.NONE;
    }

    private void lookAhead(final RegisterTradesDecoder.TradesDecoder trades)
    {
        while (trades.hasNext())
        {
            final TradeTermsDecoder trade = trades.next().trade();
            engine.batch().expect(trade.instrument(), trade.buyer(), trade.seller());
        }
        engine.batch().lookAhead();
    }

    private RejectReason updateMarkPrices(final Sender sender, final DirectBuffer buffer, final int body)
    {
        updateMarkPrices.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
        final long markSequence = updateMarkPrices.markSequence();
        final UpdateMarkPricesDecoder.MarksDecoder marks = updateMarkPrices.marks();
        final int count = Math.min(marks.count(), marksMax);
        for (int i = 0; i < count; i++)
        {
            marks.next();
            instrumentIds[i] = marks.instrument();
            markTicks[i] = marks.markTicks();
        }
        return engine.updateMarkPrices(sender, markSequence, instrumentIds, markTicks, count);
    }
}
