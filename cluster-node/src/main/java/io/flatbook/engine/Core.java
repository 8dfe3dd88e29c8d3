package io.flatbook.engine;

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
    Answer answer,
    ClearingEvents events)
{
    long nowMs()
    {
        return clock.timeMs();
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
            controls, answer, events);
    }
}
