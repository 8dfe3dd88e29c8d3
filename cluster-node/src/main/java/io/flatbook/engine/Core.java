package io.flatbook.engine;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * The parts that every group of commands works with; made once with the engine.
 */
record Core(
    Limits limits,
    StateHash hash,
    Book book,
    Principals principals,
    EngineClock clock,
    Margin margin,
    AccountMonitor monitor,
    DefaultRuns runs,
    Funds funds,
    Controls controls,
    ClusterCondition condition,
    Answer answer,
    ClearingEvents events)
{
    long nowMs()
    {
        return clock.timeMs();
    }

    /** Refuses a gateway that may not do this, and any while new business is refused for want of disk space. */
    RejectReason checkNewBusiness(final Principal gateway, final int capability)
    {
        if (!gateway.may(capability))
        {
            return answer.refuse(RejectReason.NOT_AUTHORIZED, RejectField.NONE);
        }
        return condition.isStorageLow() ?
            answer.refuse(RejectReason.STORAGE_LOW, RejectField.NONE) : RejectReason.NONE;
    }

    static Core of(final Limits limits, final ClearingEvents events, final PlanCheck check)
    {
        final StateHash hash = new StateHash();
        final Book book = new Book(hash, limits);
        final EngineClock clock = new EngineClock(limits.tickMs());
        final Margin margin = new Margin();
        final Answer answer = new Answer();
        final AccountMonitor monitor = new AccountMonitor(margin, events, clock);
        final Funds funds = new Funds(events);
        final DefaultRuns runs = new DefaultRuns(
            hash, limits, margin, events, clock, monitor, new OffsetPlanner(book, margin), check, funds);
        final Controls controls = new Controls(hash, limits, clock, answer, events);
        return new Core(limits, hash, book, new Principals(hash, limits), clock, margin, monitor, runs, funds,
            controls, new ClusterCondition(hash, events), answer, events);
    }
}
