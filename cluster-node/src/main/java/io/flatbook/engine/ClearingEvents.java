package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.PostingEvents;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.engine.book.WideSum;
import io.flatbook.engine.offset.PlannedOffset;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;

/**
 * What happened: one past-tense method per event of the schema. Money in minor units, quantities in lots, prices in
 * ticks; {@code by} is the principal who caused it. Called in the order of the events, in mid command: an
 * implementation reads what it is given and changes nothing.
 */
public interface ClearingEvents extends PostingEvents
{
    /** An asset was defined. */
    void assetDefined(Asset asset, Principal by);

    /** An instrument was defined. */
    void instrumentDefined(Instrument instrument, Principal by);

    /** Margin terms changed and pushed accounts below maintenance. */
    void marginTiersChanged(
        Instrument instrument, int pushedBelow, MarginTerms oldTerms, MarginTerms newTerms, Principal by);

    /** The offset policy changed. */
    void offsetPolicyChanged(
        Instrument instrument, OffsetPolicyKind oldPolicy, Switch oldSpareHedges, OffsetPolicyKind newPolicy,
        Switch newSpareHedges, Principal by);

    /** Price bounds moved. */
    void priceBoundsChanged(
        Instrument instrument, long oldMinTicks, long oldMaxTicks, long newMinTicks, long newMaxTicks, Principal by);

    /** Protection settings changed. */
    void protectionChanged(Instrument instrument, Protection oldSettings, Protection newSettings, Principal by);

    /** Waterfall settings changed. */
    void waterfallChanged(Asset asset, Waterfall oldSettings, Waterfall newSettings, Principal by);

    /** A gateway was defined, or its definition replaced. */
    void gatewayDefined(Principal gateway, Principal by);

    /** A gateway was enabled or disabled. */
    void gatewayStatusChanged(Principal gateway, GatewayStatus oldStatus, GatewayStatus newStatus, Principal by);

    /** Controls changed. */
    void controlsChanged(Switch oldFourEyes, Switch newFourEyes, Principal by);

    /** An instrument's status changed; {@code by} is null if the engine itself did it. */
    void instrumentStatusChanged(Instrument instrument, InstrumentStatus from, InstrumentStatus to, Principal by);

    /** A dated instrument reached its expiry (SETL-2). */
    void instrumentExpired(Instrument instrument);

    /** A settled instrument left the state (SETL-3). */
    void instrumentRemoved(Instrument instrument, Principal by);

    /** An asset's switches changed. */
    void assetStatusChanged(
        Asset asset, Switch oldWithdrawals, Switch oldDefaultRuns, Switch newWithdrawals, Switch newDefaultRuns,
        Principal by);

    /** Elements of a mark update were skipped (MARK-1): the first {@code count} of the arrays. */
    void markPricesSkipped(
        long markSequence, int[] instrumentIds, long[] markTicks, RejectReason[] reasons, int count);

    /** Marks were applied: the first {@code count} of the arrays. */
    void markPricesUpdated(long markSequence, int[] instrumentIds, long[] markTicks, int count);

    /** A mark is held; the accepted one is {@link io.flatbook.engine.book.Absent#LONG} if there is none. */
    void markPriceHeld(Instrument instrument, long heldTicks, long acceptedTicks);

    /** A held mark was confirmed and a mark applied. */
    void markConfirmed(Instrument instrument, long markTicks, Principal by);

    /** Funding was applied; each account's payment was reported before. */
    void fundingApplied(
        Instrument instrument, long ratePpb, long fundingId, int accounts, WideSum paid, WideSum received,
        long rounding);

    /** Variation was settled; each position's was reported before. */
    void variationSettled(Instrument instrument, int positions, WideSum paid, WideSum received, Principal by);

    /** An instrument was settled; each position's closing was reported before. */
    void instrumentSettled(Instrument instrument, long priceTicks, int positions, long rounding, Principal by);

    /** A business day was closed; a page of 64 instruments, assets on page 1. */
    void businessDayClosed(
        int date, int page, int pages, long stateHash, String dayRoot, Principal by, Book book);

    /** A version of the engine's behavior was activated. */
    void versionActivated(int oldVersion, int newVersion, Principal by);

    /** The cluster is to take a snapshot and end (CMD-13). */
    void shutdownRequested(Principal by);

    /** Limits were raised (VER-3). */
    default void limitsChanged(final Limits limits, final Principal by)
    {
    }

    /** Engine time stepped above the limit and all deadlines moved along. */
    void clockStepped(long stepMs);

    /** New business is refused for want of disk space from here on, or taken again. */
    void storageStatusChanged(Switch storageLow);

    /** An account was opened. */
    void accountOpened(Account account);

    /** An account was closed. */
    void accountClosed(Account account);

    /** What an account may do changed. */
    void accountModeChanged(Account account, AccountMode from, AccountMode to, Principal by);

    /** A trade was booked. */
    void tradeRegistered(Principal gateway, TradeTicket trade);

    /** Lots moved; the price is absent if they took their share of cost along. */
    void positionTransferred(
        Account from, Account to, Instrument instrument, long lots, long cost, long priceTicks, Principal by);

    /** Two positions were closed against each other at mark. */
    void positionsOffset(Account accountA, Account accountB, Instrument instrument, long lots, long markTicks);

    /** A fee on the surplus of a liquidation trade was charged. */
    void liquidationFeeCharged(Account account, Instrument instrument, long minorUnits);

    /** A default run started. */
    void defaultRunStarted(long run, Account account, long markSequence, RunPlan plan);

    /** A default run waits; the instrument is null if none holds it. */
    void defaultRunHeld(Account account, HoldReason reason, Instrument instrument);

    /** Open orders must be canceled. */
    void cancelOrders(long run, Account account, Instrument instrument);

    /** An own account gave what it answers for (RUN-4). */
    void ownAccountCollected(long run, Account account, Account defaulter, long minorUnits);

    /** A pair was closed. */
    void positionOffset(long run, Account defaulter, PlannedOffset offset, long defaulterPnl, long counterpartyPnl);

    /** A share of gains was taken, for all runs of the round. */
    void gainsHaircut(RoundPlan.Haircut haircut);

    /** A default run is over, or left positions that cannot be closed yet. */
    void defaultRunCompleted(long run, Account account, RunPlan plan);

    /** Fees were taken out. */
    void feesWithdrawn(Asset asset, long minorUnits, Principal by);

    /** A positive rounding account was moved to fees. */
    void roundingSwept(Asset asset, long minorUnits, Principal by);

    /** A command waits for approval. */
    void proposed(Proposal proposal, Principal by);

    /** A proposal was approved and its command took effect. */
    void approved(Proposal proposal, RejectReason outcome, RejectField field, Principal by);

    /** A proposal was rejected or withdrawn. */
    void proposalRejected(Proposal proposal, Principal by);

    /** A proposal expired. */
    void proposalExpired(Proposal proposal);

    /** A plan failed its check and was not applied. */
    void engineFault(Account account, long run);

    /** A log entry was refused by the operators; command id absent and sender null if there is none. */
    void entryRefused(long commandId, Principal sender);
}
