package io.flatbook.twin;

import io.flatbook.client.GatewayCapabilities;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.GatewayDefinition;
import io.flatbook.client.InstrumentDefinition;
import io.flatbook.client.MarginTerms;
import io.flatbook.client.MarginTier;
import io.flatbook.client.ProtectionSettings;
import io.flatbook.client.RiskCommands;
import io.flatbook.client.RiskSettings;
import io.flatbook.client.WaterfallSettings;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;
import io.flatbook.twin.TwinTerms.Decimal;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Gateway;
import io.flatbook.twin.TwinTerms.Margins;
import io.flatbook.twin.TwinTerms.Protection;
import io.flatbook.twin.TwinTerms.Trade;
import io.flatbook.twin.TwinTerms.Verdict;
import io.flatbook.twin.TwinTerms.Waterfall;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;

/** Turns a command of the makers into what a client sends; it applies nothing. */
final class WireClearing implements Clearing
{
    private final List<Clearing.Command> proposable;
    private io.flatbook.client.Command wire;
    private String kind;

    /**
     * @param proposable that a Propose refers to by index.
     */
    WireClearing(final List<Clearing.Command> proposable)
    {
        this.proposable = proposable;
    }

    /** What the client sends for it. */
    io.flatbook.client.Command encoded(final Clearing.Command command, final By by)
    {
        wire = null;
        command.sendTo(this, by);
        return wire;
    }

    /** Name of the last one. */
    String kind()
    {
        return kind;
    }

    private Verdict sent(final String name, final io.flatbook.client.Command command)
    {
        kind = name;
        wire = command;
        return TwinTerms.ACCEPTED;
    }

    @Override
    public void advanceTo(final long timestampMs)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public Verdict defineAsset(final By by, final int scale, final String symbol)
    {
        return sent("DefineAsset", RiskSettings.defineAsset(symbol, scale));
    }

    @Override
    public Verdict defineInstrument(final By by, final Definition terms)
    {
        final InstrumentDefinition definition = new InstrumentDefinition()
            .symbol(terms.symbol()).family(terms.family()).kind(terms.kind()).settlementAsset(terms.assetId())
            .units(decimal(terms.tick()), decimal(terms.lot())).multiplier(decimal(terms.multiplier()))
            .optionMargin(terms.optionInitialPpm(), terms.optionFloorPpm(), terms.optionMaintenancePpm())
            .offsetPolicy(terms.policy()).spareHedges(Switch.ON == terms.spare())
            .protection(protection(terms.protection())).marginTerms(margins(terms.margins()));
        if (null != terms.underlyingId())
        {
            definition.underlying(terms.underlyingId());
        }
        if (null != terms.expiryMs())
        {
            definition.expiryMs(terms.expiryMs());
        }
        if (null != terms.strikeTicks())
        {
            definition.strikeTicks(terms.strikeTicks());
        }
        if (null != terms.minTicks())
        {
            definition.minTicks(terms.minTicks());
        }
        if (null != terms.maxTicks())
        {
            definition.maxTicks(terms.maxTicks());
        }
        final io.flatbook.client.Command command = RiskSettings.defineInstrument(definition);
        return sent("DefineInstrument", null == terms.spare() ? NullFields.definition(command) : command);
    }

    @Override
    public Verdict defineGateway(final By by, final Gateway gateway)
    {
        final int bits = gateway.capabilities();
        return sent("DefineGateway", RiskSettings.defineGateway(new GatewayDefinition(gateway.name(), gateway.venue(),
            new GatewayCapabilities(0 != (bits & TwinMarks.TRADE_CAPABILITY),
            0 != (bits & TwinMarks.COLLATERAL_CAPABILITY), 0 != (bits & TwinMarks.MARKS_CAPABILITY),
            0 != (bits & TwinMarks.FUNDING_CAPABILITY)), Switch.ON == gateway.guaranteed(), gateway.accountFrom(),
            gateway.accountTo(), gateway.instrumentIds())));
    }

    @Override
    public Verdict setMarginTiers(final By by, final int instrumentId, final Margins terms)
    {
        return sent("SetMarginTiers", RiskSettings.setMarginTiers(instrumentId, margins(terms)));
    }

    @Override
    public Verdict setOffsetPolicy(
        final By by, final int instrumentId, final OffsetPolicyKind policy, final Switch spareHedges)
    {
        final io.flatbook.client.Command command =
            RiskSettings.setOffsetPolicy(instrumentId, policy, Switch.ON == spareHedges);
        return sent("SetOffsetPolicy", null == spareHedges ? NullFields.offsetPolicy(command) : command);
    }

    @Override
    public Verdict setPriceBounds(final By by, final int instrumentId, final long minTicks, final long maxTicks)
    {
        return sent("SetPriceBounds", RiskSettings.setPriceBounds(instrumentId, minTicks, maxTicks));
    }

    @Override
    public Verdict setProtection(final By by, final int instrumentId, final Protection terms)
    {
        return sent("SetProtection", RiskSettings.setProtection(instrumentId, protection(terms)));
    }

    @Override
    public Verdict setWaterfall(final By by, final int assetId, final Waterfall fall)
    {
        return sent("SetWaterfall", RiskSettings.setWaterfall(assetId, new WaterfallSettings(fall.fundFloor(),
            fall.perOwnerCap(), fall.windowCap(), fall.windowMs(), fall.liquidationTimeoutMs(),
            fall.liquidationFeePpm(), fall.closeOutFeePpm(), fall.houseDeficitGate(), fall.withdrawalCap(),
            fall.trigger(), fall.recourse(), fall.closeOut())));
    }

    @Override
    public Verdict setControls(final By by, final Switch fourEyes)
    {
        return sent("SetControls", RiskCommands.setControls(fourEyes));
    }

    @Override
    public Verdict setInstrumentStatus(final By by, final int instrumentId, final InstrumentStatus status)
    {
        return sent("SetInstrumentStatus", RiskCommands.setInstrumentStatus(instrumentId, status));
    }

    @Override
    public Verdict setAccountMode(final By by, final long accountId, final AccountMode mode)
    {
        return sent("SetAccountMode", RiskCommands.setAccountMode(accountId, mode));
    }

    @Override
    public Verdict setGatewayStatus(final By by, final String name, final GatewayStatus status)
    {
        return sent("SetGatewayStatus", RiskCommands.setGatewayStatus(name, status));
    }

    @Override
    public Verdict setAssetStatus(final By by, final int assetId, final Switch withdrawals, final Switch runs)
    {
        return sent("SetAssetStatus", RiskCommands.setAssetStatus(assetId, withdrawals, runs));
    }

    @Override
    public Verdict fundInsurance(final By by, final int assetId, final long money)
    {
        return sent("FundInsurance", RiskCommands.fundInsurance(assetId, money));
    }

    @Override
    public Verdict withdrawInsurance(final By by, final int assetId, final long money)
    {
        return sent("WithdrawInsurance", RiskCommands.withdrawInsurance(assetId, money));
    }

    @Override
    public Verdict withdrawFees(final By by, final int assetId, final long money)
    {
        return sent("WithdrawFees", RiskCommands.withdrawFees(assetId, money));
    }

    @Override
    public Verdict sweepRounding(final By by, final int assetId)
    {
        return sent("SweepRounding", RiskCommands.sweepRounding(assetId));
    }

    @Override
    public Verdict confirmMark(final By by, final int instrumentId, final long ticks)
    {
        return sent("ConfirmMark", RiskCommands.confirmMark(instrumentId, ticks));
    }

    @Override
    public Verdict declareDefault(final By by, final long accountId)
    {
        return sent("DeclareDefault", RiskCommands.declareDefault(accountId));
    }

    @Override
    public Verdict settleInstrument(final By by, final int instrumentId, final long ticks)
    {
        return sent("SettleInstrument", RiskCommands.settleInstrument(instrumentId, ticks));
    }

    @Override
    public Verdict settleVariation(final By by, final int instrumentId)
    {
        return sent("SettleVariation", RiskCommands.settleVariation(instrumentId));
    }

    @Override
    public Verdict removeInstrument(final By by, final int instrumentId)
    {
        return sent("RemoveInstrument", RiskCommands.removeInstrument(instrumentId));
    }

    @Override
    public Verdict transferPosition(
        final By by, final long fromId, final long toId, final int instrumentId, final long lots, final Long ticks)
    {
        return sent("TransferPosition", null == ticks ?
            RiskCommands.transferPosition(fromId, toId, instrumentId, lots) :
            RiskCommands.transferPosition(fromId, toId, instrumentId, lots, ticks));
    }

    @Override
    public Verdict propose(final By by, final int templateId, final byte[] bytes)
    {
        final io.flatbook.client.Command proposed = encoded(proposable.get(ByteBuffer.wrap(bytes).getInt()), by);
        return sent("Propose", RiskCommands.propose(proposed));
    }

    @Override
    public Verdict approve(final By by, final long proposalId, final List<Clearing.Command> ignored)
    {
        return sent("Approve", RiskCommands.approve(proposalId));
    }

    @Override
    public Verdict rejectProposal(final By by, final long proposalId)
    {
        return sent("RejectProposal", RiskCommands.rejectProposal(proposalId));
    }

    @Override
    public Verdict closeBusinessDay(final By by, final int date)
    {
        return sent("CloseBusinessDay", RiskCommands.closeBusinessDay(date));
    }

    @Override
    public Verdict activateVersion(final By by, final int version)
    {
        return sent("ActivateVersion", RiskCommands.activateVersion(version));
    }

    @Override
    public Verdict requestShutdown(final By by)
    {
        return sent("RequestShutdown", RiskCommands.requestShutdown());
    }

    @Override
    public Verdict openAccount(final By by, final long accountId, final long ownerId, final int assetId)
    {
        return sent("OpenAccount", GatewayCommands.openAccount(accountId, ownerId, assetId));
    }

    @Override
    public Verdict closeAccount(final By by, final long accountId)
    {
        return sent("CloseAccount", GatewayCommands.closeAccount(accountId));
    }

    @Override
    public Verdict deposit(final By by, final long accountId, final long money, final long reference)
    {
        return sent("Deposit", GatewayCommands.deposit(accountId, money, reference));
    }

    @Override
    public Verdict withdraw(final By by, final long accountId, final long money, final long reference)
    {
        return sent("Withdraw", GatewayCommands.withdraw(accountId, money, reference));
    }

    @Override
    public Verdict transferCollateral(
        final By by, final long fromId, final long toId, final long money, final long reference)
    {
        return sent("TransferCollateral", GatewayCommands.transferCollateral(fromId, toId, money, reference));
    }

    @Override
    public Verdict setOrderHold(final By by, final long accountId, final long money)
    {
        return sent("SetOrderHold", GatewayCommands.setOrderHold(accountId, money));
    }

    @Override
    public Verdict registerTrade(final By by, final Trade trade)
    {
        return sent("RegisterTrade", GatewayCommands.registerTrade(trade(trade)));
    }

    @Override
    public Verdict registerTrades(final By by, final List<Trade> trades)
    {
        return sent("RegisterTrades", GatewayCommands.registerTrades(trades.stream()
            .map(WireClearing::trade).toList()));
    }

    @Override
    public Verdict reportLiquidationFailed(final By by, final long accountId)
    {
        return sent("ReportLiquidationFailed", GatewayCommands.reportLiquidationFailed(accountId));
    }

    @Override
    public Verdict offsetPositions(final By by, final long idA, final long idB, final int instrumentId, final long lots)
    {
        return sent("OffsetPositions", GatewayCommands.offsetPositions(idA, idB, instrumentId, lots));
    }

    @Override
    public Verdict updateMarkPrices(final By by, final long sequence, final int[] ids, final long[] ticks)
    {
        return sent("UpdateMarkPrices", GatewayCommands.updateMarkPrices(sequence, ids, ticks, ids.length));
    }

    @Override
    public Verdict applyFunding(final By by, final int instrumentId, final long ratePpb, final long fundingId)
    {
        return sent("ApplyFunding", GatewayCommands.applyFunding(instrumentId, ratePpb, fundingId));
    }

    private static BigDecimal decimal(final Decimal decimal)
    {
        return new BigDecimal(BigInteger.valueOf(decimal.mantissa()), -decimal.exponent());
    }

    private static ProtectionSettings protection(final Protection terms)
    {
        return new ProtectionSettings(terms.markBandPpm(), terms.markBandAbsolute(), terms.markBandMs(),
            terms.markMaxAgeMs(), terms.tradeBandPpm(), terms.tradeBandAbsolute(), terms.doubtPpm(),
            terms.maxFeePpm(), terms.maxPositionLots(), terms.maxOwnerPositionLots(), terms.maxOpenInterestLots(),
            terms.fundingCapPpb());
    }

    private static MarginTerms margins(final Margins terms)
    {
        return new MarginTerms(terms.model(), terms.tiers().stream().map((tier) -> new MarginTier(tier.floor(),
            Math.toIntExact(tier.initialPpm()), Math.toIntExact(tier.maintenancePpm()))).toList(),
            terms.initialPerLot(), terms.maintenancePerLot());
    }

    private static io.flatbook.client.Trade trade(final Trade terms)
    {
        final io.flatbook.client.Trade trade = new io.flatbook.client.Trade()
            .tradeId(terms.tradeId()).instrument(terms.instrumentId()).buyer(terms.buyerId())
            .seller(terms.sellerId()).quantityLots(terms.lots()).priceTicks(terms.ticks())
            .fees(terms.buyerFee(), terms.sellerFee()).cause(terms.cause()).guaranteed(terms.guaranteed());
        if (null != terms.bustedTradeId())
        {
            trade.bustedTradeId(terms.bustedTradeId());
        }
        if (null != terms.tradeDate())
        {
            trade.tradeDate(terms.tradeDate());
        }
        return trade;
    }
}
