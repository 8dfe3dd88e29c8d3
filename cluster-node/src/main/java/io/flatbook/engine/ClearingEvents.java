package io.flatbook.engine;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;

/**
 * What happened: one past-tense method per event of the schema. Money in minor units, quantities in lots, prices in
 * ticks; {@code by} is the principal who caused it. Called in the order of the events, in mid command: an
 * implementation reads what it is given and changes nothing.
 */
public interface ClearingEvents
{
    /** An asset was defined. */
    void assetDefined(Asset asset, Principal by);

    /** An instrument was defined. */
    void instrumentDefined(Instrument instrument, Principal by);

    /** Margin tiers changed and pushed accounts below maintenance. */
    void marginTiersChanged(
        Instrument instrument, int pushedBelow, MarginTiers oldTiers, MarginTiers newTiers, Principal by);

    /** The offset policy changed. */
    void offsetPolicyChanged(
        Instrument instrument, OffsetPolicyKind oldPolicy, OffsetPolicyKind newPolicy, Principal by);

    /** Protection settings changed. */
    void protectionChanged(Instrument instrument, Protection oldSettings, Protection newSettings, Principal by);

    /** Waterfall settings changed. */
    void waterfallChanged(Asset asset, Waterfall oldSettings, Waterfall newSettings, Principal by);

    /** A gateway was defined. */
    void gatewayDefined(Principal gateway, Principal by);

    /** A gateway was enabled or disabled. */
    void gatewayStatusChanged(Principal gateway, GatewayStatus oldStatus, GatewayStatus newStatus, Principal by);

    /** Controls changed. */
    void controlsChanged(Switch oldFourEyes, Switch newFourEyes, Principal by);

    /** An instrument's status changed; {@code by} is null where the engine itself did it. */
    void instrumentStatusChanged(Instrument instrument, InstrumentStatus from, InstrumentStatus to, Principal by);

    /** An asset's switches changed. */
    void assetStatusChanged(
        Asset asset, Switch oldWithdrawals, Switch oldDefaultRuns, Switch newWithdrawals, Switch newDefaultRuns,
        Principal by);

    /** Marks were applied. */
    void markPricesUpdated(long markSequence, int[] instrumentIds, long[] markTicks, int count);

    /** A mark outside the band is held. */
    void markPriceHeld(Instrument instrument, long heldTicks, long acceptedTicks);

    /** A held mark was confirmed and a mark applied. */
    void markConfirmed(Instrument instrument, long markTicks, Principal by);

    /** Funding was applied. */
    void fundingApplied(
        Instrument instrument, long ratePpb, long fundingId, int accounts, long paid, long received, long rounding);

    /** An instrument was settled. */
    void instrumentSettled(Instrument instrument, long priceTicks, int positions, long rounding, Principal by);

    /** A business day was closed; a page of 64 instruments, assets on page 1. */
    void businessDayClosed(int date, int page, int pages, long stateHash, Principal by, Book book);

    /** A version of the engine's behavior was activated. */
    void versionActivated(int oldVersion, int newVersion, Principal by);

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

    /** Collateral changed by a payment; the money is signed. */
    void collateralChanged(Account account, long money, CollateralCause cause, long reference);

    /** An order hold changed. */
    void orderHoldChanged(Account account, long oldMoney);

    /** A trade was booked. */
    void tradeRegistered(
        Principal gateway, long tradeId, Instrument instrument, Account buyer, Account seller, long lots, long ticks,
        long buyerFee, long sellerFee, TradeCause cause, boolean guaranteed, long bustedTradeId, int tradeDate);

    /** A position and its account's collateral changed. */
    void positionChanged(
        Account account, Instrument instrument, long quantityLots, long cost, long realizedPnl, long fee);

    /** Lots moved with their share of cost. */
    void positionTransferred(Account from, Account to, Instrument instrument, long lots, long cost, Principal by);

    /** Two positions were closed against each other at mark. */
    void positionsOffset(Account accountA, Account accountB, Instrument instrument, long lots, long markTicks);

    /** The margin status changed; prices are given where it is LIQUIDATING, else null. */
    void accountStatusChanged(
        Account account, AccountStatus from, AccountStatus to, long equity, long deadlineMs,
        BankruptcyPrices bankruptcyPrices);

    /** A fee on the surplus of a liquidation trade was charged. */
    void liquidationFeeCharged(Account account, Instrument instrument, long money);

    /** A default run started. */
    void defaultRunStarted(long run, Account account, long markSequence, long equity, long notional);

    /** A default run waits; the instrument is null where none holds it. */
    void defaultRunHeld(Account account, HoldReason reason, Instrument instrument);

    /** Open orders must be canceled. */
    void cancelOrders(long run, Account account, Instrument instrument);

    /** A pair was closed. */
    void positionOffset(long run, Account defaulter, PlannedPair pair, long defaulterPnl, long counterpartyPnl);

    /** A share of gains was taken. */
    void gainsHaircut(long run, Account account, long money, long gain, long equity);

    /** The house deficit changed; run 0 for a repayment. */
    void houseDeficitChanged(Asset asset, long money, long run);

    /** A default run is over. */
    void defaultRunCompleted(long run, Account account, DefaultPlan plan);

    /** The insurance fund changed; the account is null where none is concerned. */
    void insuranceFundChanged(Asset asset, long money, CollateralCause cause, Account account);

    /** Fees were taken out. */
    void feesWithdrawn(Asset asset, long money, Principal by);

    /** A command waits for approval. */
    void proposed(Proposal proposal, Principal by);

    /** A proposal was approved and its command took effect. */
    void approved(Proposal proposal, RejectReason outcome, RejectField field, Principal by);

    /** A proposal expired. */
    void proposalExpired(Proposal proposal);

    /** A plan failed its check and was not applied. */
    void engineFault(Account account, long run);

    /** A log entry was refused by the operators; command id NULL_LONG and sender null where there is none. */
    void entryRefused(long commandId, Principal sender);
}
