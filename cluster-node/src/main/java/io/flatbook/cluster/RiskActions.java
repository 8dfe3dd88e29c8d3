package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Sender;
import io.flatbook.sbe.ConfirmMarkDecoder;
import io.flatbook.sbe.DeclareDefaultDecoder;
import io.flatbook.sbe.FundInsuranceDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.RemoveInstrumentDecoder;
import io.flatbook.sbe.SetAccountModeDecoder;
import io.flatbook.sbe.SetAssetStatusDecoder;
import io.flatbook.sbe.SetGatewayStatusDecoder;
import io.flatbook.sbe.SetInstrumentStatusDecoder;
import io.flatbook.sbe.SettleInstrumentDecoder;
import io.flatbook.sbe.SettleVariationDecoder;
import io.flatbook.sbe.SweepRoundingDecoder;
import io.flatbook.sbe.TransferPositionDecoder;
import io.flatbook.sbe.WithdrawFeesDecoder;
import io.flatbook.sbe.WithdrawInsuranceDecoder;
import org.agrona.DirectBuffer;

/**
 * Decodes the commands by which risk switches, moves money and acts on instruments and accounts: the second and third
 * row of the contract's table of commands.
 */
final class RiskActions
{
    private final ClearingEngine engine;
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final SetInstrumentStatusDecoder setInstrumentStatus = new SetInstrumentStatusDecoder();
    private final SetAccountModeDecoder setAccountMode = new SetAccountModeDecoder();
    private final SetGatewayStatusDecoder setGatewayStatus = new SetGatewayStatusDecoder();
    private final SetAssetStatusDecoder setAssetStatus = new SetAssetStatusDecoder();
    private final FundInsuranceDecoder fundInsurance = new FundInsuranceDecoder();
    private final WithdrawInsuranceDecoder withdrawInsurance = new WithdrawInsuranceDecoder();
    private final WithdrawFeesDecoder withdrawFees = new WithdrawFeesDecoder();
    private final SweepRoundingDecoder sweepRounding = new SweepRoundingDecoder();
    private final ConfirmMarkDecoder confirmMark = new ConfirmMarkDecoder();
    private final DeclareDefaultDecoder declareDefault = new DeclareDefaultDecoder();
    private final SettleInstrumentDecoder settleInstrument = new SettleInstrumentDecoder();
    private final SettleVariationDecoder settleVariation = new SettleVariationDecoder();
    private final RemoveInstrumentDecoder removeInstrument = new RemoveInstrumentDecoder();
    private final TransferPositionDecoder transferPosition = new TransferPositionDecoder();

    RiskActions(final ClearingEngine engine)
    {
        this.engine = engine;
    }

    /**
     * Applies a command that has passed {@link MessageCheck}.
     *
     * @param body offset of the root block.
     * @return the engine's answer, or null for a command that is not one of these.
     */
    RejectReason dispatch(final Sender sender, final int templateId, final DirectBuffer buffer, final int body)
    {
        final RejectReason ofSwitch = dispatchSwitch(sender, templateId, buffer, body);
        if (null != ofSwitch)
        {
            return ofSwitch;
        }
        final RejectReason ofMoney = dispatchMoney(sender, templateId, buffer, body);
        return null != ofMoney ? ofMoney : dispatchAction(sender, templateId, buffer, body);
    }

    private RejectReason dispatchSwitch(
        final Sender sender, final int templateId, final DirectBuffer buffer, final int body)
    {
        switch (templateId)
        {
            case SetInstrumentStatusDecoder.TEMPLATE_ID:
                setInstrumentStatus.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.setInstrumentStatus(
                    sender, setInstrumentStatus.instrument(), setInstrumentStatus.status());
            case SetAccountModeDecoder.TEMPLATE_ID:
                setAccountMode.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.setAccountMode(sender, setAccountMode.account(), setAccountMode.mode());
            case SetGatewayStatusDecoder.TEMPLATE_ID:
                setGatewayStatus.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.setGatewayStatus(
                    sender,
                    Texts.gateway(buffer, body + SetGatewayStatusDecoder.gatewayEncodingOffset()),
                    setGatewayStatus.status());
            case SetAssetStatusDecoder.TEMPLATE_ID:
                setAssetStatus.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.setAssetStatus(
                    sender, setAssetStatus.asset(), setAssetStatus.withdrawals(), setAssetStatus.defaultRuns());
            default:
                return null;
        }
    }

    private RejectReason dispatchMoney(
        final Sender sender, final int templateId, final DirectBuffer buffer, final int body)
    {
        switch (templateId)
        {
            case FundInsuranceDecoder.TEMPLATE_ID:
                fundInsurance.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.fundInsurance(sender, fundInsurance.asset(), fundInsurance.amount());
            case WithdrawInsuranceDecoder.TEMPLATE_ID:
                withdrawInsurance.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.withdrawInsurance(sender, withdrawInsurance.asset(), withdrawInsurance.amount());
            case WithdrawFeesDecoder.TEMPLATE_ID:
                withdrawFees.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.withdrawFees(sender, withdrawFees.asset(), withdrawFees.amount());
            case SweepRoundingDecoder.TEMPLATE_ID:
                sweepRounding.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.sweepRounding(sender, sweepRounding.asset());
            default:
                return null;
        }
    }

    private RejectReason dispatchAction(
        final Sender sender, final int templateId, final DirectBuffer buffer, final int body)
    {
        switch (templateId)
        {
            case ConfirmMarkDecoder.TEMPLATE_ID:
                confirmMark.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.confirmMark(sender, confirmMark.instrument(), confirmMark.markTicks());
            case DeclareDefaultDecoder.TEMPLATE_ID:
                declareDefault.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.declareDefault(sender, declareDefault.account());
            case SettleInstrumentDecoder.TEMPLATE_ID:
                settleInstrument.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.settleInstrument(sender, settleInstrument.instrument(), settleInstrument.priceTicks());
            case SettleVariationDecoder.TEMPLATE_ID:
                settleVariation.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.settleVariation(sender, settleVariation.instrument());
            case RemoveInstrumentDecoder.TEMPLATE_ID:
                removeInstrument.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.removeInstrument(sender, removeInstrument.instrument());
            case TransferPositionDecoder.TEMPLATE_ID:
                transferPosition.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.transferPosition(
                    sender,
                    transferPosition.from(),
                    transferPosition.to(),
                    transferPosition.instrument(),
                    transferPosition.quantityLots(),
                    transferPosition.priceTicks());
            default:
                return null;
        }
    }
}
