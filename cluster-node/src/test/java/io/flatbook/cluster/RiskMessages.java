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
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.ProposeEncoder;
import io.flatbook.sbe.SetAccountStatusEncoder;
import io.flatbook.sbe.SetAssetStatusEncoder;
import io.flatbook.sbe.SetControlsEncoder;
import io.flatbook.sbe.SetGatewayStatusEncoder;
import io.flatbook.sbe.SetInstrumentStatusEncoder;
import io.flatbook.sbe.SetMarginTiersEncoder;
import io.flatbook.sbe.SetOffsetPolicyEncoder;
import io.flatbook.sbe.SetProtectionEncoder;
import io.flatbook.sbe.SetWaterfallEncoder;
import io.flatbook.sbe.SettleInstrumentEncoder;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TransferPositionEncoder;
import io.flatbook.sbe.WithdrawFeesEncoder;
import io.flatbook.sbe.WithdrawInsuranceEncoder;
import org.agrona.concurrent.UnsafeBuffer;

import static io.flatbook.cluster.Messages.NULL_INT;
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
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final DefineInstrumentEncoder m =
            new DefineInstrumentEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1).symbol(symbol).kind(kind).settlementAsset(1).underlying(NULL_INT);
        m.tickSize().mantissa(1).exponent((byte)0);
        m.lotSize().mantissa(1).exponent((byte)0);
        m.multiplier().mantissa(1).exponent((byte)0);
        m.expiry(NULL_LONG).strikeTicks(NULL_LONG).minPriceTicks(NULL_LONG).maxPriceTicks(NULL_LONG)
            .optionInitialPpm(0).optionInitialFloorPpm(0).optionMaintenancePpm(0)
            .offsetPolicy(OffsetPolicyKind.QUEUE)
            .markBandPpm(0).markMaxAgeMs(0).tradeBandPpm(0).maxFeePpm(NULL_LONG).maxPositionLots(NULL_LONG)
            .maxOpenInterestLots(NULL_LONG).fundingCapPpb(NULL_LONG);
        m.marginTiersCount(2)
            .next().floor(0).initialPpm(50_000).maintenancePpm(30_000)
            .next().floor(1_000_000).initialPpm(100_000).maintenancePpm(60_000);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer setMarginTiers(final int instrument, final int count)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SetMarginTiersEncoder m =
            new SetMarginTiersEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1).instrument(instrument);
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
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final DefineGatewayEncoder m =
            new DefineGatewayEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.venue(venue);
        m.capabilities().clear()
            .trade(0 != (capabilities & Principal.TRADE))
            .collateral(0 != (capabilities & Principal.COLLATERAL))
            .marks(0 != (capabilities & Principal.MARKS))
            .funding(0 != (capabilities & Principal.FUNDING));
        m.guaranteed(Switch.ON).gateway(gateway);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer setOffsetPolicy(final int instrument, final OffsetPolicyKind policy)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SetOffsetPolicyEncoder m =
            new SetOffsetPolicyEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.instrument(instrument).offsetPolicy(policy);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer setProtection(final int instrument, final long markBandPpm)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SetProtectionEncoder m =
            new SetProtectionEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.instrument(instrument).markBandPpm(markBandPpm).markMaxAgeMs(0).tradeBandPpm(0).maxFeePpm(NULL_LONG)
            .maxPositionLots(NULL_LONG).maxOpenInterestLots(NULL_LONG).fundingCapPpb(NULL_LONG);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer setWaterfall(final int asset, final DefaultTrigger trigger)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SetWaterfallEncoder m =
            new SetWaterfallEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.asset(asset).fundFloor(0).perEventCap(NULL_LONG).windowCap(NULL_LONG).windowMs(0).liquidationTimeoutMs(0)
            .liquidationFeePpm(0).closeOutFeePpm(0).houseDeficitGate(0).withdrawalCap(NULL_LONG).trigger(trigger);
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

    static UnsafeBuffer setAccountStatus(final long account, final AccountMode mode)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SetAccountStatusEncoder m =
            new SetAccountStatusEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.account(account).status(mode);
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

    static UnsafeBuffer confirmMark(final int instrument)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final ConfirmMarkEncoder m = new ConfirmMarkEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.instrument(instrument);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer declareDefault(final long account)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final DeclareDefaultEncoder m =
            new DeclareDefaultEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.account(account);
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
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final TransferPositionEncoder m =
            new TransferPositionEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.from(from).to(to).instrument(instrument).quantityLots(lots);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer approve(final long proposal)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final ApproveEncoder m = new ApproveEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.proposal(proposal);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer closeBusinessDay(final int date)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final CloseBusinessDayEncoder m =
            new CloseBusinessDayEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.date(date);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer activateVersion(final int version)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final ActivateVersionEncoder m =
            new ActivateVersionEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1);
        m.version(version);
        return whole(buffer, m.encodedLength());
    }
}
