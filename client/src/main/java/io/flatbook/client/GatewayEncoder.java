package io.flatbook.client;

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
import io.flatbook.sbe.TransferCollateralEncoder;
import io.flatbook.sbe.UpdateMarkPricesEncoder;
import io.flatbook.sbe.WithdrawEncoder;
import org.agrona.MutableDirectBuffer;

import java.util.List;
import java.util.Objects;

/**
 * Encodes the commands of a gateway with flyweights that are kept: nothing is allocated. Every method takes the buffer,
 * the offset of the message header and the command id, and returns the length in bytes with that header.
 */
final class GatewayEncoder
{
    private static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final OpenAccountEncoder openAccount = new OpenAccountEncoder();
    private final CloseAccountEncoder closeAccount = new CloseAccountEncoder();
    private final DepositEncoder deposit = new DepositEncoder();
    private final WithdrawEncoder withdraw = new WithdrawEncoder();
    private final TransferCollateralEncoder transferCollateral = new TransferCollateralEncoder();
    private final SetOrderHoldEncoder setOrderHold = new SetOrderHoldEncoder();
    private final RegisterTradeEncoder registerTrade = new RegisterTradeEncoder();
    private final RegisterTradesEncoder registerTrades = new RegisterTradesEncoder();
    private final ReportLiquidationFailedEncoder reportLiquidationFailed = new ReportLiquidationFailedEncoder();
    private final OffsetPositionsEncoder offsetPositions = new OffsetPositionsEncoder();
    private final UpdateMarkPricesEncoder updateMarkPrices = new UpdateMarkPricesEncoder();
    private final ApplyFundingEncoder applyFunding = new ApplyFundingEncoder();

    int openAccount(
        final MutableDirectBuffer buffer,
        final int offset,
        final long commandId,
        final long accountId,
        final long ownerId,
        final int assetId)
    {
        return HEADER_LENGTH + openAccount.wrapAndApplyHeader(buffer, offset, header)
            .commandId(commandId).account(accountId).owner(ownerId).asset(assetId).encodedLength();
    }

    int closeAccount(
        final MutableDirectBuffer buffer, final int offset, final long commandId, final long accountId)
    {
        return HEADER_LENGTH + closeAccount.wrapAndApplyHeader(buffer, offset, header)
            .commandId(commandId).account(accountId).encodedLength();
    }

    int deposit(
        final MutableDirectBuffer buffer,
        final int offset,
        final long commandId,
        final long accountId,
        final long minorUnits,
        final long reference)
    {
        return HEADER_LENGTH + deposit.wrapAndApplyHeader(buffer, offset, header)
            .commandId(commandId).account(accountId).amount(minorUnits).reference(reference).encodedLength();
    }

    int withdraw(
        final MutableDirectBuffer buffer,
        final int offset,
        final long commandId,
        final long accountId,
        final long minorUnits,
        final long reference)
    {
        return HEADER_LENGTH + withdraw.wrapAndApplyHeader(buffer, offset, header)
            .commandId(commandId).account(accountId).amount(minorUnits).reference(reference).encodedLength();
    }

    int transferCollateral(
        final MutableDirectBuffer buffer,
        final int offset,
        final long commandId,
        final long fromAccountId,
        final long toAccountId,
        final long minorUnits,
        final long reference)
    {
        return HEADER_LENGTH + transferCollateral.wrapAndApplyHeader(buffer, offset, header)
            .commandId(commandId).from(fromAccountId).to(toAccountId).amount(minorUnits).reference(reference)
            .encodedLength();
    }

    int setOrderHold(
        final MutableDirectBuffer buffer,
        final int offset,
        final long commandId,
        final long accountId,
        final long minorUnits)
    {
        return HEADER_LENGTH + setOrderHold.wrapAndApplyHeader(buffer, offset, header)
            .commandId(commandId).account(accountId).amount(minorUnits).encodedLength();
    }

    int registerTrade(
        final MutableDirectBuffer buffer, final int offset, final long commandId, final Trade trade)
    {
        registerTrade.wrapAndApplyHeader(buffer, offset, header).commandId(commandId);
        Terms.put(registerTrade.trade(), trade);
        return HEADER_LENGTH + registerTrade.encodedLength();
    }

    int registerTrades(
        final MutableDirectBuffer buffer, final int offset, final long commandId, final List<Trade> trades)
    {
        final int count = Wire.count("trades", Objects.requireNonNull(trades, "trades").size());
        final RegisterTradesEncoder.TradesEncoder group = registerTrades.wrapAndApplyHeader(buffer, offset, header)
            .commandId(commandId).tradesCount(count);
        for (int i = 0; i < count; i++)
        {
            Terms.put(group.next().trade(), trades.get(i));
        }
        return HEADER_LENGTH + registerTrades.encodedLength();
    }

    int reportLiquidationFailed(
        final MutableDirectBuffer buffer, final int offset, final long commandId, final long accountId)
    {
        return HEADER_LENGTH + reportLiquidationFailed.wrapAndApplyHeader(buffer, offset, header)
            .commandId(commandId).account(accountId).encodedLength();
    }

    int offsetPositions(
        final MutableDirectBuffer buffer,
        final int offset,
        final long commandId,
        final long accountA,
        final long accountB,
        final int instrumentId,
        final long quantityLots)
    {
        return HEADER_LENGTH + offsetPositions.wrapAndApplyHeader(buffer, offset, header)
            .commandId(commandId).accountA(accountA).accountB(accountB).instrument(instrumentId)
            .quantityLots(quantityLots).encodedLength();
    }

    int updateMarkPrices(
        final MutableDirectBuffer buffer,
        final int offset,
        final long commandId,
        final long markSequence,
        final int[] instrumentIds,
        final long[] markTicks,
        final int count)
    {
        if (Objects.requireNonNull(instrumentIds, "instrumentIds").length < count ||
            Objects.requireNonNull(markTicks, "markTicks").length < count)
        {
            throw new IllegalArgumentException("count " + count + " is more than instrumentIds or markTicks hold: " +
                instrumentIds.length + ", " + markTicks.length);
        }
        final UpdateMarkPricesEncoder.MarksEncoder marks = updateMarkPrices.wrapAndApplyHeader(buffer, offset, header)
            .commandId(commandId).markSequence(markSequence).marksCount(count);
        for (int i = 0; i < count; i++)
        {
            marks.next().instrument(instrumentIds[i]).markTicks(markTicks[i]);
        }
        return HEADER_LENGTH + updateMarkPrices.encodedLength();
    }

    int applyFunding(
        final MutableDirectBuffer buffer,
        final int offset,
        final long commandId,
        final int instrumentId,
        final long ratePpb,
        final long fundingId)
    {
        return HEADER_LENGTH + applyFunding.wrapAndApplyHeader(buffer, offset, header)
            .commandId(commandId).instrument(instrumentId).ratePpb(ratePpb).fundingId(fundingId).encodedLength();
    }
}
