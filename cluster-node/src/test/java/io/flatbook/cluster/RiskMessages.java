package io.flatbook.cluster;

import io.flatbook.engine.Principal;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.ActivateVersionEncoder;
import io.flatbook.sbe.ApproveEncoder;
import io.flatbook.sbe.CloseBusinessDayEncoder;
import io.flatbook.sbe.ConfirmMarkEncoder;
import io.flatbook.sbe.DeclareDefaultEncoder;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.DefineAssetEncoder;
import io.flatbook.sbe.DefineGatewayEncoder;
import io.flatbook.sbe.DefineInstrumentEncoder;
import io.flatbook.sbe.FundInsuranceEncoder;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.InstrumentTermsEncoder;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.ProposeEncoder;
import io.flatbook.sbe.ProtectionTermsEncoder;
import io.flatbook.sbe.RejectProposalEncoder;
import io.flatbook.sbe.RemoveInstrumentEncoder;
import io.flatbook.sbe.RequestShutdownEncoder;
import io.flatbook.sbe.SetAccountModeEncoder;
import io.flatbook.sbe.SetAssetStatusEncoder;
import io.flatbook.sbe.SetControlsEncoder;
import io.flatbook.sbe.SetGatewayStatusEncoder;
import io.flatbook.sbe.SetInstrumentStatusEncoder;
import io.flatbook.sbe.SetMarginTiersEncoder;
import io.flatbook.sbe.SetOffsetPolicyEncoder;
import io.flatbook.sbe.SetPriceBoundsEncoder;
import io.flatbook.sbe.SetProtectionEncoder;
import io.flatbook.sbe.SetWaterfallEncoder;
import io.flatbook.sbe.SettleInstrumentEncoder;
import io.flatbook.sbe.SettleVariationEncoder;
import io.flatbook.sbe.SweepRoundingEncoder;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TransferPositionEncoder;
import io.flatbook.sbe.WaterfallTermsEncoder;
import io.flatbook.sbe.WithdrawFeesEncoder;
import io.flatbook.sbe.WithdrawInsuranceEncoder;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.function.Consumer;

import static io.flatbook.cluster.Messages.NULL_LONG;
import static io.flatbook.cluster.Messages.whole;

/**
 * Messages of risk principals for tests, each whole and of exact length.
 */
final class RiskMessages
{
    private RiskMessages()
    {
    }

    static UnsafeBuffer defineInstrument(final String symbol, final InstrumentKind kind)
    {
        return defineInstrument(symbol, kind, (terms) ->
        {
        });
    }

    /** An instrument with two tiers whose terms are changed. */
    static UnsafeBuffer defineInstrument(
        final String symbol, final InstrumentKind kind, final Consumer<InstrumentTermsEncoder> change)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final DefineInstrumentEncoder m =
            new DefineInstrumentEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        change.accept(TrialTerms.instrument(m.terms(), symbol, kind));
        TrialTerms.protection(m.protection());
        m.marginTiersCount(2)
            .next().floor(0).initialPpm(50_000).maintenancePpm(30_000)
            .next().floor(1_000_000).initialPpm(100_000).maintenancePpm(60_000);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer setMarginTiers(final int instrument, final int count)
    {
        return setMarginTiers(instrument, MarginModel.TIERS, 0, 0, count);
    }

    static UnsafeBuffer setMarginTiers(
        final int instrument, final MarginModel model, final long initialPerLot, final long maintenancePerLot,
        final int count)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8192]);
        final SetMarginTiersEncoder m =
            new SetMarginTiersEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1).instrument(instrument).marginModel(model).initialPerLot(initialPerLot)
            .maintenancePerLot(maintenancePerLot);
        final SetMarginTiersEncoder.MarginTiersEncoder tiers = m.marginTiersCount(count);
        for (int i = 0; i < count; i++)
        {
            tiers.next().floor(i * 1_000_000L).initialPpm(60_000 + i).maintenancePpm(30_000 + i);
        }
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer propose(final UnsafeBuffer command)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8192]);
        final ProposeEncoder m = new ProposeEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1).putProposedCommand(command, 0, command.capacity());
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer defineAsset(final String symbol, final int scale)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final DefineAssetEncoder m = new DefineAssetEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.scale((byte)scale).symbol(symbol);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer defineGateway(final String gateway, final int venue)
    {
        return defineGateway(
            gateway, venue, Principal.TRADE | Principal.COLLATERAL | Principal.MARKS | Principal.FUNDING);
    }

    static UnsafeBuffer defineGateway(final String gateway, final int venue, final int capabilities)
    {
        return defineGateway(gateway, venue, capabilities, NULL_LONG, NULL_LONG);
    }

    static UnsafeBuffer defineGateway(
        final String gateway, final int venue, final int capabilities, final long accountFrom, final long accountTo,
        final int... instruments)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8192]);
        final DefineGatewayEncoder m =
            new DefineGatewayEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.venue(venue);
        m.capabilities().clear()
            .trade(0 != (capabilities & Principal.TRADE))
            .collateral(0 != (capabilities & Principal.COLLATERAL))
            .marks(0 != (capabilities & Principal.MARKS))
            .funding(0 != (capabilities & Principal.FUNDING));
        m.guaranteed(Switch.ON).accountFrom(accountFrom).accountTo(accountTo).gateway(gateway);
        final DefineGatewayEncoder.InstrumentsEncoder rows = m.instrumentsCount(instruments.length);
        for (final int instrument : instruments)
        {
            rows.next().instrument(instrument);
        }
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer setOffsetPolicy(final int instrument, final OffsetPolicyKind policy)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SetOffsetPolicyEncoder m =
            new SetOffsetPolicyEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.instrument(instrument).offsetPolicy(policy).spareHedges(Switch.OFF);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer setProtection(final int instrument, final long markBandPpm)
    {
        return setProtection(instrument, (terms) -> terms.markBandPpm(markBandPpm));
    }

    static UnsafeBuffer setProtection(final int instrument, final Consumer<ProtectionTermsEncoder> change)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SetProtectionEncoder m =
            new SetProtectionEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1).instrument(instrument);
        change.accept(TrialTerms.protection(m.protection()));
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer setWaterfall(final int asset, final DefaultTrigger trigger)
    {
        return setWaterfall(asset, (terms) -> terms.trigger(trigger));
    }

    static UnsafeBuffer setWaterfall(final int asset, final Consumer<WaterfallTermsEncoder> change)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SetWaterfallEncoder m =
            new SetWaterfallEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1).asset(asset);
        change.accept(TrialTerms.waterfall(m.waterfall()));
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer setPriceBounds(final int instrument, final long minTicks, final long maxTicks)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SetPriceBoundsEncoder m =
            new SetPriceBoundsEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1).instrument(instrument).minPriceTicks(minTicks).maxPriceTicks(maxTicks);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer setControls(final Switch fourEyes)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SetControlsEncoder m = new SetControlsEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.fourEyes(fourEyes);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer setInstrumentStatus(final int instrument, final InstrumentStatus status)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SetInstrumentStatusEncoder m =
            new SetInstrumentStatusEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.instrument(instrument).status(status);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer setAccountMode(final long account, final AccountMode mode)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SetAccountModeEncoder m =
            new SetAccountModeEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.account(account).mode(mode);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer setGatewayStatus(final String gateway, final GatewayStatus status)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SetGatewayStatusEncoder m =
            new SetGatewayStatusEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.status(status).gateway(gateway);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer setAssetStatus(final int asset, final Switch withdrawals, final Switch defaultRuns)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SetAssetStatusEncoder m =
            new SetAssetStatusEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.asset(asset).withdrawals(withdrawals).defaultRuns(defaultRuns);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer fundInsurance(final int asset, final long money)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final FundInsuranceEncoder m =
            new FundInsuranceEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.asset(asset).amount(money);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer withdrawInsurance(final int asset, final long money)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final WithdrawInsuranceEncoder m =
            new WithdrawInsuranceEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.asset(asset).amount(money);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer withdrawFees(final int asset, final long money)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final WithdrawFeesEncoder m =
            new WithdrawFeesEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.asset(asset).amount(money);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer confirmMark(final int instrument, final long ticks)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final ConfirmMarkEncoder m = new ConfirmMarkEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.instrument(instrument).markTicks(ticks);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer sweepRounding(final int asset)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SweepRoundingEncoder m =
            new SweepRoundingEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1).asset(asset);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer settleVariation(final int instrument)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SettleVariationEncoder m =
            new SettleVariationEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1).instrument(instrument);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer removeInstrument(final int instrument)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final RemoveInstrumentEncoder m =
            new RemoveInstrumentEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1).instrument(instrument);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer rejectProposal(final long proposal)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final RejectProposalEncoder m =
            new RejectProposalEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1).proposal(proposal);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer declareDefault(final long account)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final DeclareDefaultEncoder m =
            new DeclareDefaultEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1).account(account);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer settleInstrument(final int instrument, final long ticks)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SettleInstrumentEncoder m =
            new SettleInstrumentEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.instrument(instrument).priceTicks(ticks);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer transferPosition(final long from, final long to, final int instrument, final long lots)
    {
        return transferPosition(from, to, instrument, lots, NULL_LONG);
    }

    static UnsafeBuffer transferPosition(
        final long from, final long to, final int instrument, final long lots, final long ticks)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final TransferPositionEncoder m =
            new TransferPositionEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.from(from).to(to).instrument(instrument).quantityLots(lots).priceTicks(ticks);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer approve(final long proposal)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final ApproveEncoder m = new ApproveEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1).proposal(proposal);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer closeBusinessDay(final int date)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final CloseBusinessDayEncoder m =
            new CloseBusinessDayEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1).date(date);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer activateVersion(final int version)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final ActivateVersionEncoder m =
            new ActivateVersionEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1).version(version);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer requestShutdown()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final RequestShutdownEncoder m =
            new RequestShutdownEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        return whole(buffer, m.encodedLength());
    }
}
