package io.flatbook.engine;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.Switch;

import java.util.Collection;
import java.util.List;

/**
 * The state behind the book, for a snapshot to write and to restore. Restoring is for an empty engine only, in the
 * order assets, instruments, principals, accounts, positions, proposals, runs; it validates nothing and causes no
 * event.
 */
public final class EngineState
{
    private final Core core;

    EngineState(final Core core)
    {
        this.core = core;
    }

    /** Latest version of the engine's behavior that this code knows. */
    public int versionKnown()
    {
        return Controls.VERSION_KNOWN;
    }

    /** Version of the engine's behavior that is active. */
    public int version()
    {
        return core.controls().version();
    }

    /** Engine time of the next tick, ms. */
    public long nextTickMs()
    {
        return core.clock().nextTickMs();
    }

    /** Whether an entry has been seen. */
    public boolean isStarted()
    {
        return core.clock().started();
    }

    /** Switch of four eyes. */
    public Switch fourEyes()
    {
        return core.controls().fourEyes();
    }

    /** Last default run, 0 for none. */
    public long lastRun()
    {
        return core.runs().lastRun();
    }

    /** Sequence of the last mark update that was applied. */
    public long markSequence()
    {
        return core.runs().markSequence();
    }

    /** Last proposal, 0 for none. */
    public long lastProposal()
    {
        return core.controls().lastProposalId();
    }

    /** Last business day closed as yyyymmdd, 0 for none. */
    public int lastBusinessDay()
    {
        return core.controls().lastBusinessDate();
    }

    /** Pending proposals in order of id. */
    public Collection<Proposal> proposals()
    {
        return core.controls().proposals().values();
    }

    /** Waiting default runs, oldest first. */
    public List<WaitingRun> waitingRuns()
    {
        return core.runs().waiting();
    }

    /** What the log says of the cluster. */
    public ClusterCondition condition()
    {
        return core.condition();
    }

    /** Restores whether new business is refused for want of disk space, and how often that has changed. */
    public void restoreStorage(final boolean low, final long changes)
    {
        core.condition().restore(low, changes);
    }

    /** Restores the next entry that was refused. */
    public void restoreRefusedEntry(final long entry)
    {
        core.condition().restoreRefused(entry);
    }

    /** Restores the clock. */
    public void restoreClock(final long timeMs, final long nextTickMs, final boolean started)
    {
        core.clock().restore(timeMs, nextTickMs, started);
    }

    /** Restores controls and counters. */
    public void restoreCounters(
        final Switch fourEyes, final int version, final int lastBusinessDay, final long lastProposal,
        final long lastRun, final long markSequence)
    {
        core.controls().restore(fourEyes, lastProposal, lastBusinessDay, version);
        core.runs().restore(lastRun, markSequence);
    }

    /** Restores the next asset; money is fund, fees, rounding, house deficit, deposits, withdrawals. */
    public void restoreAsset(
        final String symbol, final int scale, final Waterfall waterfall, final Switch withdrawals,
        final Switch defaultRuns, final long[] money, final long window, final long windowDrawn)
    {
        final Asset asset = core.book().addAsset(symbol, scale);
        asset.waterfall(waterfall);
        asset.switches(withdrawals, defaultRuns);
        asset.restore(money, window, windowDrawn);
    }

    /**
     * Restores the next instrument; the definition's largest position is the one first given.
     *
     * @param definition as risk gave it, with the tiers and policy of now.
     * @param protection of now.
     * @return the instrument.
     */
    public Instrument restoreInstrument(final InstrumentDefinition definition, final Protection protection)
    {
        final InstrumentUnits units = InstrumentRules.units(
            definition, core.book().asset(definition.settlementAssetId),
            core.book().instrument(definition.underlyingId), core.answer());
        final Instrument instrument = core.book().addInstrument(definition, units);
        instrument.protection(protection);
        return instrument;
    }

    /** Restores status and marks of an instrument. */
    public void restoreMark(
        final Instrument instrument, final InstrumentStatus status, final long markTicks, final long markTimeMs,
        final long heldTicks, final int heldBy)
    {
        instrument.mark(markTicks, markTimeMs);
        instrument.hold(heldTicks, heldBy);
        instrument.status(status);
    }

    /** Restores the highest funding id no longer kept. */
    public void restoreFundingIdForgotten(final Instrument instrument, final long highestForgotten)
    {
        instrument.fundingIds().restore(highestForgotten);
    }

    /** Restores the next funding id kept. */
    public void restoreFundingId(final Instrument instrument, final long fundingId)
    {
        instrument.fundingIds().add(fundingId);
    }

    /** Restores the next principal. */
    public Principal restorePrincipal(
        final String name, final Role role, final int venue, final int capabilities, final Switch guaranteed,
        final GatewayStatus status)
    {
        final int gatewayNumber = Role.GATEWAY == role ? core.principals().gatewayCount() + 1 : 0;
        final Principal principal =
            core.principals().add(name, role, gatewayNumber, venue, capabilities, guaranteed);
        principal.status(status);
        return principal;
    }

    /** Restores where the sequences and windows of a principal begin; their entries are restored next. */
    public void restoreSequences(
        final Principal principal, final long lastMarkSequence, final long commandIdBefore,
        final long tradeIdForgotten, final long referenceForgotten)
    {
        principal.lastMarkSequence(lastMarkSequence);
        principal.outcomes().startAfter(commandIdBefore);
        principal.trades().ids().restore(tradeIdForgotten);
        principal.references().restore(referenceForgotten);
    }

    /** Restores the next trade kept. */
    public void restoreTrade(final Principal principal, final BookedTrade trade, final boolean busted)
    {
        principal.trades().add(trade);
        if (busted)
        {
            principal.trades().bust(trade.tradeId());
        }
    }

    /** Restores the next reference kept. */
    public void restoreReference(final Principal principal, final long reference)
    {
        principal.references().add(reference);
    }

    /** Restores an account with its collateral. */
    public Account restoreAccount(
        final long id, final long ownerId, final int assetId, final int venue, final long collateral)
    {
        final Account account = core.book().addAccount(id, ownerId, core.book().asset(assetId), venue);
        account.addCollateral(collateral);
        return account;
    }

    /** Restores status, mode, order hold and deadline (0: none) of an account. */
    public void restoreAccountStatus(
        final Account account, final AccountStatus status, final AccountMode mode, final long orderHold,
        final long deadlineMs)
    {
        account.status(status);
        account.mode(mode);
        account.orderHold(orderHold);
        account.deadlineMs(deadlineMs);
        core.monitor().restoreDeadline(account);
    }

    /** Restores what was withdrawn in a window. */
    public void restoreAccountWindow(final Account account, final long window, final long windowWithdrawn)
    {
        account.restoreWindow(window, windowWithdrawn);
    }

    /** Restores a position. */
    public void restorePosition(
        final Account account, final Instrument instrument, final long quantityLots, final long cost)
    {
        account.position(instrument, quantityLots, cost);
    }

    /** Restores a pending proposal. */
    public void restoreProposal(
        final long id, final int proposerNumber, final int templateId, final byte[] bytes, final long expiresMs)
    {
        final Principal proposer = core.principals().principal(proposerNumber);
        core.controls().proposals().put(
            id, new Proposal(core.hash(), id, proposer, templateId, bytes, expiresMs));
    }

    /** Restores the next waiting run. */
    public void restoreWaitingRun(
        final Account account, final int[] instrumentIds, final boolean[] longs, final boolean released,
        final HoldReason heldFor)
    {
        core.runs().waiting().add(
            new WaitingRun(core.hash(), account, instrumentIds, longs, released, heldFor));
    }
}
