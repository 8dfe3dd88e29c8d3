package io.flatbook.ops.cli;

import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

/**
 * Which commands take something away that no other command gives back, or stop something: they require confirmation.
 */
final class ConfirmationRules
{
    private ConfirmationRules()
    {
    }

    /**
     * What a command does, to be read by a person before confirming it.
     *
     * @param command to be sent.
     * @return what it does, or null if no confirmation is required.
     */
    static String of(final WireMessage command)
    {
        final WireRow row = command.row();
        return switch (command.name())
        {
            case "DeclareDefault", "ReportLiquidationFailed" ->
                "this closes all positions of account " + row.number("account");
            case "SettleInstrument" -> "this closes all positions of an instrument for good";
            case "SettleVariation" -> "this moves the unrealized gains of all holders into collateral";
            case "RemoveInstrument" -> "this removes an instrument for good";
            case "WithdrawInsurance", "WithdrawFees" -> "this takes money out";
            case "TransferCollateral" -> "this moves money between accounts";
            case "TransferPosition", "OffsetPositions" -> "this moves positions between accounts";
            case "SetMarginTiers", "SetPriceBounds" -> "this may push accounts below maintenance margin";
            case "ConfirmMark" -> "this moves a mark, which may start default runs";
            case "Approve" -> "this lets a proposed command take effect";
            case "RequestShutdown" -> "this ends all nodes";
            case "ActivateVersion", "SetLimits" -> "this cannot be taken back";
            case "SetInstrumentStatus" -> unless("TRADING".equals(row.text("status")), "this stops trading");
            case "SetAccountMode" -> unless("NORMAL".equals(row.text("mode")), "this stops an account");
            case "SetGatewayStatus" -> unless("ENABLED".equals(row.text("status")), "this stops a gateway");
            case "SetAssetStatus" ->
                unless(row.isOn("withdrawals") && row.isOn("defaultRuns"), "this stops withdrawals or default runs");
            case "SetControls" -> unless(row.isOn("fourEyes"), "this lets one person alone do everything");
            default -> null;
        };
    }

    private static String unless(final boolean harmless, final String danger)
    {
        return harmless ? null : danger;
    }
}
