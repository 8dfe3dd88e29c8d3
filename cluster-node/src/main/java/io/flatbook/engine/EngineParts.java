package io.flatbook.engine;

import io.flatbook.engine.book.AccountMonitor;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.CommandResult;
import io.flatbook.engine.book.EngineClock;
import io.flatbook.engine.book.EntryLedger;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.MarginTriggers;
import io.flatbook.engine.book.PendingRuns;
import io.flatbook.engine.book.Postings;
import io.flatbook.engine.book.Registry;
import io.flatbook.engine.book.StateHash;
import io.flatbook.engine.book.TouchedAccounts;
import io.flatbook.engine.book.TriggerIndex;
import io.flatbook.engine.book.WorkCounter;
import io.flatbook.engine.offset.IndexedOffsetQueue;
import io.flatbook.engine.offset.OffsetQueue;
import io.flatbook.engine.offset.PlanCheck;
import io.flatbook.engine.offset.RoundPlanner;

import java.util.function.Function;

/**
 * Puts an engine together, in the order in which its parts need each other. Only the facade and its views see this;
 * each part gets only what it works with.
 */
final class EngineParts
{
    /** Makes what finds the accounts that a mark concerns. */
    interface TriggersMaker
    {
        MarginTriggers make(Margin margin, TouchedAccounts touched, WorkCounter work);
    }

    final Limits limits;
    final ClearingEvents events;
    final StateHash hash = new StateHash();
    final CommandResult result = new CommandResult();
    final EntryLedger ledger = new EntryLedger();
    final WorkCounter work = new WorkCounter();
    final TouchedAccounts touched = new TouchedAccounts(work);
    final Book book = new Book(hash);
    final PendingRuns pending = new PendingRuns(hash);
    final EngineClock clock;
    final Margin margin;
    final MarginTriggers triggers;
    final Registry registry;
    final Postings postings;
    final AccountMonitor monitor;
    final OffsetQueue queue;
    final Principals principals;
    final FourEyes fourEyes;
    final StorageState storage;
    final Guards guards;
    final BusinessDays businessDays;
    final GrowingLimits growingLimits;
    final Definitions definitions;
    final Settings settings;
    final Switches switches;
    final Accounts accounts;
    final Payments payments;
    final InsuranceFund insuranceFund;
    final Trades trades;
    final Transfers transfers;
    final Settlement settlement;
    final Marks marks;
    final Funding funding;
    final Declarations declarations;
    final DefaultRuns runs;

    EngineParts(
        final Limits initialLimits, final ClearingEvents events, final Function<Margin, PlanCheck> planCheck)
    {
        this(initialLimits, events, planCheck, TriggerIndex::new);
    }

    EngineParts(
        final Limits initialLimits, final ClearingEvents events, final Function<Margin, PlanCheck> planCheck,
        final TriggersMaker triggersMaker)
    {
        limits = new Limits(initialLimits);
        this.events = events;
        clock = new EngineClock(limits.tickMs());
        margin = new Margin(clock);
        registry = new Registry(book);
        postings = new Postings(events, touched, clock);
        triggers = triggersMaker.make(margin, touched, work);
        monitor = new AccountMonitor(margin, postings, touched, triggers, pending, ledger, clock, events);
        queue = new IndexedOffsetQueue(book, margin, pending, work);
        principals = new Principals(hash, limits);
        fourEyes = new FourEyes(hash, limits, clock, result, events);
        storage = new StorageState(hash, events);
        guards = new Guards(limits, book, clock, pending, fourEyes, storage, result);
        businessDays = new BusinessDays(hash, guards, margin, events);
        growingLimits = new GrowingLimits(hash, guards, events);
        definitions = new Definitions(guards, registry, principals, events);
        settings = new Settings(guards, registry, margin, triggers, events);
        switches = new Switches(guards, registry, principals, events);
        accounts = new Accounts(guards, registry, events);
        payments = new Payments(guards, postings, margin, monitor, pending);
        insuranceFund = new InsuranceFund(guards, postings, margin, pending, events);
        trades = new Trades(guards, postings, margin, triggers, events);
        transfers = new Transfers(guards, postings, margin, pending, events);
        settlement = new Settlement(guards, registry, postings, pending, ledger, principals, events);
        marks = new Marks(guards, registry, triggers, events);
        funding = new Funding(guards, postings, ledger, events);
        declarations = new Declarations(guards, monitor, pending);
        runs = new DefaultRuns(limits, clock, pending, ledger,
            new RoundPlanner(book, margin, clock, queue, work), planCheck.apply(margin),
            new DefaultPlanExecutor(postings, margin, monitor, pending, ledger, events), monitor, registry, marks,
            events);
    }
}
