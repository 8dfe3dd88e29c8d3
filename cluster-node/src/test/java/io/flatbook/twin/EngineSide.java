package io.flatbook.twin;

import static io.flatbook.twin.EngineTerms.of;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Proposal;
import io.flatbook.engine.Sender;
import io.flatbook.engine.TradeTicket;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Gateway;
import io.flatbook.twin.TwinTerms.Margins;
import io.flatbook.twin.TwinTerms.Protection;
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
    private final TradeTicket ticket = new TradeTicket();

    EngineSide(final ClearingEngine engine, final TwinRecorder recorder)
    {
        this.engine = engine;
        this.recorder = recorder;
    }

    private Sender sender(final By by)
    {
        final Principal known = engine.principals().byName(by.name());
        final Principal principal = null == known ? engine.principals().admit(by.name()) : known;
        return by.approved() ? principal.approvedSender() : principal.sender();
    }

    private Verdict verdict(final RejectReason reason)
    {
        return new Verdict(reason, engine.rejectField(), engine.detail());
    }

    @Override
    public void advanceTo(final long timestampMs)
    {
        engine.advanceTo(timestampMs);
    }

    @Override
    public Verdict defineAsset(final By by, final int scale, final String symbol)
    {
        return verdict(engine.defineAsset(sender(by), scale, symbol));
    }

    @Override
    public Verdict defineInstrument(final By by, final Definition definition)
    {
        return verdict(engine.defineInstrument(sender(by), of(definition)));
    }

    @Override
    public Verdict defineGateway(final By by, final Gateway gateway)
    {
        return verdict(engine.defineGateway(sender(by), of(gateway)));
    }

    @Override
    public Verdict setMarginTiers(final By by, final int instrumentId, final Margins margins)
    {
        return verdict(engine.setMarginTiers(sender(by), instrumentId, of(margins)));
    }

    @Override
    public Verdict setOffsetPolicy(
        final By by, final int instrumentId, final OffsetPolicyKind policy, final Switch spareHedges)
    {
        return verdict(engine.setOffsetPolicy(sender(by), instrumentId, policy, spareHedges));
    }

    @Override
    public Verdict setPriceBounds(final By by, final int instrumentId, final long minTicks, final long maxTicks)
    {
        return verdict(engine.setPriceBounds(sender(by), instrumentId, minTicks, maxTicks));
    }

    @Override
    public Verdict setProtection(final By by, final int instrumentId, final Protection protection)
    {
        return verdict(engine.setProtection(sender(by), instrumentId, of(protection)));
    }

    @Override
    public Verdict setWaterfall(final By by, final int assetId, final Waterfall waterfall)
    {
        return verdict(engine.setWaterfall(sender(by), assetId, of(waterfall)));
    }

    @Override
    public Verdict setControls(final By by, final Switch fourEyes)
    {
        return verdict(engine.setControls(sender(by), fourEyes));
    }

    @Override
    public Verdict setInstrumentStatus(final By by, final int instrumentId, final InstrumentStatus status)
    {
        return verdict(engine.setInstrumentStatus(sender(by), instrumentId, status));
    }

    @Override
    public Verdict setAccountMode(final By by, final long accountId, final AccountMode mode)
    {
        return verdict(engine.setAccountMode(sender(by), accountId, mode));
    }

    @Override
    public Verdict setGatewayStatus(final By by, final String name, final GatewayStatus status)
    {
        return verdict(engine.setGatewayStatus(sender(by), name, status));
    }

    @Override
    public Verdict setAssetStatus(final By by, final int assetId, final Switch withdrawals, final Switch runs)
    {
        return verdict(engine.setAssetStatus(sender(by), assetId, withdrawals, runs));
    }

    @Override
    public Verdict fundInsurance(final By by, final int assetId, final long money)
    {
        return verdict(engine.fundInsurance(sender(by), assetId, money));
    }

    @Override
    public Verdict withdrawInsurance(final By by, final int assetId, final long money)
    {
        return verdict(engine.withdrawInsurance(sender(by), assetId, money));
    }

    @Override
    public Verdict withdrawFees(final By by, final int assetId, final long money)
    {
        return verdict(engine.withdrawFees(sender(by), assetId, money));
    }

    @Override
    public Verdict sweepRounding(final By by, final int assetId)
    {
        return verdict(engine.sweepRounding(sender(by), assetId));
    }

    @Override
    public Verdict confirmMark(final By by, final int instrumentId, final long ticks)
    {
        return verdict(engine.confirmMark(sender(by), instrumentId, ticks));
    }

    @Override
    public Verdict declareDefault(final By by, final long accountId)
    {
        return verdict(engine.declareDefault(sender(by), accountId));
    }

    @Override
    public Verdict settleInstrument(final By by, final int instrumentId, final long ticks)
    {
        return verdict(engine.settleInstrument(sender(by), instrumentId, ticks));
    }

    @Override
    public Verdict settleVariation(final By by, final int instrumentId)
    {
        return verdict(engine.settleVariation(sender(by), instrumentId));
    }

    @Override
    public Verdict removeInstrument(final By by, final int instrumentId)
    {
        return verdict(engine.removeInstrument(sender(by), instrumentId));
    }

    @Override
    public Verdict transferPosition(
        final By by, final long fromId, final long toId, final int instrumentId, final long lots, final Long ticks)
    {
        return verdict(engine.transferPosition(sender(by), fromId, toId, instrumentId, lots, of(ticks)));
    }

    @Override
    public Verdict propose(final By by, final int templateId, final byte[] bytes)
    {
        return verdict(engine.propose(sender(by), templateId, bytes));
    }

    @Override
    public Verdict approve(final By by, final long proposalId, final List<Command> proposable)
    {
        final RejectReason reason = engine.checkApproval(sender(by), proposalId);
        if (RejectReason.NONE != reason)
        {
            return verdict(reason);
        }
        final Proposal proposal = engine.proposal(proposalId);
        final Verdict outcome = proposable.get(ByteBuffer.wrap(proposal.bytes()).getInt())
            .sendTo(this, new By(by.name(), true));
        if (outcome.accepted())
        {
            engine.completeApproval(sender(by), proposal);
        }
        return outcome;
    }

    @Override
    public Verdict rejectProposal(final By by, final long proposalId)
    {
        return verdict(engine.rejectProposal(sender(by), proposalId));
    }

    @Override
    public Verdict closeBusinessDay(final By by, final int date)
    {
        return verdict(engine.closeBusinessDay(sender(by), date));
    }

    @Override
    public Verdict activateVersion(final By by, final int version)
    {
        return verdict(engine.activateVersion(sender(by), version));
    }

    @Override
    public Verdict requestShutdown(final By by)
    {
        return verdict(engine.requestShutdown(sender(by)));
    }

    @Override
    public Verdict openAccount(final By by, final long accountId, final long ownerId, final int assetId)
    {
        return verdict(engine.openAccount(sender(by), accountId, ownerId, assetId));
    }

    @Override
    public Verdict closeAccount(final By by, final long accountId)
    {
        return verdict(engine.closeAccount(sender(by), accountId));
    }

    @Override
    public Verdict deposit(final By by, final long accountId, final long money, final long reference)
    {
        return verdict(engine.deposit(sender(by), accountId, money, reference));
    }

    @Override
    public Verdict withdraw(final By by, final long accountId, final long money, final long reference)
    {
        return verdict(engine.withdraw(sender(by), accountId, money, reference));
    }

    @Override
    public Verdict transferCollateral(
        final By by, final long fromId, final long toId, final long money, final long reference)
    {
        return verdict(engine.transferCollateral(sender(by), fromId, toId, money, reference));
    }

    @Override
    public Verdict setOrderHold(final By by, final long accountId, final long money)
    {
        return verdict(engine.setOrderHold(sender(by), accountId, money));
    }

    @Override
    public Verdict registerTrade(final By by, final Trade trade)
    {
        return verdict(register(by, trade));
    }

    private RejectReason register(final By by, final Trade trade)
    {
        return engine.registerTrade(sender(by), ticket.set(trade.tradeId(), trade.instrumentId(), trade.buyerId(),
            trade.sellerId(), trade.lots(), trade.ticks(), trade.buyerFee(), trade.sellerFee(), trade.cause(),
            trade.guaranteed(), of(trade.bustedTradeId()), of(trade.tradeDate())));
    }

    @Override
    public Verdict registerTrades(final By by, final List<Trade> trades)
    {
        final RejectReason reason = engine.batch().begin(sender(by).principal(), trades.size());
        if (RejectReason.NONE != reason)
        {
            return new Verdict(
                reason, RejectReason.INVALID_FIELD == reason ? RejectField.TRADES : RejectField.NONE, 0);
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
    public Verdict reportLiquidationFailed(final By by, final long accountId)
    {
        return verdict(engine.reportLiquidationFailed(sender(by), accountId));
    }

    @Override
    public Verdict offsetPositions(
        final By by, final long idA, final long idB, final int instrumentId, final long lots)
    {
        return verdict(engine.offsetPositions(sender(by), idA, idB, instrumentId, lots));
    }

    @Override
    public Verdict updateMarkPrices(final By by, final long sequence, final int[] ids, final long[] ticks)
    {
        return verdict(engine.updateMarkPrices(sender(by), sequence, ids, ticks, ids.length));
    }

    @Override
    public Verdict applyFunding(final By by, final int instrumentId, final long ratePpb, final long fundingId)
    {
        return verdict(engine.applyFunding(sender(by), instrumentId, ratePpb, fundingId));
    }
}
