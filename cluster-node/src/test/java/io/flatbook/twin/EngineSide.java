package io.flatbook.twin;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.InstrumentDefinition;
import io.flatbook.engine.MarginTiers;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Proposal;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.twin.TwinTerms.Decimal;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Protection;
import io.flatbook.twin.TwinTerms.Tier;
import io.flatbook.twin.TwinTerms.Trade;
import io.flatbook.twin.TwinTerms.Verdict;
import io.flatbook.twin.TwinTerms.Waterfall;
import java.nio.ByteBuffer;
import java.util.List;

/** The engine behind the common face. */
final class EngineSide implements Clearing
{
    final ClearingEngine engine;
    final TwinRecorder recorder;

    EngineSide(final ClearingEngine engine, final TwinRecorder recorder)
    {
        this.engine = engine;
        this.recorder = recorder;
    }

    private Principal of(final String name)
    {
        final Principal known = engine.principals().byName(name);
        return null == known ? engine.principals().admit(name) : known;
    }

    private Verdict verdict(final RejectReason reason)
    {
        return new Verdict(reason, engine.rejectField(), RejectReason.NONE == reason ? engine.detail() : 0);
    }

    private static long orNull(final Long number)
    {
        return null == number ? ClearingEngine.NULL_LONG : number;
    }

    private static int orNull(final Integer number)
    {
        return null == number ? ClearingEngine.NULL_INT : number;
    }

    private static MarginTiers engineTiers(final List<Tier> tiers)
    {
        return MarginTiers.of(
            tiers.stream().mapToLong(Tier::floor).toArray(), tiers.stream().mapToLong(Tier::initialPpm).toArray(),
            tiers.stream().mapToLong(Tier::maintenancePpm).toArray(), tiers.size());
    }

    private static io.flatbook.engine.Protection engineProtection(final Protection protection)
    {
        return new io.flatbook.engine.Protection(protection.markBandPpm(), protection.markMaxAgeMs(),
            protection.tradeBandPpm(), orNull(protection.maxFeePpm()), orNull(protection.maxPositionLots()),
            orNull(protection.maxOpenInterestLots()), orNull(protection.fundingCapPpb()));
    }

    private static io.flatbook.engine.Waterfall engineWaterfall(final Waterfall fall)
    {
        return new io.flatbook.engine.Waterfall(fall.fundFloor(), orNull(fall.perEventCap()),
            orNull(fall.windowCap()), fall.windowMs(), fall.liquidationTimeoutMs(), fall.liquidationFeePpm(),
            fall.closeOutFeePpm(), fall.houseDeficitGate(), orNull(fall.withdrawalCap()), fall.trigger());
    }

    @Override
    public void advanceTo(final long timestampMs)
    {
        engine.advanceTo(timestampMs);
    }

    @Override
    public Verdict defineAsset(final String by, final int scale, final String symbol)
    {
        return verdict(engine.defineAsset(of(by), scale, symbol));
    }

    @Override
    public Verdict defineInstrument(final String by, final Definition definition)
    {
        final Decimal tick = definition.tick();
        final Decimal lot = definition.lot();
        final Decimal multiplier = definition.multiplier();
        return verdict(engine.defineInstrument(of(by), new InstrumentDefinition()
            .symbol(definition.symbol()).kind(definition.kind()).settlementAssetId(definition.assetId())
            .underlyingId(orNull(definition.underlyingId())).tickSize(tick.mantissa(), tick.exponent())
            .lotSize(lot.mantissa(), lot.exponent()).multiplier(multiplier.mantissa(), multiplier.exponent())
            .expiryMs(orNull(definition.expiryMs())).strikeTicks(orNull(definition.strikeTicks()))
            .minTicks(orNull(definition.minTicks())).maxTicks(orNull(definition.maxTicks()))
            .option(definition.optionInitialPpm(), definition.optionFloorPpm(), definition.optionMaintenancePpm())
            .offsetPolicy(definition.policy()).protection(engineProtection(definition.protection()))
            .tiers(engineTiers(definition.tiers()))));
    }

    @Override
    public Verdict defineGateway(final String by, final String name, final int venue, final int capabilities,
        final Switch guaranteed)
    {
        return verdict(engine.defineGateway(of(by), name, venue, capabilities, guaranteed));
    }

    @Override
    public Verdict setMarginTiers(final String by, final int instrumentId, final List<Tier> tiers,
        final boolean approved)
    {
        return verdict(engine.setMarginTiers(of(by), instrumentId, engineTiers(tiers), approved));
    }

    @Override
    public Verdict setOffsetPolicy(final String by, final int instrumentId, final OffsetPolicyKind policy)
    {
        return verdict(engine.setOffsetPolicy(of(by), instrumentId, policy));
    }

    @Override
    public Verdict setProtection(final String by, final int instrumentId, final Protection protection,
        final boolean approved)
    {
        return verdict(engine.setProtection(of(by), instrumentId, engineProtection(protection), approved));
    }

    @Override
    public Verdict setWaterfall(final String by, final int assetId, final Waterfall waterfall, final boolean approved)
    {
        return verdict(engine.setWaterfall(of(by), assetId, engineWaterfall(waterfall), approved));
    }

    @Override
    public Verdict setControls(final String by, final Switch fourEyes, final boolean approved)
    {
        return verdict(engine.setControls(of(by), fourEyes, approved));
    }

    @Override
    public Verdict setInstrumentStatus(final String by, final int instrumentId, final InstrumentStatus status,
        final boolean approved)
    {
        return verdict(engine.setInstrumentStatus(of(by), instrumentId, status, approved));
    }

    @Override
    public Verdict setAccountStatus(final String by, final long accountId, final AccountMode mode,
        final boolean approved)
    {
        return verdict(engine.setAccountStatus(of(by), accountId, mode, approved));
    }

    @Override
    public Verdict setGatewayStatus(final String by, final String name, final GatewayStatus status,
        final boolean approved)
    {
        return verdict(engine.setGatewayStatus(of(by), name, status, approved));
    }

    @Override
    public Verdict setAssetStatus(final String by, final int assetId, final Switch withdrawals, final Switch runs,
        final boolean approved)
    {
        return verdict(engine.setAssetStatus(of(by), assetId, withdrawals, runs, approved));
    }

    @Override
    public Verdict fundInsurance(final String by, final int assetId, final long money, final boolean approved)
    {
        return verdict(engine.fundInsurance(of(by), assetId, money, approved));
    }

    @Override
    public Verdict withdrawInsurance(final String by, final int assetId, final long money, final boolean approved)
    {
        return verdict(engine.withdrawInsurance(of(by), assetId, money, approved));
    }

    @Override
    public Verdict withdrawFees(final String by, final int assetId, final long money, final boolean approved)
    {
        return verdict(engine.withdrawFees(of(by), assetId, money, approved));
    }

    @Override
    public Verdict confirmMark(final String by, final int instrumentId, final boolean approved)
    {
        return verdict(engine.confirmMark(of(by), instrumentId, approved));
    }

    @Override
    public Verdict declareDefault(final String by, final long accountId, final boolean approved)
    {
        return verdict(engine.declareDefault(of(by), accountId, approved));
    }

    @Override
    public Verdict settleInstrument(final String by, final int instrumentId, final long ticks, final boolean approved)
    {
        return verdict(engine.settleInstrument(of(by), instrumentId, ticks, approved));
    }

    @Override
    public Verdict transferPosition(final String by, final long fromId, final long toId, final int instrumentId,
        final long lots, final boolean approved)
    {
        return verdict(engine.transferPosition(of(by), fromId, toId, instrumentId, lots, approved));
    }

    @Override
    public Verdict propose(final String by, final int templateId, final byte[] bytes)
    {
        return verdict(engine.propose(of(by), templateId, bytes));
    }

    @Override
    public Verdict approve(final String by, final long proposalId, final List<Command> proposable)
    {
        final Principal approver = of(by);
        final RejectReason reason = engine.approve(approver, proposalId);
        if (RejectReason.NONE != reason)
        {
            return verdict(reason);
        }
        final Proposal proposal = engine.approvedCommand();
        final Verdict outcome = proposable.get(ByteBuffer.wrap(proposal.bytes()).getInt()).sendTo(this, by, true);
        engine.proposalEnded(approver, proposal, outcome.reason(), outcome.field());
        return outcome;
    }

    @Override
    public Verdict closeBusinessDay(final String by, final int date)
    {
        return verdict(engine.closeBusinessDay(of(by), date));
    }

    @Override
    public Verdict activateVersion(final String by, final int version)
    {
        return verdict(engine.activateVersion(of(by), version));
    }

    @Override
    public Verdict openAccount(final String by, final long accountId, final long ownerId, final int assetId)
    {
        return verdict(engine.openAccount(of(by), accountId, ownerId, assetId));
    }

    @Override
    public Verdict closeAccount(final String by, final long accountId)
    {
        return verdict(engine.closeAccount(of(by), accountId));
    }

    @Override
    public Verdict deposit(final String by, final long accountId, final long money, final long reference)
    {
        return verdict(engine.deposit(of(by), accountId, money, reference));
    }

    @Override
    public Verdict withdraw(final String by, final long accountId, final long money, final long reference)
    {
        return verdict(engine.withdraw(of(by), accountId, money, reference));
    }

    @Override
    public Verdict setOrderHold(final String by, final long accountId, final long money)
    {
        return verdict(engine.setOrderHold(of(by), accountId, money));
    }

    @Override
    public Verdict registerTrade(final String by, final Trade trade)
    {
        return verdict(register(by, trade));
    }

    private RejectReason register(final String by, final Trade trade)
    {
        return engine.registerTrade(of(by), trade.tradeId(), trade.instrumentId(), trade.buyerId(), trade.sellerId(),
            trade.lots(), trade.ticks(), trade.buyerFee(), trade.sellerFee(), trade.cause(), trade.guaranteed(),
            orNull(trade.bustedTradeId()), orNull(trade.tradeDate()));
    }

    @Override
    public Verdict registerTrades(final String by, final List<Trade> trades)
    {
        final RejectReason reason = engine.batch().begin(trades.size());
        if (RejectReason.NONE != reason)
        {
            return new Verdict(reason, RejectField.TRADES, 0);
        }
        for (final Trade trade : trades)
        {
            final RejectReason outcome = register(by, trade);
            engine.batch().add(outcome, engine.rejectField());
            recorder.line("batched", outcome, engine.rejectField());
        }
        return TwinTerms.ACCEPTED;
    }

    @Override
    public Verdict reportLiquidationFailed(final String by, final long accountId)
    {
        return verdict(engine.reportLiquidationFailed(of(by), accountId));
    }

    @Override
    public Verdict offsetPositions(final String by, final long idA, final long idB, final int instrumentId,
        final long lots)
    {
        return verdict(engine.offsetPositions(of(by), idA, idB, instrumentId, lots));
    }

    @Override
    public Verdict updateMarkPrices(final String by, final long sequence, final int[] ids, final long[] ticks)
    {
        return verdict(engine.updateMarkPrices(of(by), sequence, ids, ticks, ids.length));
    }

    @Override
    public Verdict applyFunding(final String by, final int instrumentId, final long ratePpb, final long fundingId)
    {
        return verdict(engine.applyFunding(of(by), instrumentId, ratePpb, fundingId));
    }
}
