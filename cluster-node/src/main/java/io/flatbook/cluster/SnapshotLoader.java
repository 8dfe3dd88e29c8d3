package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.SnapshotAccess;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.snapshot.AccountStateDecoder;
import io.flatbook.sbe.snapshot.EngineStateDecoder;
import io.flatbook.sbe.snapshot.EventStateDecoder;
import io.flatbook.sbe.snapshot.EventsStateDecoder;
import io.flatbook.sbe.snapshot.MessageHeaderDecoder;
import io.flatbook.sbe.snapshot.PositionStateDecoder;
import io.flatbook.sbe.snapshot.ProposalStateDecoder;
import io.flatbook.sbe.snapshot.RefusedEntryStateDecoder;
import io.flatbook.sbe.snapshot.RunStateDecoder;
import io.flatbook.sbe.snapshot.SnapshotFooterDecoder;
import io.flatbook.sbe.snapshot.SnapshotHeaderDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Builds the state of an empty engine from the records of a snapshot, and checks it by the footer's hashes.
 */
final class SnapshotLoader
{
    private final ClearingEngine engine;
    private final EventPublisher publisher;
    private final SnapshotAccess state;
    private final DefinitionLoader definitions;
    private final PrincipalLoader principals;
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final AccountStateDecoder accountRecord = new AccountStateDecoder();
    private final PositionStateDecoder positionRecord = new PositionStateDecoder();
    private final EventStateDecoder eventRecord = new EventStateDecoder();
    private final SnapshotFooterDecoder footer = new SnapshotFooterDecoder();
    private final UnsafeBuffer event = new UnsafeBuffer(new byte[EventRing.EVENT_LENGTH_MAX]);
    private long recordsRead;
    private long footerRecords;
    private long footerStateHash;
    private long footerReplicaHash;
    private boolean isComplete;

    /**
     * @param sessions null where no session is known, outside a cluster.
     */
    SnapshotLoader(final ClearingEngine engine, final EventPublisher publisher, final Sessions sessions)
    {
        this.engine = engine;
        this.publisher = publisher;
        state = engine.state();
        definitions = new DefinitionLoader(engine);
        principals = new PrincipalLoader(engine, sessions);
    }

    boolean isComplete()
    {
        return isComplete;
    }

    /**
     * Takes the next record in.
     *
     * @throws IllegalStateException if it is none of this format, or has no place here.
     */
    void onRecord(final DirectBuffer buffer, final int offset, final int length)
    {
        messageHeader.wrap(buffer, offset);
        if (isComplete || length < MessageHeaderDecoder.ENCODED_LENGTH ||
            MessageHeaderDecoder.SCHEMA_ID != messageHeader.schemaId() ||
            messageHeader.version() > MessageHeaderDecoder.SCHEMA_VERSION)
        {
            throw new IllegalStateException("record " + recordsRead + " is not of this snapshot format");
        }
        final int templateId = messageHeader.templateId();
        if (0 == recordsRead != (SnapshotHeaderDecoder.TEMPLATE_ID == templateId))
        {
            throw new IllegalStateException("a snapshot begins with one header, record " + recordsRead);
        }
        if (!definitions.onRecord(templateId, buffer, offset, messageHeader) &&
            !principals.onRecord(templateId, buffer, offset, messageHeader))
        {
            onOther(templateId, buffer, offset);
        }
        recordsRead++;
    }

    /**
     * @throws IllegalStateException if the state built is not the one written.
     */
    void verify()
    {
        if (!isComplete)
        {
            throw new IllegalStateException("the snapshot ends before its footer");
        }
        expect("records", footerRecords, recordsRead - 1);
        expect("stateHash", footerStateHash, engine.stateHash());
        expect("replicaHash", footerReplicaHash, engine.replicaHash());
    }

    private void onOther(final int templateId, final DirectBuffer buffer, final int offset)
    {
        switch (templateId)
        {
            case SnapshotHeaderDecoder.TEMPLATE_ID:
                checkLimits(new SnapshotHeaderDecoder().wrapAndApplyHeader(buffer, offset, messageHeader));
                break;
            case EngineStateDecoder.TEMPLATE_ID:
                engineState(new EngineStateDecoder().wrapAndApplyHeader(buffer, offset, messageHeader));
                break;
            case RefusedEntryStateDecoder.TEMPLATE_ID:
                state.restoreRefusedEntry(
                    new RefusedEntryStateDecoder().wrapAndApplyHeader(buffer, offset, messageHeader).position());
                break;
            case AccountStateDecoder.TEMPLATE_ID:
                account(accountRecord.wrapAndApplyHeader(buffer, offset, messageHeader));
                break;
            case PositionStateDecoder.TEMPLATE_ID:
                positionRecord.wrapAndApplyHeader(buffer, offset, messageHeader);
                state.restorePosition(
                    engine.book().account(positionRecord.account()),
                    engine.book().instrument(positionRecord.instrument()),
                    positionRecord.quantityLots(),
                    positionRecord.cost());
                break;
            case ProposalStateDecoder.TEMPLATE_ID:
                proposal(new ProposalStateDecoder().wrapAndApplyHeader(buffer, offset, messageHeader));
                break;
            case RunStateDecoder.TEMPLATE_ID:
                run(new RunStateDecoder().wrapAndApplyHeader(buffer, offset, messageHeader));
                break;
            case EventsStateDecoder.TEMPLATE_ID:
                events(new EventsStateDecoder().wrapAndApplyHeader(buffer, offset, messageHeader));
                break;
            case EventStateDecoder.TEMPLATE_ID:
                event(eventRecord.wrapAndApplyHeader(buffer, offset, messageHeader));
                break;
            case SnapshotFooterDecoder.TEMPLATE_ID:
                footer.wrapAndApplyHeader(buffer, offset, messageHeader);
                footerRecords = footer.records();
                footerStateHash = footer.stateHash();
                footerReplicaHash = footer.replicaHash();
                isComplete = true;
                break;
            default:
                throw new IllegalStateException("record " + recordsRead + " has unknown template " + templateId);
        }
    }

    private void checkLimits(final SnapshotHeaderDecoder header)
    {
        final Limits limits = engine.limits();
        expect("bookingsPerEntry", header.bookingsPerEntry(), limits.bookingsPerEntry());
        expect("positionsPerInstrument", header.positionsPerInstrument(), limits.positionsPerInstrument());
        expect("legsPerAccount", header.legsPerAccount(), limits.legsPerAccount());
        expect("instruments", header.instruments(), limits.instruments());
        expect("assets", header.assets(), limits.assets());
        expect("gateways", header.gateways(), limits.gateways());
        expect("principals", header.principals(), limits.principals());
        expect("tiers", header.tiers(), limits.tiers());
        expect("tradesPerBatch", header.tradesPerBatch(), limits.tradesPerBatch());
        expect("marksPerUpdate", header.marksPerUpdate(), limits.marksPerUpdate());
        expect("outcomesPerPrincipal", header.outcomesPerPrincipal(), limits.outcomesPerPrincipal());
        expect("eventsRetained", header.eventsRetained(), limits.eventsRetained());
        expect("idsRetained", header.idsRetained(), limits.idsRetained());
        expect("proposals", header.proposals(), limits.proposals());
        expect("pageRows", header.pageRows(), limits.pageRows());
        expect("pageBytes", header.pageBytes(), limits.pageBytes());
        expect("clockStepMs", header.clockStepMs(), limits.clockStepMs());
        expect("tickMs", header.tickMs(), limits.tickMs());
        expect("proposalMs", header.proposalMs(), limits.proposalMs());
    }

    private void engineState(final EngineStateDecoder record)
    {
        if (record.activeVersion() > state.versionKnown())
        {
            throw new IllegalStateException("this node does not know version " + record.activeVersion());
        }
        state.restoreClock(record.timeMs(), record.nextTickMs(), 1 == record.started());
        state.restoreCounters(
            Switch.get(record.fourEyes()),
            record.activeVersion(),
            record.lastBusinessDay(),
            record.lastProposal(),
            record.lastRun(),
            record.markSequence());
        state.restoreStorage(1 == record.storageLow(), record.storageChanges());
    }

    private void account(final AccountStateDecoder record)
    {
        final Account account = state.restoreAccount(
            record.account(), record.owner(), record.asset(), record.venue(), record.collateral());
        state.restoreAccountStatus(
            account,
            AccountStatus.get(record.status()),
            AccountMode.get(record.mode()),
            record.orderHold(),
            record.deadlineMs());
        state.restoreAccountWindow(account, record.window(), record.windowWithdrawn());
    }

    private void proposal(final ProposalStateDecoder record)
    {
        final byte[] command = new byte[record.proposedCommandLength()];
        record.getProposedCommand(command, 0, command.length);
        state.restoreProposal(
            record.proposal(), record.proposer(), record.commandTemplateId(), command, record.expiresMs());
    }

    private void run(final RunStateDecoder record)
    {
        final long accountId = record.account();
        final boolean isReleased = 1 == record.released();
        final HoldReason heldFor =
            SnapshotRecords.NO_CODE == record.heldFor() ? null : HoldReason.get(record.heldFor());
        final RunStateDecoder.LegsDecoder legs = record.legs();
        final int[] instrumentIds = new int[legs.count()];
        final boolean[] longs = new boolean[legs.count()];
        for (int i = 0; i < instrumentIds.length; i++)
        {
            legs.next();
            instrumentIds[i] = legs.instrument();
            longs[i] = 1 == legs.wasLong();
        }
        state.restoreWaitingRun(engine.book().account(accountId), instrumentIds, longs, isReleased, heldFor);
    }

    private void events(final EventsStateDecoder record)
    {
        publisher.ring().restore(record.firstSequence(), record.evictedToAll());
        for (final EventsStateDecoder.VenuesDecoder venue : record.venues())
        {
            publisher.ring().restoreVenue(venue.venue(), venue.evicted());
        }
    }

    private void event(final EventStateDecoder record)
    {
        final int length = record.encodedEventLength();
        record.getEncodedEvent(event, 0, length);
        publisher.ring().append(event, 0, length, record.venueA(), record.venueB());
    }

    private static void expect(final String what, final long inSnapshot, final long here)
    {
        if (inSnapshot != here)
        {
            throw new IllegalStateException("snapshot says " + what + "=" + inSnapshot + ", this node " + here);
        }
    }
}
