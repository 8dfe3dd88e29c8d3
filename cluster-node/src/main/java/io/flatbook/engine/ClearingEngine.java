package io.flatbook.engine;

import io.flatbook.engine.book.FixedPoint;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.engine.offset.PlanCheck;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;

/**
 * The clearing book: a function of (timestamp, principal, command). One method per command with plain arguments, which
 * answers {@link RejectReason#NONE} or why it is refused; what happened is reported to {@link ClearingEvents}. A
 * refused command changes nothing. Money is in minor units, quantities in lots, prices in ticks, rates in ppm or ppb;
 * optional arguments are {@link io.flatbook.engine.book.Absent} if they are not given.
 *
 * <p>Guards run in the order of the reject reasons (REJ-1). After {@link RejectReason#NONE} the accounts touched are
 * evaluated, default runs start, and the cheap invariants are checked.
 */
public final class ClearingEngine extends EngineView
{
    private final EngineParts parts;
    private final TradeBatch batch;
    private final CommandGate gate;

    /**
     * An engine with an empty book.
     *
     * @param limits bounds, not to be changed afterwards.
     * @param events receives what happens.
     */
    public ClearingEngine(final Limits limits, final ClearingEvents events)
    {
        this(new EngineParts(limits, events, PlanCheck::new));
    }

    ClearingEngine(final EngineParts parts)
    {
        super(parts);
        this.parts = parts;
        batch = new TradeBatch(parts.book, parts.limits.tradesPerBatch());
        gate = new CommandGate(batch);
    }

    /**
     * Moves engine time to a log entry's timestamp and runs the tick that is due (DET-1). Comes before every command,
     * and with every timer.
     *
     * @param timestampMs of the entry; engine time never falls.
     */
    public void advanceTo(final long timestampMs)
    {
        final long stepMs = parts.clock.advance(timestampMs);
        if (stepMs > parts.limits.clockStepMs())
        {
            parts.monitor.postponeDeadlines(stepMs);
            parts.fourEyes.postpone(stepMs);
            parts.events.clockStepped(stepMs);
        }
        if (parts.clock.isTickDue())
        {
            tick();
        }
    }

    /**
     * Moves engine time as if every tick up to a timestamp had been a log entry of its own.
     * @param timestampMs to move to.
     */
    public void advanceByTicks(final long timestampMs)
    {
        final long tickMs = parts.limits.tickMs();
        while (parts.clock.nextTickMs() <= timestampMs)
        {
            final long lastTickMs = timestampMs - timestampMs % tickMs;
            final long dueMs = parts.pending.isEmpty() ? Math.min(parts.monitor.nextDeadlineMs(),
                Math.min(parts.fourEyes.nextExpiryMs(), parts.settlement.nextExpiryMs())) : 0;
            final long idleMs = dueMs > lastTickMs ? lastTickMs : FixedPoint.divideCeil(dueMs, tickMs) * tickMs;
            parts.clock.advance(Math.max(parts.clock.nextTickMs(), idleMs));
            tick();
        }
        parts.clock.advance(timestampMs);
    }

    private void tick()
    {
        parts.clock.ticked();
        parts.monitor.expireDeadlines();
        parts.fourEyes.expire();
        parts.settlement.expire();
        parts.runs.start(true);
        parts.ledger.clear();
        parts.book.checkMoney();
    }

    private RejectReason end(final RejectReason reason)
    {
        if (RejectReason.NONE == reason)
        {
            parts.monitor.evaluateTouched();
            parts.runs.start(false);
            parts.ledger.clear();
            parts.book.checkMoney();
        }
        return reason;
    }

    /** Risk defines an asset; detail: its id. */
    public RejectReason defineAsset(final Sender sender, final int scale, final String symbol)
    {
        return end(parts.definitions.defineAsset(sender, scale, symbol));
    }

    /** Risk defines an instrument; detail: its id, or of a refusal the least scale of the asset that would do. */
    public RejectReason defineInstrument(final Sender sender, final InstrumentDefinition definition)
    {
        return end(parts.definitions.defineInstrument(sender, definition));
    }

    /** Risk defines a gateway or replaces all of its definition but the venue; detail: its number. */
    public RejectReason defineGateway(final Sender sender, final GatewayDefinition definition)
    {
        return end(parts.definitions.defineGateway(sender, definition));
    }

    /** Risk replaces margin terms; detail: accounts pushed below maintenance. */
    public RejectReason setMarginTiers(final Sender sender, final int instrumentId, final MarginTerms terms)
    {
        return end(parts.settings.setMarginTiers(sender, instrumentId, terms));
    }

    /** Risk replaces the offset policy. */
    public RejectReason setOffsetPolicy(
        final Sender sender, final int instrumentId, final OffsetPolicyKind policy, final Switch spareHedges)
    {
        return end(parts.settings.setOffsetPolicy(sender, instrumentId, policy, spareHedges));
    }

    /** Risk moves the price bounds of an instrument. */
    public RejectReason setPriceBounds(
        final Sender sender, final int instrumentId, final long minTicks, final long maxTicks)
    {
        return end(parts.settings.setPriceBounds(sender, instrumentId, minTicks, maxTicks));
    }

    /** Risk replaces all protection settings of an instrument. */
    public RejectReason setProtection(final Sender sender, final int instrumentId, final Protection protection)
    {
        return end(parts.settings.setProtection(sender, instrumentId, protection));
    }

    /** Risk replaces all waterfall settings of an asset. */
    public RejectReason setWaterfall(final Sender sender, final int assetId, final Waterfall waterfall)
    {
        return end(parts.settings.setWaterfall(sender, assetId, waterfall));
    }

    /** Risk switches four eyes. */
    public RejectReason setControls(final Sender sender, final Switch fourEyes)
    {
        return end(parts.fourEyes.setControls(sender, fourEyes));
    }

    /** Risk switches trading of an instrument. */
    public RejectReason setInstrumentStatus(final Sender sender, final int instrumentId, final InstrumentStatus status)
    {
        return end(parts.switches.setInstrumentStatus(sender, instrumentId, status));
    }

    /** Risk sets what an account may do. */
    public RejectReason setAccountMode(final Sender sender, final long accountId, final AccountMode mode)
    {
        return end(parts.switches.setAccountMode(sender, accountId, mode));
    }

    /** Risk enables or disables a gateway. */
    public RejectReason setGatewayStatus(final Sender sender, final String gateway, final GatewayStatus status)
    {
        return end(parts.switches.setGatewayStatus(sender, gateway, status));
    }

    /** Risk switches withdrawals and default runs of an asset. */
    public RejectReason setAssetStatus(
        final Sender sender, final int assetId, final Switch withdrawals, final Switch defaultRuns)
    {
        return end(parts.switches.setAssetStatus(sender, assetId, withdrawals, defaultRuns));
    }

    /** Risk pays into the insurance fund. */
    public RejectReason fundInsurance(final Sender sender, final int assetId, final long minorUnits)
    {
        return end(parts.insuranceFund.fund(sender, assetId, minorUnits));
    }

    /** Risk takes money out of the insurance fund. */
    public RejectReason withdrawInsurance(final Sender sender, final int assetId, final long minorUnits)
    {
        return end(parts.insuranceFund.withdraw(sender, assetId, minorUnits));
    }

    /** Risk takes money out of the fee account. */
    public RejectReason withdrawFees(final Sender sender, final int assetId, final long minorUnits)
    {
        return end(parts.insuranceFund.withdrawFees(sender, assetId, minorUnits));
    }

    /** Risk moves a positive rounding account to fees. */
    public RejectReason sweepRounding(final Sender sender, final int assetId)
    {
        return end(parts.insuranceFund.sweepRounding(sender, assetId));
    }

    /** Risk confirms a held mark, which it names. */
    public RejectReason confirmMark(final Sender sender, final int instrumentId, final long markTicks)
    {
        return end(parts.marks.confirm(sender, instrumentId, markTicks));
    }

    /** Risk declares an account in default. */
    public RejectReason declareDefault(final Sender sender, final long accountId)
    {
        return end(parts.declarations.declareDefault(sender, accountId));
    }

    /** Risk settles an instrument; for an option the price is the underlying's. */
    public RejectReason settleInstrument(final Sender sender, final int instrumentId, final long priceTicks)
    {
        return end(parts.settlement.settleInstrument(sender, instrumentId, priceTicks));
    }

    /** Risk moves all profit and loss of an instrument into collateral. */
    public RejectReason settleVariation(final Sender sender, final int instrumentId)
    {
        return end(parts.settlement.settleVariation(sender, instrumentId));
    }

    /** Risk removes a settled instrument. */
    public RejectReason removeInstrument(final Sender sender, final int instrumentId)
    {
        return end(parts.settlement.remove(sender, instrumentId));
    }

    /** Risk moves lots with their share of cost, or at a price if one is given. */
    public RejectReason transferPosition(
        final Sender sender, final long from, final long to, final int instrumentId, final long quantityLots,
        final long priceTicks)
    {
        return end(parts.transfers.transferPosition(sender, from, to, instrumentId, quantityLots, priceTicks));
    }

    /** Risk proposes a command for approval; detail: the proposal id. */
    public RejectReason propose(final Sender sender, final int templateId, final byte[] commandBytes)
    {
        return end(parts.fourEyes.propose(sender, templateId, commandBytes));
    }

    /** Risk rejects a proposal, or its proposer withdraws it. */
    public RejectReason rejectProposal(final Sender sender, final long proposalId)
    {
        return end(parts.fourEyes.reject(sender, proposalId));
    }

    /** Risk closes a business day, yyyymmdd. */
    public RejectReason closeBusinessDay(final Sender sender, final int date)
    {
        return end(parts.businessDays.closeBusinessDay(sender, date, stateHash()));
    }

    /** Risk activates the next version of the engine's behavior. */
    public RejectReason activateVersion(final Sender sender, final int version)
    {
        return end(parts.businessDays.activateVersion(sender, version));
    }

    /** Risk asks that the cluster ends; the book does not change. */
    public RejectReason requestShutdown(final Sender sender)
    {
        return end(parts.businessDays.requestShutdown(sender));
    }

    /** Risk raises limits (VER-3). */
    public RejectReason setLimits(final Sender sender, final LimitsUpdate limits)
    {
        return end(parts.growingLimits.set(sender, limits));
    }

    /** A gateway opens an account of its venue; detail: its id. */
    public RejectReason openAccount(final Sender sender, final long accountId, final long ownerId, final int assetId)
    {
        return end(parts.accounts.open(sender, accountId, ownerId, assetId));
    }

    /** A gateway closes an empty account. */
    public RejectReason closeAccount(final Sender sender, final long accountId)
    {
        return end(parts.accounts.close(sender, accountId));
    }

    /** A gateway books a deposit. */
    public RejectReason deposit(final Sender sender, final long accountId, final long minorUnits, final long reference)
    {
        return end(parts.payments.deposit(sender, accountId, minorUnits, reference));
    }

    /** A gateway asks for a withdrawal. */
    public RejectReason withdraw(final Sender sender, final long accountId, final long minorUnits, final long reference)
    {
        return end(parts.payments.withdraw(sender, accountId, minorUnits, reference));
    }

    /** A gateway moves collateral between two accounts of one owner. */
    public RejectReason transferCollateral(
        final Sender sender, final long from, final long to, final long minorUnits, final long reference)
    {
        return end(parts.payments.transferCollateral(sender, from, to, minorUnits, reference));
    }

    /** A gateway reserves margin for open orders. */
    public RejectReason setOrderHold(final Sender sender, final long accountId, final long minorUnits)
    {
        return end(parts.payments.setOrderHold(sender, accountId, minorUnits));
    }

    /** A gateway registers a trade. */
    public RejectReason registerTrade(final Sender sender, final TradeTicket trade)
    {
        return end(parts.trades.register(sender, trade));
    }

    /** A gateway reports that the market gave no fill at or better than the bankruptcy price. */
    public RejectReason reportLiquidationFailed(final Sender sender, final long accountId)
    {
        return end(parts.declarations.reportLiquidationFailed(sender, accountId));
    }

    /** A gateway closes two opposite positions of its venue against each other at mark. */
    public RejectReason offsetPositions(
        final Sender sender, final long accountA, final long accountB, final int instrumentId, final long quantityLots)
    {
        return end(parts.transfers.offsetPositions(sender, accountA, accountB, instrumentId, quantityLots));
    }

    /** A gateway moves marks, the first {@code count} of the arrays, in one atomic update; detail: marks applied. */
    public RejectReason updateMarkPrices(
        final Sender sender, final long markSequence, final int[] instrumentIds, final long[] markTicks,
        final int count)
    {
        return end(parts.marks.update(sender, markSequence, instrumentIds, markTicks, count));
    }

    /** A gateway applies funding of a perpetual. */
    public RejectReason applyFunding(
        final Sender sender, final int instrumentId, final long ratePpb, final long fundingId)
    {
        return end(parts.funding.apply(sender, instrumentId, ratePpb, fundingId));
    }

    /** Whether a second risk principal may approve; then its command is run and {@link #completeApproval} called. */
    public RejectReason checkApproval(final Sender sender, final long proposalId)
    {
        return parts.fourEyes.checkApproval(sender, proposalId);
    }

    /** The command of a proposal took effect: the proposal ends. */
    public void completeApproval(final Sender sender, final Proposal proposal)
    {
        parts.fourEyes.completeApproval(proposal, sender.principal());
    }

    /** Outcomes of the trades of the batch at hand. */
    public TradeBatch batch()
    {
        return batch;
    }

    /** What the log says of the cluster that keeps the book. */
    public StorageState storage()
    {
        return parts.storage;
    }

    /** The command gate. */
    public CommandGate gate()
    {
        return gate;
    }
}
