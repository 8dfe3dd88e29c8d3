package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Principal;
import io.flatbook.sbe.ConfirmMarkDecoder;
import io.flatbook.sbe.DeclareDefaultDecoder;
import io.flatbook.sbe.FundInsuranceDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.SetAccountStatusDecoder;
import io.flatbook.sbe.SetAssetStatusDecoder;
import io.flatbook.sbe.SetControlsDecoder;
import io.flatbook.sbe.SetGatewayStatusDecoder;
import io.flatbook.sbe.SetInstrumentStatusDecoder;
import io.flatbook.sbe.SetMarginTiersDecoder;
import io.flatbook.sbe.SetProtectionDecoder;
import io.flatbook.sbe.SetWaterfallDecoder;
import io.flatbook.sbe.SettleInstrumentDecoder;
import io.flatbook.sbe.TransferPositionDecoder;
import io.flatbook.sbe.WithdrawFeesDecoder;
import io.flatbook.sbe.WithdrawInsuranceDecoder;
import org.agrona.DirectBuffer;

/**
 * Decodes the commands that a second risk principal may have to approve, and calls the engine.
 */
final class ApprovableCommands
{
    private final ClearingEngine engine;
    private final DefinitionDecoding definitions;
    private final SetMarginTiersDecoder setMarginTiers = new SetMarginTiersDecoder();
    private final SetProtectionDecoder setProtection = new SetProtectionDecoder();
    private final SetWaterfallDecoder setWaterfall = new SetWaterfallDecoder();
    private final SetControlsDecoder setControls = new SetControlsDecoder();
    private final SetInstrumentStatusDecoder setInstrumentStatus = new SetInstrumentStatusDecoder();
    private final SetAccountStatusDecoder setAccountStatus = new SetAccountStatusDecoder();
    private final SetGatewayStatusDecoder setGatewayStatus = new SetGatewayStatusDecoder();
    private final SetAssetStatusDecoder setAssetStatus = new SetAssetStatusDecoder();
    private final FundInsuranceDecoder fundInsurance = new FundInsuranceDecoder();
    private final WithdrawInsuranceDecoder withdrawInsurance = new WithdrawInsuranceDecoder();
    private final WithdrawFeesDecoder withdrawFees = new WithdrawFeesDecoder();
    private final ConfirmMarkDecoder confirmMark = new ConfirmMarkDecoder();
    private final DeclareDefaultDecoder declareDefault = new DeclareDefaultDecoder();
    private final SettleInstrumentDecoder settleInstrument = new SettleInstrumentDecoder();
    private final TransferPositionDecoder transferPosition = new TransferPositionDecoder();

    ApprovableCommands(final ClearingEngine engine, final DefinitionDecoding definitions)
    {
        this.engine = engine;
        this.definitions = definitions;
    }

    static boolean isApprovable(final int templateId)
    {
        return SetMarginTiersDecoder.TEMPLATE_ID == templateId ||
            templateId >= SetProtectionDecoder.TEMPLATE_ID && templateId <= TransferPositionDecoder.TEMPLATE_ID;
    }

    /**
     * Applies a command that has passed {@link MessageCheck}.
     *
     * @param isApproved whether a second risk principal has approved it.
     */
    RejectReason dispatch(
        final Principal sender,
        final int templateId,
        final DirectBuffer buffer,
        final int offset,
        final boolean isApproved)
    {
        final int body = offset + MessageCheck.HEADER_LENGTH;
        return templateId < FundInsuranceDecoder.TEMPLATE_ID ?
            dispatchSetting(sender, templateId, buffer, body, isApproved) :
            dispatchAction(sender, templateId, buffer, body, isApproved);
    }

    private RejectReason dispatchSetting(
        final Principal sender,
        final int templateId,
        final DirectBuffer buffer,
        final int body,
        final boolean isApproved)
    {
        switch (templateId)
        {
            case SetMarginTiersDecoder.TEMPLATE_ID:
                setMarginTiers.wrap(
                    buffer, body, SetMarginTiersDecoder.BLOCK_LENGTH, SetMarginTiersDecoder.SCHEMA_VERSION);
                return engine.setMarginTiers(
                    sender, setMarginTiers.instrument(), definitions.tiers(setMarginTiers), isApproved);
            case SetProtectionDecoder.TEMPLATE_ID:
                setProtection.wrap(
                    buffer, body, SetProtectionDecoder.BLOCK_LENGTH, SetProtectionDecoder.SCHEMA_VERSION);
                return engine.setProtection(
                    sender, setProtection.instrument(), DefinitionDecoding.protection(setProtection), isApproved);
            case SetWaterfallDecoder.TEMPLATE_ID:
                setWaterfall.wrap(buffer, body, SetWaterfallDecoder.BLOCK_LENGTH, SetWaterfallDecoder.SCHEMA_VERSION);
                return engine.setWaterfall(
                    sender, setWaterfall.asset(), DefinitionDecoding.waterfall(setWaterfall), isApproved);
            case SetControlsDecoder.TEMPLATE_ID:
                setControls.wrap(buffer, body, SetControlsDecoder.BLOCK_LENGTH, SetControlsDecoder.SCHEMA_VERSION);
                return engine.setControls(sender, setControls.fourEyes(), isApproved);
            case SetInstrumentStatusDecoder.TEMPLATE_ID:
                setInstrumentStatus.wrap(
                    buffer, body, SetInstrumentStatusDecoder.BLOCK_LENGTH, SetInstrumentStatusDecoder.SCHEMA_VERSION);
                return engine.setInstrumentStatus(
                    sender, setInstrumentStatus.instrument(), setInstrumentStatus.status(), isApproved);
            case SetAccountStatusDecoder.TEMPLATE_ID:
                setAccountStatus.wrap(
                    buffer, body, SetAccountStatusDecoder.BLOCK_LENGTH, SetAccountStatusDecoder.SCHEMA_VERSION);
                return engine.setAccountStatus(
                    sender, setAccountStatus.account(), setAccountStatus.status(), isApproved);
            case SetGatewayStatusDecoder.TEMPLATE_ID:
                setGatewayStatus.wrap(
                    buffer, body, SetGatewayStatusDecoder.BLOCK_LENGTH, SetGatewayStatusDecoder.SCHEMA_VERSION);
                return engine.setGatewayStatus(
                    sender, DefinitionDecoding.gateway(setGatewayStatus), setGatewayStatus.status(), isApproved);
            case SetAssetStatusDecoder.TEMPLATE_ID:
                setAssetStatus.wrap(
                    buffer, body, SetAssetStatusDecoder.BLOCK_LENGTH, SetAssetStatusDecoder.SCHEMA_VERSION);
                return engine.setAssetStatus(
                    sender,
                    setAssetStatus.asset(),
                    setAssetStatus.withdrawals(),
                    setAssetStatus.defaultRuns(),
                    isApproved);
            default:
                throw new IllegalStateException("no command has template " + templateId);
        }
    }

    private RejectReason dispatchAction(
        final Principal sender,
        final int templateId,
        final DirectBuffer buffer,
        final int body,
        final boolean isApproved)
    {
        switch (templateId)
        {
            case FundInsuranceDecoder.TEMPLATE_ID:
                fundInsurance.wrap(
                    buffer, body, FundInsuranceDecoder.BLOCK_LENGTH, FundInsuranceDecoder.SCHEMA_VERSION);
                return engine.fundInsurance(sender, fundInsurance.asset(), fundInsurance.amount(), isApproved);
            case WithdrawInsuranceDecoder.TEMPLATE_ID:
                withdrawInsurance.wrap(
                    buffer, body, WithdrawInsuranceDecoder.BLOCK_LENGTH, WithdrawInsuranceDecoder.SCHEMA_VERSION);
                return engine.withdrawInsurance(
                    sender, withdrawInsurance.asset(), withdrawInsurance.amount(), isApproved);
            case WithdrawFeesDecoder.TEMPLATE_ID:
                withdrawFees.wrap(buffer, body, WithdrawFeesDecoder.BLOCK_LENGTH, WithdrawFeesDecoder.SCHEMA_VERSION);
                return engine.withdrawFees(sender, withdrawFees.asset(), withdrawFees.amount(), isApproved);
            case ConfirmMarkDecoder.TEMPLATE_ID:
                confirmMark.wrap(buffer, body, ConfirmMarkDecoder.BLOCK_LENGTH, ConfirmMarkDecoder.SCHEMA_VERSION);
                return engine.confirmMark(sender, confirmMark.instrument(), isApproved);
            case DeclareDefaultDecoder.TEMPLATE_ID:
                declareDefault.wrap(
                    buffer, body, DeclareDefaultDecoder.BLOCK_LENGTH, DeclareDefaultDecoder.SCHEMA_VERSION);
                return engine.declareDefault(sender, declareDefault.account(), isApproved);
            case SettleInstrumentDecoder.TEMPLATE_ID:
                settleInstrument.wrap(
                    buffer, body, SettleInstrumentDecoder.BLOCK_LENGTH, SettleInstrumentDecoder.SCHEMA_VERSION);
                return engine.settleInstrument(
                    sender, settleInstrument.instrument(), settleInstrument.priceTicks(), isApproved);
            case TransferPositionDecoder.TEMPLATE_ID:
                transferPosition.wrap(
                    buffer, body, TransferPositionDecoder.BLOCK_LENGTH, TransferPositionDecoder.SCHEMA_VERSION);
                return engine.transferPosition(
                    sender,
                    transferPosition.from(),
                    transferPosition.to(),
                    transferPosition.instrument(),
                    transferPosition.quantityLots(),
                    isApproved);
            default:
                throw new IllegalStateException("no command has template " + templateId);
        }
    }
}
