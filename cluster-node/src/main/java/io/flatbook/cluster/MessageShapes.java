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
import io.flatbook.sbe.ProposeDecoder;
import io.flatbook.sbe.RegisterTradeDecoder;
import io.flatbook.sbe.RegisterTradesDecoder;
import io.flatbook.sbe.ReportLiquidationFailedDecoder;
import io.flatbook.sbe.SetAccountStatusDecoder;
import io.flatbook.sbe.SetAssetStatusDecoder;
import io.flatbook.sbe.SetControlsDecoder;
import io.flatbook.sbe.SetGatewayStatusDecoder;
import io.flatbook.sbe.SetInstrumentStatusDecoder;
import io.flatbook.sbe.SetMarginTiersDecoder;
import io.flatbook.sbe.SetOffsetPolicyDecoder;
import io.flatbook.sbe.SetOrderHoldDecoder;
import io.flatbook.sbe.SetProtectionDecoder;
import io.flatbook.sbe.SetWaterfallDecoder;
import io.flatbook.sbe.SettleInstrumentDecoder;
import io.flatbook.sbe.TransferPositionDecoder;
import io.flatbook.sbe.UpdateMarkPricesDecoder;
import io.flatbook.sbe.WithdrawDecoder;
import io.flatbook.sbe.WithdrawFeesDecoder;
import io.flatbook.sbe.WithdrawInsuranceDecoder;

/**
 * Lengths of what is served: root block, entry of the one group, variable field at the end. Indexed by template id.
 */
final class MessageShapes
{
    static final int COMMANDS_MAX = 99;
    static final int QUERIES_MIN = 201;
    static final int QUERIES_MAX = 249;
    private static final int[] BLOCK_LENGTHS = new int[QUERIES_MAX + 1];
    private static final int[] GROUP_ENTRY_LENGTHS = new int[QUERIES_MAX + 1];

    static
    {
        riskCommands();
        gatewayCommands();
        queries();
    }

    private MessageShapes()
    {
    }

    /**
     * @return length of the root block in bytes, 0 for a template that is not served.
     */
    static int blockLength(final int templateId)
    {
        return templateId < BLOCK_LENGTHS.length ? BLOCK_LENGTHS[templateId] : 0;
    }

    /**
     * @return length of an entry of the message's group in bytes, 0 where it has none.
     */
    static int groupEntryLength(final int templateId)
    {
        return GROUP_ENTRY_LENGTHS[templateId];
    }

    static boolean endsVariable(final int templateId)
    {
        return ProposeDecoder.TEMPLATE_ID == templateId;
    }

    static boolean isQuery(final int templateId)
    {
        return templateId >= QUERIES_MIN;
    }

    private static void shape(final int templateId, final int blockLength)
    {
        BLOCK_LENGTHS[templateId] = blockLength;
    }

    private static void shape(final int templateId, final int blockLength, final int entryLength)
    {
        BLOCK_LENGTHS[templateId] = blockLength;
        GROUP_ENTRY_LENGTHS[templateId] = entryLength;
    }

    private static void riskCommands()
    {
        shape(DefineAssetDecoder.TEMPLATE_ID, DefineAssetDecoder.BLOCK_LENGTH);
        shape(DefineInstrumentDecoder.TEMPLATE_ID, DefineInstrumentDecoder.BLOCK_LENGTH,
            DefineInstrumentDecoder.MarginTiersDecoder.sbeBlockLength());
        shape(DefineGatewayDecoder.TEMPLATE_ID, DefineGatewayDecoder.BLOCK_LENGTH);
        shape(SetMarginTiersDecoder.TEMPLATE_ID, SetMarginTiersDecoder.BLOCK_LENGTH,
            SetMarginTiersDecoder.MarginTiersDecoder.sbeBlockLength());
        shape(SetOffsetPolicyDecoder.TEMPLATE_ID, SetOffsetPolicyDecoder.BLOCK_LENGTH);
        shape(SetProtectionDecoder.TEMPLATE_ID, SetProtectionDecoder.BLOCK_LENGTH);
        shape(SetWaterfallDecoder.TEMPLATE_ID, SetWaterfallDecoder.BLOCK_LENGTH);
        shape(SetControlsDecoder.TEMPLATE_ID, SetControlsDecoder.BLOCK_LENGTH);
        shape(SetInstrumentStatusDecoder.TEMPLATE_ID, SetInstrumentStatusDecoder.BLOCK_LENGTH);
        shape(SetAccountStatusDecoder.TEMPLATE_ID, SetAccountStatusDecoder.BLOCK_LENGTH);
        shape(SetGatewayStatusDecoder.TEMPLATE_ID, SetGatewayStatusDecoder.BLOCK_LENGTH);
        shape(SetAssetStatusDecoder.TEMPLATE_ID, SetAssetStatusDecoder.BLOCK_LENGTH);
        shape(FundInsuranceDecoder.TEMPLATE_ID, FundInsuranceDecoder.BLOCK_LENGTH);
        shape(WithdrawInsuranceDecoder.TEMPLATE_ID, WithdrawInsuranceDecoder.BLOCK_LENGTH);
        shape(WithdrawFeesDecoder.TEMPLATE_ID, WithdrawFeesDecoder.BLOCK_LENGTH);
        shape(ConfirmMarkDecoder.TEMPLATE_ID, ConfirmMarkDecoder.BLOCK_LENGTH);
        shape(DeclareDefaultDecoder.TEMPLATE_ID, DeclareDefaultDecoder.BLOCK_LENGTH);
        shape(SettleInstrumentDecoder.TEMPLATE_ID, SettleInstrumentDecoder.BLOCK_LENGTH);
        shape(TransferPositionDecoder.TEMPLATE_ID, TransferPositionDecoder.BLOCK_LENGTH);
        shape(ProposeDecoder.TEMPLATE_ID, ProposeDecoder.BLOCK_LENGTH);
        shape(ApproveDecoder.TEMPLATE_ID, ApproveDecoder.BLOCK_LENGTH);
        shape(CloseBusinessDayDecoder.TEMPLATE_ID, CloseBusinessDayDecoder.BLOCK_LENGTH);
        shape(ActivateVersionDecoder.TEMPLATE_ID, ActivateVersionDecoder.BLOCK_LENGTH);
    }

    private static void gatewayCommands()
    {
        shape(OpenAccountDecoder.TEMPLATE_ID, OpenAccountDecoder.BLOCK_LENGTH);
        shape(CloseAccountDecoder.TEMPLATE_ID, CloseAccountDecoder.BLOCK_LENGTH);
        shape(DepositDecoder.TEMPLATE_ID, DepositDecoder.BLOCK_LENGTH);
        shape(WithdrawDecoder.TEMPLATE_ID, WithdrawDecoder.BLOCK_LENGTH);
        shape(SetOrderHoldDecoder.TEMPLATE_ID, SetOrderHoldDecoder.BLOCK_LENGTH);
        shape(RegisterTradeDecoder.TEMPLATE_ID, RegisterTradeDecoder.BLOCK_LENGTH);
        shape(RegisterTradesDecoder.TEMPLATE_ID, RegisterTradesDecoder.BLOCK_LENGTH,
            RegisterTradesDecoder.TradesDecoder.sbeBlockLength());
        shape(ReportLiquidationFailedDecoder.TEMPLATE_ID, ReportLiquidationFailedDecoder.BLOCK_LENGTH);
        shape(OffsetPositionsDecoder.TEMPLATE_ID, OffsetPositionsDecoder.BLOCK_LENGTH);
        shape(UpdateMarkPricesDecoder.TEMPLATE_ID, UpdateMarkPricesDecoder.BLOCK_LENGTH,
            UpdateMarkPricesDecoder.MarksDecoder.sbeBlockLength());
        shape(ApplyFundingDecoder.TEMPLATE_ID, ApplyFundingDecoder.BLOCK_LENGTH);
    }

    private static void queries()
    {
        shape(AccountQueryDecoder.TEMPLATE_ID, AccountQueryDecoder.BLOCK_LENGTH);
        shape(AccountsQueryDecoder.TEMPLATE_ID, AccountsQueryDecoder.BLOCK_LENGTH);
        shape(AssetsQueryDecoder.TEMPLATE_ID, AssetsQueryDecoder.BLOCK_LENGTH);
        shape(InstrumentsQueryDecoder.TEMPLATE_ID, InstrumentsQueryDecoder.BLOCK_LENGTH);
        shape(PositionsQueryDecoder.TEMPLATE_ID, PositionsQueryDecoder.BLOCK_LENGTH);
        shape(InstrumentQueryDecoder.TEMPLATE_ID, InstrumentQueryDecoder.BLOCK_LENGTH);
        shape(OffsetQueueQueryDecoder.TEMPLATE_ID, OffsetQueueQueryDecoder.BLOCK_LENGTH);
        shape(OffsetPreviewDecoder.TEMPLATE_ID, OffsetPreviewDecoder.BLOCK_LENGTH);
        shape(FundQueryDecoder.TEMPLATE_ID, FundQueryDecoder.BLOCK_LENGTH);
        shape(AuditQueryDecoder.TEMPLATE_ID, AuditQueryDecoder.BLOCK_LENGTH);
        shape(EventsQueryDecoder.TEMPLATE_ID, EventsQueryDecoder.BLOCK_LENGTH);
        shape(CommandOutcomeQueryDecoder.TEMPLATE_ID, CommandOutcomeQueryDecoder.BLOCK_LENGTH);
        shape(GatewaysQueryDecoder.TEMPLATE_ID, GatewaysQueryDecoder.BLOCK_LENGTH);
    }
}
