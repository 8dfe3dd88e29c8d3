package io.flatbook.engine;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;

/**
 * The clearing book: a function of (timestamp, principal, command). One method per command with plain arguments, which
 * answers {@link RejectReason#NONE} or why it is refused; what happened is told to {@link ClearingEvents}. A refused
 * command changes nothing. Money is in minor units, quantities in lots, prices in ticks, rates in ppm or ppb; optional
 * arguments are {@link #NULL_LONG} or {@link #NULL_INT} where absent.
 * <p>
 * Guards run in the order of the reject reasons. After {@link RejectReason#NONE} the accounts touched are re-evaluated,
 * default runs start, and the cheap invariants are checked.
 */
public final class ClearingEngine extends ReadableEngine
{
    /** Stands for an absent 64-bit argument. */
    public static final long NULL_LONG = Long.MIN_VALUE;

    /** Stands for an absent 32-bit argument. */
    public static final int NULL_INT = Integer.MIN_VALUE;

    private final Core core;
    private final Limits limits;
    private final Definitions definitions;
    private final Settings settings;
    private final Treasury treasury;
    private final TradeDesk tradeDesk;
    private final MarkBoard markBoard;
    private final Closings closings;
    private final Defaulting defaulting;
    private final TradeBatch batch;
    private final CommandGate gate;

    /**
     * An engine with an empty book.
     *
     * @param limits bounds, not to be changed afterwards.
     * @param events told of what happens.
     */
    public ClearingEngine(final Limits limits, final ClearingEvents events)
    {
        this(Core.of(limits, events, new PlanCheck(new Margin())));
    }

    ClearingEngine(final Core core)
    {
        super(core);
        this.core = core;
        limits = core.limits();
        definitions = new Definitions(core);
        settings = new Settings(core);
        treasury = new Treasury(core);
        tradeDesk = new TradeDesk(core);
        markBoard = new MarkBoard(core);
        closings = new Closings(core);
        defaulting = new Defaulting(core);
        batch = new TradeBatch(limits.tradesPerBatch());
        gate = new CommandGate(batch);
    }

    /**
     * Moves engine time to a log entry's timestamp and runs the tick that is due. Comes before every command, and with
     * every timer.
     *
     * @param timestampMs of the entry; engine time never falls.
     */
    public void advanceTo(final long timestampMs)
    {
        final long stepMs = core.clock().advance(timestampMs);
        if (stepMs > limits.clockStepMs())
        {
            core.monitor().postponeDeadlines(stepMs);
            core.controls().postponeProposals(stepMs);
            core.events().clockStepped(stepMs);
        }
        if (core.clock().isTickDue())
        {
            tick();
        }
    }

    /**
     * Moves engine time as if every tick up to a timestamp had been a log entry of its own.
     *
     * @param timestampMs to move to.
     */
    public void advanceByTicks(final long timestampMs)
    {
        while (core.clock().nextTickMs() <= timestampMs)
        {
            final long lastTickMs = timestampMs - timestampMs % limits.tickMs();
            final long dueMs = core.runs().isEmpty() ?
                Math.min(core.monitor().nextDeadlineMs(), core.controls().nextExpiryMs()) : 0;
            final long idleMs = dueMs > lastTickMs ? lastTickMs :
                FixedPoint.divideCeil(dueMs, limits.tickMs()) * limits.tickMs();
            core.clock().advance(Math.max(core.clock().nextTickMs(), idleMs));
            tick();
        }
        core.clock().advance(timestampMs);
    }

    private void tick()
    {
        core.clock().ticked();
        core.monitor().expireDeadlines();
        core.controls().expireProposals();
        core.runs().start(true);
        core.runs().ledger().clear();
        checkInvariants();
    }

    private RejectReason end(final RejectReason reason)
    {
        if (RejectReason.NONE == reason)
        {
            core.monitor().evaluateTouched();
            core.runs().start(false);
            core.runs().ledger().clear();
            checkInvariants();
        }
        return reason;
    }

    private void checkInvariants()
    {
        for (int id = 1; id <= core.book().assetCount(); id++)
        {
            final Asset asset = core.book().asset(id);
            Invariant.check(asset.balanced(), "money is conserved", id, asset.deposits() - asset.withdrawals());
            Invariant.check(asset.insuranceFund() >= 0 && asset.fees() >= 0 && asset.houseDeficit() >= 0,
                "fund, fees and house deficit are not negative", asset.insuranceFund(), asset.fees());
        }
    }

    /** Risk defines an asset; detail: its id. */
    public RejectReason defineAsset(final Principal p, final int scale, final String symbol)
    {
        return end(definitions.defineAsset(p, scale, symbol));
    }

    /** Risk defines an instrument; detail: its id. */
    public RejectReason defineInstrument(final Principal p, final InstrumentDefinition definition)
    {
        return end(definitions.defineInstrument(p, definition));
    }

    /** Risk defines a gateway; detail: its number. */
    public RejectReason defineGateway(
        final Principal p, final String name, final int venue, final int capabilities, final Switch guaranteed)
    {
        return end(definitions.defineGateway(p, name, venue, capabilities, guaranteed));
    }

    /** Risk replaces margin tiers; detail: accounts pushed below maintenance. */
    public RejectReason setMarginTiers(
        final Principal p, final int instrumentId, final MarginTiers tiers, final boolean approved)
    {
        return end(settings.setMarginTiers(p, instrumentId, tiers, approved));
    }

    /** Risk replaces the offset policy. */
    public RejectReason setOffsetPolicy(final Principal p, final int instrumentId, final OffsetPolicyKind policy)
    {
        return end(settings.setOffsetPolicy(p, instrumentId, policy));
    }

    /** Risk replaces all protection settings of an instrument. */
    public RejectReason setProtection(
        final Principal p, final int instrumentId, final Protection protection, final boolean approved)
    {
        return end(settings.setProtection(p, instrumentId, protection, approved));
    }

    /** Risk replaces all waterfall settings of an asset. */
    public RejectReason setWaterfall(
        final Principal p, final int assetId, final Waterfall waterfall, final boolean approved)
    {
        return end(settings.setWaterfall(p, assetId, waterfall, approved));
    }

    /** Risk switches four eyes. */
    public RejectReason setControls(final Principal p, final Switch fourEyes, final boolean approved)
    {
        return end(core.controls().setControls(p, fourEyes, approved));
    }

    /** Risk switches trading of an instrument. */
    public RejectReason setInstrumentStatus(
        final Principal p, final int instrumentId, final InstrumentStatus status, final boolean approved)
    {
        return end(settings.setInstrumentStatus(p, instrumentId, status, approved));
    }

    /** Risk sets what an account may do. */
    public RejectReason setAccountStatus(
        final Principal p, final long accountId, final AccountMode mode, final boolean approved)
    {
        return end(settings.setAccountStatus(p, accountId, mode, approved));
    }

    /** Risk enables or disables a gateway. */
    public RejectReason setGatewayStatus(
        final Principal p, final String gateway, final GatewayStatus status, final boolean approved)
    {
        return end(settings.setGatewayStatus(p, gateway, status, approved));
    }

    /** Risk switches withdrawals and default runs of an asset. */
    public RejectReason setAssetStatus(
        final Principal p, final int assetId, final Switch withdrawals, final Switch defaultRuns,
        final boolean approved)
    {
        return end(settings.setAssetStatus(p, assetId, withdrawals, defaultRuns, approved));
    }

    /** Risk pays into the insurance fund. */
    public RejectReason fundInsurance(final Principal p, final int assetId, final long money, final boolean approved)
    {
        return end(defaulting.fundInsurance(p, assetId, money, approved));
    }

    /** Risk takes money out of the insurance fund. */
    public RejectReason withdrawInsurance(
        final Principal p, final int assetId, final long money, final boolean approved)
    {
        return end(defaulting.withdrawInsurance(p, assetId, money, approved));
    }

    /** Risk takes money out of the fee account. */
    public RejectReason withdrawFees(final Principal p, final int assetId, final long money, final boolean approved)
    {
        return end(defaulting.withdrawFees(p, assetId, money, approved));
    }

    /** Risk confirms a held mark. */
    public RejectReason confirmMark(final Principal p, final int instrumentId, final boolean approved)
    {
        return end(markBoard.confirm(p, instrumentId, approved));
    }

    /** Risk declares an account in default. */
    public RejectReason declareDefault(final Principal p, final long accountId, final boolean approved)
    {
        return end(defaulting.declareDefault(p, accountId, approved));
    }

    /** Risk settles an instrument; for an option the price is the underlying's. */
    public RejectReason settleInstrument(
        final Principal p, final int instrumentId, final long priceTicks, final boolean approved)
    {
        core.runs().settling(true);
        final RejectReason reason = end(closings.settleInstrument(p, instrumentId, priceTicks, approved));
        core.runs().settling(false);
        return reason;
    }

    /** Risk moves lots with their share of cost. */
    public RejectReason transferPosition(
        final Principal p, final long from, final long to, final int instrumentId, final long lots,
        final boolean approved)
    {
        return end(closings.transferPosition(p, from, to, instrumentId, lots, approved));
    }

    /** Risk proposes a command for approval; detail: the proposal id. */
    public RejectReason propose(final Principal p, final int templateId, final byte[] commandBytes)
    {
        return end(core.controls().propose(p, templateId, commandBytes));
    }

    /** Whether a second risk principal may approve; then its command is to be run and {@link #proposalEnded} told. */
    public RejectReason approve(final Principal p, final long proposalId)
    {
        return core.controls().approve(p, proposalId);
    }

    /** The proposal that the last approval was about. */
    public Proposal approvedCommand()
    {
        return core.controls().proposal(core.answer().detail());
    }

    /** The command of a proposal ended; where it was refused, the proposal stays. */
    public void proposalEnded(
        final Principal p, final Proposal proposal, final RejectReason reason, final RejectField field)
    {
        if (RejectReason.NONE == reason)
        {
            core.controls().approved(proposal, p);
        }
    }

    /** Risk closes a business day, yyyymmdd. */
    public RejectReason closeBusinessDay(final Principal p, final int date)
    {
        return end(core.controls().closeBusinessDay(p, date, core.book(), stateHash()));
    }

    /** Risk activates a version of the engine's behavior. */
    public RejectReason activateVersion(final Principal p, final int version)
    {
        return end(core.controls().activateVersion(p, version));
    }

    /** A gateway opens an account of its venue; detail: its id. */
    public RejectReason openAccount(final Principal p, final long accountId, final long ownerId, final int assetId)
    {
        return end(treasury.openAccount(p, accountId, ownerId, assetId));
    }

    /** A gateway closes an empty account. */
    public RejectReason closeAccount(final Principal p, final long accountId)
    {
        return end(treasury.closeAccount(p, accountId));
    }

    /** A gateway books a deposit. */
    public RejectReason deposit(final Principal p, final long accountId, final long money, final long reference)
    {
        return end(treasury.deposit(p, accountId, money, reference));
    }

    /** A gateway asks for a withdrawal. */
    public RejectReason withdraw(final Principal p, final long accountId, final long money, final long reference)
    {
        return end(treasury.withdraw(p, accountId, money, reference));
    }

    /** A gateway reserves margin for open orders. */
    public RejectReason setOrderHold(final Principal p, final long accountId, final long money)
    {
        return end(treasury.setOrderHold(p, accountId, money));
    }

    /** A gateway registers a trade. */
    public RejectReason registerTrade(
        final Principal p, final long tradeId, final int instrumentId, final long buyer, final long seller,
        final long lots, final long ticks, final long buyerFee, final long sellerFee, final TradeCause cause,
        final boolean guaranteed, final long bustedTradeId, final int tradeDate)
    {
        return end(tradeDesk.register(p, tradeId, instrumentId, buyer, seller, lots, ticks, buyerFee, sellerFee,
            cause, guaranteed, bustedTradeId, tradeDate));
    }

    /** A gateway reports that the market gave no fill at or better than the bankruptcy price. */
    public RejectReason reportLiquidationFailed(final Principal p, final long accountId)
    {
        final RejectReason refusal = treasury.find(p, Principal.TRADE, accountId);
        return end(RejectReason.NONE != refusal ? refusal :
            defaulting.reportLiquidationFailed(core.book().account(accountId)));
    }

    /** A gateway closes two opposite positions of its venue against each other at mark. */
    public RejectReason offsetPositions(
        final Principal p, final long accountA, final long accountB, final int instrumentId, final long lots)
    {
        return end(closings.offsetPositions(p, accountA, accountB, instrumentId, lots));
    }

    /** A gateway moves marks, the first {@code count} of the arrays, in one atomic update. */
    public RejectReason updateMarkPrices(
        final Principal p, final long markSequence, final int[] instrumentIds, final long[] markTicks,
        final int count)
    {
        return end(markBoard.update(p, markSequence, instrumentIds, markTicks, count));
    }

    /** A gateway applies funding of a perpetual. */
    public RejectReason applyFunding(
        final Principal p, final int instrumentId, final long ratePpb, final long fundingId)
    {
        return end(markBoard.applyFunding(p, instrumentId, ratePpb, fundingId));
    }

    /** Outcomes of the trades of the batch at hand. */
    public TradeBatch batch()
    {
        return batch;
    }

    /** What the log says of the cluster that keeps the book. */
    public ClusterCondition condition()
    {
        return core.condition();
    }

    /** The command gate. */
    public CommandGate gate()
    {
        return gate;
    }
}
