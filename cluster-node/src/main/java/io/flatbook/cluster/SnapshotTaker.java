package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Proposal;
import io.flatbook.engine.SnapshotAccess;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.PendingRun;
import io.flatbook.engine.book.Position;
import io.flatbook.sbe.snapshot.AccountStateEncoder;
import io.flatbook.sbe.snapshot.EngineStateEncoder;
import io.flatbook.sbe.snapshot.EventStateEncoder;
import io.flatbook.sbe.snapshot.EventsStateEncoder;
import io.flatbook.sbe.snapshot.PositionStateEncoder;
import io.flatbook.sbe.snapshot.ProposalStateEncoder;
import io.flatbook.sbe.snapshot.RefusedEntryStateEncoder;
import io.flatbook.sbe.snapshot.RunStateEncoder;
import io.flatbook.sbe.snapshot.SnapshotFooterEncoder;
import io.flatbook.sbe.snapshot.SnapshotHeaderEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes the whole state in canonical order, so that equal states give equal bytes.
 */
final class SnapshotTaker
{
    private final ClearingEngine engine;
    private final EventPublisher publisher;
    private final Sessions sessions;
    private final SnapshotAccess state;
    private SnapshotRecords records;

    /**
     * @param sessions null where no session is known, outside a cluster.
     */
    SnapshotTaker(final ClearingEngine engine, final EventPublisher publisher, final Sessions sessions)
    {
        this.engine = engine;
        this.publisher = publisher;
        this.sessions = sessions;
        state = engine.state();
    }

    /**
     * Writes all records.
     */
    void takeTo(final SnapshotSink sink)
    {
        records = new SnapshotRecords(sink);
        header();
        engineState();
        new DefinitionSnapshot(engine, records).take();
        new PrincipalSnapshot(engine, sessions, records).take();
        accounts();
        proposals();
        runs();
        events();
        footer();
    }

    private void header()
    {
        final Limits limits = engine.limits();
        final SnapshotHeaderEncoder record = new SnapshotHeaderEncoder();
        record.wrapAndApplyHeader(records.buffer(), 0, records.header())
            .engineVersion(state.versionKnown())
            .bookingsPerEntry(limits.bookingsPerEntry())
            .positionsPerInstrument(limits.positionsPerInstrument())
            .legsPerAccount(limits.legsPerAccount())
            .instruments(limits.instruments())
            .assets(limits.assets())
            .gateways(limits.gateways())
            .principals(limits.principals())
            .tiers(limits.tiers())
            .tradesPerBatch(limits.tradesPerBatch())
            .marksPerUpdate(limits.marksPerUpdate())
            .outcomesPerPrincipal(limits.outcomesPerPrincipal())
            .eventsRetained(limits.eventsRetained())
            .idsRetained(limits.idsRetained())
            .proposals(limits.proposals())
            .pageRows(limits.pageRows())
            .pageBytes(limits.pageBytes())
            .clockStepMs(limits.clockStepMs())
            .tickMs(limits.tickMs())
            .proposalMs(limits.proposalMs());
        records.write(record.encodedLength());
    }

    private void engineState()
    {
        final EngineStateEncoder record = new EngineStateEncoder();
        record.wrapAndApplyHeader(records.buffer(), 0, records.header())
            .timeMs(engine.timeMs())
            .nextTickMs(state.nextTickMs())
            .started((short)(state.isStarted() ? 1 : 0))
            .activeVersion(state.version())
            .fourEyes(state.fourEyes().value())
            .lastRun(state.lastRun())
            .markSequence(state.markSequence())
            .lastProposal(state.lastProposal())
            .lastBusinessDay(state.lastBusinessDay())
            .storageLow((short)(state.condition().isStorageLow() ? 1 : 0))
            .storageChanges(state.condition().storageChanges());
        records.write(record.encodedLength());

        final RefusedEntryStateEncoder refused = new RefusedEntryStateEncoder();
        for (final long position : state.condition().refusedEntries())
        {
            refused.wrapAndApplyHeader(records.buffer(), 0, records.header()).position(position);
            records.write(refused.encodedLength());
        }
    }

    private void accounts()
    {
        final Book book = engine.book();
        final AccountStateEncoder record = new AccountStateEncoder();
        final PositionStateEncoder positionRecord = new PositionStateEncoder();
        for (Account account = book.nextAccount(0); null != account; account = book.nextAccount(account.id()))
        {
            record.wrapAndApplyHeader(records.buffer(), 0, records.header())
                .account(account.id())
                .owner(account.ownerId())
                .asset(account.asset().id())
                .venue(account.venue())
                .status(account.status().value())
                .mode(account.mode().value())
                .collateral(account.collateral())
                .orderHold(account.orderHold())
                .deadlineMs(account.deadlineMs())
                .window(account.window())
                .windowWithdrawn(account.windowWithdrawn())
                .legs(account.legCount());
            records.write(record.encodedLength());
            for (int i = 0; i < account.legCount(); i++)
            {
                final Position leg = account.leg(i);
                positionRecord.wrapAndApplyHeader(records.buffer(), 0, records.header())
                    .account(account.id())
                    .instrument(leg.instrument().id())
                    .quantityLots(leg.quantityLots())
                    .cost(leg.cost());
                records.write(positionRecord.encodedLength());
            }
        }
    }

    private void proposals()
    {
        final ProposalStateEncoder record = new ProposalStateEncoder();
        for (final Proposal proposal : state.proposals())
        {
            record.wrapAndApplyHeader(records.buffer(), 0, records.header())
                .proposal(proposal.id())
                .proposer(proposal.proposer().number())
                .commandTemplateId(proposal.templateId())
                .expiresMs(proposal.expiresMs())
                .putProposedCommand(proposal.bytes(), 0, proposal.bytes().length);
            records.write(record.encodedLength());
        }
    }

    private void runs()
    {
        final RunStateEncoder record = new RunStateEncoder();
        for (final PendingRun run : state.waitingRuns())
        {
            record.wrapAndApplyHeader(records.buffer(), 0, records.header())
                .account(run.account().id())
                .released((short)(run.released() ? 1 : 0))
                .heldFor(null == run.heldFor() ? SnapshotRecords.NO_CODE : run.heldFor().value());
            final RunStateEncoder.LegsEncoder legs = record.legsCount(run.legCount());
            for (int i = 0; i < run.legCount(); i++)
            {
                legs.next().instrument(run.instrumentId(i)).wasLong((short)(run.wasLong(i) ? 1 : 0));
            }
            records.write(record.encodedLength());
        }
    }

    private void events()
    {
        final EventRing ring = publisher.ring();
        final VenueSequences evicted = ring.evictedByVenue();
        final EventsStateEncoder record = new EventsStateEncoder();
        record.wrapAndApplyHeader(records.buffer(), 0, records.header())
            .firstSequence(ring.firstSequence())
            .evictedToAll(ring.evictedToAll())
            .events((int)(ring.nextSequence() - ring.firstSequence()));
        final EventsStateEncoder.VenuesEncoder venues = record.venuesCount(evicted.count());
        for (int i = 0; i < evicted.count(); i++)
        {
            venues.next().venue(evicted.venue(i)).evicted(evicted.sequence(i));
        }
        records.write(record.encodedLength());

        final EventStateEncoder eventRecord = new EventStateEncoder();
        final UnsafeBuffer event = new UnsafeBuffer(new byte[EventRing.EVENT_LENGTH_MAX]);
        for (long sequence = ring.firstSequence(); sequence < ring.nextSequence(); sequence++)
        {
            final int length = ring.read(sequence, event);
            eventRecord.wrapAndApplyHeader(records.buffer(), 0, records.header())
                .venueA(ring.venueA(sequence))
                .venueB(ring.venueB(sequence))
                .putEncodedEvent(event, 0, length);
            records.write(eventRecord.encodedLength());
        }
    }

    private void footer()
    {
        final long recordsBefore = records.count();
        final SnapshotFooterEncoder record = new SnapshotFooterEncoder();
        record.wrapAndApplyHeader(records.buffer(), 0, records.header())
            .records(recordsBefore)
            .stateHash(engine.stateHash())
            .replicaHash(engine.replicaHash());
        records.write(record.encodedLength());
    }
}
