package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.EntryLedger;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.PendingRuns;
import io.flatbook.engine.book.StateHash;
import io.flatbook.engine.book.WorkCounter;
import io.flatbook.engine.offset.OffsetQueue;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;

import java.util.Collection;

/**
 * What can be read of an engine without effect: the book, requirements, the queue, hashes, and the last result.
 */
public abstract class EngineView
{
    private final EngineParts parts;

    EngineView(final EngineParts parts)
    {
        this.parts = parts;
    }

    /** Field of the last refusal. */
    public final RejectField rejectField()
    {
        return parts.result.field();
    }

    /** Detail of the last result: id of a new entity, a count, or what a refusal adds; else 0. */
    public final long detail()
    {
        return parts.result.detail();
    }

    /** Principals known to the state. */
    public final Principals principals()
    {
        return parts.principals;
    }

    /** Assets, instruments and accounts. */
    public final Book book()
    {
        return parts.book;
    }

    /** Margin requirements. */
    public final Margin margin()
    {
        return parts.margin;
    }

    /** The offset queue. */
    public final OffsetQueue queue()
    {
        return parts.queue;
    }

    /** Default runs that are due or wait. */
    public final PendingRuns pendingRuns()
    {
        return parts.pending;
    }

    /** Pending proposals in order of id. */
    public final Collection<Proposal> proposals()
    {
        return parts.fourEyes.proposals().values();
    }

    /** A pending proposal, or null. */
    public final Proposal proposal(final long proposalId)
    {
        return parts.fourEyes.proposal(proposalId);
    }

    /** What the entry at hand did so far, for whoever looks on in mid entry; empty between entries; to be read only. */
    public final EntryLedger ledger()
    {
        return parts.ledger;
    }

    /** Plans a default run of an account alone under a policy (null: each instrument's own), without effect. */
    public final RoundPlan preview(final Account account, final OffsetPolicyKind policy)
    {
        return parts.runs.preview(account, policy);
    }

    /** Bounds. */
    public final Limits limits()
    {
        return parts.limits;
    }

    /** Engine time, ms. */
    public final long timeMs()
    {
        return parts.clock.timeMs();
    }

    /** Work done so far; no state. */
    public final WorkCounter work()
    {
        return parts.work;
    }

    /** Version of the engine's behavior that is active. */
    public final int version()
    {
        return parts.businessDays.version();
    }

    /** Hash of the book: definitions, prices, money, positions, statuses; no time, gate or sequence (DET-2). */
    public final long stateHash()
    {
        return parts.hash.book();
    }

    /** Hash of all state of the engine (DET-2). */
    public final long replicaHash()
    {
        return parts.hash.replica(StateHash.digest(parts.clock.timeMs(), parts.clock.nextTickMs(),
            parts.clock.started() ? 1 : 0, parts.runs.lastRun(), parts.marks.lastSequence()));
    }

    /** State that only a snapshot reads and writes. */
    public final SnapshotAccess state()
    {
        return new SnapshotAccess(parts);
    }
}
