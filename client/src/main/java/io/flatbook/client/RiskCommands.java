package io.flatbook.client;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.ActivateVersionEncoder;
import io.flatbook.sbe.ApproveEncoder;
import io.flatbook.sbe.CloseBusinessDayEncoder;
import io.flatbook.sbe.ConfirmMarkEncoder;
import io.flatbook.sbe.DeclareDefaultEncoder;
import io.flatbook.sbe.FundInsuranceEncoder;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.ProposeEncoder;
import io.flatbook.sbe.RejectProposalEncoder;
import io.flatbook.sbe.RemoveInstrumentEncoder;
import io.flatbook.sbe.RequestShutdownEncoder;
import io.flatbook.sbe.SetAccountModeEncoder;
import io.flatbook.sbe.SetAssetStatusEncoder;
import io.flatbook.sbe.SetControlsEncoder;
import io.flatbook.sbe.SetGatewayStatusEncoder;
import io.flatbook.sbe.SetInstrumentStatusEncoder;
import io.flatbook.sbe.SetLimitsEncoder;
import io.flatbook.sbe.SettleInstrumentEncoder;
import io.flatbook.sbe.SettleVariationEncoder;
import io.flatbook.sbe.SweepRoundingEncoder;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TransferPositionEncoder;
import io.flatbook.sbe.WithdrawFeesEncoder;
import io.flatbook.sbe.WithdrawInsuranceEncoder;
import org.agrona.ExpandableArrayBuffer;

import java.util.Objects;

/**
 * The commands of a risk principal that act: money, switches, defaults, approvals. {@link RiskSettings} has those that
 * define and configure. Money is in minor units of the asset at hand, quantities in lots, prices in ticks.
 */
public final class RiskCommands
{
    private RiskCommands()
    {
    }

    /**
     * Pays into an insurance fund; a house deficit is repaid first.
     *
     * @param assetId    of the fund.
     * @param minorUnits 1 or more.
     * @return the command.
     */
    public static Command fundInsurance(final int assetId, final long minorUnits)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new FundInsuranceEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).asset(assetId).amount(minorUnits).encodedLength();
    }

    /**
     * Takes money out of an insurance fund.
     *
     * @param assetId    of the fund.
     * @param minorUnits 1 or more.
     * @return the command.
     */
    public static Command withdrawInsurance(final int assetId, final long minorUnits)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new WithdrawInsuranceEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).asset(assetId).amount(minorUnits).encodedLength();
    }

    /**
     * Takes money out of a fee account.
     *
     * @param assetId    of the fee account.
     * @param minorUnits 1 or more.
     * @return the command.
     */
    public static Command withdrawFees(final int assetId, final long minorUnits)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new WithdrawFeesEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).asset(assetId).amount(minorUnits).encodedLength();
    }

    /**
     * Moves a positive rounding account to the fee account of its asset.
     *
     * @param assetId of the accounts.
     * @return the command.
     */
    public static Command sweepRounding(final int assetId)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new SweepRoundingEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).asset(assetId).encodedLength();
    }

    /**
     * Switches trading of an instrument.
     *
     * @param instrumentId of the instrument.
     * @param status       TRADING, CLOSE_ONLY or HALTED.
     * @return the command.
     */
    public static Command setInstrumentStatus(final int instrumentId, final InstrumentStatus status)
    {
        Objects.requireNonNull(status, "status");
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new SetInstrumentStatusEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).instrument(instrumentId).status(status).encodedLength();
    }

    /**
     * Sets what an account may do.
     *
     * @param accountId of the account.
     * @param mode      new mode.
     * @return the command.
     */
    public static Command setAccountMode(final long accountId, final AccountMode mode)
    {
        Objects.requireNonNull(mode, "mode");
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new SetAccountModeEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).account(accountId).mode(mode).encodedLength();
    }

    /**
     * Enables or disables a gateway.
     *
     * @param gateway name without the role.
     * @param status  new status.
     * @return the command.
     */
    public static Command setGatewayStatus(final String gateway, final GatewayStatus status)
    {
        Objects.requireNonNull(status, "status");
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new SetGatewayStatusEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).status(status)
            .gateway(Wire.ascii("gateway", gateway, SetGatewayStatusEncoder.gatewayLength())).encodedLength();
    }

    /**
     * Switches withdrawals and default runs of an asset.
     *
     * @param assetId     of the asset.
     * @param withdrawals on or off.
     * @param defaultRuns on or off.
     * @return the command.
     */
    public static Command setAssetStatus(final int assetId, final Switch withdrawals, final Switch defaultRuns)
    {
        Objects.requireNonNull(withdrawals, "withdrawals");
        Objects.requireNonNull(defaultRuns, "defaultRuns");
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new SetAssetStatusEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).asset(assetId).withdrawals(withdrawals).defaultRuns(defaultRuns).encodedLength();
    }

    /**
     * Switches four eyes.
     *
     * @param fourEyes whether critical commands need a second risk principal.
     * @return the command.
     */
    public static Command setControls(final Switch fourEyes)
    {
        Objects.requireNonNull(fourEyes, "fourEyes");
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new SetControlsEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).fourEyes(fourEyes).encodedLength();
    }

    /**
     * Confirms a held mark (MARK-3). Refused with MARK_CHANGED if another mark is held by now.
     *
     * @param instrumentId with the held mark.
     * @param markTicks    the held mark, exactly.
     * @return the command.
     */
    public static Command confirmMark(final int instrumentId, final long markTicks)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new ConfirmMarkEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).instrument(instrumentId).markTicks(markTicks).encodedLength();
    }

    /**
     * Declares an account in default.
     *
     * @param accountId of the account.
     * @return the command.
     */
    public static Command declareDefault(final long accountId)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new DeclareDefaultEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).account(accountId).encodedLength();
    }

    /**
     * Settles an instrument: expiry, exercise, delisting.
     *
     * @param instrumentId of the instrument.
     * @param priceTicks   settlement price, negative if the bounds are; for an option the underlying's.
     * @return the command.
     */
    public static Command settleInstrument(final int instrumentId, final long priceTicks)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new SettleInstrumentEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).instrument(instrumentId).priceTicks(priceTicks).encodedLength();
    }

    /**
     * Moves the unrealized gains of all holders of a perpetual or future into collateral, at mark (MARK-6).
     *
     * @param instrumentId of the instrument.
     * @return the command.
     */
    public static Command settleVariation(final int instrumentId)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new SettleVariationEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).instrument(instrumentId).encodedLength();
    }

    /**
     * Removes a settled instrument on which no option is left; its symbol is free, its id is never used again.
     *
     * @param instrumentId of the instrument.
     * @return the command.
     */
    public static Command removeInstrument(final int instrumentId)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new RemoveInstrumentEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).instrument(instrumentId).encodedLength();
    }

    /**
     * Moves lots with their share of cost from one account to another.
     *
     * @param fromAccountId gives.
     * @param toAccountId   takes.
     * @param instrumentId  of the position.
     * @param quantityLots  to move, 1 or more.
     * @return the command.
     */
    public static Command transferPosition(
        final long fromAccountId, final long toAccountId, final int instrumentId, final long quantityLots)
    {
        return transferPosition(
            fromAccountId, toAccountId, instrumentId, quantityLots, TransferPositionEncoder.priceTicksNullValue());
    }

    /**
     * Moves lots from one account to another at a price, at which the giver realizes (MOV-1).
     *
     * @param fromAccountId gives.
     * @param toAccountId   takes.
     * @param instrumentId  of the position.
     * @param quantityLots  to move, 1 or more.
     * @param priceTicks    within the bounds of the instrument.
     * @return the command.
     */
    public static Command transferPosition(
        final long fromAccountId,
        final long toAccountId,
        final int instrumentId,
        final long quantityLots,
        final long priceTicks)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new TransferPositionEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).from(fromAccountId).to(toAccountId).instrument(instrumentId)
            .quantityLots(quantityLots).priceTicks(priceTicks).encodedLength();
    }

    /**
     * Proposes a command that a second risk principal must approve. The outcome's detail is the proposal.
     *
     * @param proposed the command.
     * @return the command that proposes it.
     */
    public static Command propose(final Command proposed)
    {
        Objects.requireNonNull(proposed, "proposed");
        return (buffer, offset, commandId) ->
        {
            final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer();
            final int length = proposed.encode(bytes, 0, 0);
            final ProposeEncoder encoder = new ProposeEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .commandId(commandId).putProposedCommand(bytes, 0, length);
            return Wire.HEADER_LENGTH + encoder.encodedLength();
        };
    }

    /**
     * Approves a proposal of another risk principal, which then takes effect.
     *
     * @param proposal number of the proposal.
     * @return the command.
     */
    public static Command approve(final long proposal)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new ApproveEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).proposal(proposal).encodedLength();
    }

    /**
     * Rejects a proposal, or withdraws one's own; it takes no effect.
     *
     * @param proposal number of the proposal.
     * @return the command.
     */
    public static Command rejectProposal(final long proposal)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new RejectProposalEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).proposal(proposal).encodedLength();
    }

    /**
     * Closes a business day.
     *
     * @param yyyymmdd the day, for example 20251010.
     * @return the command.
     */
    public static Command closeBusinessDay(final int yyyymmdd)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new CloseBusinessDayEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).date(yyyymmdd).encodedLength();
    }

    /**
     * Activates a version of the engine's behavior on all nodes.
     *
     * @param version to activate.
     * @return the command.
     */
    public static Command activateVersion(final int version)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new ActivateVersionEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).version(version).encodedLength();
    }

    /**
     * Asks that all nodes take a snapshot and end.
     *
     * @return the command.
     */
    public static Command requestShutdown()
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new RequestShutdownEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).encodedLength();
    }

    /**
     * Raises limits of the engine on all nodes; none can be lowered again (VER-3).
     *
     * @param limits to be raised.
     * @return the command.
     */
    public static Command setLimits(final LimitSettings limits)
    {
        Objects.requireNonNull(limits, "limits");
        return (buffer, offset, commandId) ->
        {
            final SetLimitsEncoder encoder = new SetLimitsEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder()).commandId(commandId);
            limits.encode(encoder);
            return Wire.HEADER_LENGTH + encoder.encodedLength();
        };
    }
}
