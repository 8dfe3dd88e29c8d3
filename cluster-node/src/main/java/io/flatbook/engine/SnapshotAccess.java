package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.BookRestorer;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.Switch;

/**
 * The state behind the book, for a snapshot to write and to restore. Restoring is for an empty engine only, in the
 * order counters, assets, instruments, principals, accounts, positions, proposals, runs, and ends with
 * {@link #completeRestore()}; it validates nothing and causes no event. The book itself is restored by {@link #book()}.
 */
public final class SnapshotAccess
{
    private final EngineParts parts;
    private final BookRestorer restorer;

    SnapshotAccess(final EngineParts parts)
    {
        this.parts = parts;
        restorer = new BookRestorer(parts.book, parts.monitor, parts.pending);
    }

    /** Restores assets, instruments, accounts, positions and runs. */
    public BookRestorer book()
    {
        return restorer;
    }

    /** Builds what is no state but follows from it; comes after all else is restored. */
    public void completeRestore()
    {
        for (final Account account : parts.book.accounts())
        {
            parts.triggers.accountChanged(account);
        }
    }

    /** Latest version of the engine's behavior that this code knows. */
    public int versionKnown()
    {
        return KnownVersion.newest();
    }

    /** Version of the engine's behavior that is active. */
    public int version()
    {
        return parts.businessDays.version();
    }

    /** Engine time of the next tick, ms. */
    public long nextTickMs()
    {
        return parts.clock.nextTickMs();
    }

    /** Whether an entry has been seen. */
    public boolean isStarted()
    {
        return parts.clock.started();
    }

    /** Switch of four eyes. */
    public Switch fourEyes()
    {
        return parts.fourEyes.fourEyes();
    }

    /** Last default run, 0 for none. */
    public long lastRun()
    {
        return parts.runs.lastRun();
    }

    /** Sequence of the last mark update that moved a mark. */
    public long markSequence()
    {
        return parts.marks.lastSequence();
    }

    /** Last proposal, 0 for none. */
    public long lastProposal()
    {
        return parts.fourEyes.lastProposalId();
    }

    /** Last business day closed as yyyymmdd, 0 for none. */
    public int lastBusinessDay()
    {
        return parts.businessDays.lastDate();
    }

    /** What the log says of the cluster. */
    public StorageState storage()
    {
        return parts.storage;
    }

    /** Restores whether new business is refused for want of disk space, and how often that has changed. */
    public void restoreStorage(final boolean low, final long changes)
    {
        parts.storage.restore(low, changes);
    }

    /** Restores the next entry that was refused. */
    public void restoreRefusedEntry(final long entry)
    {
        parts.storage.restoreRefused(entry);
    }

    /** Restores the clock. */
    public void restoreClock(final long timeMs, final long nextTickMs, final boolean started)
    {
        parts.clock.restore(timeMs, nextTickMs, started);
    }

    /** Restores controls and counters. */
    public void restoreCounters(
        final Switch fourEyes, final int version, final int lastBusinessDay, final long lastProposal,
        final long lastRun, final long markSequence)
    {
        parts.fourEyes.restore(fourEyes, lastProposal);
        parts.businessDays.restore(lastBusinessDay, version);
        parts.runs.restore(lastRun);
        parts.marks.restore(markSequence);
    }

    /** Restores limits that risk raised (VER-3). */
    public void restoreLimits(final LimitsUpdate raised)
    {
        parts.growingLimits.restore(raised);
    }

    /** Restores the next principal; of a gateway its definition follows. */
    public Principal restorePrincipal(final String name, final Role role, final int venue)
    {
        final int gatewayNumber = Role.GATEWAY == role ? parts.principals.gatewayCount() + 1 : 0;
        return parts.principals.add(name, role, gatewayNumber, venue, 0, Switch.OFF);
    }

    /** Restores the definition and status of a gateway. */
    public void restoreGateway(
        final Principal gateway, final GatewayDefinition definition, final GatewayStatus status)
    {
        gateway.define(definition);
        gateway.status(status);
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

    /** Restores which instance of a principal's client may send commands; those that were taken over follow. */
    public void restoreTenure(
        final Principal principal, final long epoch, final long instance, final long sessionId)
    {
        principal.tenure().restore(epoch, instance, sessionId);
    }

    /** Restores the next instance that was taken over. */
    public void restoreFormerInstance(final Principal principal, final long instance)
    {
        principal.tenure().restoreFormer(instance);
    }

    /** Restores the highest funding id of an instrument that a gateway's window no longer keeps. */
    public void restoreFundingIdForgotten(
        final Principal gateway, final int instrumentId, final long highestForgotten)
    {
        gateway.fundingIds(instrumentId).restore(highestForgotten);
    }

    /** Restores the next funding id that a gateway's window of an instrument keeps. */
    public void restoreFundingId(final Principal gateway, final int instrumentId, final long fundingId)
    {
        gateway.fundingIds(instrumentId).add(fundingId);
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

    /** Restores a pending proposal. */
    public void restoreProposal(
        final long id, final int proposerNumber, final int templateId, final byte[] bytes, final long expiresMs)
    {
        parts.fourEyes.restoreProposal(new Proposal(
            parts.hash, id, parts.principals.principal(proposerNumber), templateId, bytes, expiresMs));
    }
}
