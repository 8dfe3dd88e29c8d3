package io.flatbook.engine;

import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;

/**
 * What can be read of an engine without effect: the book, requirements, the queue, hashes, and the last answer.
 */
public abstract class ReadableEngine
{
    private final Core core;
    private final OffsetQueue queue;

    ReadableEngine(final Core core)
    {
        this.core = core;
        queue = new SortedOffsetQueue(core.margin());
    }

    final Core core()
    {
        return core;
    }

    /** Field of the last refusal. */
    public final RejectField rejectField()
    {
        return core.answer().field();
    }

    /** Detail of the last answer: id of a new entity, or 0. */
    public final long detail()
    {
        return core.answer().detail();
    }

    /** Principals known to the state. */
    public final Principals principals()
    {
        return core.principals();
    }

    /** Assets, instruments and accounts. */
    public final Book book()
    {
        return core.book();
    }

    /** Margin requirements. */
    public final Margin margin()
    {
        return core.margin();
    }

    /** The offset queue. */
    public final OffsetQueue queue()
    {
        return queue;
    }

    /** Plans a default run of an account under a policy (null: each instrument's own), without effect. */
    public final DefaultPlan preview(final Account account, final OffsetPolicyKind policy)
    {
        return core.runs().preview(account, policy);
    }

    /** Bounds. */
    public final Limits limits()
    {
        return core.limits();
    }

    /** Engine time, ms. */
    public final long timeMs()
    {
        return core.clock().timeMs();
    }

    /** Hash of the book: definitions, prices, money, positions, statuses; no time, gate or sequence. */
    public final long stateHash()
    {
        return core.hash().book();
    }

    /** Hash of all state of the engine. */
    public final long replicaHash()
    {
        long scalars = StateHash.mix(core.clock().timeMs(), core.clock().nextTickMs());
        scalars = StateHash.mix(scalars, core.clock().started() ? 1 : 0);
        scalars = StateHash.mix(scalars, core.runs().lastRun());
        return core.hash().replica(StateHash.mix(scalars, core.runs().markSequence()));
    }

    /** State that only a snapshot reads and writes. */
    public final EngineState state()
    {
        return new EngineState(core);
    }
}
