package io.flatbook.cluster;

import io.flatbook.sbe.AccountQueryDecoder;
import io.flatbook.sbe.AccountsQueryDecoder;
import io.flatbook.sbe.ActivateVersionDecoder;
import io.flatbook.sbe.ApplyFundingDecoder;
import io.flatbook.sbe.ApproveDecoder;
import io.flatbook.sbe.AssetsQueryDecoder;
import io.flatbook.sbe.AuditQueryDecoder;
import io.flatbook.sbe.CloseAccountDecoder;
import io.flatbook.sbe.CloseBusinessDayDecoder;
import io.flatbook.sbe.CommandOutcomeQueryDecoder;
import io.flatbook.sbe.ConfirmMarkDecoder;
import io.flatbook.sbe.DeclareDefaultDecoder;
import io.flatbook.sbe.DefineAssetDecoder;
import io.flatbook.sbe.DefineGatewayDecoder;
import io.flatbook.sbe.DefineInstrumentDecoder;
import io.flatbook.sbe.DepositDecoder;
import io.flatbook.sbe.EventsQueryDecoder;
import io.flatbook.sbe.FundInsuranceDecoder;
import io.flatbook.sbe.FundQueryDecoder;
import io.flatbook.sbe.GatewaysQueryDecoder;
import io.flatbook.sbe.InstrumentQueryDecoder;
import io.flatbook.sbe.InstrumentsQueryDecoder;
import io.flatbook.sbe.OffsetPositionsDecoder;
import io.flatbook.sbe.OffsetPreviewDecoder;
import io.flatbook.sbe.OffsetQueueQueryDecoder;
import io.flatbook.sbe.OpenAccountDecoder;
import io.flatbook.sbe.PositionsQueryDecoder;
import io.flatbook.sbe.ProposalsQueryDecoder;
import io.flatbook.sbe.ProposeDecoder;
import io.flatbook.sbe.RegisterTradeDecoder;
import io.flatbook.sbe.RegisterTradesDecoder;
import io.flatbook.sbe.RejectProposalDecoder;
import io.flatbook.sbe.RemoveInstrumentDecoder;
import io.flatbook.sbe.ReportLiquidationFailedDecoder;
import io.flatbook.sbe.RequestShutdownDecoder;
import io.flatbook.sbe.SetAccountModeDecoder;
import io.flatbook.sbe.SetAssetStatusDecoder;
import io.flatbook.sbe.SetControlsDecoder;
import io.flatbook.sbe.SetGatewayStatusDecoder;
import io.flatbook.sbe.SetInstrumentStatusDecoder;
import io.flatbook.sbe.SetLimitsDecoder;
import io.flatbook.sbe.SetMarginTiersDecoder;
import io.flatbook.sbe.SetOffsetPolicyDecoder;
import io.flatbook.sbe.SetOrderHoldDecoder;
import io.flatbook.sbe.SetPriceBoundsDecoder;
import io.flatbook.sbe.SetProtectionDecoder;
import io.flatbook.sbe.SetWaterfallDecoder;
import io.flatbook.sbe.SettleInstrumentDecoder;
import io.flatbook.sbe.SettleVariationDecoder;
import io.flatbook.sbe.SweepRoundingDecoder;
import io.flatbook.sbe.TransferCollateralDecoder;
import io.flatbook.sbe.TransferPositionDecoder;
import io.flatbook.sbe.UpdateMarkPricesDecoder;
import io.flatbook.sbe.WithdrawDecoder;
import io.flatbook.sbe.WithdrawFeesDecoder;
import io.flatbook.sbe.WithdrawInsuranceDecoder;

import java.util.List;

/**
 * The table of all messages that the service takes: who may send each, whether four eyes can hold it back, and its
 * shape. All such questions about a template are answered here.
 */
final class Templates
{
    private static final Template[] ROWS = {
        // The book, its switches and its money.
        risk(DefineAssetDecoder.TEMPLATE_ID, DefineAssetDecoder.BLOCK_LENGTH).approvable(),
        risk(DefineInstrumentDecoder.TEMPLATE_ID, DefineInstrumentDecoder.BLOCK_LENGTH)
            .group(DefineInstrumentDecoder.MarginTiersDecoder.sbeBlockLength()),
        risk(DefineGatewayDecoder.TEMPLATE_ID, DefineGatewayDecoder.BLOCK_LENGTH)
            .approvable().group(DefineGatewayDecoder.InstrumentsDecoder.sbeBlockLength()),
        risk(SetMarginTiersDecoder.TEMPLATE_ID, SetMarginTiersDecoder.BLOCK_LENGTH)
            .approvable().group(SetMarginTiersDecoder.MarginTiersDecoder.sbeBlockLength()),
        risk(SetOffsetPolicyDecoder.TEMPLATE_ID, SetOffsetPolicyDecoder.BLOCK_LENGTH).approvable(),
        risk(SetProtectionDecoder.TEMPLATE_ID, SetProtectionDecoder.BLOCK_LENGTH).approvable(),
        risk(SetWaterfallDecoder.TEMPLATE_ID, SetWaterfallDecoder.BLOCK_LENGTH).approvable(),
        risk(SetPriceBoundsDecoder.TEMPLATE_ID, SetPriceBoundsDecoder.BLOCK_LENGTH).approvable(),
        risk(SetControlsDecoder.TEMPLATE_ID, SetControlsDecoder.BLOCK_LENGTH).approvable(),
        risk(SetInstrumentStatusDecoder.TEMPLATE_ID, SetInstrumentStatusDecoder.BLOCK_LENGTH).approvable(),
        risk(SetAccountModeDecoder.TEMPLATE_ID, SetAccountModeDecoder.BLOCK_LENGTH).approvable(),
        risk(SetGatewayStatusDecoder.TEMPLATE_ID, SetGatewayStatusDecoder.BLOCK_LENGTH).approvable(),
        risk(SetAssetStatusDecoder.TEMPLATE_ID, SetAssetStatusDecoder.BLOCK_LENGTH).approvable(),
        risk(FundInsuranceDecoder.TEMPLATE_ID, FundInsuranceDecoder.BLOCK_LENGTH).approvable(),
        risk(WithdrawInsuranceDecoder.TEMPLATE_ID, WithdrawInsuranceDecoder.BLOCK_LENGTH).approvable(),
        risk(WithdrawFeesDecoder.TEMPLATE_ID, WithdrawFeesDecoder.BLOCK_LENGTH).approvable(),
        risk(SweepRoundingDecoder.TEMPLATE_ID, SweepRoundingDecoder.BLOCK_LENGTH).approvable(),
        risk(ConfirmMarkDecoder.TEMPLATE_ID, ConfirmMarkDecoder.BLOCK_LENGTH).approvable(),
        risk(DeclareDefaultDecoder.TEMPLATE_ID, DeclareDefaultDecoder.BLOCK_LENGTH).approvable(),
        risk(SettleInstrumentDecoder.TEMPLATE_ID, SettleInstrumentDecoder.BLOCK_LENGTH).approvable(),
        risk(SettleVariationDecoder.TEMPLATE_ID, SettleVariationDecoder.BLOCK_LENGTH).approvable(),
        risk(RemoveInstrumentDecoder.TEMPLATE_ID, RemoveInstrumentDecoder.BLOCK_LENGTH).approvable(),
        risk(TransferPositionDecoder.TEMPLATE_ID, TransferPositionDecoder.BLOCK_LENGTH).approvable(),
        risk(ProposeDecoder.TEMPLATE_ID, ProposeDecoder.BLOCK_LENGTH).variable(),
        risk(ApproveDecoder.TEMPLATE_ID, ApproveDecoder.BLOCK_LENGTH),
        risk(RejectProposalDecoder.TEMPLATE_ID, RejectProposalDecoder.BLOCK_LENGTH),
        risk(CloseBusinessDayDecoder.TEMPLATE_ID, CloseBusinessDayDecoder.BLOCK_LENGTH),
        risk(ActivateVersionDecoder.TEMPLATE_ID, ActivateVersionDecoder.BLOCK_LENGTH).approvable(),
        risk(SetLimitsDecoder.TEMPLATE_ID, SetLimitsDecoder.BLOCK_LENGTH).approvable(),
        risk(RequestShutdownDecoder.TEMPLATE_ID, RequestShutdownDecoder.BLOCK_LENGTH).approvable(),
        // Accounts, trades, marks.
        gateway(OpenAccountDecoder.TEMPLATE_ID, OpenAccountDecoder.BLOCK_LENGTH),
        gateway(CloseAccountDecoder.TEMPLATE_ID, CloseAccountDecoder.BLOCK_LENGTH),
        gateway(DepositDecoder.TEMPLATE_ID, DepositDecoder.BLOCK_LENGTH),
        gateway(WithdrawDecoder.TEMPLATE_ID, WithdrawDecoder.BLOCK_LENGTH),
        gateway(TransferCollateralDecoder.TEMPLATE_ID, TransferCollateralDecoder.BLOCK_LENGTH),
        gateway(SetOrderHoldDecoder.TEMPLATE_ID, SetOrderHoldDecoder.BLOCK_LENGTH),
        gateway(RegisterTradeDecoder.TEMPLATE_ID, RegisterTradeDecoder.BLOCK_LENGTH),
        gateway(RegisterTradesDecoder.TEMPLATE_ID, RegisterTradesDecoder.BLOCK_LENGTH)
            .group(RegisterTradesDecoder.TradesDecoder.sbeBlockLength()),
        gateway(ReportLiquidationFailedDecoder.TEMPLATE_ID, ReportLiquidationFailedDecoder.BLOCK_LENGTH),
        gateway(OffsetPositionsDecoder.TEMPLATE_ID, OffsetPositionsDecoder.BLOCK_LENGTH),
        gateway(UpdateMarkPricesDecoder.TEMPLATE_ID, UpdateMarkPricesDecoder.BLOCK_LENGTH)
            .group(UpdateMarkPricesDecoder.MarksDecoder.sbeBlockLength()),
        gateway(ApplyFundingDecoder.TEMPLATE_ID, ApplyFundingDecoder.BLOCK_LENGTH),
        // Questions.
        query(AccountQueryDecoder.TEMPLATE_ID, AccountQueryDecoder.BLOCK_LENGTH),
        query(AccountsQueryDecoder.TEMPLATE_ID, AccountsQueryDecoder.BLOCK_LENGTH),
        query(AssetsQueryDecoder.TEMPLATE_ID, AssetsQueryDecoder.BLOCK_LENGTH),
        query(InstrumentsQueryDecoder.TEMPLATE_ID, InstrumentsQueryDecoder.BLOCK_LENGTH),
        query(PositionsQueryDecoder.TEMPLATE_ID, PositionsQueryDecoder.BLOCK_LENGTH),
        query(InstrumentQueryDecoder.TEMPLATE_ID, InstrumentQueryDecoder.BLOCK_LENGTH),
        query(OffsetQueueQueryDecoder.TEMPLATE_ID, OffsetQueueQueryDecoder.BLOCK_LENGTH),
        query(OffsetPreviewDecoder.TEMPLATE_ID, OffsetPreviewDecoder.BLOCK_LENGTH),
        query(FundQueryDecoder.TEMPLATE_ID, FundQueryDecoder.BLOCK_LENGTH),
        query(AuditQueryDecoder.TEMPLATE_ID, AuditQueryDecoder.BLOCK_LENGTH),
        query(EventsQueryDecoder.TEMPLATE_ID, EventsQueryDecoder.BLOCK_LENGTH),
        query(CommandOutcomeQueryDecoder.TEMPLATE_ID, CommandOutcomeQueryDecoder.BLOCK_LENGTH),
        query(GatewaysQueryDecoder.TEMPLATE_ID, GatewaysQueryDecoder.BLOCK_LENGTH),
        peopleQuery(ProposalsQueryDecoder.TEMPLATE_ID, ProposalsQueryDecoder.BLOCK_LENGTH)
    };

    private static final Template[] BY_ID = byId();

    private Templates()
    {
    }

    /**
     * Finds a message.
     *
     * @param templateId of the message.
     * @return what is known of it, or null for one that is not taken.
     */
    static Template find(final int templateId)
    {
        return templateId >= 0 && templateId < BY_ID.length ? BY_ID[templateId] : null;
    }

    /** The table, in order of template id. */
    static Template[] rows()
    {
        return ROWS.clone();
    }

    private static Template risk(final int templateId, final int blockLength)
    {
        return command(Template.Senders.RISK, templateId, blockLength);
    }

    private static Template gateway(final int templateId, final int blockLength)
    {
        return command(Template.Senders.GATEWAYS, templateId, blockLength);
    }

    private static Template command(final Template.Senders senders, final int templateId, final int blockLength)
    {
        return new Template(templateId, Template.Kind.COMMAND, senders, false, blockLength, 0, false, List.of());
    }

    private static Template query(final int templateId, final int blockLength)
    {
        return new Template(
            templateId, Template.Kind.QUERY, Template.Senders.ALL, false, blockLength, 0, false, List.of());
    }

    private static Template peopleQuery(final int templateId, final int blockLength)
    {
        return new Template(
            templateId, Template.Kind.QUERY, Template.Senders.PEOPLE, false, blockLength, 0, false, List.of());
    }

    private static Template[] byId()
    {
        final Template[] byId = new Template[ROWS[ROWS.length - 1].templateId() + 1];
        for (final Template row : ROWS)
        {
            byId[row.templateId()] = row;
        }
        return byId;
    }
}
